"""Things described one after the other, in whatever form the office chose: each becomes an ``Entry``.

A table with one thing a row; the same laid on its side, one thing a column; one small card (label, value) a thing;
or prose: a heading, then « Santé : vert. Avancement : 40 %. ».
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.listings import beside
from ingest.facts.listings.columns import Columns
from ingest.facts.listings.contents import told_by_content
from ingest.facts.listings.labels import Labelled, apart, labelled
from ingest.facts.listings.lines import lined
from ingest.facts.records import Fact
from ingest.facts.values.dates import iso
from ingest.facts.values.tallies import health
from ingest.model import Block, BlockKind, Document, Place

__all__ = ["Entry", "Reading", "listing", "tables", "told_by_content"]

_TELLING = 4  # this many known headers make a header row even when none of them says « name »
_HEADER_SEARCH = 25  # a header further down than this is no header


@dataclass(slots=True)
class Entry:
    """One thing: its facts by canonical key, headers as written, and the words around it (sheet, headings)."""

    facts: dict[str, Fact] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    around: tuple[str, ...] = ()
    table: str = ""  # the id of the first row of its table; "" for a card or a section

    def add(self, key: str, label: str, fact: Fact) -> None:
        """Keeps the first fact of a key, with the label it stood under; an empty one is passed over."""
        if key and fact.quote.strip() and key not in self.facts:
            self.facts[key] = fact
            self.labels[key] = label


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document lists, how many tables or sections were understood, and how many looked alike but were not."""

    entries: tuple[Entry, ...]
    puzzling: tuple[Block, ...] = ()


def listing(document: Document, columns: Columns, needed: frozenset[str], telling: int = _TELLING) -> Reading:
    """All entries of a document. A table counts when its headers say a name and at least two of ``needed``, or as many
    of them as ``telling`` and no name."""
    entries: list[Entry] = []
    puzzling: list[Block] = []
    headings = _headings(document.blocks)
    for rows in tables(document.blocks):
        heading = headings.get(rows[0].id)
        found = list(_table(rows, columns, needed, heading, telling))
        entries.extend(found)
        if heading and len(found) == 1 and found[0].facts["name"].place == heading.place:
            _described(found[0], _between(heading, rows[0], document.blocks), columns)
        if not found and len(rows) > 2:
            puzzling.append(rows[0])
    for rows in lined(document.blocks):
        entries.extend(_table(rows, columns, needed))
    entries.extend(_prose(document.blocks, columns, needed))
    return Reading(tuple(entries), tuple(puzzling))


def _between(heading: Block, row: Block, blocks: Sequence[Block]) -> Block | None:
    """The paragraph that stands alone between a heading and a row."""
    runs = zip(blocks, blocks[1:], blocks[2:], strict=False)
    return next((b for a, b, c in runs if a is heading and c is row and b.kind is BlockKind.PARAGRAPH), None)


def _described(entry: Entry, block: Block | None, columns: Columns) -> None:
    """What is told between the name of a card and its first line describes the thing."""
    if block and columns.has("description") and not labelled(block, columns).pairs:
        entry.add("description", "", beside.whole(block))


# « Quai : 52 %, à surveiller; cible 15 décembre 2025; porteur : … »: what the parts without a label are.
_CONTENT: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("progress", lambda part: "%" in part),
    ("due", lambda part: bool(iso(part))),
    ("health", lambda part: bool(health(part))),
    ("phase", lambda part: len(part.split()) <= _CODE + 2),
)


def tables(blocks: Iterable[Block]) -> list[list[Block]]:
    """The rows of each table, in order: same group, else same sheet, else the same run of rows."""
    grouped: dict[str, list[Block]] = defaultdict(list)
    run, before = 0, False
    for block in blocks:
        is_row = block.kind == BlockKind.ROW and bool(block.cells)
        run += is_row and not before
        before = is_row
        if is_row:
            grouped[block.group or block.place.sheet or f"run {run}"].append(block)
    return list(grouped.values())


def _headings(blocks: Iterable[Block]) -> dict[str, Block]:
    """The heading nearest above each row."""
    above: dict[str, Block] = {}
    heading: Block | None = None
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            heading = block
        elif heading:
            above[block.id] = heading
    return above


def _table(
    rows: Sequence[Block],
    columns: Columns,
    needed: frozenset[str],
    heading: Block | None = None,
    telling: int = _TELLING,
) -> Iterator[Entry]:
    header = _header(rows, columns, needed, telling)
    if header is not None:
        yield from _down(rows[header + 1 :], _titles(rows, header, columns), columns, _around(rows[0]))
        return
    yield from _across(rows, columns, needed, heading)


def _header(rows: Sequence[Block], columns: Columns, needed: frozenset[str], telling: int) -> int | None:
    """The row whose cells say most keys, a name among them."""
    best, most = None, 0
    for number, row in enumerate(rows[:_HEADER_SEARCH]):
        keys = {columns.key(cell.text) for cell in row.cells} - {""}
        named = "name" in keys or len(keys & needed) >= telling
        if (
            ((named and len(keys & needed) >= 2) or keys >= _PRICED)
            and len(keys) > most
            and not any(_is_value(cell.text) for cell in row.cells)
        ):
            best, most = number, len(keys)
    if best is None and any(cell.header for cell in rows[0].cells):
        keys = {columns.key(cell.header) for cell in rows[0].cells} - {""}
        return -1 if "name" in keys and len(keys & needed) >= 2 else None
    return best


def _is_value(text: str) -> bool:
    """An address or an amount: no head of a column."""
    return "@" in text or bool(re.search(r"\d\s?\$", text))


def _titles(rows: Sequence[Block], header: int, columns: Columns) -> dict[int, str]:
    """Header text by column. A header cell left empty under a group header takes the group's words."""
    if header < 0:
        return {cell.column: cell.header for row in rows for cell in row.cells if cell.header}
    titles: dict[int, str] = {}
    above = (
        {cell.column: cell.text for cell in rows[header - 1].cells} if header and not _is_band(rows[header - 1]) else {}
    )
    for cell in rows[header].cells:
        group = above.get(cell.column, "")
        several = list(above.values()).count(group) > 1
        titles[cell.column] = cell.text if columns.key(cell.text) or not columns.key(group) or several else group
    for column, text in above.items():
        if column not in titles and columns.key(text):
            titles[column] = text
    return titles


def _down(rows: Sequence[Block], titles: dict[int, str], columns: Columns, around: tuple[str, ...]) -> Iterator[Entry]:
    order = sorted(titles)
    keys = dict(zip(order, columns.read([titles[c] for c in order]), strict=True))
    if "name" not in keys.values():
        keys = _naming(keys, titles, rows, columns)
    section: tuple[str, ...] = ()
    for row in rows:
        if _is_band(row):
            section = (row.cells[0].text,)  # a band across the table: « T2 2025 », « Région du Nord »
            continue
        entry = Entry(around=(*around, *section), table=rows[0].id)
        for cell in row.cells:
            if cell.column in keys and cell.text.strip():
                for key in (keys[cell.column], *columns.both(titles[cell.column])):
                    entry.add(key, titles[cell.column], beside.said(cell))
        if "name" not in entry.facts and entry.facts.keys() >= _PRICED:
            entry.add("name", "", entry.facts["code"])
        if "name" in entry.facts and len(entry.facts) > 1 and not _repeats(entry, titles):
            yield entry


def _naming(keys: dict[int, str], titles: dict[int, str], rows: Sequence[Block], columns: Columns) -> dict[int, str]:
    """Which column names the things when no header says so: the first of two that describe them (« Ce qu'on offre »,
    « À quoi ça sert »), else the first whose short values are all different."""
    describing = [c for c in sorted(titles) if columns.key(titles[c]) == "description"]
    if len(describing) > 1:
        return keys | {describing[0]: "name", describing[1]: "description"}
    for column in sorted(keys):
        texts = [c.text.strip() for row in rows for c in row.cells if c.column == column and c.text.strip()]
        short = sum(len(t.split()) for t in texts) / max(len(texts), 1)
        full = len(texts) >= _NAMED * sum(1 for row in rows if not _is_band(row))
        if not columns.has(keys[column]) and full and len(set(texts)) == len(texts) > 1 and 1 < short <= _NAME_WORDS:
            return keys | {column: "name"}
    return keys


_CODE = 2  # characters
_PRICED = {"code", "cost"}  # a list of prices calls things by their codes
_NAME_WORDS = 9  # on average; longer texts describe
_NAMED = 0.9  # of the rows have a name; fewer have a remark


def _is_band(row: Block) -> bool:
    """One text alone, often merged across: a title."""
    return len({cell.text for cell in row.cells if cell.text.strip()}) == 1


def _repeats(entry: Entry, titles: dict[int, str]) -> bool:
    """The header printed again on the next page."""
    return all(fact.quote in titles.values() for fact in entry.facts.values())


def _across(rows: Sequence[Block], columns: Columns, needed: frozenset[str], heading: Block | None) -> Iterator[Entry]:
    """Labels down the first column, one thing in each other column: a table on its side, or one card."""
    label_column = rows[0].cells[0].column if rows[0].cells else 0
    lines = [row for row in rows if row.cells and row.cells[0].column == label_column]
    wide = len({cell.column for row in lines for cell in row.cells}) > 2
    if wide:
        lines = [row for row in lines if not _is_band(row)]  # the title above is no label
    keys = columns.read([row.cells[0].text for row in lines])
    codes = sum(len(row.cells[0].text.strip()) <= _CODE for row in lines)
    surely = {key for key, row in zip(keys, lines, strict=True) if _is_label(row.cells[0].text, columns)}
    if len(surely & needed) < 2 or codes > 1:  # « V | vert », « J | jaune »: a legend lists nothing
        return
    if "name" not in keys and wide:
        keys[0] = "name"
    things: dict[int, Entry] = {}
    for row, key in zip(lines, keys, strict=True):
        for cell in row.cells[1:]:
            thing = things.setdefault(cell.column, Entry(around=_around(row)))
            for said in (key, *columns.both(row.cells[0].text)):
                thing.add(said, row.cells[0].text, beside.said(cell))
    for entry in things.values():
        if "name" not in entry.facts and not wide:
            _name_card(entry, heading, rows[0])
        if "name" in entry.facts and entry.facts.keys() & needed:
            yield entry


def _is_label(text: str, columns: Columns) -> bool:
    """« Avis sur le calendrier scolaire » holds the word of a label, and is none: labels are short, or known in full."""
    return len(text.split()) <= beside.LABEL_WORDS or columns.is_alone(text)


def _name_card(entry: Entry, heading: Block | None, first: Block) -> None:
    """A card without its own name line is named by the heading above it, else by its sheet."""
    if heading and heading.place.slide == first.place.slide:
        entry.add("name", "", Fact(heading.text, heading.text, heading.place))
    elif first.place.sheet:
        entry.add("name", "", Fact(first.place.sheet, first.cells[0].text, first.cells[0].place))


def _prose(blocks: Sequence[Block], columns: Columns, needed: frozenset[str]) -> Iterator[Entry]:
    """Sections of labelled values; and one that only describes, between two of them: « Envoi postal. Retiré en avril. »."""
    found = list(_sections(blocks, columns, needed))
    full = [_is_kept(entry, needed) for entry in found]
    for n, entry in enumerate(found):
        between = 0 < n < len(found) - 1 and full[n - 1] and full[n + 1]
        alike = between and len({len(found[m].around) for m in (n - 1, n, n + 1)}) == 1
        if full[n] or (alike and columns.has("description") and entry.facts.keys() == {"name", "description", "more"}):
            yield entry


def _sections(blocks: Sequence[Block], columns: Columns, needed: frozenset[str]) -> Iterator[Entry]:
    """What each section tells. A heading, or the words before the first label, names the thing."""
    heading: Block | None = None
    entry, begun_by = Entry(), ""
    heads = Counter(label for block in blocks if block.kind is not BlockKind.ROW for label, _ in beside.labels(block))
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            yield entry
            heading, entry, begun_by = block, _headed(block), "heading"
        elif block.kind != BlockKind.ROW:
            found = labelled(block, columns)
            own_name = found.name if found.pairs else None
            if own_name or (
                found.pairs and found.pairs[0].key in ("name", "code") and found.pairs[0].key in entry.facts
            ):
                if begun_by != "heading" or entry.facts.keys() & needed:
                    yield entry
                    entry = Entry(around=_around(heading) if heading else block.place.section)
                begun_by = "words"
            opening = beside.opening(block, heads, columns) if entry.facts.keys() == {"name"} else None
            if opening and begun_by == "heading":
                entry.add("description", "", opening)
                found = replace(found, pairs=tuple(p for p in found.pairs if not beside.within(p.fact, opening)))
            _take(entry, found, own_name, columns)
            unlabelled = found.lead or (
                beside.whole(block) if not (found.pairs or opening) and block.kind is BlockKind.PARAGRAPH else None
            )
            for label, fact in beside.unforeseen(block, columns) if columns.has("description") else ():
                if begun_by == "heading" and not (opening and beside.within(fact, opening)):
                    entry.add(columns.read([label])[0], label, fact)
            if unlabelled and begun_by == "heading":
                # What stands under the name, without a label, describes the thing; of a project, it tells the news.
                said = next(filter(columns.has, ("description", "comment")), "")
                entry.add(said if said not in entry.facts else "more", "", unlabelled)
            elif block.kind is BlockKind.LIST_ITEM and not found.pairs and "description" in entry.facts:
                entry.add("more", "", beside.whole(block))
    yield entry


def _take(entry: Entry, found: Labelled, own_name: Fact | None, columns: Columns) -> None:
    if own_name:
        entry.facts.pop("name", None)
        name, *values = apart(own_name)
        entry.add("name", "", name)
        for value in values:
            entry.add(next((key for key, holds in _CONTENT if columns.has(key) and holds(value.quote)), ""), "", value)
    for pair in found.pairs:
        if pair.key == "name":
            entry.facts.pop("name", None)
        entry.add(pair.key, pair.label, pair.fact)


def _headed(block: Block) -> Entry:
    entry = Entry(around=block.place.section)
    entry.add("name", "", Fact(block.text, block.text, block.place))
    return entry


def _is_kept(entry: Entry, needed: frozenset[str]) -> bool:
    if "more" in entry.facts and "description" not in entry.facts:
        del entry.facts["more"]
    return "name" in entry.facts and len(entry.facts.keys() & needed) >= 2


def _around(block: Block) -> tuple[str, ...]:
    place: Place = block.place
    return tuple(words for words in (*reversed(place.section), place.sheet or "") if words)
