"""Where a document speaks of itself: its title, its margins, what stands before its first section, its last lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.languages import fold
from ingest.model import Block, BlockKind, Document

FIRST = 25  # blocks among which a form gives its own version, date, owner
_LONGEST, _LAST = 10, 8  # blocks of an opening, and of a closing
_PAGE_HEAD, _PARTS = 60, 3
_BY_SOFTWARE = re.compile(
    r"^(?:\(?(?:anonymous|untitled|sans titre|unspecified)\)?|microsoft \w+ - .*|(?:document|presentation|classeur|book)\d+)$"
)
_FILE_NAME = re.compile(r"\S\.[a-z]{2,3}[a-z0-9]?$")  # « charte.docx »
_CLOSING = re.compile(r"\b(?:entree en vigueur|adoption|approbation|signatures?|mise a jour|coming into force)\b")


def opening(document: Document) -> list[Block]:
    """The blocks before the first section, list, table or second slide; of a workbook, every sheet's title rows."""
    if document.blocks and document.blocks[0].place.sheet:
        return [block for sheet in sheets(document) for block in title_rows(document, sheet)]
    found: list[Block] = []
    levels = [block.level for block in document.blocks if block.kind is BlockKind.HEADING]
    for block in document.blocks[:FIRST]:
        if _begins_the_body(block, found, levels) or len(found) == _LONGEST:
            break
        if block.kind is not BlockKind.NOTE:
            found.append(block)
    return found


def _begins_the_body(block: Block, before: list[Block], levels: list[int]) -> bool:
    if (block.place.slide or 1) > 1 or block.kind is BlockKind.LIST_ITEM:
        return True
    if block.kind is BlockKind.HEADING:
        # A line printed above the title (« OMCQ – page 1 ») is no body yet; one section of several is.
        body = [b for b in before if b.kind is not BlockKind.HEADING]
        parted = bool(before) and levels.count(block.level) > 1 and block.level != before[-1].level
        return parted or any(len(b.text) > _PAGE_HEAD for b in body) or (bool(body) and before[0] not in body)
    return block.kind is BlockKind.ROW and len(texts_of(block)) > 2


def sheets(document: Document) -> list[str]:
    """The sheets of a workbook, in order."""
    return list(dict.fromkeys(block.place.sheet for block in document.blocks if block.place.sheet))


def title_rows(document: Document, sheet: str) -> list[Block]:
    """What stands above the table of one sheet."""
    found: list[Block] = []
    for block in document.blocks:
        if block.place.sheet == sheet:
            if len(texts_of(block)) > 2 or len(found) == _LONGEST:
                break
            found.append(block)
    return found if len(found) < _LONGEST else found[:2]


def closing(document: Document) -> Iterator[str]:
    """The last lines, and what stands under « Entrée en vigueur », « Signatures »."""
    last = {block.id for block in document.blocks[-_LAST:]} if len(document.blocks) > _LAST else set()
    for block in document.blocks:
        under = block.place.section[-1] if block.place.section else ""
        if block.kind is not BlockKind.ROW and (block.id in last or _CLOSING.search(fold(under))):
            yield block.text


def sections(document: Document) -> list[Block]:
    """The headings of the level that has most of them, three at least: the parts of a register, of notes of version."""
    levels = [block.level for block in document.blocks if block.kind is BlockKind.HEADING]
    most = max(set(levels), key=levels.count, default=0)
    found = [block for block in document.blocks if block.kind is BlockKind.HEADING and block.level == most]
    return found if len(found) >= _PARTS else []


def texts_of(block: Block) -> list[str]:
    """The different texts of a row: one alone is a title, often merged across."""
    return list(dict.fromkeys(cell.text.strip() for cell in block.cells if cell.text.strip()))


def fields(document: Document) -> Iterator[tuple[str, str]]:
    """(folded label, value) of form fields, rows of pairs and « Label : value » lines among the first blocks."""
    blocks = document.blocks[:FIRST]
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        cells = [cell.text for cell in block.cells if cell.text.strip()]
        if len(cells) in (2, 4):
            yield from ((fold(label).strip(" :"), value) for label, value in zip(cells[::2], cells[1::2], strict=True))
        elif ":" in block.text[:60]:
            label, _, value = block.text.partition(":")
            yield fold(label).strip(), value.strip()
        elif following is not None and len(block.text) <= 40 and not block.cells:
            yield fold(block.text).strip(" :"), following.text  # « Version » alone on its line


def name_in_words(document: Document) -> str:
    """« suivi_projets_nov2025.csv » gives « suivi projets nov 2025 »; hyphens of a date are kept."""
    stem = PurePosixPath(document.name).stem.replace("_", " ")
    apart = re.sub(r"(?<=\d)(?=[^\W\d_]{3,}(?:19|20)\d\d(?!\d))", " ", stem)  # « 4juillet2025 »
    apart = re.sub(r"(?<=[^\W\d_]{3})(?=(?:19|20)\d\d(?!\d))", " ", apart)
    return " ".join(apart.split())


def own_title(document: Document) -> str:
    """What the file calls itself, or "": the first of many sections, a program's name or the file's name is no title."""
    said = document.title.strip()
    parts = sections(document)
    if parts and said == parts[0].text.strip() and document.blocks[0] is not parts[0]:
        return ""
    name = PurePosixPath(document.name).name
    if _BY_SOFTWARE.match(fold(said)) or _FILE_NAME.search(fold(said)) or said == name:
        return ""
    return said
