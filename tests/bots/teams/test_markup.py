"""Whatever text the documents, the index and the asker are made of: no markup that is not ours, no limit passed.

The message is read by a real Markdown reader, then as a client looking for addresses; the card as Adaptive Cards are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from microsoft_teams.api.activities.message import MessageActivityInput

from assistant.model import Answer, Claim, Contact, Nearest, Notice, Refusal, Table
from bots.rendering.links import Links
from bots.rendering.message import Source, render
from bots.teams.markup import cut, link, markdown, pieces, plain, units, web
from bots.teams.messages import activities
from tests.bots.replies import CITATION, NAIVE, answer, refusal

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
WAYS = ("Voir le service", "See the service")
HOSTILE = (
    *NAIVE,
    "<at>Direction générale</at>",
    "<at id='0'>tous</at> @everyone",
    "[cliquez](https://evil.example) ![x](https://evil.example/x.png)",
    "[1] [2](https://evil.example) [ 3 ]",
    "https://evil.example/a www.evil.example mailto:a@evil.example tel:911",
    "<https://evil.example>",
    "[x]: https://evil.example\n\n[x]",
    "# titre\n- puce\n1. un\n2) deux\n> cité\n---\n===\n```\ncode\n```\n    code",
    "| a | b |\n|---|---|\n| c | d |",
    "&lt;at&gt;x&lt;/at&gt; &#60;b&#62;",
    "\\*gras\\* **gras** __gras__ ~~non~~ `code`",
    "😀" * 300,
    "<quoted messageId='1'/>",
    "*" * 3000,
)
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.lists(st.sampled_from([*"<>[]()*_`~|#!&;:/\\-+=\n 1a.é😀", "www.", "http://", "at", "javascript:"])).map(
        "".join
    ),
    st.builds("".join, st.lists(st.sampled_from(HOSTILE), max_size=3)),
)


def tokens(text: str) -> Iterator[Any]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def drawn(text: str) -> str:
    """The characters a reader of Markdown shows."""
    return "\n\n".join(
        "".join(t.content for t in one.children or ()) for one in READER.parse(text) if one.type == "inline"
    )


def linkified(text: str) -> list[str]:
    """Addresses a client would make into links by itself."""
    return re.findall(r"(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.|javascript:|mailto:|tel:)[^\s\u200b]", text)


@given(TEXT)
@effort(max_examples=600, deadline=None)
def test_markdown_draws_exactly_its_characters(text: str) -> None:
    """One paragraph a line, nothing but text inside, no address that opens."""
    from bots.rendering.plain import clean

    text = clean(text)
    written = markdown(text)
    kinds = {token.type for token in tokens(written)}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}, (kinds, written)
    shown = drawn(written)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert shown.replace("\u200b", "") == "\n\n".join(filter(None, lines))
    assert not linkified(shown)
    assert "<" not in written
    assert not re.search(r"\[[ \t]*\d", shown)


@given(TEXT)
@effort(max_examples=300, deadline=None)
def test_plain_text_has_no_tag(text: str) -> None:
    """For fields that are not Markdown: the characters, and nothing that could be taken for a tag or an address."""
    assert plain(text).replace("\u200b", "") == text.replace("\u200b", "")
    assert not re.search(r"<[A-Za-z/!?]", plain(text))
    assert not linkified(plain(text))


@given(st.text(max_size=200), st.integers(2, 100))
@effort(max_examples=300, deadline=None)
def test_cut_counts_as_teams_does(text: str, limit: int) -> None:
    """UTF-16 units; what is left begins the text."""
    short = cut(text, limit)
    assert len(short.encode("utf-16-le", "surrogatepass")) // 2 == units(short) <= limit
    assert text.startswith(short.removesuffix("…"))


@given(st.text(max_size=300), st.integers(8, 40))
@effort(max_examples=300, deadline=None)
def test_pieces_lose_nothing(text: str, size: int) -> None:
    """Put end to end, they are the text."""
    found = list(pieces(text, size))
    assert "".join(found) == text
    assert all(len(piece.encode()) <= size for piece in found)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "",
        "file:///etc",
        "https://",
        "x" * 3000,
        "http://[::1",
    ],
)
def test_only_web_addresses_are_linked(address: str) -> None:
    """Anything else is text."""
    assert web(address) == ""
    assert link("titre", address) == "titre"


def test_an_address_cannot_end_its_link() -> None:
    """Parentheses, spaces and tags in it are encoded."""
    written = link("a](b", "https://x.example/a) [b](https://evil.example) <at>")
    hrefs = [token.attrs["href"] for token in tokens(written) if token.type == "link_open"]
    assert len(hrefs) == 1
    assert hrefs[0].startswith("https://x.example/a")


LONG = TEXT | st.sampled_from([h * (1 + 900 // max(1, len(h))) for h in HOSTILE])


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Up to 45 sources, and claims, notices and cells that lean on any of them, however many."""
    count = draw(st.sampled_from([0, 1, 3, 9, 10, 11, 45]))
    words = draw(st.lists(LONG, min_size=8, max_size=8))

    def word() -> str:
        return words[draw(st.integers(0, 7))]

    def ids() -> tuple[str, ...]:
        start = draw(st.integers(0, max(0, count - 1)))
        return tuple(f"c{n}" for n in range(start, min(count, start + draw(st.sampled_from([0, 1, 1, 2, 25])))))

    def times(most: int) -> range:
        return range(draw(st.integers(0, most)))

    # Words in the address keep each source apart; the document's name makes addresses long.
    citations = tuple(
        replace(CITATION, id=f"c{n}", quote=words[n % 8] or "x", title=words[(n + 3) % 8], version=words[n % 5][:50],
                document=words[n % 3][:200] or "d", place=replace(CITATION.place, section=(words[n % 7],), sheet=None,
                                                                  cell=None, row=n, start=n))
        for n in range(count)
    )  # fmt: skip
    rows = tuple(tuple((word(), ids()) for _ in range(2)) for _ in times(8))
    return answer(
        claims=tuple(Claim(word(), ids()) for _ in times(8)),
        citations=citations,
        notices=tuple(
            Notice(draw(st.sampled_from(["stale", "premise", "contradiction", "verified"])), word(), ids())
            for _ in times(3)
        ),
        table=Table(word(), (word(), "B"), rows) if rows else None,
        suggestions=tuple(word()[:300] for _ in times(4)),
    )


REFUSALS = st.builds(
    lambda title, role, why, url: refusal(
        text=f"{title}\n…", nearest=(Nearest("a.pdf", title, url), Nearest("b", role)), ask=Contact(role, why, ("c1",))
    ),
    TEXT, TEXT, TEXT, st.sampled_from(["https://x.example/a(b) [c](https://evil.example)", "javascript:alert(1)", "x)](y"]),
)  # fmt: skip


def address(source: Source) -> str:
    return source.url


@given(answers() | REFUSALS)
@effort(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_reply_is_within_every_limit(reply: Answer | Refusal) -> None:
    """Sizes, pills, positions, links: on every part; and no citation is lost between them."""
    message = render(reply, Links("https://repere.example"))
    parts = activities(message, address)
    cited: list[str] = []
    for part in parts:
        check_part(part)
        cited += [claim["appearance"].get("url", "") for e in part["entities"] for claim in e.get("citation", ())]
        cited += re.findall(r'"Action.OpenUrl", "url": "([^"]*)"', json.dumps(part, ensure_ascii=False))
    used = [*message.sentences, *message.notes, *([message.whom] if message.whom else [])]
    numbers = {n for one in used for n in one.numbers}
    numbers |= {n for row in (message.grid.rows if message.grid else ()) for cell in row for n in cell.numbers}
    assert {web(source.url) for source in message.sources if source.number in numbers} <= set(cited)


def check_part(part: dict[str, Any]) -> None:
    sent = MessageActivityInput.model_validate(part).model_dump(by_alias=True, exclude_none=True)
    assert len(json.dumps(sent, ensure_ascii=False).encode()) <= 25_000
    claims = [claim for entity in part["entities"] for claim in entity.get("citation", ())]
    assert [claim["position"] for claim in claims] == list(range(1, len(claims) + 1))
    assert len(claims) <= 10
    for claim in claims:
        pill = claim["appearance"]
        assert 0 < units(pill["name"]) <= 80
        assert 0 < units(pill["abstract"]) <= 160
        assert [units(word) <= 28 for word in pill.get("keywords", ())] in ([], [True], [True] * 2, [True] * 3)
        assert pill.get("url", "https://repere.example").startswith("https://repere.example")
        assert not re.search(r"<[A-Za-z/!?]", pill["name"] + pill["abstract"])
    shown = list(tokens(part["text"]))
    hrefs = [str(t.attrs["href"]) for t in shown if t.type == "link_open"]
    assert all(href.startswith(("https://documents.example.org", "https://x.example")) for href in hrefs), hrefs
    assert not [
        t for t in shown if t.type in ("html_inline", "html_block", "image", "heading_open", "fence", "table_open")
    ]
    assert not linkified(re.sub(r"\]\(https?://[^)]*\)", "", part["text"]))
    told = {int(n) for n in re.findall(r"\[(\d+)\]", drawn(part["text"]))}
    assert told == set(range(1, len(claims) + 1))
    for attached in part.get("attachments", ()):
        check_card(attached["content"])


def check_card(value: Any) -> None:
    """Text of documents is in text runs; what a click does is ours."""
    if isinstance(value, list):
        for one in value:
            check_card(one)
    elif isinstance(value, dict):
        assert value.get("type") != "TextBlock"
        if value.get("type") == "TextRun":
            assert not re.search(r"<[A-Za-z/!?]", value["text"])
            assert not linkified(value["text"])
        if value.get("type") == "Action.OpenUrl":
            ours = value["url"].startswith(("https://repere.example/sources/", "mailto:"))
            # An address of a document is opened only by words that say where they lead.
            assert ours or value["title"] in WAYS or value["title"].replace("\u200b", "") == value["url"]
        for one in value.values():
            check_card(one)


def test_a_table_with_many_sources_is_linked_cell_by_cell() -> None:
    """Eight rows of five facts: one message, not one for each ten pills."""
    many = tuple(
        replace(CITATION, id=f"c{n}", place=replace(CITATION.place, start=n, row=n, cell=f"D{n}")) for n in range(50)
    )
    rows = tuple(tuple((f"fait {5 * row + at}", (f"c{5 * row + at}",)) for at in range(5)) for row in range(8))
    given = answer(
        citations=many, table=Table("Faits", tuple("ABCDE"), rows), claims=(Claim("Voici.", ("c0", "c1")),), notices=()
    )
    parts = activities(render(given, Links("https://r.example")), address)
    assert len(parts) == 1
    assert [c["position"] for c in parts[0]["entities"][0]["citation"]] == [1, 2]
    assert json.dumps(parts).count("Action.OpenUrl") == 40
    assert "Chaque case du tableau mène aux mots du document." in parts[0]["text"]


def test_no_part_has_more_than_ten_pills() -> None:
    """Forty-five short claims, each with its source: five parts."""
    many = tuple(
        replace(CITATION, id=f"c{n}", quote="😀" * 300, place=replace(CITATION.place, start=n, row=n, cell=f"D{n}"))
        for n in range(45)
    )
    claims = tuple(Claim(f"fait {n}", (f"c{n}",)) for n in range(45))
    parts = activities(render(answer(citations=many, claims=claims, notices=()), lambda _: ""), lambda _: "")
    pills = [[c for e in part["entities"] for c in e["citation"]] for part in parts]
    assert [len(one) for one in pills] == [10, 10, 10, 10, 5]
    assert {units(one["appearance"]["abstract"]) for part in pills for one in part} <= {159, 160}


def test_follow_up_questions_have_their_room() -> None:
    """However full the last part is."""
    asked = tuple(f"{n} " + "é" * 290 for n in range(3))
    for count in range(1, 60):
        claims = tuple(Claim("é" * 250, ("c1",)) for _ in range(count))
        parts = activities(render(answer(claims=claims, suggestions=asked), lambda _: ""), lambda _: "")
        assert max(len(json.dumps(part, ensure_ascii=False).encode()) for part in parts) <= 25_000 - 1_000


def test_a_long_answer_is_split_without_losing_a_citation() -> None:
    """Eighty claims of a thousand characters, each with its own source."""
    many = tuple(
        replace(CITATION, id=f"c{n}", quote=f"mots {n}", place=replace(CITATION.place, start=n, row=n, cell=f"D{n}"))
        for n in range(80)
    )
    claims = tuple(Claim(f"{n} " + "mot " * 250, (f"c{n}",)) for n in range(80))
    parts = activities(render(answer(citations=many, claims=claims, notices=()), Links("https://r.example")), address)
    quotes = [c["appearance"]["abstract"] for p in parts for e in p["entities"] for c in e["citation"]]
    assert quotes == [f"mots {n}" for n in range(80)]
    assert len(parts) > 4
    assert all(len(json.dumps(part, ensure_ascii=False).encode()) <= 25_000 for part in parts)
    assert ["feedbackLoop" in str(part) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_card_says_labels_and_values_and_what_one_may_do() -> None:
    """One message: the line with its pill, a card of the other facts, buttons to write, to see the service, the proof."""
    claims = (
        Claim("Prêt de grue (SV-01) : demandez-le.", ("c1",)),
        Claim("Courriel : grue@ports.example.org", ("c1",), "Courriel", "grue@ports.example.org"),
        Claim("Page : https://ports.example.org/grue", ("c1",), "Page", "https://ports.example.org/grue"),
    )
    [part] = activities(render(answer(claims=claims, notices=(), suggestions=()), Links("https://r.example")), address)
    [card] = [one["content"] for one in part["attachments"]]
    opened = {action["title"]: action["url"] for action in card["actions"]}
    assert opened["Écrire à grue@ports.example.org".replace("@", "@")].startswith("mailto:grue@")
    assert opened["Voir le service"] == "https://ports.example.org/grue"
    assert opened["Voir la preuve"].startswith("https://r.example/sources/")
    assert "Courriel" in str(card["body"])
    assert "Courriel" not in part["text"]
    assert "[1]" in part["text"]
