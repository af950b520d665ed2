"""The explorer's pages: one a kind of fact, each with its filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.library import Library
from bots.channel import Desk
from bots.http.access.person import of
from bots.http.problems import language as language_of
from bots.web import calendar, explore
from bots.web.explore import Filters, Say, View
from bots.web.pages import account, freshness, page, query, sayer
from bots.web.projects import HEALTHS

# The address of a section → its name in the wording.
SECTIONS = {
    "roles": "roles",
    "projets": "projects",
    "offres": "offers",
    "calendrier": "calendar",
    "glossaire": "glossary",
    "documents": "documents",
    "defauts": "defects",
}


def show(request: Request, desk: Desk, section: str) -> Response:
    language = language_of(request.scope)
    say, library = sayer(language), desk.assistant.library(of(request.scope).asking())
    section = section or "roles"
    if section not in SECTIONS:
        raise HTTPException(404)
    asked = {name: str(request.query_params.get(name, ""))[:200] for name in ("text", "role", "status", "region")}
    filters = Filters(**asked)
    view = _VIEWS[section](library, filters, say, language)
    return page(
        "explore.html",
        language,
        account=account(request),
        section=section,
        sections={address: say(name) for address, name in SECTIONS.items()},
        view=view,
        fresh=explore.fresh(library, say, language) if section == "documents" else "",
        filters=filters,
        selects=_selects(library, section, filters, say),
        footer=freshness(library, language),
        path=f"/explorer/{section}",
        query=query(**asked),
    )


def _defects(library: Library, filters: Filters, say: Say, _: str) -> View:
    known = explore.defects(library)
    found = [d for d in known if explore.matches(f"{d.code} {d.text}", filters.text)]
    return View(explore.defect_list(library, found, say), len(found), len(known))


def _calendar(library: Library, filters: Filters, say: Say, language: str) -> View:
    known = calendar.events(library)
    found = [
        e for e in known if explore.matches(f"{say(e.what)} {e.name} {say('overdue') if e.late else ''}", filters.text)
    ]
    return View(calendar.drawn(found, library.today.isoformat(), say, language), len(found), len(known))


_VIEWS: dict[str, Callable[[Library, Filters, Say, str], View]] = {
    "roles": lambda library, filters, say, _: explore.matrix(library, filters, say),
    "projets": lambda library, filters, say, _: explore.projects(library, filters, say),
    "offres": lambda library, filters, say, _: explore.offers(library, filters, say),
    "calendrier": _calendar,
    "glossaire": lambda library, filters, say, _: explore.glossary(library, filters, say),
    "documents": explore.documents,
    "defauts": _defects,
}


def _selects(library: Library, section: str, filters: Filters, say: Say) -> list[dict[str, Any]]:
    """The choices of a section besides words: name, label, value now, options."""
    if section == "roles":
        return [_select("role", say("role"), filters.role, explore.roles(library), say("all_roles"))]
    if section == "projets":
        healths = tuple((state, say(state)) for state in HEALTHS)
        return [_select("status", say("health"), filters.status, healths, say("all"))]
    if section == "offres":
        return [
            _select(key, say(key), getattr(filters, key), tuple((v, v) for v in values), say("all"))
            for key in ("status", "region")
            if len(values := explore.choices(library, key)) > 1
        ]
    return []


def _select(name: str, label: str, value: str, options: tuple[tuple[str, str], ...], every: str) -> dict[str, Any]:
    return {"name": name, "label": label, "value": value, "options": (("", every), *options)}
