"""What a document says of itself where ``corpus.yaml`` is silent: title, version, owner, restricted marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.facts.opening import fields, name_in_words, opening, own_title, sheets, texts_of, title_rows
from ingest.facts.values.dates import MONTHS
from ingest.languages import FRENCH, fold
from ingest.model import Block, Document, Kind

_TITLE_LINES, _TITLE_LENGTH, _FEW, _GENERIC = 3, 120, 1, 2
_DATED_END = re.compile(
    r"\s*[-–—,(]\s*(?:version|v\.?\s?\d|mise? à jour|adopt|édition|en vigueur|révis).*$|"
    r"\s(?:adopt|approuv|modifi|révis)ée?s? (?:par|le|en) .*$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"^\W{2,}|^[^a-z]*$|\bp(?:age|\.)? ?\d+$")
_NUMBER = r"(\d+(?:[._]\d+){0,2})(?!\d|\s?%)"
_IN_NAME = re.compile(rf"(?:^|[ _\-.(])(?:v|ver|vers|version|rev|r)[ ._\-]?{_NUMBER}(?=$|[ _\-.)])")
# « version 2 » of the text itself begins a sentence, a line or a part of one; « la version 2 du logiciel » is another's.
_IN_TEXT = re.compile(rf"(?:^|[.;:,|(=–—\n-]\s*)(?:version|v\.?|revision|edition)[ :n°o]{{0,4}}\s*{_NUMBER}")
_VERSION_LABEL = re.compile(r"^(?:n[o°] de |numero de )?(?:version|revision|edition)\b\s*(?:du document)?$")
_TITLE_LABEL = re.compile(r"^(?:titre|intitule|nom descriptif|nom du (?:document|mandat|projet)|title)\b[^:]{0,25}$")
_OWNER_LABEL = re.compile(
    r"^(?:proprietaire|responsable (?:du document|de la mise a jour|de l'application)|detenteur|redige par|produit par|"
    r"tenu a jour par|owner|document owner)\b[^:]*$"
)
_MARK = re.compile(
    r"^\W*(?:document |usage |information |informations )?(?:strictement |hautement )?"
    r"(?:confidentiel(?:le|les)?|diffusion (?:restreinte|limitee|interdite)|restreint|usage (?:interne )?restreint|"
    r"acces restreint|restricted|confidential|ne pas diffuser|secret|protege [abc])\b"
)
_MARK_TAIL = 60
_SHORT = {"pv": ("proces", "verbal"), "cr": ("compte", "rendu")}
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
    (
        Kind.FRAMEWORK,
        re.compile(r"\bcadre (?:de gouvernance|de gestion)\b|^(?:regles de |structure de )?gouvernance\b"),
    ),
)


def title(document: Document) -> str:
    """What stands beside « Titre », what the file says or shows at its top, or its name made readable."""
    labelled = [value for label, value in fields(document) if _TITLE_LABEL.match(label) and 3 < len(value) < 250]
    if labelled and not any(_TITLE_LABEL.match(fold(value)) for value in labelled):  # a blank form repeats its labels
        return " ".join(labelled[0].split())
    said, shown = own_title(document), _shown(document)
    named = name_in_words(document)
    if said and not (shown and _says_less(said, shown, named)):
        return named if _goes_on(said, named) else said
    readable = re.sub(r"[_\-]+", " ", PurePosixPath(document.name).stem)
    return shown or _capital(" ".join(readable.split()))


def _goes_on(said: str, name: str) -> bool:
    """« Charte de projet », in a file called « Charte de projet Rouge Bleu Jaune »: the name says of which one."""
    more = name[len(said) :]
    begins = fold(name).startswith(f"{fold(said)} ") and len(telling(said)) <= _GENERIC
    return begins and bool(re.match(r"\s*(?:[–-]\s*)?(?:d[eu]s? |de la |d['’])?[A-ZÀ-Ý][a-zà-ÿ]{2}", more))


def _shown(document: Document) -> str:
    """The line of the top that says most of what the file's name says: an organisation often stands above its titles."""
    lines = [line for block in opening(document)[:_TITLE_LINES] if (line := _title_line(block))]
    named = _named(name_in_words(document))
    best = max(lines, key=lambda line: len(telling(line) & named), default="")
    titled = [sheet for sheet in sheets(document) if any(map(_title_line, title_rows(document, sheet)))]
    return best if len(titled) <= 1 or named <= telling(best) else ""  # the title of one sheet is not the workbook's


def _title_line(block: Block) -> str:
    line = " ".join(_DATED_END.sub("", block.text).split())
    said = fold(line)
    if block.text.rstrip().endswith("."):  # a sentence is no title
        return ""
    if len(line) > _TITLE_LENGTH or len(texts_of(block)) > 1 or _MARK.search(said) or _NO_TITLE.search(said):
        return ""
    return line


def _says_less(said: str, shown: str, name: str) -> bool:
    """« Politique », a property nobody sees, under « Politique de gouvernance des données » on the page; or the name of
    the organisation, above the title that the file is named after."""
    few = len(telling(said)) <= _FEW and len(telling(shown)) > len(telling(said))
    named = _named(name)
    return few or bool(telling(shown) & named and not telling(said) & named)


def _named(name: str) -> frozenset[str]:
    """What a file's name tells: « PV » is « procès-verbal »."""
    said = telling(_STEM_NOISE.sub(" ", fold(name)))
    return said | {word for short, full in _SHORT.items() if short in said for word in full}


def telling(text: str) -> frozenset[str]:
    """The words that tell one title from another: no numbers, no months, no small words."""
    said = re.findall(r"[a-z]{2,}", fold(text))
    return frozenset(word for word in said if word not in MONTHS and word not in FRENCH.stop_words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def kind_named(document: Document) -> Kind:
    """The kind that the name or the title says in so many words."""
    said = f"{fold(re.sub(r'[_-]+', ' ', PurePosixPath(document.name).stem))}\n{fold(title(document))}"
    return next((kind for kind, words in _KIND_WORDS if words.search(said)), Kind.OTHER)


def version(document: Document) -> str:
    """« 2 », « 3.1 » or "". The file's own words before its name; never the version it replaces, nor one it mentions."""
    for label, value in fields(document):
        if _VERSION_LABEL.match(label) and (found := re.match(rf"\W{{0,3}}(?:v\.? ?)?{_NUMBER}", fold(value))):
            return found.group(1)
    for text in (own_title(document), *document.margins, *(block.text for block in opening(document))):
        if found := _IN_TEXT.search(fold(text)):
            return found.group(1)
    named = _IN_NAME.search(fold(PurePosixPath(document.name).stem))
    return named.group(1).replace("_", ".") if named else ""


def owner(document: Document) -> str:
    """The value beside « Propriétaire », « Responsable du document »…, or ""."""
    for label, value in fields(document):
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
