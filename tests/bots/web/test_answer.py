"""An answer as a piece of page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.model import Claim, Lang
from bots.rendering.links import Links
from bots.rendering.message import render
from bots.rendering.tongues import by_first_word
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


NAMES = by_first_word(("Chargé de projet", "Direction QEPETI", "Charger un camion", "CEIAVD", "Direction"))


def in_french(text: str, *, quote: str = "A", language: Lang = Lang.EN) -> list[str]:
    """What is marked as French of a sentence, and what is said of it."""
    given = reply(
        language=language, claims=(Claim(text, ("c1",)),), citations=(replace(CITATION, quote=quote),), notices=()
    )
    tree = answer(render(given, Links()), sayer(language.value), None, "t", NAMES)
    marked = [one for one in every(tree.children[0], "span") if attribute(one, "lang") == "fr"]
    return [to_html(child) for one in marked for child in one.children]


def test_the_names_of_an_english_answer_are_read_aloud_in_french() -> None:
    """Whole names the documents give, the longest, whatever their case; an acronym has no language, ours are not marked."""
    said = "The Chargé de projet and the direction QEPETI of the CEIAVD do it (R); the Directions do not."
    assert in_french(said) == ["Chargé de projet", "direction QEPETI"]
    assert in_french(said, language=Lang.FR) == []


def test_words_of_a_passage_inside_an_english_sentence_are_read_aloud_in_french() -> None:
    """A run of words the passage has too; one word alone is no proof, nor are codes and numbers."""
    told = "Due in 2 mois: le comité siège (PR-01), sur demande."
    assert in_french("For: le port (fictif)", quote="pour le port (fictif)") == ["le port (fictif)"]
    assert in_french("Ask: a@ports.example.org", quote="Écrire à a@ports.example.org") == []
    assert in_french(told, quote="Le comité siège (PR-01) 2 fois, sur place.") == ["le comité siège"]


def test_why_words_are_french_is_said_once() -> None:
    """Under the answer, where something is marked; an answer all in English says nothing of it."""
    for text, told in (("The Chargé de projet does it.", 1), ("Nobody does it.", 0)):
        given = reply(language=Lang.EN, claims=(Claim(text, ("c1",)),), notices=(), suggestions=())
        tree = answer(render(given, Links()), sayer("en"), None, "t", NAMES)
        assert to_html(tree).count("Names and quotations stay in French") == told
