"""A reply as neutral pieces: numbered once, harmless as text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Claim, Contact, Lang, Nearest, Notice, Table
from bots.rendering.addresses import addresses, parted
from bots.rendering.contract import reply_json
from bots.rendering.links import Links
from bots.rendering.message import Message, plain_text, render, source_line
from bots.rendering.pieces import pieces, read
from bots.rendering.places import place_words
from bots.rendering.plain import clean, shorten
from bots.slack.writing.blocks import draw
from bots.teams.messages import activities
from bots.web.answer import answer as page_answer
from bots.web.nodes import as_json, safe_url, to_html
from bots.web.pages import sayer
from bots.wording import ENGLISH, FRENCH
from bots.wording.slack import sayer as say_in_slack
from ingest.model import Place
from tests.bots.replies import CITATION, NAIVE, SECOND, TABLE, answer, refusal

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


def test_the_cells_of_a_row_are_one_source() -> None:
    """Nine cells of line 12 have one number, and say whose line it is; another line has its own."""
    places = [replace(CITATION.place, cell=f"{column}12", start=n * 9) for n, column in enumerate("ABCDEFGHI")]
    row = tuple(replace(CITATION, id=f"r{n}", quote=f"mot {n}", place=p) for n, p in enumerate(places))
    other = replace(CITATION, id="o", place=replace(CITATION.place, row=13, cell="D13"))
    claims = (Claim("Tout.", tuple(c.id for c in row[::-1])), Claim("Autre.", ("o",)))
    message = render(answer(claims=claims, citations=(*row, other), notices=()), LINKS)
    assert [s.numbers for s in message.sentences] == [(1,), (2,)]
    assert message.sources[0].place == "feuille « Matrice », ligne 12 · mot 0"
    assert set(message.sources[0].quotes) == {c.quote for c in row}
    whole = replace(CITATION, id="w", quote=" | ".join(c.quote for c in row), place=replace(CITATION.place, cell=None))
    both = render(answer(claims=(Claim("Tout.", ("w", "r1", "r2")),), citations=(whole, *row[1:3]), notices=()), LINKS)
    assert [source.quotes for source in both.sources] == [("mot 1", "mot 2")]


def test_the_cells_of_a_row_in_a_text_are_one_source() -> None:
    """A table of a letter has no row numbers: its cells, in any order, are one source that quotes each of them; a cell
    further away is another."""
    ends = [(0, 10), (13, 20), (23, 30), (60, 65)]
    cells = [
        replace(SECOND, id=f"w{n}", quote=f"mot {n}", place=replace(SECOND.place, start=start, end=end))
        for n, (start, end) in enumerate(ends)
    ]
    claims = (Claim("Tout.", ("w2", "w0", "w1", "w3")),)
    message = render(answer(claims=claims, citations=tuple(cells), notices=()), LINKS)
    assert [source.quotes for source in message.sources] == [("mot 0", "mot 1", "mot 2"), ("mot 3",)]
    assert message.sentences[0].numbers == (1, 2)


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("Valider un modèle | I | C | A/R | C", "Valider un modèle"),
        ("PR-12 | Alerte | Estran | Réalisation | Vert | 22", "PR-12 · Alerte · Estran · Réalisation · …"),
        ("CSM | Comité de suivi | Follow-up committee", "CSM · Comité de suivi · Follow-up committee"),
        ("Le compte rendu est conservé sept ans.", "Le compte rendu est conservé sept ans."),
        ("Le compte rendu " + "très " * 30 + "long", "Le compte rendu " + "très " * 30 + "long…"),
    ],
)
def test_a_row_that_comes_near_reads_at_a_glance(row: str, shown: str) -> None:
    """A refusal shows what the row is of, without letters that say nothing far from their heads; the JSON keeps it whole."""
    reply = refusal(nearest=(Nearest("matrice.xlsx", "M", citation="c1"),), citations=(replace(CITATION, quote=row),))
    assert [near.words for near in render(reply, LINKS).nearest] == [shown]
    assert reply_json(reply)["citations"][0]["quote"] == row


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Quorum : trois membres.", "Comité d'éthique : « Quorum : trois membres. »"),
        ("Il en rend compte.", "Comité d'éthique : « Il en rend compte. »"),
        (
            "Le compte rendu d'une séance est conservé sept ans.",
            "« Le compte rendu d'une séance est conservé sept ans. »",
        ),
    ],
)
def test_words_that_come_near_carry_their_subject(words: str, said: str) -> None:
    """A label or a sentence that leans on its heading is shown after it, on every channel."""
    place = Place(section=("3. Comités", "3.3 Comité d'éthique"))
    cited = replace(SECOND, quote=words, place=place)
    reply = refusal(nearest=(Nearest("cadre.docx", "Cadre", citation="c2"),), citations=(cited,))
    message = render(reply, LINKS)
    assert [near.said(FRENCH) for near in message.nearest] == [said]
    assert said in plain_text(message)


def test_a_heading_and_the_words_under_it_are_one_source() -> None:
    """However far below it they stand; the words of another section are another."""
    heading, other = "2.1 Conseil", "2.2 Comité"
    head = replace(SECOND, id="h", quote=heading, place=Place(section=(heading,), start=0, end=11))
    below = replace(SECOND, id="b", quote="Quorum : six.", place=Place(section=(heading,), start=400, end=413))
    away = replace(SECOND, id="a", quote="Quorum : deux.", place=Place(section=(other,), start=500, end=514))
    claims = (Claim("Conseil : six", ("b", "h")), Claim("Comité : deux", ("a",)))
    message = render(answer(claims=claims, citations=(head, below, away), notices=()), LINKS)
    assert [one.numbers for one in message.sentences] == [(1,), (2,)]
    assert message.sources[0].quotes == (heading, "Quorum : six.")


def test_a_table_of_one_source_says_its_number_once() -> None:
    """Beside what it is of; where its rows differ, each has its own."""
    rows = ((("Comité", ("c1",)), ("A", ("c1",))), (("Bureau", ("c1",)), ("R", ("c1",))))
    one = render(answer(table=Table("Rôles", ("Rôle", "Lettre"), rows), notices=()), LINKS)
    assert one.grid
    assert one.grid.numbers == (2,)
    page = to_html(page_answer(one, sayer("fr"), None, "t"))
    assert page.count('<a href="#st-2" class="call">') == 2  # the line that answers, the table
    assert plain_text(one, sources=False).count("[2]") == 2
    apart = (*rows[:1], (("Bureau", ("c2",)), ("R", ("c2",))))
    other = render(answer(table=Table("Rôles", ("Rôle", "Lettre"), apart), notices=()), LINKS)
    assert other.grid
    assert other.grid.numbers == ()


@pytest.mark.parametrize(
    ("value", "shown"),
    [("il rend un avis", "Il rend un avis"), ("dsai@example.org", "dsai@example.org"), ("30 jours", "30 jours"),
     ("l'équipe", "L'équipe"), ("https://example.org", "https://example.org")],
)  # fmt: skip
def test_a_value_of_a_card_begins_as_a_line_does(value: str, shown: str) -> None:
    """With a capital, but for an address or a code."""
    claim = Claim(f"Étiquette : {value}", ("c1",), "Étiquette", value)
    [line] = render(answer(claims=(claim,)), LINKS).sentences
    assert (line.value, line.text) == (shown, f"Étiquette : {shown}")


def test_what_may_have_been_meant_is_asked_as_such() -> None:
    """After a refusal « vouliez-vous dire », after an answer « vous pourriez aussi demander »."""
    assert render(refusal(suggestions=("Qui approuve ?",)), LINKS).offering == "Vouliez-vous dire"
    assert render(answer(), LINKS).offering == "Vous pourriez aussi demander"


def test_the_sentences_of_a_paragraph_are_one_source() -> None:
    """Two that follow each other, quoted as one; one of another page has its own number."""
    first = replace(SECOND, id="p1", quote="Un.", place=Place(page=2, start=10, end=13))
    after = replace(SECOND, id="p2", quote="Deux.", place=Place(page=2, start=14, end=19))
    apart = replace(SECOND, id="p3", quote="Trois.", place=Place(page=9, start=900, end=906))
    claims = tuple(Claim(c.quote, (c.id,)) for c in (after, first, apart))
    message = render(answer(claims=claims, citations=(first, after, apart), notices=()), LINKS)
    assert [s.numbers for s in message.sentences] == [(1,), (1,), (2,)]
    assert message.sources[0].quotes == ("Un. Deux.",)


def possible(*claims: Claim) -> Message:
    """An answer that is one of a few, as a message; « c1 » is of a row, « c2 » of a text."""
    head = replace(claims[0], text=f"Pas de réponse sûre; le plus probable :\n{claims[0].text}")
    return render(answer(claims=(head, *claims[1:]), notices=(), suggestions=(), source="several"), LINKS)


def test_each_possible_answer_is_a_line_with_its_number_and_its_own_details() -> None:
    """On the page its card is folded under it; in a chat a few details follow on one line, and no card mixes them."""
    message = possible(
        Claim("• Le projet : au vert.", ("c1",)),
        *(Claim(f"{name} : {name}", ("c1",), label=name, value=name) for name in ("Phase", "Jalon", "Risque", "Coût")),
        Claim("• Le comité décide.", ("c2",)),
    )
    assert [(one.text, one.numbers) for one in read(message)] == [
        ("Pas de réponse sûre; le plus probable :", ()),
        ("• Le projet : au vert.", (1,)),
        ("Phase : Phase · Jalon : Jalon · Risque : Risque", ()),
        ("• Le comité décide.", (2,)),
    ]
    assert not any(one.label for one in read(message))
    page = to_html(page_answer(message, sayer("fr"), None, "t"))
    [first, second] = re.findall(r"<li><p>.*?</li>", page.partition('<ol class="possible">')[2].partition("</ol>")[0])
    assert "au vert." in first.partition("<details>")[0]
    assert first.count("<dt>") == 4
    assert "<details>" not in second
    [activity] = activities(message, lambda _: "https://repere.example.org/x")
    assert "Phase : Phase" in activity["text"]
    assert "attachments" not in activity
    told = [one["text"]["text"] for one in draw(message, say_in_slack("fr")).head]
    assert any("Le comité décide." in text for text in told)


def test_what_a_possible_answer_lets_one_do_says_whose_it_is() -> None:
    """In chats a way to a service is called by its address, and no button says « la preuve » of one among several."""
    row = Claim("Lien : https://ports.example.org/a", ("c1",), label="Lien", value="https://ports.example.org/a")
    message = possible(Claim("• Le quai.", ("c2",)), Claim("• Le service.", ("c1",)), row)
    [activity] = activities(message, lambda _: "https://repere.example.org/x")
    [card] = activity["attachments"]
    assert [(one["title"], one["url"]) for one in card["content"]["actions"]] == [
        ("ports.example.org/a", "https://ports.example.org/a")
    ]
    ways = [
        block["elements"][0]["text"] for block in draw(message, say_in_slack("fr")).tail if block["type"] == "context"
    ]
    assert ways == ["<https://ports.example.org/a|ports.example.org/a>"]


def test_a_row_is_one_possible_answer() -> None:
    """What is told of the same row again is left out; another sentence of the same paragraph is not."""
    row = Claim("Coût : 9 $", ("c1",), label="Coût", value="9 $")
    same = possible(Claim("• Le service.", ("c1",)), row, Claim("• SD-1 – Le service", ("c1",)), row)
    assert [piece.sentences[0].text for piece in pieces(same) if piece.kind == "possible"] == ["Le service."]
    apart = possible(Claim("• Une phrase.", ("c2",)), Claim("• Deux phrases.", ("c2",)))
    assert len([piece for piece in pieces(apart) if piece.kind == "possible"]) == 2


def test_a_list_beside_its_table_is_told_once() -> None:
    """Where a table is drawn, the claim gives way to its one line; programs are given both."""
    claim = Claim("Deux rôles :\n• Comité\n• Direction", ("c1",), brief="Deux rôles.")
    reply = answer(claims=(claim,), table=TABLE, notices=())
    assert [s.text for s in render(reply, LINKS).sentences] == ["Deux rôles."]
    told = reply_json(reply)
    assert told["claims"][0]["text"] == claim.text
    assert told["headline"] == "Deux rôles."


def test_dates_are_said_in_words() -> None:
    """In a claim, a table and a notice; the quotation keeps its own."""
    cell = replace(CITATION, quote="2026-12-11")
    table = Table("T", ("Projet", "Fin"), ((("PR-01", ("c1",)), ("2026-12-11", ("c1",))),))
    notices = (Notice("stale", "Depuis le 2026-10-01.", ("c1",)),)
    reply = answer(claims=(Claim("Fin le 2026-12-11.", ("c1",)),), citations=(cell,), table=table, notices=notices)
    message = render(reply, LINKS)
    assert message.grid
    shown = [message.sentences[0].text, message.grid.rows[0][1].text, message.notes[0].text]
    assert shown == ["Fin le 11 décembre 2026.", "11 décembre 2026", "Depuis le 1er octobre 2026."]
    assert message.sources[0].quotes == ("2026-12-11",)


def test_who_confirmed_a_document_is_a_quiet_line() -> None:
    """On every screen, in its place after the answer; never a warning beside a sign, as a notice is."""
    line = "Vérifié le 3 mars 2026 par la Direction des ports."
    message = render(answer(notices=(Notice("verified", line, ("c2",)),)), LINKS)
    assert (message.notes, message.confirmed) == ((), (line,))
    assert plain_text(message).splitlines()[1] == line
    page = to_html(page_answer(message, sayer("fr"), None, "t"))
    assert f'<p class="confirmed">{line}</p>' in page
    slack = [
        block["elements"][0]["text"] for block in draw(message, say_in_slack("fr")).tail if block["type"] == "context"
    ]
    assert slack[0].replace("\u00a0", " ") == line
    teams = activities(message, lambda source: source.url)[0]["text"]
    assert line.rsplit(maxsplit=1)[-1] in teams
    assert "⚠" not in teams


def test_a_message_is_read_in_pieces() -> None:
    """A line, a card, a list with its head; of a long list seven are shown at once."""
    claims = (
        Claim("PR-01 : au vert.", ("c1",)),
        Claim("Phase : Essai", ("c1",), "Phase", "Essai"),
        Claim("Droits :\n• un", ("c1",)),
        *(Claim(f"• {n}", ("c1",)) for n in range(2, 12)),
    )
    told = pieces(render(answer(claims=claims, notices=()), LINKS))
    assert [piece.kind for piece in told] == ["line", "card", "line", "list"]
    assert told[1].sentences[0].value == "Essai"
    assert [s.text for s in told[3].few] == ["un", *map(str, range(2, 8))]
    assert len(told[3].few) + len(told[3].rest) == 11


def test_a_source_leads_to_its_very_words() -> None:
    """The address names document, version, span and cell."""
    source = render(answer(), LINKS).sources[1]
    assert source.url.startswith("https://repere.example.org/sources/matrice.xlsx/3.1?start=10&end=11&m=")
    assert source.url.endswith("&cell=D12#passage")
    assert (
        source_line(source, FRENCH)
        == "Matrice des rôles, version 3.1, 2 septembre 2026, feuille « Matrice », cellule D12"
    )


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
    """Whatever a claim, a quote or a title holds, the page has the same elements but for links to the addresses in it,
    and its tree the same words."""
    citation = replace(CITATION, quote=quote, title=title, url=quote)
    reply = answer(text, claims=(Claim(text, ("c1",)),), citations=(citation,), notices=(), language=Lang.FR)
    tree = page_answer(render(reply, LINKS), sayer("fr"), None, "t")
    bland = answer("b", claims=(Claim("b", ("c1",)),), citations=(replace(citation, quote="b", title="b"),), notices=())
    expected = page_answer(render(bland, LINKS), sayer("fr"), None, "t")
    assert _tags(as_json(tree)) == _tags(as_json(expected))
    links = to_html(tree).count('class="address-link"')
    assert to_html(tree).count("<") - 2 * links == to_html(expected).count("<")
    str(to_html(tree)).encode()


def _tags(tree: object) -> list[str]:
    if isinstance(tree, str):
        return []
    assert isinstance(tree, list)
    inside = [tag for child in tree[2] for tag in _tags(child)]
    return inside if tree[1].get("class") == "address-link" else [tree[0], *inside]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Écrivez à aide@ceiavd.example.org, ou appelez.", ("mailto:aide@ceiavd.example.org",)),
        ("Voir https://x.example/a?b=1. Merci", ("https://x.example/a?b=1",)),
        ("javascript:alert(1) data:text/html,x //evil.example @nom a@b", ()),
    ],
)
def test_addresses_are_found_and_nothing_else(text: str, found: tuple[str, ...]) -> None:
    """Of mail and of the web, without the mark that ends the sentence; put end to end, the pieces are the text."""
    assert addresses(text) == found
    assert "".join(words for words, _ in parted(text)) == text


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


def test_a_refusal_hands_the_question_over() -> None:
    """Writing to whom it names opens a letter that holds the question and the words that come nearest."""
    whom = Contact("Gestionnaire, aide@ceiavd.example.org", "responsable", ("c1",))
    near = Nearest("matrice.xlsx", "Matrice", "", "c1")
    page = to_html(page_answer(render(refusal(ask=whom, nearest=(near,)), LINKS), sayer("fr"), None, "t"))
    [where] = re.findall(r'href="(mailto:[^"]*)"', page)
    assert where.startswith("mailto:aide@ceiavd.example.org?subject=Quelle%20est%20la%20capitale")
    body = unquote(where.split("body=")[1])
    assert body == "Quelle est la capitale ?\n\n« A »"
