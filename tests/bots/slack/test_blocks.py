"""An answer as Block Kit: harmless and within the limits, whatever it is made of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Answer, Citation, Claim, Contact, Lang, Nearest, Notice, Reply, Table
from bots.rendering.links import Links
from bots.rendering.message import render
from bots.slack.answering import buttons
from bots.slack.asks import Ask
from bots.slack.writing.blocks import Drawn, draw, section
from bots.slack.writing.markup import address, markdown, mrkdwn
from bots.wording.slack import sayer
from ingest.model import Place
from tests.bots.replies import CITATION, NAIVE, SECOND, answer, refusal
from tests.bots.slack.blockkit import content, streamed, strings

LINKS = Links("https://repere.example.org")
ASK = Ask("k", "Qui ?", "T1", "U1", "C1", "1.1", private=True, url="https://hooks.slack.com/x")
OURS = re.compile(r"<https://(?:repere|documents)\.example\.org/[^<>|\s]*\|[^<>|]*>")
SHOWN = re.compile(r"<([^<>|\s]+)\|([^<>|]*)>")
MARKED = re.compile(r"\]\(https://repere\.example\.org/[^()\s]*\)")


def _drawn(reply: Reply) -> Drawn:
    message = render(reply, LINKS)
    say = sayer(message.language)
    return draw(message, say, buttons(message, ASK, say))


def _mrkdwn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for block in blocks:
        inner = [block.get("text"), *(block.get("elements") or ())]
        found += [one for one in inner if isinstance(one, dict) and one.get("type") == "mrkdwn"]
    return found


def _itself(link: re.Match[str]) -> str:
    """Nothing in place of a link whose words are its own address; the link itself otherwise."""
    said = link[2].replace("\u200b", "").removeprefix("mailto:")
    return "" if address(said.replace("&amp;", "&")) == link[1] or f"mailto:{said}" == link[1] else link[0]


def _harmless(drawn: Drawn) -> None:
    """Every ``<`` begins a link of ours, or one that says where it leads; markdown links are ours; nothing is left to be
    guessed as a link."""
    for text in _mrkdwn(drawn.blocks):
        assert text["verbatim"] is True
        assert "<" not in SHOWN.sub(_itself, OURS.sub("", text["text"]))
    assert "<" not in drawn.text
    assert "<" not in drawn.markdown
    left = MARKED.sub("", drawn.markdown)
    assert not re.search(r"\]\(|\]\[(?!\d)|\]:|https?://|www\.", left, re.IGNORECASE)
    content(drawn.text, drawn.blocks)
    streamed([{"type": "markdown_text", "text": drawn.markdown}], {})
    content(drawn.markdown, list(drawn.tail))


_WORDS = (
    st.text(max_size=60)
    | st.sampled_from([text for text in NAIVE if text])
    | st.text("&<>|*_~`[](): \n@#!", max_size=80)
)
_LONG = st.builds(lambda text, times: text * times, _WORDS, st.integers(1, 150))


@st.composite
def _replies(draw_: st.DrawFn) -> Reply:
    citations = tuple(
        Citation(
            f"c{n}", draw_(_WORDS), draw_(_LONG), Place(section=(draw_(_WORDS),), page=draw_(st.none() | st.integers(1, 9))),
            draw_(_LONG), draw_(_WORDS), "2026-09-02", "https://documents.example.org/x",
        )
        for n in range(draw_(st.integers(0, 24)))
    )  # fmt: skip
    names = st.lists(st.sampled_from([c.id for c in citations]), max_size=30).map(tuple) if citations else st.just(())
    claims = tuple(Claim(draw_(_LONG), draw_(names)) for _ in range(draw_(st.integers(1, 8))))
    notices = tuple(
        Notice(draw_(st.sampled_from(["stale", "premise", "contradiction", "verified"])), draw_(_LONG), draw_(names))
        for _ in range(draw_(st.integers(0, 5)))
    )
    if draw_(st.booleans()):
        near = tuple(Nearest(draw_(_WORDS), draw_(_LONG), "javascript:alert(1)") for _ in range(4))
        ask = Contact(draw_(_LONG), draw_(_LONG), draw_(names))
        return refusal(text=draw_(_LONG), nearest=near, ask=ask, citations=citations, notices=notices)
    rows = tuple(tuple((draw_(_LONG), draw_(names)) for _ in range(4)) for _ in range(draw_(st.integers(0, 8))))
    table = Table(draw_(_LONG), tuple(draw_(_WORDS) for _ in range(4)), rows) if rows else None
    return answer(
        question=draw_(_LONG), claims=claims, citations=citations, notices=notices, table=table,
        suggestions=tuple(draw_(st.lists(_LONG, max_size=4))), language=draw_(st.sampled_from(Lang)),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_replies())
def test_any_answer_is_harmless_and_within_the_limits(reply: Reply) -> None:
    """Any Unicode in titles, quotes, claims, notices, tables, questions; more sources than are shown; any length."""
    _harmless(_drawn(reply))


@pytest.mark.parametrize(
    "unit", ["a", "é ", "&<>|*_~`[](): @#!", "🧑", "Z\u0301\u0301", '"\\', NAIVE[4], "https://a.example "]
)
@pytest.mark.parametrize("refused", [False, True])
def test_the_longest_answer_keeps_the_limits(unit: str, refused: bool) -> None:
    """Every part as long as can be, of letters that grow when escaped: something of the answer is still said."""
    text = (unit * 4000)[:4000]
    citations = tuple(
        replace(CITATION, id=f"c{n}", quote=text, title=text, version=text, document=f"{n}{text}") for n in range(40)
    )
    ids = tuple(citation.id for citation in citations)
    if refused:
        near = tuple(Nearest(text, text, "https://documents.example.org/" + "x" * 1400) for _ in range(9))
        reply: Reply = refusal(text=text, nearest=near, ask=Contact(text, text, ids), citations=citations)
    else:
        rows = tuple(tuple((text, ids) for _ in range(6)) for _ in range(40))
        reply = answer(
            question=text, claims=tuple(Claim(text, ids) for _ in range(30)), citations=citations,
            notices=tuple(Notice("stale", text, ids) for _ in range(9)), table=Table(text, (text,) * 6, rows),
            suggestions=(text,) * 9,
        )  # fmt: skip
    drawn = _drawn(reply)
    _harmless(drawn)
    assert len(drawn.head[0]["text"]["text"]) > 500
    assert len(drawn.markdown) > 500


@given(_WORDS)
def test_no_text_makes_markup(text: str) -> None:
    """No mention, no link, no style, no emoji: in either markup."""
    for escaped in (mrkdwn(text), markdown(text)):
        assert not re.search(r"[<>]", escaped)
        assert not re.search(r"&(?!(?:amp|lt|gt);)", escaped)
        assert not re.search(r"(?<!\w)[*_~`](?=[^\s\u200b])", escaped)
        assert not re.search(r":[a-z0-9_+'-]+:", escaped)
        assert "://" not in escaped
    assert not re.search(r"\][(\[:]|^\s*(?:[#+=>|-]|\d+[.)])", markdown(text), re.MULTILINE)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x|y?b=<c>&d=(e)", "https://a.example/x%7Cy?b=%3Cc%3E&amp;d=%28e%29"),
        ("javascript:alert(1)", ""),
        ("//a.example", ""),
        ("", ""),
        ("https://a.example/ x", ""),
        ("https://a.example/\u202ex", ""),
    ],
)
def test_an_address_stays_inside_its_link(url: str, safe: str) -> None:
    """Nothing in it ends the link; what is not of the web is no link."""
    assert address(url) == safe


def test_the_words_a_reader_sees_are_whole() -> None:
    """Escaping changes nothing to what is read: entities and zero-width spaces apart, the text is the text."""
    text = "R&D : le *comité* (v. 2 < 3) approuve – voir [annexe](1) & https://a.example"
    seen = mrkdwn(text).replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert seen == text


def test_an_answer_too_long_says_so_and_keeps_its_sources_and_buttons() -> None:
    """The first sentences, a word that it is cut, the sources, the buttons."""
    long = answer(claims=tuple(Claim("Le comité approuve le plan. " * 90, ("c1",)) for _ in range(8)))
    drawn = _drawn(long)
    shown = strings(drawn.blocks)
    assert "La suite est dans les sources." in shown
    assert any(text.startswith("*Sources*") for text in shown)
    assert "Demander à une personne" in shown
    content(drawn.text, drawn.blocks)


def test_a_table_is_a_line_a_row_with_its_numbers() -> None:
    """Each cell after the name of its column, each number to its passage."""
    drawn = _drawn(answer(table=Table("Rôles", ("Rôle", "Lettre"), ((("Comité", ()), ("A", ("c1",))),))))
    shown = "\n".join(strings(drawn.blocks))
    assert "• Rôle : Comité · Lettre : A <https://repere.example.org/sources/matrice.xlsx/" in shown


def test_an_english_answer_is_drawn_in_english() -> None:
    """The words around an answer are those of its language."""
    shown = "\n".join(strings(_drawn(answer(language=Lang.EN)).blocks))
    assert "Ask a person" in shown
    assert "Transmettre" not in shown


def test_every_number_leads_to_its_own_passage() -> None:
    """[1] is the first source met, in the text, the stream and the sources alike."""
    drawn = _drawn(answer())
    one = LINKS(replace(SECOND)).replace("&", "&amp;")
    two = LINKS(replace(CITATION)).replace("&", "&amp;")
    whole = "\n".join(strings(drawn.blocks))
    for number, url in ((1, one), (2, two)):
        called = [n for n in (1, 2) if f"<{url}|[{n}]>" in whole]
        assert called in ([1], [2])
        assert f"[[{called[0]}]]({url})" in drawn.markdown
        assert f"<{url}|[{called[0]}] Matrice" in whole
        assert number


def test_a_sentence_without_address_keeps_its_numbers() -> None:
    """Where no viewer is published and the document has no address, the number stays, without link."""
    message = render(answer(), lambda _: "")
    drawn = draw(message, sayer("fr"))
    assert "[1]" in drawn.head[0]["text"]["text"]
    assert "<" not in drawn.head[0]["text"]["text"]


def test_the_answer_type_is_the_only_thing_drawn() -> None:
    """A channel accepts ``Answer`` or ``Refusal``; the fields drawn are those verification filled."""
    assert isinstance(answer(), Answer)
    assert "Le comité approuve le plan." in _drawn(answer()).head[0]["text"]["text"]


def test_a_section_is_never_a_character_too_long() -> None:
    """« À qui demander » before a role and the numbers of its proofs: the whole is cut, and no link in two."""
    link = "<https://repere.example.org/s|[12]>"
    for length in range(2950, 3010):
        text = section("a" * length + link)["text"]["text"]
        assert len(text) <= 3000
        assert text.count("<") == text.count(">")


def test_an_address_cut_short_is_no_link() -> None:
    """A cell longer than what is shown of it: half an address would lead elsewhere."""
    grid = Table("Offres", ("Adresse",), ((("https://guichet.example.org/" + "a" * 400, ("c1",)),),))
    drawn = _drawn(answer(table=grid))
    assert not any("|https" in text["text"] and "…" in text["text"].split("|")[0] for text in _mrkdwn(drawn.blocks))
