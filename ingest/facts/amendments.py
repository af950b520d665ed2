"""Decisions that change what another document says: « l'échéance est reportée au… », « passe de cinq à six », « modifie
l'article 3 », rows that give an old value and a new one. Told by minutes, resolutions, notes, notices and amendments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.opening import opening
from ingest.facts.records import Amendment, Fact
from ingest.facts.statements import sentences
from ingest.facts.values.dates import moments
from ingest.facts.values.measures import flat
from ingest.languages import fold
from ingest.model import Block, BlockKind, Description, Document, Kind

_DECIDES = re.compile(
    r"\b(?:notes? de service|memos?|memorandum|resolutions?|avenants?|addenda|circulaires?|modifications?|communiques?|"
    r"amendments?|decisions?|revisions? de|corrections?|corrigent?|corrige|errat(?:um|a)|rectificatifs?|corrects?)\b"
)
_RULES = re.compile(r"\b(?:politique|procedure|modele|gabarit|demande de|registre des decisions|droits de decision)\b")
_BE = r"\b(?:est|sont|sera|seront|soit|is|are)\b(?: (?:donc|desormais|ainsi|finalement|now))? "
_MOVED = re.compile(
    rf"{_BE}(?:reporte|repousse|devance|prolonge|porte|ramene|releve|hausse|augmente|reduit|postponed|moved|extended)e?s?\b"
    r"(?: (?:de|du|from) (?P<old>.{1,40}?))? (?:a|au|aux|jusqu'(?:a|au)|to|until)\b"
)
_PASSES = re.compile(
    r"\b(?:passe|passent|passera|monte|montent|augmente|baisse|goes?|changes?) (?:de |du |des |d'|from )"
    r"(?:la |l')?(?P<old>.{1,60}?) (?:a|au|aux|to) \S"
)
_RATHER = re.compile(
    r"\b(?:plutot que|au lieu d(?:e|u|es)|et non(?: plus)?|instead of|rather than)\s+(?P<old>[^,.;()]{2,60})"
)
_REPLACES = re.compile(
    r"\b(?:remplace|modifie|abroge|amende|replaces|amends)(?:nt|r)? (?:l'|the )?(?:article|section) "
    r"(?P<article>\d+(?:\.\d+)*)|\b(?:article|section) (?P<other>\d+(?:\.\d+)*)\b[^.;]{0,60}?"
    r"\b(?:est|is|sont) (?:remplace|modifie|abroge|amende|replaced|amended)"
)
_OF_ARTICLE = re.compile(r"\b(?:article|section) (?P<article>\d+(?:\.\d+)*)\b")
_PLANNED = re.compile(r"\b(?:prevue?s?|initialement|fixee?s?|planned|scheduled)\b.{0,12}$")
_ASIDE = re.compile(
    r"(?:a (?:compter|partir|la demande|la suite)|des|depuis|vu|prevue?s?|initialement|le \d|en \d|from|as of)\b"
)
_NEW = re.compile(r"\b(?:nouve(?:au|l|lle)s?|revise?e?s?|new|revised)\b")
_OLD = re.compile(
    r"\b(?:ancien(?:ne)?s?|actuel(?:le)?s?|initiale?s?|avant|au rapport|prevue?s?|old|previous|current|original)\b"
)
_LATER = re.compile(r"\b(?:reporte|repousse|devance|prolonge|postponed|extended)\w*|\bmise en service\b")
# What is changed, in the words of the sentence or of the heading above it.
_KEYS = (
    ("quorum", re.compile(r"\bquorum\b")),
    ("frequency", re.compile(r"\b(?:se reuni\w*|frequence|periodicite|meets)\b")),
    ("chair", re.compile(r"\b(?:preside\w*|presidence|chaired)\b")),
    ("lead", re.compile(r"\b(?:responsable|porteur|porteuse|charge de projet|lead)\b")),
    ("budget", re.compile(r"\b(?:budget|enveloppe|plafond)\b")),
    ("cost", re.compile(r"\b(?:tarifs?|prix|cout|frais|price|fee)\b")),
    ("delay", re.compile(r"\bdelais?\b")),
    ("phase", re.compile(r"\b(?:suspend\w*|abandonne\w*|annule\w*)\b")),
    ("approval", re.compile(r"\b(?:approuv\w*|approved)\b")),
    ("due", re.compile(r"\b(?:echeance|date|fin|livre\w*|livraison|ouverture|lancement|bascule|projet|deadline|launch)\b")),
)  # fmt: skip


def amendments(document: Document, description: Description) -> tuple[Amendment, ...]:
    """Every decision of a dated document that decides; none of another: rules speak of what changes in general."""
    if not description.date or not _decides(document, description):
        return ()
    found = [*_of_sentences(document, description), *_of_rows(document, description)]
    return tuple({one.id: one for one in found}.values())


def _decides(document: Document, description: Description) -> bool:
    said = " ".join(fold(text) for text in (description.title, document.name, *(b.text for b in opening(document)[:2])))
    return description.kind is Kind.MINUTES or bool(
        _DECIDES.search(said) and not _RULES.search(fold(description.title))
    )


def _of_sentences(document: Document, description: Description) -> Iterator[Amendment]:
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.ROW, BlockKind.NOTE):
            continue
        for sentence in sentences(block, document.name):
            low = sentence.low
            change = next((m for cue in (_PASSES, _MOVED, _RATHER, _REPLACES) if (m := cue.search(low))), None)
            if change:
                old = _old(change, sentence.text, low)
                fact = Fact(sentence.text, sentence.text, sentence.place)
                subject = _subject(sentence.text[: change.start()])
                yield _amendment(document, description, fact, (sentence.heading, subject), old, _article(change, low))


def _subject(before: str) -> str:
    """« Résolution 42 : à compter du 1er janvier, le quorum du comité » → « le quorum du comité »."""
    clauses = before.rpartition(":")[2].split(",")
    kept = [clause for clause in clauses if not _ASIDE.match(flat(clause).strip())]
    return ",".join(kept or clauses).strip()


def _old(change: re.Match[str], text: str, low: str) -> str:
    """What held before: said by the change itself, or a day that was planned."""
    groups = change.groupdict()
    if groups.get("old"):
        return text[slice(*change.span("old"))].strip()
    planned = [m for m in moments(text) if m.exact and _PLANNED.search(low[: m.start])]
    return text[planned[0].start : planned[0].end] if planned else ""


def _article(change: re.Match[str], low: str) -> str:
    groups = change.groupdict()
    found = _OF_ARTICLE.search(low)
    return groups.get("article") or groups.get("other") or (found["article"] if found else "")


def _of_rows(document: Document, description: Description) -> Iterator[Amendment]:
    """« Projet | Date au rapport T4 | Nouvelle date »: each row changes the thing it names."""
    for block in document.blocks:
        if block.kind is BlockKind.ROW and (pair := _old_and_new(block)):
            name, old = pair
            fact = Fact(block.text, block.text, replace(block.place, cell=None))
            heading = block.place.section[-1] if block.place.section else ""
            yield _amendment(document, description, fact, (heading, name), old, "")


def _old_and_new(block: Block) -> tuple[str, str] | None:
    cells = [cell for cell in block.cells if cell.text.strip() and cell.header]
    new = next((c for c in cells if _NEW.search(fold(c.header))), None)
    old = next((c for c in cells if c is not new and _OLD.search(fold(c.header))), None)
    name = next((c for c in cells if c is not new and c is not old), None)
    return (name.text, old.text) if new and old and name else None


def _amendment(
    document: Document, description: Description, fact: Fact, said: tuple[str, str], old: str, article: str
) -> Amendment:
    heading, subject = said
    dated = [moment.day.isoformat() for moment in moments(heading) if moment.exact]
    key = hashlib.sha256(f"{document.name}\0{fact.place.start}".encode("utf-8", "replace")).hexdigest()[:15]
    return Amendment(
        id=f"a{key}", document=document.name, text=fact, about=heading, subject=subject, old=old,
        attribute=_attribute(fact.quote, heading),
        article=article, day=max(dated, default=description.date),
    )  # fmt: skip


def _attribute(*texts: str) -> str:
    said: Sequence[str] = [flat(text) for text in texts]
    found = next((key for text in said for key, cue in _KEYS if cue.search(text)), "")
    return found or ("due" if any(_LATER.search(text) for text in said) else "")
