"""What a document says of itself where ``corpus.yaml`` is silent: title, version, date, owner, restricted marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.facts.values.dates import moments
from ingest.languages import fold
from ingest.model import Block, BlockKind, Document, Kind

_FIRST = 25  # blocks among which a document presents itself
_NUMBER = r"(\d+(?:[._]\d+){0,2})(?!\d|\s?%)"
_IN_NAME = re.compile(rf"(?:^|[ _\-.(])(?:v|ver|vers|version|rev|r)[ ._\-]?{_NUMBER}(?=$|[ _\-.)])")
_IN_TEXT = re.compile(rf"\b(?:version|v\.?|revision|edition)[ :n°o]{{0,4}}\s*{_NUMBER}")
_VERSION_LABEL = re.compile(r"^(?:n[o°] de |numero de )?(?:version|revision|edition)\b\s*(?:du document)?$")
_REPLACED = re.compile(r"\b(?:remplace|annule|abroge|replaces|supersedes|precedente?|anterieure?|ancienne)\b")
_TITLE_LABEL = re.compile(r"^(?:titre|intitule|nom descriptif|nom du (?:document|mandat|projet)|title)\b[^:]{0,25}$")
_OWNER_LABEL = re.compile(
    r"^(?:proprietaire|responsable (?:du document|de la mise a jour|de l'application)|detenteur|redige par|produit par|"
    r"tenu a jour par|owner|document owner)\b[^:]*$"
)
# What makes a date that of the document, best first.
_DATED = (
    re.compile(r"\b(?:en vigueur|prend effet|entree en vigueur|effective|a compter du|applicable)\b"),
    re.compile(
        r"\b(?:adopte|approuve|accepte|entine|enterine|signe|adoption|approbation|acceptation|approved|adopted)\w*\b"
    ),
    re.compile(r"\b(?:mis(?:e)? a jour|mise a jour|revise|derniere revision|updated|au)\b"),
    re.compile(r"\b(?:date|en date du|seance du|tenue le|reunion du|publie)\b"),
)
_NEXT = re.compile(r"\b(?:prochaine?|avant le|d'ici|echeance|limite|expire|jusqu|next|review by|fin prevue)\b")
_MARK = re.compile(
    r"^\W*(?:document |usage |information |informations )?(?:strictement |hautement )?"
    r"(?:confidentiel(?:le|les)?|diffusion (?:restreinte|limitee|interdite)|restreint|usage (?:interne )?restreint|"
    r"acces restreint|restricted|confidential|ne pas diffuser|secret|protege [abc])\b"
)
_MARK_TAIL = 60
_STEM_NOISE = re.compile(
    r"\b(?:v|version|rev)[ ]?\d+(?: \d+)*\b|\b(?:19|20)\d\d\b|\b(?:final|finale|brouillon|draft|copie)\b|\b[tq][1-4]\b"
)
_KIND_WORDS = (
    (Kind.MINUTES, re.compile(r"\b(?:proces[ -]verbal|proces[ -]verbaux|compte[ -]rendu|minutes of|pv)\b")),
    (Kind.MANDATE, re.compile(r"\bmandats?\b")),
    (Kind.ROLE_MATRIX, re.compile(r"\b(?:raci|matrice (?:des )?(?:roles|responsabilites))\b")),
    (Kind.SERVICE_OFFERS, re.compile(r"\b(?:inventaire|catalogue) .{0,20}(?:offres?|services?)\b")),
    (Kind.PROJECT_STATUS, re.compile(r"\b(?:etat (?:de situation|d'avancement|des projets)|suivi des projets)\b")),
    (Kind.GLOSSARY, re.compile(r"\b(?:glossaire|lexique|sigles|acronymes|glossary)\b")),
    (Kind.FRAMEWORK, re.compile(r"\b(?:cadre (?:de gouvernance|de gestion)|gouvernance)\b")),
)


def title(document: Document) -> str:
    """What stands beside « Titre », what the file says, its first heading or short line, or its name made readable."""
    for label, value in _fields(document):
        if _TITLE_LABEL.match(label) and 3 < len(value) < 250:
            return " ".join(value.split())
    if document.title.strip():
        return document.title.strip()
    for block in document.blocks[:_FIRST]:
        heads = block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and len(block.text) <= 120)
        if heads and not _MARK.search(fold(block.text)):
            return " ".join(block.text.split())
    readable = re.sub(r"[_\-]+", " ", PurePosixPath(document.name).stem).strip()
    return readable[:1].upper() + readable[1:]


def kind_named(document: Document) -> Kind:
    """The kind that the name or the title says in so many words."""
    said = f"{fold(re.sub(r'[_-]+', ' ', PurePosixPath(document.name).stem))}\n{fold(title(document))}"
    return next((kind for kind, words in _KIND_WORDS if words.search(said)), Kind.OTHER)


def version(document: Document) -> str:
    """« 2 », « 3.1 » or "". The file's own words before its name; never the version it replaces."""
    for label, value in _fields(document):
        if _VERSION_LABEL.match(label) and (found := re.search(_NUMBER, fold(value))):
            return found.group(1)
    for text in _presentation(document):
        for found in _IN_TEXT.finditer(text):
            before = re.split(r"[.;]\s", text[max(0, found.start() - 60) : found.start()])[-1]
            if not _REPLACED.search(before):
                return found.group(1)
    named = _IN_NAME.search(fold(PurePosixPath(document.name).stem))
    return named.group(1).replace("_", ".") if named else ""


def date_of(document: Document) -> str:
    """The ISO date that the document gives as its own (in force, adopted, updated), else the one of its name, or ""."""
    texts = [*_presentation(document), *(f"{label} : {fold(value)}" for label, value in _fields(document))]
    for means in _DATED:
        for text in texts:
            for moment in moments(text):
                before = text[max(0, moment.start - 70) : moment.start]
                if moment.exact and means.search(before) and not _NEXT.search(before) and not _REPLACED.search(before):
                    return moment.day.isoformat()
    return next((m.day.isoformat() for m in moments(PurePosixPath(document.name).stem.replace("_", " "))), "")


def owner(document: Document) -> str:
    """The value beside « Propriétaire », « Responsable du document »…, or ""."""
    for label, value in _fields(document):
        if _OWNER_LABEL.match(label) and 2 < len(value) < 120:
            return " ".join(value.split())
    return ""


def restricted(document: Document) -> bool:
    """A mark in a header, a footer or among the first blocks; the same words inside a sentence are no mark."""
    shown = [*document.margins, *(b.text for b in document.blocks[:6]), *_sheet_heads(document)]
    return any(_is_mark(part) for text in shown for part in re.split(r"\s+[|–—·]\s+|\n|\s{3,}", text))


def _sheet_heads(document: Document) -> Iterator[str]:
    """The first rows of each sheet."""
    seen: dict[str | None, int] = {}
    for block in document.blocks:
        seen[block.place.sheet] = seen.get(block.place.sheet, 0) + 1
        if block.place.sheet and seen[block.place.sheet] <= 3:
            yield block.text


def _is_mark(text: str) -> bool:
    folded = fold(text).strip()
    if len(folded) <= _MARK_TAIL and _MARK.search(folded):
        return True
    return len(folded) <= 2 * _MARK_TAIL and "diffusion restreinte" in folded


def rank(version_said: str) -> tuple[int, ...]:
    """Versions in order: 2 < 2.1 < 10."""
    return tuple(int(part) for part in re.findall(r"\d+", version_said))


def stem_of(name: str) -> str:
    """A name without its version, its year and words such as « final »."""
    spaced = " ".join(re.findall(r"[a-z0-9]+", fold(name)))
    return " ".join(_STEM_NOISE.sub(" ", spaced).split())


def _presentation(document: Document) -> Iterator[str]:
    yield from (fold(text) for text in (document.title, *document.margins))
    yield from (fold(block.text) for block in document.blocks[:_FIRST])


def _fields(document: Document) -> Iterator[tuple[str, str]]:
    """(folded label, value) of form fields, two-cell rows and « Label : value » lines among the first blocks."""
    blocks = document.blocks[:_FIRST]
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        cells = [cell.text for cell in block.cells if cell.text.strip()]
        if len(cells) == 2:
            yield fold(cells[0]).strip(" :"), cells[1]
        elif ":" in block.text[:60]:
            label, _, value = block.text.partition(":")
            yield fold(label).strip(), value.strip()
        elif following is not None and _is_label(block):
            yield fold(block.text).strip(" :"), following.text


def _is_label(block: Block) -> bool:
    """« Version » alone on its line, its value on the next."""
    return len(block.text) <= 40 and not block.cells
