"""Refusals over HTTP: application/problem+json (RFC 9457) for programs, a small page for people; never a trace.

Under ``/v1/`` they have the shape OpenAI's clients read.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from bots.errors import BotError, NotPermitted, sentence
from bots.wording import wording
from ingest.errors import IngestError

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

LANGUAGES = ("fr", "en")

_TITLES = {
    400: ("Demande mal formée", "Malformed request"),
    401: ("Clé d'accès demandée", "Access key needed"),
    403: ("Envoi refusé", "Request refused"),
    404: ("Introuvable", "Not found"),
    405: ("Méthode refusée", "Method not allowed"),
    408: ("Envoi trop lent", "Request too slow"),
    413: ("Envoi trop gros", "Request too large"),
    421: ("Nom d'hôte inconnu", "Unknown host name"),
    422: ("Demande impossible à traiter", "Request that cannot be handled"),
    429: ("Trop de demandes", "Too many requests"),
    500: ("Erreur interne", "Internal error"),
    503: ("Service indisponible", "Service unavailable"),
}


def problem(scope: Scope, status: int, sentence: str, *values: object) -> Response:
    """The refusal named in ``bots.wording``, in the caller's language."""
    words = wording(language(scope))
    detail = str(getattr(words, sentence)).format(*(value for value in values if value is not None))
    wait = {"retry-after": str(values[0])} if status == 429 and values else {}
    return told(scope, status, detail, wait)


def of_error(scope: Scope, error: Exception) -> Response:
    """The refusal of an error of ours, or of one nobody expected."""
    if isinstance(error, AssistantError | BotError | IngestError):
        return told(scope, _status(error), sentence(error, language(scope)))
    return problem(scope, 500, "broken")


def told(scope: Scope, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    from starlette.responses import HTMLResponse, Response

    french, english = _TITLES.get(status, _TITLES[400])
    said = language(scope)
    title = english if said == "en" else french
    headers = {**(headers or {}), **({"www-authenticate": "Bearer"} if status == 401 else {})}
    if _wants_page(scope):
        return HTMLResponse(_page(said, title, detail), status, headers)
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    media = "application/problem+json"
    if scope["path"].startswith("/v1/"):  # the shape OpenAI's clients read
        body, media = {"error": {"message": detail, "type": _openai_type(status), "code": status}}, "application/json"
    return Response(json.dumps(body, ensure_ascii=False), status, headers, media_type=media)


def _openai_type(status: int) -> str:
    return {401: "authentication_error", 429: "rate_limit_error"}.get(
        status, "server_error" if status >= 500 else "invalid_request_error"
    )


def language(scope: Scope) -> str:
    """« ?lang= », else the first of French and English the caller's browser asks for, else the settings' own."""
    query = str(scope.get("query_string", b""), "latin-1")
    for part in query.split("&"):
        if part.startswith("lang=") and part[5:] in LANGUAGES:
            return part[5:]
    accepted = next((str(v, "latin-1") for n, v in scope["headers"] if n.lower() == b"accept-language"), "")
    named: list[tuple[float, int, str]] = sorted(_weighed(accepted), reverse=True)
    default = str(getattr(getattr(scope.get("app"), "state", None), "language", "fr"))
    return next((name for weight, _, name in named if name in LANGUAGES and weight > 0), default)


def _weighed(accepted: str) -> list[tuple[float, int, str]]:
    found = []
    for rank, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            found.append((float(weight or 1), -rank, name[:2].lower()))
        except ValueError:
            continue
    return found


def _status(error: Exception) -> int:
    if isinstance(error, NotPermitted):
        return 401
    exit_code = getattr(error, "exit_code", 2)
    return {2: 422, 65: 422, 66: 503, 69: 503}.get(exit_code, 500)


def _wants_page(scope: Scope) -> bool:
    accept = next((v for n, v in scope["headers"] if n.lower() == b"accept"), b"")
    return b"text/html" in accept and not scope["path"].startswith(("/api/", "/v1/", "/slack/"))


def _page(said: str, title: str, detail: str) -> str:
    home = "Back to the start" if said == "en" else "Revenir à l'accueil"
    return (
        f'<!doctype html><html lang="{said}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)} – Repère</title><link rel="stylesheet" href="/static/repere.css">'
        f'<header class="top"><a class="brand" href="/?lang={said}">Repère</a></header>'
        f'<main class="page" id="main"><h1>{escape(title)}</h1><p>{escape(detail)}</p>'
        f'<p><a href="/?lang={said}">{home}</a></p></main></html>'
    )
