"""Settings of the channels' side, read once at the edge. Environment variables, prefix ``REPERE_``."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """Who may reach the assistant, and how. A channel whose settings are absent is off."""

    model_config = SettingsConfigDict(env_prefix="REPERE_", env_ignore_empty=True, frozen=True, extra="ignore")

    index: Path = Field(Path(".repere"), description="Dossier de l'index / folder of the index")
    state: Path | None = Field(
        None,
        description="Dossier des avis et des messages traités; défaut : index/state / state folder",
    )
    database_url: str = Field(
        "", description="PostgreSQL où plusieurs machines partagent l'état; vide : le dossier / shared state"
    )
    lang: Literal["fr", "en"] = Field("fr", description="Langue des messages / language of messages")
    host: str = Field("127.0.0.1", description="Adresse d'écoute de « serve » / address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="Port d'écoute de « serve » / port to listen on")
    public_url: str = Field("", description="Adresse publique vers laquelle pointent les citations / public address")
    allowed_hosts: str = Field(
        "", description="Noms d'hôte acceptés, séparés par des virgules; défaut : boucle locale et adresse publique"
    )
    api_key: str = Field("", description="Lorsqu'elle est définie, l'API la demande / the API asks for it")
    questions_per_minute: int = Field(600, ge=1, description="Questions par minute et par client / per client")
    log: Literal["text", "json"] = Field(
        "text", description="Journal : « text », ou « json », une ligne par réponse, sans ses mots / log lines"
    )
    workers: int | None = Field(
        None,
        ge=0,
        le=64,
        description="Processus qui répondent; défaut : un par cœur, quatre au plus; 0 : des fils du serveur / workers",
    )
    answer_seconds: float = Field(
        30.0, gt=0, description="Secondes laissées au calcul d'une réponse / seconds computing an answer may take"
    )
    conversation_minutes: int = Field(30, ge=1, description="Minutes avant l'oubli d'une conversation / time limit")
    feedback_days: int = Field(365, ge=1, description="Durée de conservation des avis, en jours / feedback retention")

    keys: Path | None = Field(
        None, description="Fichier des clés nommées de l'API (docs/access.md) / file of named API keys"
    )
    anonymous: Literal["", "public"] = Field(
        "",
        description="« public » : qui ne se nomme pas lit ce qui est public, même si des clés ou une connexion existent",
    )
    oidc_issuer: str = Field("", description="Connexion : émetteur OpenID / sign-in: OpenID issuer")
    oidc_client_id: str = Field("", description="Connexion : identifiant de l'application / client id")
    oidc_client_secret: str = Field("", description="Connexion : secret de l'application / client secret")
    oidc_scopes: str = Field("openid profile", description="Connexion : portées demandées / scopes")
    oidc_groups_claim: str = Field(
        "groups", description="Connexion : champ du jeton qui porte les groupes / groups claim"
    )
    oidc_audience: str = Field(
        "", description="Jetons des programmes (API, MCP) : destinataire attendu; défaut : l'identifiant / audience"
    )
    groups: str = Field(
        "", description="Groupes de l'annuaire et public qu'ils forment, « 3f2a…=direction, … » / directory groups"
    )
    ledger: Literal["", "on"] = Field(
        "", description="« on » garde, sans noms, ce que les gens n'ont pas trouvé / ledger"
    )
    ledger_days: int = Field(90, ge=1, description="Durée de conservation de ce registre, en jours / ledger retention")
    ledger_per_day: int = Field(500, ge=1, description="Notes prises par jour, au plus, dans ce registre / notes a day")
    keep: Literal["", "nothing"] = Field(
        "",
        description="« nothing » : ni avis, ni registre, ni conversation, ni message promis ne sont gardés / keep nothing",
    )
    stewards: str = Field("", description="Publics qui ouvrent /intendance, séparés par des virgules / stewards")
    owners: str = Field(
        "",
        description="Publics et responsable dont ils confirment les documents, « direction=Bureau des ports, dri=* » / owners",
    )
    weekly: str = Field(
        "",
        description="Où envoyer, le lundi, ce qui a changé : « slack:C012, teams:19:…@thread.tacv2 » / weekly note of changes",
    )
    contacts: str = Field(
        "",
        description="Où écrire aux responsables : « Bureau des ports=slack:U012, *=teams:3f2a… » / where owners are written to",
    )
    session_minutes: int = Field(60, ge=1, description="Durée d'une session de la page, en minutes / session")
    session_secret: str = Field(
        "", description="Secret des sessions; défaut : tiré des autres secrets / session secret"
    )
    graph_tenant: str = Field("", description="Microsoft Graph (groupes des personnes) : locataire / tenant")
    graph_client_id: str = Field("", description="Microsoft Graph : application; défaut : celle de Teams / client id")
    graph_client_secret: str = Field("", description="Microsoft Graph : secret; défaut : celui de Teams / secret")
    graph_url: str = Field("", description="Microsoft Graph : autre serveur, pour les essais / other server")

    teams_client_id: str = Field("", description="Teams : identifiant de l'application / application id")
    teams_client_secret: str = Field("", description="Teams : secret de l'application / application secret")
    teams_tenant_ids: str = Field("", description="Teams : locataires acceptés, séparés par des virgules / tenants")
    teams_openid_url: str = Field("", description="Teams : autre serveur de clés, pour les essais / other key server")
    teams_unauthenticated: Literal["", "loopback"] = Field(
        "", description="Teams : « loopback » accepte les messages non signés, sur la boucle locale seulement"
    )

    teams_handover: str = Field(
        "",
        description="Teams : à qui passer une question, identifiant Entra d'une personne ou « 19:…@thread.tacv2 » d'un "
        "canal; vide : le bouton n'est pas montré / person or channel that takes questions",
    )

    slack_signing_secret: str = Field("", description="Slack : secret de signature / signing secret")
    slack_bot_token: str = Field("", description="Slack : jeton du robot / bot token")
    slack_app_token: str = Field("", description="Slack : jeton d'application; active le mode Socket / Socket Mode")
    slack_team_ids: str = Field("", description="Slack : espaces acceptés, séparés par des virgules / workspaces")
    slack_groups: str = Field(
        "",
        description="Slack : groupes d'utilisateurs et public qu'ils forment, « S012=direction, … » / user groups",
    )
    slack_api_url: str = Field("", description="Slack : autre API Web, pour les essais / other Web API")

    @cached_property
    def state_folder(self) -> Path:
        return self.state or self.index / "state"

    @cached_property
    def processes(self) -> int:
        """How many processes answer; 0 when threads of the server do."""
        if self.workers is not None:
            return self.workers
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return min(4, cores)

    @cached_property
    def guarded(self) -> bool:
        """Whether anybody has to say who they are."""
        return bool(self.api_key or self.keys or (self.oidc_issuer and self.oidc_client_id))

    @cached_property
    def base_url(self) -> str:
        """The public address without a final slash; "" when none is set."""
        return self.public_url.rstrip("/")

    @cached_property
    def local_url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.base_url or f"http://{host}:{self.port}"

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Host names answered to; empty means any (listening beyond loopback, and none named)."""
        named = {name.strip().lower() for name in self.allowed_hosts.split(",") if name.strip()}
        public = urlsplit(self.public_url).hostname
        if not named and not public and self.host not in LOOPBACK:
            return frozenset()
        return frozenset(named | ({public} if public else set()) | LOOPBACK)


def listed(value: str) -> tuple[str, ...]:
    """« a, b » → ("a", "b")."""
    return tuple(part.strip() for part in value.split(",") if part.strip())
