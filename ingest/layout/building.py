"""Turns what a loader finds, in reading order, into a Document whose spans are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.errors import LimitExceeded, UnreadableDocument
from ingest.layout.normalisation import clean
from ingest.model import Block, BlockKind, Cell, Document, Place, Remark
from ingest.sandbox.limits import BLOCKS, FILE_CHARACTERS


@dataclass(frozen=True, slots=True)
class Draft:
    """A cell before its place in the text is known. ``anchor`` is the key (or address) a copy comes from."""

    column: int
    text: str
    cell: str | None = None
    header: str = ""
    anchor: str | None = None
    key: str = ""


class Builder:
    """Adds blocks one after the other. Empty texts are skipped; every text is cleaned and folded to one line."""

    def __init__(self, name: str, form: str) -> None:
        self._name = name
        self._format = form
        self._blocks: list[Block] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self._margins: dict[str, None] = {}
        self._remarks: list[Remark] = []
        self._anchors: dict[tuple[str | None, str], Place] = {}
        self._groups = 0

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above what comes next, outermost first."""
        return tuple(text for _, text in self._headings)

    @property
    def empty(self) -> bool:
        """Whether no block was added yet."""
        return not self._blocks

    def group(self) -> str:
        """A new name that ties the items of one list, or the rows of one table, together."""
        self._groups += 1
        return f"g{self._groups}"

    def heading(self, text: str, level: int = 1, place: Place = Place()) -> None:
        """Closes the headings of this ``level`` (1 is outermost) and below, and opens this one."""
        text = clean(text)
        if not text:
            return
        self.close_headings(level)
        self._headings.append((level, text))
        self._append(BlockKind.HEADING, text, place, level=level)

    def close_headings(self, level: int) -> None:
        """Closes the headings of this ``level`` and below: what comes next is not under them."""
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()

    def reset_headings(self) -> None:
        """Forgets the headings above: a new slide or sheet begins."""
        self._headings.clear()

    def paragraph(self, text: str, place: Place = Place(), lead_in: str = "") -> None:
        """Adds a paragraph. As every block: raises LimitExceeded when the document grows too long."""
        self._append(BlockKind.PARAGRAPH, clean(text), place, lead_in=clean(lead_in))

    def item(self, text: str, lead_in: str = "", group: str = "", level: int = 1, place: Place = Place()) -> None:
        """Adds a list item; ``lead_in`` introduces its list, ``group`` names it, ``level`` 1 is outermost."""
        self._append(BlockKind.LIST_ITEM, clean(text), place, lead_in=clean(lead_in), group=group, level=level)

    def note(self, text: str, place: Place = Place(), lead_in: str = "") -> None:
        """Adds a footnote, a comment or a speaker note; ``lead_in`` is what it is a note of."""
        self._append(BlockKind.NOTE, clean(text), place, lead_in=clean(lead_in))

    def row(self, cells: Sequence[Draft], group: str = "", place: Place = Place(), joiner: str = " | ") -> None:
        """Adds a row of a table; ``group`` names the table, ``joiner`` parts the cells in its text."""
        self._cells(BlockKind.ROW, cells, place, joiner, group=group)

    def field(
        self, cells: Sequence[Draft], group: str = "", place: Place = Place(), unseen: str = "", lead_in: str = ""
    ) -> None:
        """A label and its value (or several pairs a form keeps together), joined by one space.

        ``unseen`` is a mark that is no text (a ticked box): one more cell, whose span is empty.
        """
        self._cells(BlockKind.FIELD, cells, place, " ", unseen=unseen, group=group, lead_in=clean(lead_in))

    def margin(self, text: str) -> None:
        """Sets a running header or footer apart, once however often it is printed."""
        if text := clean(text):
            self._margins[text] = None

    def remark(self, code: str, text: str, advice: str = "", place: Place = Place()) -> None:
        """Keeps what the owner of the file should know, once: a code, a sentence, what to do."""
        remark = Remark(code, clean(text), clean(advice), place)
        if remark not in self._remarks:
            self._remarks.append(remark)

    def document(self, title: str = "", pages: int | None = None) -> Document:
        """Raises UnreadableDocument when the file holds no text at all."""
        if not self._blocks:
            raise nothing_to_read(self._name)
        text = "\n".join(block.text for block in self._blocks)
        title = clean(title) or next((b.text for b in self._blocks if b.kind is BlockKind.HEADING), "")
        return Document(
            name=self._name,
            format=self._format,
            text=text,
            blocks=tuple(self._blocks),
            title=title[:300],
            margins=tuple(self._margins),
            remarks=tuple(self._remarks),
            pages=pages,
        )

    def _cells(
        self, kind: BlockKind, drafts: Sequence[Draft], place: Place, joiner: str, *, unseen: str = "",
        group: str = "", lead_in: str = "",
    ) -> None:  # fmt: skip
        texts = [(draft, clean(draft.text)) for draft in drafts]
        shown = [text for draft, text in texts if text and draft.anchor is None]
        if not shown:
            return
        at = self._start()
        cells: list[Cell] = []
        for draft, text in texts:
            if draft.anchor is not None:
                cells.append(self._copy(draft, text, place))
            elif text:
                cells.append(self._cell(draft, text, at, place))
                at += len(text) + len(joiner)
        if unseen:
            end = at - len(joiner)
            cells.append(Cell(unseen, 3, replace(place, section=self.section, start=end, end=end)))
        self._append(kind, joiner.join(shown), place, lead_in=lead_in, group=group, cells=tuple(cells))

    def _cell(self, draft: Draft, text: str, start: int, place: Place) -> Cell:
        place = replace(place, section=self.section, cell=draft.cell, start=start, end=start + len(text))
        if key := draft.key or draft.cell:
            self._anchors[place.sheet, key] = place
        return Cell(text, draft.column, place, clean(draft.header))

    def _copy(self, draft: Draft, text: str, place: Place) -> Cell:
        anchor = self._anchors.get((place.sheet, draft.anchor or ""), replace(place, cell=draft.cell))
        return Cell(text, draft.column, anchor, clean(draft.header), merged=True)

    def _start(self) -> int:
        return self._length + 1 if self._blocks else 0

    def _append(
        self,
        kind: BlockKind,
        text: str,
        place: Place,
        *,
        lead_in: str = "",
        level: int = 0,
        group: str = "",
        cells: tuple[Cell, ...] = (),
    ) -> None:
        if not text:
            return
        start = self._start()
        self._length = start + len(text)
        if self._length > FILE_CHARACTERS or len(self._blocks) >= BLOCKS:
            raise too_long(self._name)
        place = replace(place, section=self.section, start=start, end=self._length)
        block_id = f"b{len(self._blocks) + 1}"
        self._blocks.append(Block(block_id, kind, text, place, lead_in, level, group, cells))


def nothing_to_read(name: str) -> UnreadableDocument:
    """The error for a file without a word."""
    return UnreadableDocument(
        f"« {name} » ne contient aucun texte lisible; vérifiez le fichier ou retirez-le du dossier.",
        f"“{name}” holds no readable text; check the file or take it out of the folder.",
    )


def too_long(name: str) -> LimitExceeded:
    """The error for a document beyond the limits of ``ingest.sandbox.limits``."""
    return LimitExceeded(
        f"« {name} » contient trop de texte pour un seul document; divisez-le en plusieurs fichiers.",
        f"“{name}” holds too much text for one document; split it into several files.",
    )
