"""What every teller gathers: claims, and the facts that prove each of them, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.library import Library
from assistant.model import Citation, Claim, Draft, Lang, Notice, Table
from ingest.facts.records import Fact, Subject
from ingest.model import Place

SUGGESTED = 3  # at most

Proof = tuple[str, Fact]  # the document, and the fact in it


@dataclass(slots=True)
class Drafting:
    """One answer being told in one language."""

    library: Library
    language: Lang
    claims: list[Claim] = field(default_factory=list)
    citations: dict[str, Citation] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    table: Table | None = None

    def claim(self, text: str, proofs: Iterable[Proof]) -> None:
        """A sentence, with a citation for each fact that has words."""
        ids = [self.cite(document, fact) for document, fact in proofs if fact.quote.strip()]
        self.claims.append(Claim(text, tuple(dict.fromkeys(ids))))

    def quote(self, document: str, words: str, place: Place, text: str = "") -> None:
        """A claim that is the document's own words; ``text`` where they are said with their subject."""
        self.claim(text or words, [(document, Fact(words, words, place))])

    def cite(self, document: str, fact: Fact) -> str:
        """The id of the fact's citation, kept for the draft."""
        cited = self.library.cite(document, fact)
        self.citations.setdefault(cited.id, cited)
        return cited.id

    def draft(self, source: str, confidence: float) -> Draft | None:
        """What was gathered; None when no claim was made."""
        if not self.claims:
            return None
        return Draft(
            source, confidence, tuple(self.claims), tuple(self.citations.values()), tuple(self.notices),
            tuple(self.suggestions[:SUGGESTED]), self.table,
        )  # fmt: skip


def called(subject: Subject) -> str:
    """« Transport adapté (RB-01) »: a name, with its code where it has one."""
    return f"{subject.name.value} ({subject.code.quote})" if subject.code else subject.name.value
