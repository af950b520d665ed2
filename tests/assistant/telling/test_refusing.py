"""A refusal says what comes nearest, whom to ask and where to write to them; each of it proved, nothing hidden shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering import Assistant
from assistant.choosing.chooser import Chooser, Chosen
from assistant.evidence.candidate import Candidate
from assistant.library import Library
from assistant.model import Lang, Question, Refusal
from assistant.reading.reading import Reading
from assistant.telling import refusing
from assistant.verification import find_again
from tests.assistant.conftest import TODAY, thing


class Silent:
    """A chooser whose model finds that nothing answers; it counts what it is asked."""

    def __init__(self, fitted: Chooser) -> None:
        self.fitted, self.asked = fitted, 0

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]:
        self.asked += 1
        return []


@pytest.fixture(scope="module")
def silent(harbours: Assistant) -> Assistant:
    """The harbours, where nothing is found to answer."""
    return Assistant(harbours._shelf, harbours._embedder, Silent(harbours.chooser), TODAY)


def refused(assistant: Assistant, text: str) -> Refusal:
    reply = assistant.answer(Question(text))
    assert isinstance(reply, Refusal), reply.text
    return reply


def test_the_role_that_approves_is_named_with_its_address(library: Library) -> None:
    """The matrix says who approves the repair of the quay, the directory where to call: both are cited."""
    contact, citations = refusing.contact([thing(library, "Réparer le quai principal")], [], library, Lang.FR)
    assert contact
    assert "Capitainerie" in contact.role
    assert "418 555-0101" in contact.role
    assert {c.document for c in citations} >= {"Matrice des rôles.xlsx", "repertoire.md"}
    assert all(find_again(c, library) for c in citations)


def test_a_refusal_shows_the_address(silent: Assistant) -> None:
    """The person reads where to turn, with the proof of it."""
    reply = refused(silent, "Combien gagne la personne qui doit réparer le quai principal ?")
    assert reply.ask
    assert "418 555-0101" in reply.text
    assert {c.id for c in reply.citations} >= set(reply.ask.citations)


def test_a_refusal_proposes_what_would_be_answered(silent: Assistant) -> None:
    """Of the thing nearest to the question."""
    assert any("Quai du Nord" in one for one in refused(silent, "Le quai du Nord est-il beau ?").suggestions)


def test_what_is_proposed_would_be_answered(silent: Assistant, harbours: Assistant) -> None:
    """Each question proposed is answered where the fitted chooser chooses; no model is asked about it."""
    assert isinstance(silent.chooser, Silent)
    before = silent.chooser.asked
    proposed = refused(silent, "Le quai du Nord est-il beau ?").suggestions
    assert 0 < len(proposed) <= refusing.OFFERED
    assert not [one for one in proposed if harbours.answer(Question(one)).abstained]
    assert silent.chooser.asked == before + 1


def test_the_nearest_words_are_quoted(silent: Assistant) -> None:
    """Not titles alone: a row or a sentence of each, short, and proved."""
    reply = refused(silent, "Combien gagne la personne qui doit réparer le quai principal ?")
    cited = {citation.id: citation for citation in reply.citations}
    assert reply.nearest
    assert all(cited[near.citation].document == near.document for near in reply.nearest)
    assert all(0 < len(cited[near.citation].quote) <= refusing.READ for near in reply.nearest)


def test_of_a_thing_told_report_after_report_the_latest_row_is_shown(library: Library) -> None:
    """One row of it, and no row of heads."""
    reports = [d.document for d in library.descriptions() if d.document.startswith("suivi-")]
    rows = [p for document in reports for p in library.passages_of(document) if refusing.BETWEEN in p.text]
    assert len([p for p in rows if "Quai du Nord" in p.text]) > 1
    _, cited = refusing.nearest(rows, "Quai du Nord", library)
    [row] = [citation for citation in cited if "Quai du Nord" in citation.quote]
    assert row.document == max(reports, key=lambda document: library.description(document).date)
    assert not [citation for citation in cited if citation.quote.startswith("Code |")]


def test_a_code_that_nobody_has_is_refused_and_nothing_else_is_told(harbours: Assistant) -> None:
    """PR-77 is no project: its code is said, and no other project's facts."""
    reply = refused(harbours, "Quel est l'avancement de PR-77 ?")
    assert "PR-77" in reply.text
    assert not reply.claims
    assert not [said for said in ("45 %", "60 %", "15 %", "Rouge") if said in reply.text]


def test_the_nearest_documents_are_those_one_may_read(silent: Assistant) -> None:
    """The private note is near to nothing for those who may not read it."""
    reply = refused(silent, "Quand ouvre le phare secret de l'île Noire ?")
    assert reply.nearest
    assert "note-privee.md" not in {near.document for near in reply.nearest}
    assert "secret" not in reply.text


@pytest.mark.parametrize(("said", "reason"), [("Bonjour !", "talk.hello"), ("Merci !", "talk.thanks")])
def test_talk_is_answered_as_talk(harbours: Assistant, said: str, reason: str) -> None:
    """No document is named, no one is to be asked."""
    reply = refused(harbours, said)
    assert (reply.reason, reply.nearest, reply.ask) == (reason, (), None)
