"""PowerPoint (.pptx, .pptm), from its XML: slides in order, shapes by where they stand; hidden slides said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import damaged
from ingest.layout.building import Builder
from ingest.layout.flow import CAPTION, Flow, is_caption, is_heading_text
from ingest.layout.grids import Span, add_grid, spread
from ingest.layout.normalisation import BULLETS, clean, strip_bullet
from ingest.layout.office.drawings import Drawings, drawn_in
from ingest.layout.office.parts import REFERENCE, core_title, main_part, opened, related, relations
from ingest.layout.office.slides import Shape, kind_of, placed
from ingest.layout.order import reading_order
from ingest.layout.titles import said_title
from ingest.model import Document, Place
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHAT = "PowerPoint (.pptx)"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MAIN = "ppt/presentation.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_MARGINS = frozenset({"ftr", "hdr", "dt", "sldNum"})


def load(data: bytes, name: str) -> Document:
    """Blocks carry ``slide``; speaker notes are NOTE blocks; slide footers are margins. Raises DocumentError."""
    archive = opened(data, name, _WHAT)
    main = main_part(archive, _MAIN)
    if main not in archive.names:
        raise damaged(name, _WHAT)
    builder = Builder(name, "pptx")
    slides = list(_slides(archive, main))
    for number, part in enumerate(slides, 1):
        _Slide(builder, archive, part, number).add()
    return builder.document(said_title(core_title(archive)), len(slides))


def _slides(archive: Archive, main: str) -> Iterator[str]:
    targets = {relation.id: relation.part for relation in relations(archive, main)}
    for slide in archive.xml(main).iter(f"{_P}sldId"):
        if (part := targets.get(slide.get(f"{REFERENCE}id") or "", "")) in archive.names:
            yield part


class _Slide:
    def __init__(self, builder: Builder, archive: Archive, part: str, number: int) -> None:
        self._builder = builder
        self._archive = archive
        self._part = part
        self._place = Place(slide=number)
        self._flow = Flow(builder)
        self._drawings = Drawings(archive, part)
        self._root = archive.xml(part)
        self._card: Shape | None = None

    def add(self) -> None:
        if self._root.get("show") in ("0", "false"):
            self._say(
                "hidden-slide",
                f"La diapositive masquée {self._place.slide} n'est pas indexée.",
                "Affichez-la si elle doit servir à répondre.",
            )
            return
        self._builder.reset_headings()
        shapes = [shape for shape in placed(self._root, self._archive, self._part) if not _is_hidden(shape.element)]
        titles = [shape for shape in shapes if shape.kind in _TITLES]
        others = [shape for shape in shapes if shape.kind not in _TITLES]
        ordered = [others[n] for n in reading_order([shape.box for shape in others])]
        for shape, after in zip([*titles, *ordered], [*titles[1:], *ordered, None], strict=False):
            self._shape(shape, after)
        self._flow.end()
        self._notes()
        self._left_out()

    def _shape(self, shape: Shape, after: Shape | None) -> None:
        element = shape.element
        if self._card is not None and not _above(self._card, shape):
            self._flow.end()
            self._builder.close_headings(2)
            self._card = None
        if element.tag == f"{_P}graphicFrame":
            self._frame(element)
        elif shape.kind in _TITLES:
            self._flow.heading(" ".join(_paragraph(p) for p in element.iter(f"{_A}p")), 1, self._place)
        elif shape.kind in _MARGINS:
            if shape.kind != "sldNum":
                self._builder.margin(" ".join(_paragraph(p) for p in element.iter(f"{_A}p")))
        elif _names_next(shape, after):
            self._flow.heading(_words(element), 2, self._place)
            self._card = shape
        else:
            self._body(element)

    def _frame(self, frame: _Element) -> None:
        tables = list(frame.iter(f"{_A}tbl"))
        for number, table in enumerate(tables):
            self._flow.end()
            rows = [list(row.iter(f"{_A}tc")) for row in table.iter(f"{_A}tr")]
            name = f"t{id(table)}-{number}"
            spans = [[_span(cell) for cell in row if not _is_covered(cell)] for row in rows]
            add_grid(self._builder, spread(spans, name), [self._place])
        self._drawings.add(self._flow, frame, self._place, f"diapositive {self._place.slide}")
        if not tables and not any(drawn_in(frame)):
            self._say(
                "embedded-object",
                f"Un objet incorporé (diapositive {self._place.slide}) n'est pas lu.",
                "Déposez-le aussi comme document.",
            )

    def _body(self, shape: _Element) -> None:
        for paragraph in shape.iter(f"{_A}p"):
            text = clean(_paragraph(paragraph))
            if not text:
                continue
            properties = paragraph.find(f"{_A}pPr")
            if _bulleted(properties) or text[0] in BULLETS:
                level = (properties.get("lvl") if properties is not None else None) or "0"
                self._flow.item(strip_bullet(text), 1 + (int(level) if level.isdigit() else 0), self._place)
            elif _is_bold(paragraph) and is_caption(text):
                self._flow.heading(text, CAPTION, self._place)
            else:
                self._flow.paragraph(text, self._place)

    def _notes(self) -> None:
        for part in related(self._archive, self._part, "notesSlide"):
            for shape in self._archive.xml(part).iter(f"{_P}sp"):
                if kind_of(shape) == "body":
                    for paragraph in shape.iter(f"{_A}p"):
                        self._builder.note(_paragraph(paragraph), self._place)

    def _left_out(self) -> None:
        """Says what of the slide is no text of it: comments, and pictures when there is nothing else."""
        if related(self._archive, self._part, "comments"):
            self._say(
                "comments",
                f"Les commentaires de révision de la diapositive {self._place.slide} ne sont pas indexés.",
                "Réglez-les avant de publier.",
            )
        if next(self._root.iter(f"{_P}pic"), None) is not None and not any(
            _words(shape) for shape in self._root.iter(f"{_P}sp")
        ):
            self._say(
                "pages-without-text",
                f"La diapositive {self._place.slide} n'est qu'une image : rien n'y est lu.",
                "Écrivez-en le texte s'il doit servir à répondre.",
            )

    def _say(self, code: str, text: str, advice: str) -> None:
        self._builder.remark(code, text, advice, self._place)


def _names_next(shape: Shape, after: Shape | None) -> bool:
    """True for a short line alone in its box, right above a box that says more: the title of a card."""
    if after is None or after.kind in _TITLES | _MARGINS or shape.kind in ("body", "subTitle"):
        return False
    text, following = _words(shape.element), _words(after.element)
    alone = sum(1 for p in shape.element.iter(f"{_A}p") if clean(_paragraph(p))) == 1
    return _above(shape, after) and alone and is_caption(text) and not is_heading_text(following)


def _above(shape: Shape, other: Shape) -> bool:
    """True when ``other`` stands below, in the same column."""
    return other.box[1] >= shape.box[1] and shape.box[0] < other.box[2] and other.box[0] < shape.box[2]


def _words(shape: _Element) -> str:
    return clean(" ".join(_paragraph(p) for p in shape.iter(f"{_A}p")))


def _is_hidden(shape: _Element) -> bool:
    return any(found.get("hidden") in ("1", "true") for found in shape.iter(f"{_P}cNvPr"))


def _bulleted(properties: _Element | None) -> bool:
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return False
        if properties.find(f"{_A}buChar") is not None or properties.find(f"{_A}buAutoNum") is not None:
            return True
        if (properties.get("lvl") or "0") != "0":
            return True
    return False


def _paragraph(paragraph: _Element) -> str:
    breaks = f"{_A}br"
    return "".join(" " if child.tag == breaks else child.text or "" for child in paragraph.iter(f"{_A}t", breaks))


def _is_bold(element: _Element) -> bool:
    runs = [run for run in element.iter(f"{_A}r") if (run.findtext(f"{_A}t") or "").strip()]
    return bool(runs) and all((p := run.find(f"{_A}rPr")) is not None and p.get("b") in ("1", "true") for run in runs)


def _is_covered(cell: _Element) -> bool:
    """True for a cell that another one, beside or above, spreads over."""
    return cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true")


def _span(cell: _Element) -> Span:
    columns, rows = (str(cell.get(name) or "1") for name in ("gridSpan", "rowSpan"))
    text = _words(cell)
    return Span(
        text,
        int(columns) if columns.isdigit() and len(columns) < 5 else 1,
        int(rows) if rows.isdigit() and len(rows) < 6 else 1,
        bool(text) and _is_bold(cell),
    )
