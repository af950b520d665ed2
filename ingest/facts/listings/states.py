"""How a thing stands, told in prose: a heading that names it, or an item or a paragraph that begins with its name.

« Navette verte / Le projet est en retard. », « • Carte unique est en retard : le fabricant a fait défaut. », « Plume, le
pilote, passe sous surveillance. » and « Atlas des puits — suspendu. » each give an entry: its name, the words of its state,
and all that is said of it as its comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.listings.entries import Entry
from ingest.facts.records import Fact
from ingest.facts.values.dates import moments
from ingest.facts.values.tallies import health
from ingest.languages import fold
from ingest.model import Block, BlockKind, Document

# Not « passe d'en difficulté à sous surveillance »: what it was is no state.
_STATE = r"(?<!d')(?<!\bde )\b"
_HEALTHS = (
    re.compile(
        _STATE + r"(?:en (?:retard|difficulte|pause)|en bonne voie|sur la bonne voie|dans les temps|sous surveillance|"
        r"a (?:surveiller|risque)|sur la glace|au (?:rouge|jaune|vert)|on track|behind schedule|at risk)\b"
    ),
    re.compile(
        r"\b(?:selon (?:l'echeancier|le plan)|suit son (?:cours|echeancier)|(?:calendrier|echeancier) (?:est )?respecte|"
        r"(?:comme|tel que) prevu)\b"
    ),
)
_PHASES = (
    re.compile(
        r"\b(?:est (?:termine|livre|suspendu|ferme|annule|abandonne)e?|demeure suspendue?|est en cours)\b|"
        r"(?:^|(?<=[.:] ))(?:projet )?(?:termine|suspendu|abandonne)e?(?=[.,;]|$)"
    ),
    re.compile(
        r"\b(?:n'a pas (?:encore )?(?:demarre|commence)|pas (?:encore )?commencee?|a (?:repris|demarre|ouvert)|"
        r"(?:a l'etape|en phase) de (?:la |l')?\w+)\b"
    ),
    re.compile(r"\b(?:(?:is|was) (?:completed|closed|suspended|cancelled)|not (?:yet )?started)\b"),
)
_THING = re.compile(r"\b(?:le|ce|the|this) (?:projet|chantier|dossier|project|initiative|pilote)\b")
_ARTICLE = re.compile(
    r"^(?:(?:le |la |les |the )?(?:projet |chantier |project )?|l['’])(?=[«\"]?\s?[A-ZÀ-Ý])", re.IGNORECASE
)
_VERB = re.compile(
    r"\s(?:est|sont|a|ont|n['’](?:a|est)|suit|demeure|(?:re)?(?:ste|devient)|passe|avance|is|has|was)\s|\s*:\s"
)
# « circule depuis », « arrive en »: a word before one of these ends the name when no verb above does.
_AFTER = re.compile(r"\s[a-zà-ÿ]+\s(?=(?:depuis|dans|en|à|au|comme|par|sur|selon|toujours|encore|bien|mal)\s)")
# « Atlas des puits — suspendu. »: a name, a dash, a state in a few words.
_DASHED = re.compile(r"^(\S.{2,80}?)\s+[—–-]\s+([^.;,:]{3,40}?)\s*(?=[.;,:]|$)")
# « …, et le déménagement du magasin 3 redevient en bonne voie »: a thing that its paragraph names last.
_LAST = re.compile(
    r"(?:[.;:]|\bet)\s+(?:[Ll]e |[Ll]a |[Ll]['’])([^.,;:]{3,60}?)\s(?:est|demeure|reste|passe|(?:re)?devient)\s"
)
_LONGEST_NAME = 8  # words
_STATE_WORDS = 5
_MANY, _MOSTLY = 3, 0.6


def is_phase(said: str) -> bool:
    """Whether a few words say a phase, as they would of a thing that is so: « terminé », « pas commencé »."""
    return any(pattern.search(fold(f"est {said}.")) for pattern in _PHASES)


def told(document: Document) -> list[Entry]:
    """The things whose state a document tells in prose, when it tells three or more in one way."""
    return _told(document)[0]


def tells_mostly(document: Document) -> bool:
    """Whether telling how things stand is most of what a document does, beyond the few that any text may tell."""
    found, of = _told(document)
    stated = sum(_says_state(entry) for entry in found)
    return stated > _MANY and stated >= _MOSTLY * of


def _told(document: Document) -> tuple[list[Entry], int]:
    """The things told in the way that tells most, and how many headings, items or paragraphs there are of that way."""
    sections = list(_sections(document.blocks))
    bodies = [(heading, block) for heading, body in sections for block in body]
    items = [(heading, block) for heading, block in bodies if block.kind is BlockKind.LIST_ITEM]
    whole = [block for block in document.blocks if not block.cells]
    lines = [(b, b) for b in whole if len(b.text.split()) > _STATE_WORDS or _DASHED.match(b.text)]
    ways = [
        ([entry for heading, body in sections if (entry := _headed(heading, body))], len(sections) - 1),
        (
            [entry for heading, block in items if (entry := _dashed(block, heading) or _item(block, heading))],
            len(items),
        ),
        ([entry for heading, block in lines if (entry := _dashed(block, heading))], len(lines)),
        ([entry for heading, block in bodies if (entry := _paragraph(block, heading))], len(bodies)),
    ]
    ways.append(
        (list(_inside(document.blocks)), sum(block.kind in _PROSE and not block.cells for block in document.blocks))
    )
    best = max(ways, key=lambda way: sum(_says_state(entry) for entry in way[0]))
    return best if sum(_says_state(entry) for entry in best[0]) >= _MANY else ([], 0)


def _says_state(entry: Entry) -> bool:
    return bool(entry.facts.keys() & {"health", "phase", "progress"})


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Each heading with the text that stands right under it."""
    heading: Block | None = None
    body: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if heading:
                yield heading, body
            heading, body = block, []
        elif not block.cells and block.kind is not BlockKind.NOTE:
            body.append(block)
    if heading:
        yield heading, body


def _headed(heading: Block, body: Sequence[Block]) -> Entry | None:
    if (
        not body
        or body[0].kind is BlockKind.LIST_ITEM
        or any(pattern.search(fold(heading.text)) for pattern in _HEALTHS)
        or len(heading.text.split()) > _LONGEST_NAME
    ):
        return None
    said = fold(" ".join(block.text for block in body))
    if not (any(pattern.search(said) for pattern in (*_HEALTHS, *_PHASES, _THING))):
        return None
    entry = Entry(around=heading.place.section[:-1])
    entry.add("name", "", Fact(heading.text, heading.text, heading.place))
    for block in body:
        _read(entry, block)
    return entry


def _item(block: Block, heading: Block) -> Entry | None:
    if block.kind is not BlockKind.LIST_ITEM:
        return None
    start = article.end() if (article := _ARTICLE.match(block.text)) else 0
    ends = [found.start() for pattern in (_VERB, _AFTER) if (found := pattern.search(block.text, start))]
    name = block.text[start : min(ends)].split(" (")[0].strip(' «»"') if ends else ""
    if not name[:1].isupper() or len(name.split()) > _LONGEST_NAME:
        return None
    at = block.text.index(name)
    place = replace(block.place, start=block.place.start + at, end=block.place.start + at + len(name))
    entry = Entry(around=(heading.text,))
    entry.add("name", "", Fact(name, name, place))
    _read(entry, block)
    return entry


def _dashed(block: Block, heading: Block) -> Entry | None:
    """« Atlas des puits — à surveiller. … »; of a page, the line may have been taken for a heading."""
    found = _DASHED.match(block.text)
    if found is None or len(found.group(1).split()) > _LONGEST_NAME:
        return None
    state = found.group(2)
    colour = health(state)
    if len(state.split()) > _STATE_WORDS or not (colour or is_phase(state)):
        return None
    entry = Entry(around=(*heading.place.section[-1:],))
    entry.add("name", "", _part(block, *found.span(1)))
    entry.add("health" if colour else "phase", "", _part(block, *found.span(2)))
    _rest(entry, block)
    return entry


def _paragraph(block: Block, heading: Block) -> Entry | None:
    """« Le déménagement du magasin 3 est sous surveillance. »: what it begins with, and how that stands."""
    if block.kind is not BlockKind.PARAGRAPH or not any(p.search(fold(block.text)) for p in (*_HEALTHS, *_PHASES)):
        return None
    span = _begun(block.text) or _last(block.text)
    if span is None or len(block.text[slice(*span)].split()) > _LONGEST_NAME:
        return None
    name = _part(block, *span)
    if not name.quote[:1].isupper() and not span[0]:
        return None
    entry = Entry(around=(heading.text,))
    entry.add("name", "", replace(name, value=name.quote[:1].upper() + name.quote[1:]))
    _read(entry, block)
    return entry


# « La phase 2 du projet Boréal accuse un retard. »: a proper name after the word for what it is, anywhere in a sentence.
_NAMED = re.compile(
    r"\b(?:[Pp]rojet|[Cc]hantier|[Pp]rogramme|[Ii]nitiative|[Pp]roject)\s+(?:[«“\"]\s?(?P<quoted>[^»”\"]{2,60}?)\s?[»”\"]|"
    r"(?P<name>[A-ZÀ-Ý][\w’'-]*(?: (?:(?:de|du|des|la|le|et|of|the) |d['’]|l['’])*[A-ZÀ-Ý0-9][\w’'-]*)*))"
)
_LATE = re.compile(r"(?<!sans )(?<!aucun )(?<!\bpas de )(?<!tout )\b(?:un|du|de|son) retard\b|\bdelayed\b")
_HOW_FAR = re.compile(r"(?<![\d,.])\d{1,3}\s?%")
_STOP = re.compile(r"[.!?;](?=\s+[«A-ZÀ-Ýa-z])")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def _inside(blocks: Sequence[Block]) -> Iterator[Entry]:
    """The things that sentences name wherever they stand in them, each told up to the sentence that names another."""
    known: set[str] = set()
    for block in blocks:
        named = list(_NAMED.finditer(block.text)) if block.kind in _PROSE and not block.cells else []
        stops = [0, *(stop.end() for stop in _STOP.finditer(block.text)), len(block.text)]
        begins = [max(stop for stop in stops if stop <= found.start()) for found in named]
        for n, found in enumerate(named):
            group = "quoted" if found["quoted"] else "name"
            until = next((at for at in begins[n + 1 :] if at > begins[n]), len(block.text))
            entry = _sentences(block, found.span(group), (begins[n], until))
            if _says_state(entry) and fold(found[group]) not in known and begins.count(begins[n]) == 1:
                known.add(fold(found[group]))
                yield entry


def _sentences(block: Block, name: tuple[int, int], span: tuple[int, int]) -> Entry:
    """What a few sentences of a block say of the thing they name."""
    said = _part(block, *span)
    kept = said.quote.strip()
    start = span[0] + block.text[slice(*span)].index(kept)
    told = replace(block, text=kept, place=_part(block, start, start + len(kept)).place)
    entry = Entry(around=block.place.section)
    entry.add("name", "", _part(block, *name))
    said_so = fold(told.text)
    if late := _LATE.search(said_so):
        entry.add("health", "", replace(_part(told, *late.span()), value=health("en retard")))
    if share := _HOW_FAR.search(said_so):
        entry.add("progress", "", _part(told, *share.span()))
    _read(entry, told)
    return entry


def _begun(text: str) -> tuple[int, int] | None:
    """Where the name is that a text begins with: up to its verb, or to the words put beside it."""
    start = article.end() if (article := _ARTICLE.match(text)) else 0
    verb = _VERB.search(text, start)
    if verb is None or not verb.group().strip(" :"):
        return None
    end = min(
        at
        for at in (text.find(",", start, verb.start()), text.find(" (", start, verb.start()), verb.start())
        if at >= 0
    )
    acronym = _ACRONYM.match(text, end)
    return start, acronym.end() if acronym else end


def _last(text: str) -> tuple[int, int] | None:
    """Where the name is of what a text tells last, right before its state."""
    states = [found.start() for pattern in _HEALTHS if (found := pattern.search(fold(text)))]
    named = [m for m in _LAST.finditer(text) if any(0 <= at - m.end() <= _ADVERB for at in states)]
    return named[-1].span(1) if named else None


_ADVERB = 12  # characters between a verb and the state: « est maintenant en difficulté »
_ACRONYM = re.compile(r" \([A-Z]{2,8}\)")


def _part(block: Block, start: int, end: int) -> Fact:
    place = replace(block.place, start=block.place.start + start, end=block.place.start + end)
    return Fact(block.text[start:end], block.text[start:end], place)


def _read(entry: Entry, block: Block) -> None:
    for key, pattern in (*(("health", words) for words in _HEALTHS), *(("phase", words) for words in _PHASES)):
        if found := pattern.search(fold(block.text)):
            words = block.text[found.start() : found.end()]
            place = replace(block.place, start=block.place.start + found.start(), end=block.place.start + found.end())
            entry.add(key, "", Fact(words, words, place))
    _rest(entry, block)


def _rest(entry: Entry, block: Block) -> None:
    """The day it is due, where the text says one, and all that is said of it."""
    for moment in moments(block.text):
        if moment.exact and _DUE.search(fold(block.text[: moment.start])):
            entry.add("due", "", _part(block, moment.start, moment.end))
    entry.add("comment", "", Fact(block.text, block.text, block.place))


_DUE = re.compile(r"\b(?:fin|echeance|mise en (?:service|ligne)|livraison|bascule)\b[^.;]{0,40}$")
