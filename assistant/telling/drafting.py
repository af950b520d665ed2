"""What every teller gathers: claims, and the facts that prove each of them, in the order in which they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.library import Library
from assistant.model import Citation, Claim, Draft, Lang, Notice, Table
from assistant.telling.english import in_english
from assistant.wording.dates import dates_spoken
from assistant.wording.values import values
from ingest.facts.records import Fact, Subject
from ingest.model import Place

SUGGESTED = 3  # at most
_NUMBERED = re.compile(r"^(?:\d+\.)+\d*\s+(?=\w)")  # « 2.1 Comité »: where it stands, not what it is called

Proof = tuple[str, Fact]  # the document, and the fact in it


@dataclass(slots=True)
class Drafting:
    """One answer being told in one language. ``asked`` names the columns the question asks for, the likeliest first. ``shown``:
    whether a person will read it; else it is read to choose."""

    library: Library
    language: Lang
    asked: tuple[str, ...] = ()
    shown: bool = False
    claims: list[Claim] = field(default_factory=list)
    citations: dict[str, Citation] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    table: Table | None = None

    def words(self, text: str) -> str:
        """What a cell says, in the asker's language where a person will read it and all of it is known."""
        return in_english(text) if self.shown and self.language is Lang.EN else text

    def claim(self, text: str, proofs: Iterable[Proof], brief: str = "") -> None:
        """A sentence, with a citation for each fact that has words. ``brief`` is for where a table tells the rest."""
        spoken = dates_spoken(text, self.language)
        self.claims.append(Claim(spoken, self._cited(proofs), brief=dates_spoken(brief, self.language)))

    def row(self, label: str, value: str, proofs: Iterable[Proof]) -> None:
        """A line of the card; a sentence where it has no label."""
        value = dates_spoken(value, self.language)
        text = values(self.language).value.format(label=label, value=value) if label else value
        self.claims.append(Claim(text, self._cited(proofs), label, value if label else ""))

    def items(self, head: str, each: Sequence[tuple[str, list[Proof]]], proofs: Sequence[Proof]) -> None:
        """A list under its head, each item a claim of its own; ``proofs`` are those of the head."""
        for number, (text, own) in enumerate(each):
            said = f"• {text}"
            self.claim(f"{head}\n{said}" if number == 0 else said, [*own, *(proofs if number == 0 else ())])

    def _cited(self, proofs: Iterable[Proof]) -> tuple[str, ...]:
        ids = [self.cite(document, fact) for document, fact in proofs if fact.quote.strip()]
        return tuple(dict.fromkeys(ids))

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


def unnumbered(heading: str) -> str:
    """« Comité d'éthique » of « 3.3 Comité d'éthique »."""
    return _NUMBERED.sub("", heading)


def called(subject: Subject) -> str:
    """« Transport adapté (RB-01) »: a name, with its code where it has one, without the number of its heading."""
    name = unnumbered(subject.name.value)
    return f"{name} ({subject.code.quote})" if subject.code else name
