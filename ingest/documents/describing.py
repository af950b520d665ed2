"""What each document is: what ``corpus.yaml`` says, and where it is silent what name and content let us infer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from ingest.documents import dating, inference
from ingest.documents.audiences import closed_like
from ingest.documents.descriptions import Said, one_form, read_descriptions
from ingest.documents.lineage import in_line
from ingest.documents.succession import ended, replacing
from ingest.errors import DescriptionError
from ingest.facts import reports
from ingest.kinds import kinds
from ingest.model import Description, Document, Kind, Remark

_SURE, _SURER = 0.5, 0.6  # the content makes us sure; between the two, a title that names a kind decides
_NEAR = 0.6  # how alike two file names are when one must be the other misspelt

__all__ = ["describe", "read_descriptions"]


def describe(
    documents: Sequence[Document],
    said: Mapping[str, Said],
    today: date | None = None,
    unread: Collection[str] = (),
) -> tuple[dict[str, Description], list[Remark]]:
    """Document name → description, and remarks on who may read what.

    ``today``: a date still to come is not a document's own when an earlier one is said. ``unread`` names the files that
    could not be read, which may be described. Raises DescriptionError when what is written concerns no file: it may have
    been meant to close one.
    """
    by_form = {one_form(document.name): document for document in documents}
    _all_there(said, [*by_form, *map(one_form, unread)])
    described = {document.name: _one(document, said.get(form, Said()), today) for form, document in by_form.items()}
    described = in_line(described.values())
    open_ = {document.name for form, document in by_form.items() if said.get(form, Said()).audience is None}
    return closed_like(described, open_)


def _all_there(said: Mapping[str, Said], files: Sequence[str]) -> None:
    for name in said:
        if name not in files:
            near = next(iter(get_close_matches(name, files, 1, _NEAR)), "")
            raise DescriptionError(
                f"corpus.yaml décrit « {name} », qui n'est pas dans le dossier : "
                + (f"écrivez « {near} »" if near else "ajoutez ce fichier ou retirez cette entrée")
                + ", puis relancez « repere ingest ».",
                f"corpus.yaml describes “{name}”, which is not in the folder: "
                + (f"write “{near}”" if near else "add that file or remove that entry")
                + ", then run “repere ingest” again.",
            )


def _one(document: Document, said: Said, today: date | None) -> Description:
    kind = said.kind or _kind(document)
    guessed = {
        "title": inference.title(document),
        "kind": kind,
        "version": inference.version(document),
        "date": dating.date_of(document, kind, today),
        "owner": inference.owner(document),
    }
    stated = {name: value for name in guessed if (value := getattr(said, name))}
    audience = said.audience or frozenset()
    description = Description(
        document=document.name,
        **(guessed | stated),
        audience=audience,
        # An audience written down, even « everyone », is a decision; a mark alone closes the document.
        restricted=said.audience is None and inference.restricted(document),
        url=said.url,
        supersedes=said.supersedes,
        expires=said.expires,
        verified=said.verified,
        review=said.review,
        precedence=said.precedence,
        ended=ended(document),
        replacing=replacing(document),
        questions=said.questions,
        inferred=frozenset(name for name, value in guessed.items() if value and name not in stated),
    )
    return _with_period(document, description, today)


def _with_period(document: Document, description: Description, today: date | None) -> Description:
    if description.kind is not Kind.PROJECT_STATUS:
        return description
    sheets = reports.of_sheets(document, description.title).values()
    # A workbook of four quarters is as recent as the last one that is over.
    over = [period for period in sheets if not today or period.end <= today.isoformat()] or list(sheets)
    period = max(over, key=lambda p: p.end) if over else reports.of_whole(document, description.title, description.date)
    if period and (not description.date or "date" in description.inferred):
        description = replace(description, date=period.end, inferred=description.inferred | {"date"})
    return replace(description, period=period, inferred=description.inferred | {"period"})


def _kind(document: Document) -> Kind:
    sure = [(kind.recognise(document), kind.KIND) for kind in kinds()]
    best, kind = max(sure, default=(0.0, Kind.OTHER), key=lambda pair: pair[0])
    if best >= _SURER:
        return kind
    named = inference.kind_named(document)
    return named if best < _SURE or named is not Kind.OTHER else kind
