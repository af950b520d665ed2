"""When the documents do not say: what comes nearest, whom to ask and where to write, questions that would be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.known.things import Cells, Thing, Things
from assistant.library import Library
from assistant.model import Citation, Contact, Lang, Nearest
from assistant.telling.quotes import sentences
from assistant.wording.general import general
from assistant.wording.values import FRENCH as FRENCH_VALUES
from ingest.facts.records import Fact, Level, Sort
from ingest.languages import FRENCH, content_words, fold, stem, words
from ingest.model import Block, BlockKind, Passage

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b(?: ?(?:poste|p\.|x|ext\.?) ?\d+)?")
_WRITE = re.compile(r"question|ecri[rvt]|joindre|adress|contact|write|reach")
OFFERED = 3  # questions proposed, at most
TRIED = 4  # of them tried, at most: those that would not be answered are not proposed
NEAR = 3  # rows or sentences shown, at most
READ = 160  # characters of one
TELLING = 4  # words of one, at least
BETWEEN = " | "  # cells of a row, in the text of a document
_MANY = 300  # documents: beyond, their text is not searched for addresses


def nearest(found: Iterable[Passage], asked: str, library: Library) -> tuple[tuple[Nearest, ...], tuple[Citation, ...]]:
    """The words that come nearest to the question, a row or a sentence each, under the title of their document."""
    near: list[Nearest] = []
    cited: dict[str, Citation] = {}
    for passage, line in _told_once(found, asked, library):
        place = replace(passage.place, start=passage.place.start + passage.text.index(line), end=0, cell=None)
        citation = library.cite(passage.document, quote=line, place=place)
        about = library.description(passage.document)
        if citation.id not in cited and len(near) < NEAR:
            cited[citation.id] = citation
            near.append(Nearest(passage.document, about.title, about.url, citation.id))
    return tuple(near), tuple(cited.values())


def _told_once(found: Iterable[Passage], asked: str, library: Library) -> list[tuple[Passage, str]]:
    """The first passage that tells something and those that share a word with the question, each with its line; of the
    rows of one thing, report after report, the latest."""
    kept: dict[str, tuple[Passage, str]] = {}
    wanted = _roots(asked)
    for passage in found:
        line = _line(passage, asked)
        shares = not kept or wanted & _roots(line)
        if not shares or not _tells(line, passage, library):
            continue
        of = fold(line.partition(BETWEEN)[0]) if BETWEEN in line else passage.id
        held = kept.setdefault(of, (passage, line))
        if library.description(held[0].document).date < library.description(passage.document).date:
            kept[of] = passage, line
    return list(kept.values())


def _roots(text: str) -> set[str]:
    """« services » and « service » are one word."""
    return {stem(word, FRENCH) for word in content_words(text, FRENCH)}


def _tells(line: str, passage: Passage, library: Library) -> bool:
    """Not a title, nor the heads of a table, nor a word or two."""
    cells = [fold(cell) for cell in line.split(BETWEEN)]
    heads = library.remember(("heads", passage.document), lambda seen: _heads(passage.document, seen))
    titled = fold(library.description(passage.document).title)
    return len(words(line)) >= TELLING and cells != [titled] and not (len(cells) > 1 and heads.issuperset(cells))


def _heads(document: str, library: Library) -> frozenset[str]:
    return frozenset(fold(cell.header) for block in library.blocks(document) for cell in block.cells if cell.header)


def likely_first(found: Sequence[Passage], places: Sequence[tuple[str, int]]) -> list[Passage]:
    """The passages that hold these places (document, character), in the order of the places, before the others."""

    def rank(passage: Passage) -> int:
        held = (n for n, (document, at) in enumerate(places) if _holds(passage, document, at))
        return next(held, len(places))

    return sorted(found, key=rank)


def _holds(passage: Passage, document: str, at: int) -> bool:
    return passage.document == document and passage.place.start <= at < passage.place.start + len(passage.text)


def _line(passage: Passage, asked: str) -> str:
    """The line of a passage that shares most words with the question; of a long one whole cells, or a sentence."""
    wanted = _roots(asked)

    def shared(text: str) -> int:
        return len(wanted & _roots(text))

    best = max((line.strip() for line in passage.text.split("\n") if line.strip()), key=shared, default="")
    if len(best) <= READ:
        return best
    if BETWEEN in best[:READ]:
        return best[:READ].rpartition(BETWEEN)[0]
    best = max((best[start:end] for start, end in sentences(best)), key=shared, default=best)
    return best if len(best) <= READ else best[:READ].rsplit(" ", 1)[0].rstrip(" |,;:")


def proposals(near: Sequence[Thing], language: Lang) -> tuple[str, ...]:
    """Questions about the things nearest, which the documents answer: « vouliez-vous dire… »."""
    say = general(language).proposals
    able = [thing for thing in near if thing.sort.value in say and not _gone(thing)]
    made = [say[thing.sort.value].format(name=thing.name.rstrip(" .?")) for thing in able]
    return tuple(dict.fromkeys(made))[:TRIED]


def _gone(thing: Thing) -> bool:
    """An offer that one cannot ask for any more is not proposed."""
    return any(v.key == "status" and v.fact.value in FRENCH_VALUES.not_offered for v in thing.latest.values)


def contact(
    near: Sequence[Thing], documents: Sequence[str], library: Library, language: Lang
) -> tuple[Contact | None, tuple[Citation, ...]]:
    """The role accountable for the nearest activity, with its address; else the address that the nearest documents give
    for questions; else that role, or the owner of the nearest document, alone."""
    holder = _holder(near, library, language)
    if holder and (found := address(holder[0], library)):
        role, why, cited = holder
        citation = library.cite(*found)
        proofs = (*cited, citation)
        return Contact(f"{role.name}, {found[1].quote}", why, tuple(c.id for c in proofs)), proofs
    say = general(language)
    for document in documents[:2]:
        if found := written(document, library):
            citation = library.cite(*found)
            title = library.description(document).title
            return Contact(found[1].quote, say.why_written.format(title=title), (citation.id,)), (citation,)
    if holder:
        role, why, cited = holder
        return Contact(role.name, why, tuple(c.id for c in cited)), cited
    owned = next((about for about in map(library.description, documents[:NEAR]) if about.owner), None)
    return (Contact(owned.owner, say.why_owner.format(title=owned.title)) if owned else None), ()


def _holder(near: Sequence[Thing], library: Library, language: Lang) -> tuple[Thing, str, tuple[Citation, ...]] | None:
    """Who is accountable for the nearest activity, else who carries it out, with the cells that say so."""
    say, known = general(language), Cells.of(library)
    activity = next((thing for thing in near if thing.sort is Sort.ACTIVITY), None)
    if activity is None:
        return None
    for level, why in ((Level.ACCOUNTABLE, say.why_accountable), (Level.RESPONSIBLE, say.why_responsible)):
        for cell in known.of_activity.get(activity.number, ()):
            if level in cell.levels:
                named = library.cite(activity.latest.document, activity.latest.name)
                cited = (library.cite(cell.document, cell.letter), named)
                return known.role_of[cell.role], why.format(activity=activity.name), cited
    return None


def written(document: str, library: Library) -> tuple[str, Fact] | None:
    """The e-mail address in a sentence of a document that says where to write."""
    for block in _addressed(document, library):
        found = _ADDRESS.search(block.text)
        if found:
            start = block.place.start + found.start()
            return document, Fact(found[0], found[0], replace(block.place, start=start, end=start + len(found[0])))
    return None


def _addressed(document: str, library: Library) -> list[Block]:
    """The sentences of a document that say where to write; rows of tables say it of something else."""

    def held(seen: Library) -> dict[str, list[Block]]:
        every = seen.descriptions() if len(seen.descriptions()) <= _MANY else ()
        return {d.document: [b for b in seen.blocks(d.document) if _says_where(b)] for d in every}

    return library.remember("addressed", held).get(document, [])


def _says_where(block: Block) -> bool:
    said = block.kind is not BlockKind.ROW and "@" in block.text
    return bool(said and _ADDRESS.search(block.text) and _WRITE.search(fold(block.text)))


def address(role: Thing, library: Library) -> tuple[str, Fact] | None:
    """An e-mail or a telephone in a row that names the role."""
    names = {fold(name) for name in role.names}
    for thing in Things.of(library).of_sort(Sort.ROW):
        subject = thing.latest
        said = {fold(f.quote) for f in (subject.name, *(v.fact for v in subject.values))}
        if said & names:
            held = next((v.fact for v in subject.values if _ADDRESS.search(v.fact.quote)), None)
            if held:
                return subject.document, held
    return None
