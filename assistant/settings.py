"""Settings of the chat model, read once at the edge. Environment variables, prefix ``REPERE_``. Off when none is named."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Which chat model may choose, how much, what it may be sent, and what it costs."""

    model_config = SettingsConfigDict(env_prefix="REPERE_", env_ignore_empty=True, frozen=True, extra="ignore")

    chat_model: str = Field(
        "", description="Modèle de conversation, « fournisseur:nom »; vide : aucun / chat model, “provider:name”"
    )
    chat_base_url: str = Field(
        "", description="Adresse de ce modèle, s'il n'est pas chez son fournisseur / its address"
    )
    chat_api_key: str = Field("", description="Clé de ce modèle / its key")
    chat_restricted: str = Field(
        "",
        description="Documents à diffusion restreinte qu'un modèle distant peut recevoir, séparés par des virgules / "
        "restricted documents a remote model may be sent",
    )
    chat_questions: Literal["local", "always", "never"] = Field(
        "local",
        description="Modèle à qui une question peut être soumise : « local » sur cette machine seulement, « always », "
        "« never » / which model may be sent what people ask",
    )
    chat_seconds: float = Field(
        12.0, gt=0, le=60, description="Secondes laissées à une réponse entière, modèle compris / seconds for an answer"
    )
    chat_per_day: int = Field(2000, ge=0, description="Appels au modèle par jour / calls a day")
    chat_per_person: int = Field(
        100, ge=0, description="Appels au modèle par jour et par personne / calls a person a day"
    )
    chat_price_in: float = Field(
        0.0, ge=0, description="Prix d'un million de jetons lus, en dollars / dollars a million tokens read"
    )
    chat_price_out: float = Field(
        0.0, ge=0, description="Prix d'un million de jetons écrits, en dollars / dollars a million tokens written"
    )
    index: Path = Field(Path(".repere"), description="Dossier de l'index / folder of the index")
    state: Path | None = Field(
        None, description="Dossier des avis et des messages traités; défaut : index/state / state folder"
    )

    @cached_property
    def restricted_allowed(self) -> frozenset[str]:
        return frozenset(name.strip() for name in self.chat_restricted.split(",") if name.strip())

    @cached_property
    def state_folder(self) -> Path:
        return self.state or self.index / "state"
