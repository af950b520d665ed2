"""What was guessed of a document, and how surely: a label of its own is sure, a line of its top likely, its file's name
to be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.documents import inference
from ingest.facts.opening import closing, fields, opening, own_title
from ingest.facts.values.dates import moments
from ingest.kinds import kinds
from ingest.languages import fold
from ingest.model import Description, Document, Kind

LABELLED, SHOWN, NAMED = 0.9, 0.7, 0.4
_TOLD = ("kind", "title", "version", "date", "owner")


@dataclass(frozen=True, slots=True)
class Guess:
    """An attribute of ``corpus.yaml`` that was inferred, what was inferred, and how surely, in [0, 1]."""

    attribute: str
    value: str
    sureness: float


def guesses(document: Document, description: Description) -> tuple[Guess, ...]:
    """What ``corpus.yaml`` does not say of a document and that was inferred, each with its sureness."""
    measured = {"kind": _kind, "title": _title, "date": _date, "version": _said, "owner": _said}
    found = []
    for attribute in _TOLD:
        value = str(getattr(description, attribute))
        plain = attribute == "kind" and description.kind is Kind.OTHER  # no kind is no guess
        if attribute in description.inferred and value and not plain:
            found.append(Guess(attribute, value, round(measured[attribute](document, description, value), 2)))
    return tuple(found)


def missing(description: Description) -> tuple[str, ...]:
    """Attributes that neither ``corpus.yaml`` nor the document says."""
    return tuple(name for name in ("date", "version", "owner") if not getattr(description, name))


def _kind(document: Document, description: Description, _: str) -> float:
    own = next((kind for kind in kinds() if kind.KIND is description.kind), None)
    return max(
        own.recognise(document) if own else 0.0, NAMED if inference.kind_named(document) is description.kind else 0.0
    )


def _title(document: Document, _: Description, value: str) -> float:
    if any(" ".join(said.split()) == value for _, said in fields(document)) or own_title(document) == value:
        return LABELLED
    return SHOWN if any(value in " ".join(block.text.split()) for block in opening(document)) else NAMED


def _date(document: Document, _: Description, value: str) -> float:
    def says(text: str) -> bool:
        return any(moment.day.isoformat() == value for moment in moments(text))

    if any(says(said) for _, said in fields(document)):
        return LABELLED
    shown = [*(block.text for block in opening(document)), *document.margins, *closing(document)]
    return SHOWN if any(map(says, shown)) else NAMED


def _said(document: Document, _: Description, value: str) -> float:
    """A version or an owner: beside a label, in the text of the top, or in the file's name alone."""
    whole = re.compile(rf"(?<![\w.]){re.escape(fold(value))}(?!\w)")
    if any(whole.search(fold(said)) for _, said in fields(document)):
        return LABELLED
    top = [own_title(document), *document.margins, *(block.text for block in opening(document))]
    return SHOWN if any(whole.search(fold(text)) for text in top) else NAMED
