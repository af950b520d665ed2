"""Settings of the documents' side, read once at the edge. Environment variables, prefix ``REPERE_``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where documents and index are, and what reads them."""

    model_config = SettingsConfigDict(env_prefix="REPERE_", env_ignore_empty=True, frozen=True, extra="ignore")

    corpus: Path = Field(Path("corpus"), description="Dossier des documents / folder of documents")
    index: Path = Field(Path(".repere"), description="Dossier de l'index / folder of the index")
    embedding_model: str = Field(
        "", description="Dossier ou nom d'un modèle de plongement ; vide : le modèle livré / folder or hub name"
    )
    reranker_model: str = Field(
        "", description="Dossier ou nom d'un modèle de reclassement (CrossEncoder); vide : aucun / none when empty"
    )
    lang: Literal["fr", "en"] = Field("fr", description="Langue des messages / language of messages")
    today: date | None = Field(None, description="Fixe la date du jour (essais) / sets the clock, AAAA-MM-JJ")
