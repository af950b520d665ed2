"""What documents say in sentences is quoted whole, in their words; two that disagree are quoted together."""

from __future__ import annotations

from assistant.answering import tell
from assistant.evidence.candidate import Plan
from assistant.evidence.sentences import quoted
from assistant.library import Library
from assistant.verification import verify
from tests.assistant.conftest import asked

CALES = "Combien d'heures avant le départ les équipages doivent-ils vider leurs cales ?"


def test_two_documents_that_disagree_are_told_together(library: Library) -> None:
    """48 hours in one, 72 in the other: both sentences under their titles, and a notice that they disagree."""
    reading = asked(library, CALES)
    both = next(one for one in quoted(reading, library) if one.plan is Plan.BOTH)
    draft = tell(reading, both, library)
    assert draft
    answer = verify(reading, draft, library)
    assert answer
    assert "48 heures" in answer.text
    assert "72 heures" in answer.text
    assert {c.document for c in answer.citations} >= {"cadre.md", "reglement.md"}
    assert "contradiction" in {notice.kind for notice in answer.notices}


def test_an_item_brings_its_whole_list(library: Library) -> None:
    """With the lead-in, in the order of the document."""
    reading = asked(library, "Qui avise les équipages des tempêtes ?")
    lists = [one for one in quoted(reading, library) if one.plan is Plan.ITEMS]
    texts = [[c.text for c in found.claims] for one in lists if (found := tell(reading, one, library))]
    assert [
        "La capitainerie :\n• tient le registre des amarres;", "• avise les équipages des tempêtes;", "• loue les grues.",
    ] in texts  # fmt: skip


def test_a_sentence_that_leans_is_told_with_the_one_before(library: Library) -> None:
    """« Ils signent ensuite le registre » says nothing alone."""
    reading = asked(library, "Que signent ensuite les équipages ?")
    told = [
        claim.text
        for one in quoted(reading, library)
        if one.plan is Plan.QUOTE and (draft := tell(reading, one, library))
        for claim in draft.claims
        if "signent" in claim.text
    ]
    assert told
    assert all("équipages doivent vider" in text for text in told)
