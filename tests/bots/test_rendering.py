"""A reply as neutral pieces: numbered once, harmless as text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Claim, Lang
from bots.rendering.contract import reply_json
from bots.rendering.links import Links
from bots.rendering.message import place_words, plain_text, render, source_line
from bots.rendering.plain import clean, shorten
from bots.web.answer import answer as page_answer
from bots.web.nodes import as_json, safe_url, to_html
from bots.web.pages import sayer
from bots.wording import ENGLISH, FRENCH
from ingest.model import Place
from tests.bots.replies import CITATION, NAIVE, TABLE, answer, refusal

LINKS = Links("https://repere.example.org")
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60) | st.sampled_from(NAIVE)


def test_numbers_follow_the_order_of_reading() -> None:
    """The first source met is [1], whatever the order citations are stored in."""
    message = render(answer(), LINKS)
    assert [(s.number, s.id) for s in message.sources] == [(1, "c2"), (2, "c1")]
    assert message.sentences[0].numbers == (1, 2)


def test_every_number_called_has_its_source() -> None:
    """In text, table, notices and contact."""
    for reply in (answer(table=TABLE), refusal()):
        message = render(reply, LINKS)
        grid = message.grid.rows if message.grid else ()
        called = {
            n for piece in (*message.sentences, *message.notes, *(c for r in grid for c in r)) for n in piece.numbers
        }
        called |= set(message.whom.numbers) if message.whom else set()
        assert called <= {s.number for s in message.sources}


def test_a_source_leads_to_its_very_words() -> None:
    """The address names document, version, span and cell."""
    source = render(answer(), LINKS).sources[1]
    assert source.url.startswith("https://repere.example.org/sources/matrice.xlsx/3.1?start=10&end=11&m=")
    assert source.url.endswith("&cell=D12#passage")
    assert source_line(source, FRENCH) == "Matrice des rôles, version 3.1, 2026-09-02, feuille « Matrice », cellule D12"


@pytest.mark.parametrize(
    ("place", "french", "english"),
    [
        (Place(page=3, section=("A", "Mission")), "page 3, « Mission »", "page 3, “Mission”"),
        (Place(slide=2), "diapositive 2", "slide 2"),
        (Place(row=7), "ligne 7", "line 7"),
        (Place(), "", ""),
    ],
)
def test_places_are_said_in_words(place: Place, french: str, english: str) -> None:
    """In the reader's language."""
    assert (place_words(place, FRENCH), place_words(place, ENGLISH)) == (french, english)


def test_a_refusal_says_so_then_what_is_near_and_whom_to_ask() -> None:
    """Its first line alone is a sentence; the rest has its own pieces."""
    message = render(refusal(), LINKS)
    assert [s.text for s in message.sentences] == ["Les documents ne le disent pas."]
    assert plain_text(message).splitlines()[1:3] == [
        "Les documents les plus proches : Cadre.",
        "À qui demander : Gestionnaire (responsable de « Cadre »). [1]",
    ]


def test_the_contract_s_json_has_its_keys() -> None:
    """Those the contract names, on an answer and on a refusal."""
    named = {"id", "question", "language", "abstained", "text", "claims", "citations", "notices", "ask", "suggestions",
             "generation", "as_of"}  # fmt: skip
    cited = {
        "id",
        "document",
        "title",
        "version",
        "date",
        "page",
        "slide",
        "section",
        "sheet",
        "cell",
        "row",
        "quote",
        "url",
    }
    for reply in (answer(), refusal()):
        told = reply_json(reply)
        assert named <= told.keys()
        assert all(cited <= citation.keys() for citation in told["citations"])
    assert reply_json(refusal())["ask"] == {
        "role": "Gestionnaire",
        "why": "responsable de « Cadre »",
        "citations": ["c1"],
    }
    assert reply_json(answer())["ask"] is None


@given(ANY)
def test_shown_text_drives_nothing(text: str) -> None:
    """No control, no reordering, no lone surrogate, no tower of marks is left in what is shown."""
    shown = clean(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in shown)
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in shown)
    shown.encode()
    assert clean(shown) == shown


@given(ANY, ANY, ANY)
def test_no_text_becomes_markup(text: str, quote: str, title: str) -> None:
    """Whatever a claim, a quote or a title holds, the page has the same elements, and its tree the same words."""
    citation = replace(CITATION, quote=quote, title=title, url=quote)
    reply = answer(text, claims=(Claim(text, ("c1",)),), citations=(citation,), notices=(), language=Lang.FR)
    tree = page_answer(render(reply, LINKS), sayer("fr"), None, "t")
    bland = answer("b", claims=(Claim("b", ("c1",)),), citations=(replace(citation, quote="b", title="b"),), notices=())
    expected = page_answer(render(bland, LINKS), sayer("fr"), None, "t")
    assert _tags(as_json(tree)) == _tags(as_json(expected))
    assert to_html(tree).count("<") == to_html(expected).count("<")
    str(to_html(tree)).encode()


def _tags(tree: object) -> list[str]:
    if isinstance(tree, str):
        return []
    assert isinstance(tree, list)
    return [tree[0], *(tag for child in tree[2] for tag in _tags(child))]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "http:[x"]
)
def test_only_our_addresses_and_the_web_s_are_links(url: str) -> None:
    """Any other scheme, or a host passed off as a path, becomes « # »."""
    assert safe_url(url) == "#"


@given(ANY, st.integers(2, 80))
def test_shortened_text_holds_in_its_limit(text: str, limit: int) -> None:
    """And keeps the beginning."""
    assert len(shorten(text, limit)) <= max(limit, 1)
