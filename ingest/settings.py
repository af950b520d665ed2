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
    index_url: str = Field(
        "",
        description="Dépôt d'où plusieurs machines prennent l'index : dossier ou « s3://… » / store of indexes",
    )
    sync_source: str = Field(
        "", description="Source de « repere sync » : dossier, « dav+https://… » ou « graph:SITE » / source of documents"
    )
    sync_user: str = Field("", description="Compte WebDAV de « repere sync » / WebDAV account")
    sync_password: str = Field("", description="Mot de passe (d'application) WebDAV / WebDAV password")
    graph_tenant: str = Field("", description="Microsoft Graph : locataire / tenant")
    graph_client_id: str = Field("", description="Microsoft Graph : application / client id")
    graph_client_secret: str = Field("", description="Microsoft Graph : secret / secret")
    embedding_model: str = Field(
        "", description="Dossier ou nom d'un modèle de plongement ; vide : le modèle livré / folder or hub name"
    )
    reranker_model: str = Field(
        "", description="Dossier ou nom d'un modèle de reclassement (CrossEncoder); vide : aucun / none when empty"
    )
    lang: Literal["fr", "en"] = Field("fr", description="Langue des messages / language of messages")
    today: date | None = Field(None, description="Fixe la date du jour (essais) / sets the clock, AAAA-MM-JJ")
