"""The source viewer's page: the document, what it is, and what became of the words a link points at."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from bots.channel import Desk
from bots.http.access.person import of
from bots.http.problems import language as language_of
from bots.rendering.links import ANCHOR, UNVERSIONED, source_path
from bots.web.nodes import safe_url
from bots.web.pages import account, freshness, page, query, sayer
from bots.web.passage import Pointed, pointed
from bots.web.proof import proof
from bots.web.viewer import Viewer, outline
from ingest.model import Description


@dataclass(frozen=True, slots=True)
class Link:
    """An address of the viewer, taken apart."""

    document: str
    version: str
    start: int
    end: int
    mark: str
    cell: str


def show(request: Request, link: Link, desk: Desk) -> Response:
    """The page; 404 for a document that is not there or not open to this person (the two are not told apart)."""
    language, known = language_of(request.scope), account(request)
    library, say = desk.assistant.library(of(request.scope).asking()), sayer(language)
    if not library.sees(link.document):
        if _beside(request):
            return JSONResponse({"title": say("no_source_title"), "said": say("no_source")}, 404)
        return page(
            "missing.html",
            language,
            404,
            account=known,
            path=source_path(link.document, link.version),
            footer=freshness(library, language),
        )
    about, blocks = library.description(link.document), library.blocks(link.document)
    at = pointed(blocks, link.start, link.end, link.mark, link.cell)
    if _beside(request):
        return JSONResponse(proof(about, blocks, at, say, language), headers={"cache-control": "no-store"})
    newer = library.description(about.superseded_by) if library.sees(about.superseded_by) else None
    return page(
        "source.html",
        language,
        account=known,
        about=about,
        title=about.title or about.document,
        original=safe_url(about.url) if about.url else "",
        banner=_banner(link, about, at, language),
        marked=at.fate in ("there", "moved"),
        moved=at.fate == "moved",
        gone=at.fate == "gone",
        anchor=ANCHOR,
        newer=newer,
        newer_path=source_path(newer.document, newer.version) if newer else "",
        expired=bool(about.expires) and about.expires < library.today.isoformat(),
        outline=outline(blocks),
        body=Viewer(at, say).draw(blocks),
        footer=freshness(library, language),
        path=source_path(link.document, link.version),
        query=query(start=link.start, end=link.end, m=link.mark, cell=link.cell),
    )


def _beside(request: Request) -> bool:
    """Whether it is asked for by the script of the page, which shows it beside the answer."""
    return request.headers.get("accept", "").startswith("application/json")


def _banner(link: Link, about: Description, at: Pointed, language: str) -> str:
    """What to say when the link was made for another version; "" when it was not."""
    if link.version == (about.version or UNVERSIONED):
        return ""
    say = sayer(language)
    none = say("none_version")
    told = say("other_version", none if link.version == UNVERSIONED else link.version, about.version or none)
    return f"{told} {say('still_there')}" if at.fate == "there" else told
