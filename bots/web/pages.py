"""Whole pages: templates filled, in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from assistant.library import Library
from bots.http.access.person import of
from bots.rendering.plain import spaced
from bots.web.explore import dated
from bots.web.nodes import to_html
from bots.wording.access import access
from bots.wording.pages import long_date, pages

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Account:
    """What the head of a page offers: to sign in, to sign out, or neither. ``unsure``: to say that groups are unknown;
    ``who``: a mark that tells people apart in one browser."""

    door: Literal["", "in", "out"] = ""
    name: str = ""
    who: str = ""
    unsure: bool = False


def account(request: Request) -> Account:
    """The account of whoever asks for a page."""
    person = of(request.scope)
    if person.via == "session":
        return Account("out", person.name, person.key, person.unsure)
    return Account("in" if request.app.state.desk.doors.guarded and person.via == "public" else "")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["html"] = to_html
    return made


def sayer(language: str) -> Callable[..., str]:
    """``say(name, *values)`` in a language."""
    said = pages(language)

    def say(name: str, *values: object) -> str:
        return said[name].format(*values)

    return say


def page(template: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
    filled = {
        "t": SimpleNamespace(**{name: spaced(said) for name, said in pages(language).items()}),
        "a": SimpleNamespace(**{name: spaced(said) for name, said in access(language).items()}),
        "account": Account(),
        "say": sayer(language),
        "language": language,
        "other": "fr" if language == "en" else "en",
        "day": partial(long_date, language=language),
        "path": "/",
        "query": "",
        **values,
    }
    html = _environment().get_template(template).render(filled)
    return HTMLResponse(html, status, {"cache-control": "no-store"})


def query(**values: object) -> str:
    """What follows « ?lang=… » in this page's address in the other language: the values that say something."""
    said = {name: value for name, value in values.items() if value}
    return f"&{urlencode(said)}" if said else ""


def freshness(library: Library, language: str) -> str:
    """How many documents answer, and the date of the latest."""
    known = library.descriptions()
    latest = max((dated(d) for d in known), default="")
    said = pages(language)
    return said["footer"].format(len(known), long_date(latest, language) or "–") if known else said["footer_empty"]
