"""Escalation: what happens when a matter is not settled at one level. Read from tables, lists and sentences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.committees.bodies import span
from ingest.facts.listings.columns import plain
from ingest.facts.listings.entries import tables
from ingest.facts.records import Escalation, Fact
from ingest.facts.values.measures import Quantity, flat, measures
from ingest.model import Block, BlockKind, Cell, Document

_SITUATION = re.compile(
    r"^(?:types? d[e ]*)?(situations?|enjeux?|problemes?|evenements?|declencheurs?|cas|motifs?|differends?|incidents?|litiges?|"
    r"si|quand|lorsque|issues?|triggers?|events?|when|nature|sujets?|objets?|risques?|desaccords?|ce qui arrive)\b"
)
_DELAY = re.compile(r"\b(delais?|dans les|temps|echeance|delay|within|deadline|avant|duree|au plus tard)\b")
_STEP = re.compile(
    r"\b(paliers?|niveaux?|etapes?|recours|escalades?|vers|a qui|destinataires?|instances?|premiere?|deuxieme|seconde?|"
    r"troisieme|suivante?|finale?|derniere?|ultime|1er|2e|3e|first|second|third|next|last|level|step|escalates?|ensuite|puis|"
    r"d abord|enfin|saisir|instance saisie|decideur|arbitre|comites?)\b"
)
_ABOUT = re.compile(
    r"\b(escalad|escalation|escalat|remontee|differends?|recours|conflits?|bloqu\w*|blocages?|"
    r"desaccords?|ne se regle|coince)"
)
_ARROW = re.compile(r"\s*(?:→|->|➔|⇒|>|, puis |; puis |, ensuite |, et enfin |, enfin |,? et puis )\s*")
_COLON = re.compile(r"^([^:\n]{4,110}?)\s*:\s+(\S.*)$", re.DOTALL)
_CLIMBS = re.compile(
    r"^(?P<situation>.{4,110}?) "
    r"(?:monte|remonte|passe|s'escalade|"
    r"(?:est|sont) (?:soumise?|portee?|signalee?|transmise?|referee?|escaladee?|confiee?)s?) "
    r"(?:d'abord |directement |sans delai |aussitot |immediatement )?"
    r"(?:d[ue] (?:la |l['’])?(?P<first>.{3,70}?) )?"
    r"(?:au|a la|a l['’]|aux|devant (?:le |la |l['’])|vers (?:le |la |l['’]))\s*(?P<next>.{3,90}?)"
    r"(?P<delay>,? (?:dans (?:les |l['’]|un delai de )|en |au plus tard )[^.]*)?\.?$"
)
_ARTICLE = re.compile(
    r"^(?:puis |ensuite |d'abord )?(?:devant |vers )?(?:au |à la |à l['’]|aux |le |la |l['’]|les |du |de la )",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Columns:
    situation: int = 0
    delay: int = 0
    steps: list[int] = field(default_factory=list)


def escalations(document: Document) -> list[Escalation]:
    """Every situation with whom it goes to, in order, and how fast where that is said."""
    found = [row for rows in tables(document.blocks) for row in _table(document, rows)]
    for block in document.blocks:
        if not block.cells and block.kind is not BlockKind.HEADING and _ABOUT.search(plain(" ".join(_above(block)))):
            found += _prose(document, block)
    return found


def _above(block: Block) -> tuple[str, ...]:
    return (*block.place.section[-2:], block.lead_in, block.place.sheet or "")


# ------------------------------------------------------------------ tables
def _table(document: Document, rows: Sequence[Block]) -> Iterator[Escalation]:
    about = bool(_ABOUT.search(plain(" ".join(_above(rows[0])))))
    for number, row in enumerate(rows[:6]):
        columns = _columns({cell.column: cell.text for cell in row.cells}, about)
        if columns:
            yield from _rows(document, rows[number + 1 :], columns)
            return
    headers = {cell.column: cell.header for row in rows[-1:] for cell in row.cells if cell.header}
    if columns := _columns(headers, about):
        yield from _rows(document, rows, columns)
    else:
        yield from _on_its_side(document, rows, about)


def _columns(headers: dict[int, str], about: bool) -> _Columns | None:
    """The columns, by what their headers mean; None when they are not those of an escalation."""
    found = _Columns()
    for column, header in sorted(headers.items()):
        said = plain(header)
        if not found.situation and _SITUATION.search(said):
            found.situation = column
        elif _DELAY.search(said):
            found.delay = found.delay or column
        elif _STEP.search(said):
            found.steps.append(column)
    enough = len(found.steps) > 1 or (
        found.steps and (about or (found.delay and _ABOUT.search(" ".join(map(plain, headers.values())))))
    )
    return found if found.situation and enough else None


def _rows(document: Document, rows: Sequence[Block], columns: _Columns) -> Iterator[Escalation]:
    for row in rows:
        cells = {cell.column: cell for cell in row.cells if cell.text.strip(" -–—")}
        steps = [cells[c] for c in columns.steps if c in cells]
        situation = cells.get(columns.situation)
        if situation and steps and situation.text != situation.header and situation.text not in {s.text for s in steps}:
            yield _row(document, situation, steps, cells.get(columns.delay))


def _row(document: Document, situation: Cell, steps: Sequence[Cell], delay: Cell | None) -> Escalation:
    told = _fact(delay) if delay else None
    return _record(document, _fact(situation), tuple(dict.fromkeys(_fact(s) for s in steps)), told)


def _fact(cell: Cell) -> Fact:
    return Fact(cell.text.strip(), cell.text, cell.place)


def _on_its_side(document: Document, rows: Sequence[Block], about: bool) -> Iterator[Escalation]:
    """Labels down the first column, one situation in each of the others."""
    first = min((cell.column for row in rows for cell in row.cells), default=0)
    labels = {n: cell.text for n, row in enumerate(rows, 1) for cell in row.cells if cell.column == first}
    columns = _columns(labels, about)
    if columns is None:
        return
    lines = {n: {cell.column: cell for cell in row.cells} for n, row in enumerate(rows, 1)}
    for column, situation in sorted(lines[columns.situation].items()):
        steps = [lines[n][column] for n in columns.steps if column in lines[n]]
        if column != first and steps:
            yield _row(document, situation, steps, lines.get(columns.delay, {}).get(column))


# ------------------------------------------------------------------ lists and sentences
def _prose(document: Document, block: Block) -> Iterator[Escalation]:
    """« Retard : comité A, puis comité B (5 jours) », « Un retard monte du comité A au comité B dans les 5 jours »."""
    colon = _COLON.match(block.text)
    if colon and (found := _chain(document, block, colon)):
        yield found
        return
    for sentence in re.finditer(r"[^.;]+", block.text):
        low = flat(sentence[0]).strip()
        offset = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        climbs = _CLIMBS.match(low)
        if climbs and not re.match(r"(?:une? |la |toute )?(?:question|situation)s?\b", low):
            yield _climb(document, block, climbs, offset)


def _chain(document: Document, block: Block, colon: re.Match[str]) -> Escalation | None:
    start, end = colon.span(2)
    steps, at = [], start
    delay = _delay(block, start, end)
    until = delay.place.start - block.place.start if delay else end
    for mark in [*_ARROW.finditer(block.text, start, until), None]:
        stop = mark.start() if mark else until
        if fact := _part(block, at, stop):
            steps.append(fact)
        at = mark.end() if mark else stop
    if len(steps) < 2 and not (steps and delay):
        return None
    return _record(document, Fact(colon[1], *span(block.place, block.text, *colon.span(1))), tuple(steps), delay)


def _climb(document: Document, block: Block, climbs: re.Match[str], offset: int) -> Escalation:
    spans = [(offset + climbs.start("first"), offset + climbs.end("first"))] if climbs["first"] else []
    at = offset + climbs.start("next")
    for mark in [*_ARROW.finditer(block.text, at, offset + climbs.end("next")), None]:
        spans.append((at, mark.start() if mark else offset + climbs.end("next")))
        at = mark.end() if mark else at
    steps = [fact for start, end in spans if (fact := _part(block, start, end))]
    start, end = (offset + n for n in climbs.span("situation"))
    words, place = span(block.place, block.text, start, end)
    within = (offset + climbs.start("delay"), offset + climbs.end("delay"))
    delay = (_delay(block, *within) or _part(block, *within)) if climbs["delay"] else None
    return _record(document, Fact(words, words, place), tuple(steps), delay)


def _part(block: Block, start: int, end: int) -> Fact | None:
    text = block.text[start:end]
    lead = _ARTICLE.match(text)
    words, place = span(block.place, block.text, start + (lead.end() if lead else 0), end)
    kept = words.rstrip(" .(")
    return Fact(kept, kept, replace(place, end=place.start + len(kept))) if kept else None


def _delay(block: Block, start: int, end: int) -> Fact | None:
    found = next((m for m in measures(block.text[start:end]) if m.quantity is Quantity.DURATION), None)
    if found is None:
        return None
    words, place = span(block.place, block.text, start + found.start, start + found.end)
    return Fact(words, words, place)


def _record(document: Document, situation: Fact, steps: tuple[Fact, ...], delay: Fact | None) -> Escalation:
    key = f"{document.name}\0{situation.place.start}\0{situation.quote}"
    identity = "e" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:15]
    return Escalation(id=identity, document=document.name, situation=situation, steps=steps, delay=delay)
