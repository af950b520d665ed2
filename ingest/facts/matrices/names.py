"""Names of roles and activities as cells write them: several in one cell, with an acronym, a number, a footnote mark."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ingest.languages import fold
from ingest.model import Block, Cell

ROLE_NAME = re.compile(
    r"\b(comite|direction|directeur|directrice|chef|cheffe|conseil|conseiller|conseillere|gestionnaire|architecte|"
    r"analyste|equipe|responsable|delegue|deleguee|pilote|charge|chargee|bureau|service|coordonnateur|coordonnatrice|"
    r"etablissement|president|secretaire|secretariat|officier|technicien|agent|adjoint|partenaire|representant|"
    r"chauffeur|contremaitre|conducteur|biologiste|ingenieur|commis|adjointe|chercheur|enseignant|infirmier|infirmiere|medecin|"
    r"manager|director|committee|board|officer|team|lead)s?\b"
)
ACRONYM = re.compile(r"\(([A-ZÉÈÀ][\w&ÉÈÀ./ -]{0,14}?)\)")
_SPLIT_NAMES = re.compile(r"\s*(?:[;\n/•|]|,(?! d[eu]s? |\s*l)|\bet (?=[A-ZÉÈÀ])|\bet (?=l[ea'])|\band (?=[A-Z]))\s*")


def names_in(cell: Cell) -> Iterator[Cell]:
    """The role names of a cell, each with its own span."""
    at = 0
    for part in (one for several in _SPLIT_NAMES.split(cell.text) for one in _both(several)):
        name = re.sub(r"^(?:et |le |la |les |l')", "", part.strip(" .,;-–—"))
        if len(name) < 2:
            continue
        start = cell.text.index(name, at)
        at = start + len(name)
        place = replace(cell.place, start=cell.place.start + start, end=cell.place.start + at)
        yield Cell(name, cell.column, place, cell.header, cell.merged)


def _both(part: str) -> list[str]:
    """« Chauffeurs et technicien forestier » are two roles; « Comité de santé et sécurité » is one."""
    pieces = re.split(r"\s+(?:et|and|ou|or)\s+", part)
    apart = len(pieces) > 1 and all(ROLE_NAME.match(fold(re.sub(r"^(?:l[ea]s? |l')", "", p))) for p in pieces)
    return pieces if apart else [part]


def bare_name(name: str) -> str:
    """A role's name without its acronym, its footnote mark or a line break."""
    without = ACRONYM.sub("", name)
    return re.sub(r"\s+", " ", re.sub(r"[¹²³⁴*†]+\s*$", "", without)).strip(" :-–—") or name.strip()


def unnumbered(name: str) -> str:
    """« 3.1 Valider le plan¹ » → « Valider le plan »."""
    bare = re.sub(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Z]\d*[.)])\s+", "", name)
    return re.sub(r"[¹²³⁴*†]+\s*$", "", bare).strip() or name.strip()


# « DG = direction générale ; GA : guichet d'accès – … »: an abbreviation and what it stands for, one after the other.
_STANDS_FOR = re.compile(
    r"(?<![^\s(,;:·–—-])(?P<short>[^\W\d][\w.&-]{0,11}(?: [\w.-]{1,7})?)\s*[=:]\s*(?P<full>[^=:;·|\n]{4,80}?)"
    r"(?=\s*(?:[;·|\n]|\.(?:\s|$)|$|\s[–—-]\s|[,/]\s*[^\W\d][\w.&-]{0,11}\s*[=:]))"
)


def full_names(blocks: Iterable[Block], short: Iterable[str]) -> Mapping[str, list[str]]:
    """Abbreviation (folded) → what a document says it stands for, of those that name roles: side by side in a row, or
    « DG = direction générale » anywhere. In a list that spells out several, each is spelt out."""
    wanted = {fold(name) for name in short}
    found: dict[str, list[str]] = defaultdict(list)
    for run in _runs(blocks):
        pairs = [(fold(bare_name(name)), re.split(r" [(,]|[,.;]$", full.strip())[0]) for name, full in run]
        pairs = [(bare, spelt) for bare, spelt in pairs if bare in wanted and len(spelt) > len(bare)]
        listed = len({bare for bare, spelt in pairs if _spells(bare, spelt)}) >= max(_LISTED, len(pairs) / 2)
        for bare, spelt in pairs:
            if spelt not in found[bare] and (listed or _spells(bare, spelt)):
                found[bare].append(spelt)
    shared = Counter(spelt for names in found.values() for spelt in names)
    return {name: [s for s in names if shared[s] == 1] for name, names in found.items()}


_LISTED = 3  # abbreviations spelt out one after the other


def _runs(blocks: Iterable[Block]) -> Iterator[list[tuple[str, str]]]:
    """What may be an abbreviation, and what may spell it out, of blocks that follow one another."""
    run: list[tuple[str, str]] = []
    for block in blocks:
        own = [c.text.strip(" :") for c in block.cells if not c.merged and c.text.strip()]
        pairs = [(own[0], own[1])] if len(own) in (2, 3) else []
        pairs += [(m["short"], m["full"]) for m in _STANDS_FOR.finditer(block.text)]
        if not pairs:
            yield run
            run = []
        run += pairs
    yield run


def _spells(short: str, full: str) -> bool:
    """« ABR » is « responsable des abris », « DG » « direction générale »; one word alone must begin alike."""
    return len(full.split()) > 1 or fold(full)[:1] == short[:1]


def plain(text: str) -> str:
    """Folded, with the marks that part words in names of files taken for spaces."""
    return re.sub(r"[_\-.]+", " ", fold(text))
