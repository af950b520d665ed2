"""Glossaries → one ``Term`` an entry: rows of a table, « Terme : définition », list items, label and value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts.acronyms import is_acronym
from ingest.facts.listings.columns import plain
from ingest.facts.records import Fact, Record, Term
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell, Description, Document, Kind, Remark

KIND = Kind.GLOSSARY

# « Nom » and « Description » head any table: they name terms only beside a header that says terms, or under a title.
_NAME_HEADER = re.compile(
    r"^(sigles?|acronymes?|termes?|mots?|abreviations?|expressions?|notions?|concepts?|terms?|acronyms?)\b"
)
_ANY_NAME = re.compile(rf"{_NAME_HEADER.pattern}|^(nom|entree)\b")
_MEANING_HEADER = re.compile(
    r"\b(signification|definition|sens|developpement|veut dire|meaning|forme longue|explication|nom complet|"
    r"stands for|en clair|appellation)"
)
_ANY_MEANING = re.compile(rf"{_MEANING_HEADER.pattern}|\b(description|ce que)")
_WIDEST = 5  # columns: a wider table lists things that have a name, not terms
_METADATA = re.compile(r"^(version|date|mise a jour|source|note|page)\b.{0,12}$")
_TITLED = re.compile(
    r"\b(glossaire|lexique|sigles?|acronymes?|abreviations|definitions|terminologie|glossary|vocabulaire)\b"
)
_ENTRY = re.compile(r"^\s*[«\"“*_]*\s*([^:–—=]{1,80}?)\s*[»\"”*_]*\s*(?::|\s[–—=-]\s|=)\s*(\S.{2,})$", re.DOTALL)


def recognise(document: Document) -> float:
    """How surely a document is a glossary, in [0, 1]: its title, and the share of its blocks that define something."""
    titled = _titled(document)
    bodies = [b for b in document.blocks if b.kind is not BlockKind.HEADING]
    defining = sum(1 for b in bodies if _entry(b, titled))
    headed = any(_columns(b, titled) for b in bodies)
    share = defining / len(bodies) if bodies else 0.0
    return min(1.0, 0.5 * titled + 0.3 * headed + 0.3 * share) if defining >= 2 and (titled or headed) else 0.0


def _titled(document: Document) -> bool:
    opening = (document.name, document.title, *(b.text for b in document.blocks[:2]))
    return any(_TITLED.search(plain(text)) for text in opening)


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:
    """Every entry, with the place of the name and of the meaning."""
    titled = description.kind is KIND or _titled(document)
    found = [term for block in document.blocks if (term := _term(document, block, titled))]
    remarks = [] if found else [_empty()]
    return list(found), remarks


def _empty() -> Remark:
    return Remark(
        "no-term",
        "Aucun terme n'a été reconnu dans ce glossaire.",
        "Présentez les termes dans un tableau « Sigle | Signification », ou un par ligne : « Terme : définition ».",
    )


def _term(document: Document, block: Block, titled: bool) -> Term | None:
    entry = _entry(block, titled)
    if entry is None:
        return None
    name, meaning = entry
    key = f"{document.name}\0{name.place.start}\0{name.quote}"
    identity = "t" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:15]
    return Term(id=identity, document=document.name, name=name, meaning=meaning, acronym=is_acronym(name.value))


def _entry(block: Block, titled: bool) -> tuple[Fact, Fact] | None:
    if block.kind is BlockKind.HEADING:
        return None
    if block.cells:
        return _from_cells(block, titled)
    match = _ENTRY.match(block.text)
    if not match or len(match[1].split()) > 8 or _METADATA.match(plain(match[1])):
        return None
    return _fact(block, *match.span(1)), _fact(block, *match.span(2))


def _from_cells(block: Block, titled: bool) -> tuple[Fact, Fact] | None:
    filled = [cell for cell in block.cells if cell.text.strip()]
    known = _columns(block, titled)
    pair = len(filled) == 2 and (titled or not any(cell.header for cell in filled))
    name, meaning = known or ((filled[0], filled[1]) if pair else (None, None))
    if not name or not meaning or not name.text.strip() or not meaning.text.strip() or len(name.text.split()) > 10:
        return None
    if _ANY_NAME.search(plain(name.text)) and _ANY_MEANING.search(plain(meaning.text)):
        return None  # the header row itself
    return _of_cell(name), _of_cell(meaning)


def _columns(block: Block, titled: bool) -> tuple[Cell, Cell] | None:
    """The name cell and the meaning cell, by what their headers mean. One of the two must say that it is about terms."""
    if len(block.cells) > _WIDEST and not titled:
        return None
    names = [c for c in block.cells if _ANY_NAME.search(plain(c.header))]
    meanings = [c for c in block.cells if _ANY_MEANING.search(plain(c.header))]
    telling = [c for c in names if _NAME_HEADER.search(plain(c.header))]
    telling += [c for c in meanings if _MEANING_HEADER.search(plain(c.header))]
    if not titled and not telling:
        return None
    apart = [c for c in meanings if c not in names[:1]]
    return (names[0], apart[0]) if names and apart else None


def _of_cell(cell: Cell) -> Fact:
    return Fact(_stripped(cell.text), cell.text, cell.place)


def _fact(block: Block, start: int, end: int) -> Fact:
    words = block.text[start:end]
    base = block.place.start
    return Fact(_stripped(words), words, replace(block.place, start=base + start, end=base + end))


def _stripped(text: str) -> str:
    return text.strip(' *_«»"“”\u00a0.')


def names_of(term: Term) -> Iterator[str]:
    """A term's name in every way it may be said: whole, without its parenthesis, and the parenthesis alone."""
    yield term.name.value
    bare = re.sub(r"\s*\([^()]*\)", "", term.name.value).strip()
    if bare and fold(bare) != fold(term.name.value):
        yield bare
        yield from re.findall(r"\(([^()]+)\)", term.name.value)
