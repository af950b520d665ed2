"""« Voir la section 9 » where there is no section 9; « voir annexe-c.pdf » where there is no such file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.holdings import Holdings
from ingest.facts.statements import Sentence, sentences
from ingest.facts.values.measures import flat
from ingest.languages import fold
from ingest.lint.defects import Defect, Spot
from ingest.model import BlockKind, Document, Kind

# Matched in the flattened sentence (no accents, same length).
_CUE = (
    r"(?:voir|voyez|consult(?:er|ez)|selon|conformement|suivant|prevue?s?|decrite?s?|definie?s?|precisee?s?|presentee?s?|"
    r"etablie?s?|indiquee?s?|enumeree?s?|figurant|figure|mentionnee?s?|au sens de|en vertu de|se (?:referer|reporter)|"
    r"renvoie|reference)"
)
_PART = r"(section|article|annexe|chapitre|partie|appendice|point|tableau)s?"
_LABEL = r"([a-z]|\d+(?:\.\d+)*|[ivx]+)"
_REFERENCE = re.compile(rf"\b{_CUE}\b[^.;:]{{0,30}}?\b{_PART} {_LABEL}(?![\w'’])([^.;]{{0,60}})")
_ELSEWHERE = re.compile(r"^\s*(?:\([^)]*\)\s*)?(?:du|de la|de l['’]|des|de)\s+(?!present)(\w+)")
_HEADING = re.compile(
    r"^\s*(?:(?:section|article|annexe|chapitre|partie|appendice|point|tableau)\s+)?"
    r"(\d+(?:\.\d+)*|[a-z]|[ivx]+)(?![\w'’])(?=[\s.):–—-]|$)"
)
_FILE = re.compile(r"(?<![\w/@.-])([\w-]+\.(?:pdf|docx?|xlsx?|pptx?|csv|md))\b", re.IGNORECASE)
_TITLES = {
    "mandat": Kind.MANDATE, "cadre": Kind.FRAMEWORK, "matrice": Kind.ROLE_MATRIX, "inventaire": Kind.SERVICE_OFFERS,
    "glossaire": Kind.GLOSSARY, "proces": Kind.MINUTES, "etat": Kind.PROJECT_STATUS,
}  # fmt: skip


def dangling(holdings: Holdings) -> Iterator[Defect]:
    """``dangling_reference``: a document in force sends its reader to a part or a file that is not there."""
    labels = {name: _labels(document) for name, document in holdings.documents.items()}
    files = {fold(name.rsplit("/", 1)[-1]) for name in holdings.documents}
    for document in holdings.documents.values():
        if not holdings.active(document.name):
            continue
        for block in holdings.prose(document):
            for sentence in sentences(block, document.name):
                yield from _parts(sentence, holdings, labels)
                yield from _files(sentence, files)


def _labels(document: Document) -> frozenset[str]:
    """The numbers and letters of its headings, captions and table titles: « 2.1 », « c », « annexe c »."""
    found: set[str] = set()
    for block in document.blocks:
        if (block.kind is BlockKind.HEADING or len(block.text) < 90) and (said := _HEADING.match(flat(block.text))):
            found |= {said[1], " ".join(said[0].split())}
    return frozenset(found)


def _parts(sentence: Sentence, holdings: Holdings, labels: dict[str, frozenset[str]]) -> Iterator[Defect]:
    for said in _REFERENCE.finditer(sentence.low):
        part, label = said[1], said[2]
        written = sentence.text[said.start(2) : said.end(2)]
        if label.isalpha() and not written.isupper():
            continue  # « selon le point a discuter »
        targets = _targets(sentence.document, said[3], holdings)
        numbered = [labels[name] for name in targets if labels[name]]
        if not numbered or any(_has(found, part, label) for found in numbered):
            continue
        yield _missing(sentence, f"{part} {written}")


def _missing(sentence: Sentence, words: str) -> Defect:
    return Defect(
        "dangling_reference",
        "warning",
        f"{sentence.document} renvoie à « {words} », qui n'existe pas : corrigez le renvoi, ou ajoutez cette partie.",
        (Spot(sentence.document, sentence.place, sentence.text),),
    )


def _has(found: frozenset[str], part: str, label: str) -> bool:
    """By its bare label, or with its word before it (« Annexe C »)."""
    return label in found or f"{part} {label}" in found


def _targets(document: str, after: str, holdings: Holdings) -> list[str]:
    """The documents the reference may speak of: this one, or those of the kind named after it (« du mandat »)."""
    elsewhere = _ELSEWHERE.match(after)
    if not elsewhere:
        return [document]
    kind = _TITLES.get(elsewhere[1])
    if kind is None:
        return []  # a law, another organisation's policy: not ours to check
    return [name for name in holdings.documents if holdings.kind(name) is kind and holdings.active(name)]


def _files(sentence: Sentence, files: set[str]) -> Iterator[Defect]:
    for said in _FILE.finditer(sentence.text):
        if fold(said[1]) not in files:
            yield Defect(
                "dangling_reference",
                "warning",
                f"{sentence.document} nomme « {said[1]} », absent du dossier : ajoutez-le, ou corrigez son nom.",
                (Spot(sentence.document, sentence.place, sentence.text),),
            )
