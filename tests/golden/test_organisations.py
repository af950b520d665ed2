"""The organisations we measure on are what docs/evaluation.md says: quotes at their places, references that score right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from assistant.evaluation import organisation as organisations
from assistant.evaluation.gold import Evidence, Gold
from assistant.evaluation.organisation import Organisation, Wording
from assistant.evaluation.scoring import judge
from assistant.evaluation.sources import Sources, loose
from assistant.model import Answer, Citation, Claim, Lang, Refusal, Reply
from ingest.loaders.reading import load
from ingest.model import Document, Place

FOLDER = Path(__file__).resolve().parents[1] / "organisations"
NAMES = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*/questions.yaml"))
FORMATS = {".pdf", ".docx", ".xlsx", ".csv", ".pptx", ".html", ".md", ".txt"}
BY_LINE = {".csv", ".md", ".txt"}


@dataclass(frozen=True)
class Measured:
    """An organisation, its documents as our loaders read them, and its wordings."""

    organisation: Organisation
    sources: Sources
    wordings: tuple[Wording, ...]


@cache
def measured(name: str) -> Measured:
    """Read once: six tests look at each."""
    found = organisations.organisation(FOLDER / name)
    return Measured(found, Sources(_names(found), _reader(found.documents)), organisations.wordings(FOLDER / name))


def _names(found: Organisation) -> list[str]:
    return [path.relative_to(found.documents).as_posix() for path in found.documents.rglob("*") if path.is_file()]


def _reader(documents: Path) -> Callable[[str], Document]:
    return cache(lambda name: load((documents / name).read_bytes(), name))


pytestmark = pytest.mark.parametrize("name", NAMES)


def test_every_quote_is_at_its_place(name: str) -> None:
    """As our loaders read the document, and in the very line of a file that has lines."""
    seen = measured(name)
    wrong = [
        f"{gold.id}: {evidence.document}, {evidence.place}"
        for gold in seen.organisation.gold
        for evidence in gold.evidence
        if not seen.sources.is_there(evidence) or not _on_line(seen.organisation.documents, evidence)
    ]
    assert wrong == []


def test_every_reference_scores_right(name: str) -> None:
    """Told with all its evidence, it is right and supported; the refusals are refused."""
    seen = measured(name)
    verdicts = [judge(gold, _reference(gold), seen.sources) for gold in seen.organisation.gold]
    assert [v.gold.id for v in verdicts if not v.right] == []
    lacking = [v.gold for v in verdicts if v.gold.behaviour == "answer" and not v.supported]
    assert [gold.id for gold in lacking if not _untold_line(gold, seen.sources)] == []


def test_there_are_enough_questions_of_each_sort(name: str) -> None:
    """Eighty at least, one in ten in English, between a tenth and a quarter to be refused or put right."""
    gold = measured(name).organisation.gold
    assert len({g.id for g in gold}) == len(gold) >= 80
    assert len({g.question for g in gold}) == len(gold)
    assert sum(g.lang == "en" for g in gold) >= 0.1 * len(gold)
    assert 0.1 * len(gold) <= sum(g.behaviour != "answer" for g in gold) <= 0.25 * len(gold)
    assert all(g.kind and g.register and g.reference for g in gold)


def test_its_documents_have_all_the_formats(name: str) -> None:
    """The eight that Repère reads."""
    assert {Path(document).suffix for document in _names(measured(name).organisation)} >= FORMATS


def test_every_wording_quotes_a_document_and_repeats_no_question(name: str) -> None:
    """What is learnt from is in the documents, and is not what is measured."""
    seen = measured(name)
    sources = seen.sources
    lost = [w for w in seen.wordings if w.document and not sources.holding(sources.name(w.document), w.quote)]
    assert [f"{w.document}: {w.quote}" for w in lost] == []
    assert {w.question for w in seen.wordings}.isdisjoint(g.question for g in seen.organisation.gold)


def _untold_line(gold: Gold, sources: Sources) -> bool:
    """Whether a proof stands twice in a file whose loader tells no lines: nothing says then which one is cited."""
    cited = [(sources.name(e.document), e.quote) for e in gold.evidence]
    return any(sources.spots(d)[0].kind == "text" and len(sources.holding(d, quote)) > 1 for d, quote in cited)


def _on_line(documents: Path, evidence: Evidence) -> bool:
    """Whether the line of the file that a place numbers holds the quote; true of what is placed otherwise."""
    if Path(evidence.document).suffix not in BY_LINE:
        return True
    lines = _lines(documents / evidence.document)
    number = int(evidence.place.removeprefix("row "))
    line = lines[number - 1] if number <= len(lines) else ""
    return any(
        loose(evidence.quote) in loose(form) for form in (line, re.sub(r"[*|`#]", " ", line), line.replace('""', '"'))
    )


@cache
def _lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return raw.decode("cp1252").split("\n")


def _reference(gold: Gold) -> Reply:
    if gold.behaviour == "abstain":
        return Refusal("", gold.question, Lang.FR, gold.reference, "unknown")
    citations = tuple(_proof(evidence, number) for number, evidence in enumerate(gold.evidence))
    claim = Claim(gold.reference, tuple(c.id for c in citations))
    return Answer("", gold.question, Lang.FR, gold.reference, (claim,), citations)


def _proof(evidence: Evidence, number: int) -> Citation:
    """A citation of an evidence, where it says it is."""
    kind, _, value = evidence.place.partition(" ")
    place = Place(section=(value,))
    if "!" in evidence.place:
        sheet, cell = evidence.place.rsplit("!", 1)
        place = Place(sheet=sheet, cell=cell)
    elif kind in ("row", "page", "slide"):
        place = Place(**{kind: int(value)})  # type: ignore[arg-type]
    return Citation(f"c{number}", evidence.document, evidence.quote, place)
