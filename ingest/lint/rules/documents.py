"""Documents that should no longer be answered from: replaced, or past their date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.holdings import Holdings
from ingest.facts.statements import sentences
from ingest.facts.values.dates import moments
from ingest.languages import fold
from ingest.lint.defects import Defect, Spot
from ingest.model import Block, Document

_REPLACES = re.compile(r"\b(?:remplac|annul|abrog|supersed)\w*")


def superseded(holdings: Holdings) -> Iterator[Defect]:
    """``superseded_present``: a document is replaced by another, and is still there."""
    for old, new in holdings.superseded().items():
        announcement = _announcement(holdings.documents[new])
        spots = [_dated(holdings, old, announcement.quote if announcement else "")]
        if announcement:
            spots.append(announcement)
        yield Defect(
            "superseded_present",
            "error",
            f"« {holdings.describe(old).title} » ({old}) est remplacé par {new} et se trouve encore dans le dossier : "
            "retirez l'ancien fichier.",
            tuple(spots),
        )


def _announcement(document: Document) -> Spot | None:
    """The sentence of the new document that says it replaces another."""
    for block in document.blocks:
        for sentence in sentences(block, document.name):
            if _REPLACES.search(sentence.low) and re.search(
                r"\bversion\b|\bprecedent|\bdu \d|\bde \d{4}", sentence.low
            ):
                return Spot(document.name, sentence.place, sentence.text)
    return None


def _dated(holdings: Holdings, name: str, announcement: str) -> Spot:
    """In the old document, its own date: the one the announcement gives, or the one it is described by."""
    document = holdings.documents[name]
    wanted = {moment.day.isoformat() for moment in moments(announcement)} | {holdings.describe(name).date}
    for block in document.blocks:
        for moment in moments(block.text):
            if moment.day.isoformat() in wanted:
                return Spot(name, block.place, _words(block, moment.start, moment.end))
    return _first(document)


def _words(block: Block, start: int, end: int) -> str:
    """The words of a folded span, in the block's own letters; the block when folding moved them."""
    return block.text[start:end] if len(fold(block.text)) == len(block.text) else block.text


def _first(document: Document) -> Spot:
    return Spot.of_block(document.name, document.blocks[0])


_UNTIL = re.compile(
    r"\b(?:en vigueur|valide|valable|applicable)\b[^.;]{0,40}?\bjusqu(?:'au|'a la fin d\w*)"
    r"|\b(?:expire|echoit|prend fin|prendra fin)(?: le| en)?\b"
)


def expired(holdings: Holdings) -> Iterator[Defect]:
    """``expired_document``: the date a document was valid until is past."""
    today = holdings.today.isoformat()
    replaced = holdings.superseded()
    for name, document in holdings.documents.items():
        if name in replaced or not document.blocks:
            continue
        limit = holdings.describe(name).expires
        spot = _first(document)
        if not limit:
            limit, spot = _limit(document)
        if limit and limit < today:
            yield Defect(
                "expired_document",
                "error",
                f"« {holdings.describe(name).title} » ({name}) n'est plus valide depuis le {limit} : "
                "remplacez-le, ou corrigez sa date d'expiration dans corpus.yaml.",
                (spot,),
            )


def unverified(holdings: Holdings) -> Iterator[Defect]:
    """``stale_verification``: the day until which its owner's confirmation held is past."""
    today = holdings.today.isoformat()
    replaced = holdings.superseded()
    for name, document in holdings.documents.items():
        about = holdings.describe(name)
        if name not in replaced and document.blocks and about.review and about.review < today:
            who = f"« {about.owner} »" if about.owner else "son responsable"
            yield Defect(
                "stale_verification",
                "warning",
                f"« {about.title} » ({name}) est à revérifier depuis le {about.review} : "
                f"faites-le confirmer par {who}, puis écrivez verified et review dans corpus.yaml.",
                (_first(document),),
            )


def _limit(document: Document) -> tuple[str, Spot]:
    """« en vigueur jusqu'au 31 mars 2026 », said of the document itself near its beginning."""
    for block in document.blocks[:12]:
        said = _UNTIL.search(fold(block.text))
        after = [moment for moment in moments(block.text) if said and moment.start >= said.end() - 1]
        if after:
            return after[0].day.isoformat(), Spot.of_block(document.name, block)
    return "", _first(document)
