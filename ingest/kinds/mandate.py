"""Mandates → one ``Field`` a labelled value: number, names, dates, functions, who accepted; and who must do what."""

from __future__ import annotations

import re

from ingest.facts.duties import duties
from ingest.facts.listings.labelled import fields
from ingest.facts.records import Record
from ingest.languages import fold
from ingest.model import BlockKind, Description, Document, Kind, Remark

KIND = Kind.MANDATE

_TITLED = re.compile(r"\b(mandats?|mandate|lettre d entente|charte de projet|terms of reference)\b")
_TELLING = re.compile(
    r"\b(mandant|mandataire|objet du mandat|objectifs? du mandat|portee|duree du mandat|livrables? attendus?|"
    r"echeancier|reddition de comptes|numero du mandat|benefices attendus|organisme mandataire|signatures?)\b"
)
_DEDUCED = 0.12  # what each telling heading or label adds


def recognise(document: Document) -> float:
    """How surely a document is a mandate, in [0, 1]: its name, and the headings and labels mandates have."""
    opening = [document.name, document.title, *(b.text for b in document.blocks[:6])]
    titled = any(_TITLED.search(_plain(text)[:120]) for text in opening)
    labels = {m for b in document.blocks for m in _TELLING.findall(_plain(_named(b.kind, b.text)))}
    return min(1.0, 0.4 * titled + _DEDUCED * len(labels)) if labels else 0.0


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text))


def _named(kind: BlockKind, text: str) -> str:
    return text if kind in (BlockKind.HEADING, BlockKind.FIELD, BlockKind.ROW) or len(text) < 60 else ""


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:  # noqa: ARG001  # same shape for all kinds
    """Every labelled value and every duty of the mandate. No value at all is said: the text still answers."""
    found: list[Record] = list(fields(document))
    if found:
        return [*found, *duties(document)], []
    return list(duties(document)), [
        Remark(
            "no-field",
            "Aucun champ « libellé : valeur » n'a été reconnu dans ce mandat; son texte reste interrogeable.",
            "Si ce document n'est pas un mandat, écrivez dans corpus.yaml, sous ce document : « kind: other ».",
        )
    ]
