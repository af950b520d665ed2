"""An answer as a piece of page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.model import Claim, Lang
from bots.rendering.links import Links
from bots.rendering.message import render
from bots.web.answer import SHOWN, answer, unbroken
from bots.web.nodes import Child, Node, to_html
from bots.web.pages import sayer
from tests.bots.replies import CITATION, SECOND, refusal
from tests.bots.replies import answer as reply


def drawn(given: Any, language: str = "fr") -> Node:
    return answer(render(given, Links()), sayer(language), None, "t")


def every(node: Child, tag: str) -> list[Node]:
    if isinstance(node, str):
        return []
    return [*([node] if node.tag == tag else []), *(found for child in node.children for found in every(child, tag))]


def attribute(node: Node, name: str) -> str | None:
    return dict(node.attributes).get(name)


def test_a_sentence_in_the_documents_words_says_its_language() -> None:
    """In an English answer, words quoted from a French document are read aloud in French; ours are not."""
    claims = (Claim("Le comité approuve.", ("c2",)), Claim("The committee approves it.", ("c2",)))
    paragraphs = [
        p
        for p in every(drawn(reply(language=Lang.EN, claims=claims), "en"), "p")
        if attribute(p, "class") in ("lead", "claim")
    ]
    assert [attribute(p, "lang") for p in paragraphs] == ["fr", None]


def test_every_number_leads_to_its_source() -> None:
    """Each call of a source is a link to an entry of the same number, and each entry to the viewer."""
    page = drawn(reply())
    entries = {attribute(li, "id"): attribute(li, "value") for li in every(page, "li") if attribute(li, "value")}
    calls = [a for a in every(page, "a") if attribute(a, "class") == "call"]
    assert {entries[str(attribute(a, "href"))[1:]] for a in calls} == {"1", "2"}
    places = [a for a in every(page, "a") if attribute(a, "class") == "place"]
    assert all(str(attribute(a, "href")).startswith("/sources/") for a in places)


def test_a_document_is_named_once_and_its_passages_fold() -> None:
    """Twelve rows of one document: one title, ten shown, two folded, numbers unbroken."""
    rows = (replace(CITATION.place, row=n, cell=f"D{n}") for n in range(SHOWN + 2))
    many = tuple(replace(CITATION, id=f"m{n}", quote=f"Q{n}", place=place) for n, place in enumerate(rows))
    page = drawn(reply(claims=(Claim("Oui.", tuple(c.id for c in many)),), citations=(*many, SECOND), notices=()))
    titles = [p for p in every(page, "p") if attribute(p, "class") == "title"]
    assert len(titles) == 2
    (folded,) = every(page, "details")
    assert [attribute(li, "value") for li in every(folded, "li")] == ["11", "12"]


def test_a_refusal_shows_a_way_on() -> None:
    """The nearest documents, whom to ask, and where everything is."""
    html = to_html(drawn(refusal()))
    assert "https://documents.example.org/cadre.docx" in html
    assert "Gestionnaire" in html
    assert "/explorer?lang=fr" in html


def test_dates_and_codes_are_not_cut() -> None:
    """« 2026-12-11 » and « PR-01 » stay whole at the end of a line; nothing of the text is lost."""
    pieces = unbroken("Le projet PR-01 finit le 2026-12-11.")
    assert [one.children[0] for one in pieces if isinstance(one, Node)] == ["PR-01", "2026-12-11"]
    assert "".join(one if isinstance(one, str) else str(one.children[0]) for one in pieces) == (
        "Le projet PR-01 finit le 2026-12-11."
    )
