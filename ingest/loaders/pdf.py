"""PDF: pypdf for text, outline and form fields; ruled tables and the second reader stand in modules of their own."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.errors import DocumentError, LimitExceeded, ProtectedDocument, ScannedDocument, damaged
from ingest.layout.building import Builder
from ingest.layout.flow import Flow
from ingest.layout.normalisation import clean
from ingest.layout.pdf.fields import Field, Labelled, fields_of, text_boxes, with_labels
from ingest.layout.pdf.folios import folios_of
from ingest.layout.pdf.pages import Line, Page, Part, Prose, compounds_of, split_margins, style_of
from ingest.layout.pdf.pdfium import second_reading
from ingest.layout.pdf.ruled import Ruled, Rules, add_table, second_look, with_tables
from ingest.layout.pdf.scans import with_scans
from ingest.layout.pdf.strokes import straight_lines
from ingest.layout.pdf.turning import turn_of, turned_rules, upright
from ingest.layout.pdf.visibility import needs_look, split_hidden
from ingest.layout.titles import said_title
from ingest.model import Document, Place
from ingest.sandbox.heartbeat import beat
from ingest.sandbox.limits import PAGES

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_WHAT = "PDF"
_NOTES = frozenset({"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Caret"})


def load(data: bytes, name: str) -> Document:
    """Raises ScannedDocument without a text layer, ProtectedDocument when a password is needed."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    if b"%PDF-" not in data[:1024]:
        raise damaged(name, _WHAT)
    builder = Builder(name, "pdf")
    source = _Source(data, name, builder)
    return _compose(builder, source)


class _Source:
    """The pages, read by pypdf and, where it fails, by the second reader."""

    def __init__(self, data: bytes, name: str, builder: Builder) -> None:
        self._data = data
        self.name = name
        self._builder = builder
        self.title = ""
        self.outline: dict[str, int] = {}
        self.fields: list[Field] = []
        self._rules: Rules = ([], [])
        self.pages, recognised = with_scans(data, self._pages(), beat)
        if recognised:
            self._say_recognised(recognised)

    def _pages(self) -> list[Page]:
        try:
            return self._first()
        except (DocumentError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - pypdf raises TypeError, AssertionError, RecursionError… on damaged files
            pages = second_reading(self._data, self.name)
            self._builder.remark(
                "second-reader",
                "Le fichier s'écarte de la norme PDF : il a été lu par le lecteur de secours, sans mise en forme.",
                "Si des passages manquent, réenregistrez-le en PDF.",
            )
            return pages

    def _first(self) -> list[Page]:
        import pypdf

        reader = pypdf.PdfReader(io.BytesIO(self._data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _protected(self.name)
        count = len(reader.pages)
        if count > PAGES:
            raise _too_many(self.name)
        self.title = said_title(str((reader.metadata and reader.metadata.title) or ""))
        self.outline = dict(_outline(reader))
        pages = [self._page(reader, number) for number in range(1, count + 1)]
        self.fields = fields_of(reader.pages)
        folios = folios_of(pages, _labels(reader))
        pages = [replace(page, folio=folios.get(page.number, "")) for page in pages]
        self._say_left_out(reader)
        if not self.fields and _is_dynamic(reader):
            self._builder.remark(
                "dynamic-form",
                "Le fichier est un formulaire dynamique (XFA) : ce qu'on y a rempli n'est pas lu.",
                "Imprimez-le en PDF, puis déposez cette copie.",
            )
        return second_look(self._data, pages)

    def _page(self, reader: PdfReader, number: int) -> Page:
        page = reader.pages[number - 1]
        beat()
        self._look(page, reader, number)
        pen = _Pen()
        page.extract_text(visitor_text=pen.visit)
        width, height = float(page.mediabox.width or 612), float(page.mediabox.height or 792)
        lines = pen.lines()
        if turn := turn_of(pen.directions):
            lines = upright(lines, turn, width, height)
            self._rules = turned_rules(self._rules, turn, width, height)
        lines += text_boxes(page)
        return with_tables(Page(number, width if turn else height, tuple(lines)), self._rules)

    def _look(self, page: PageObject, reader: PdfReader, number: int) -> None:
        """Drops what nobody sees from the page's operations, and keeps the straight lines they draw."""
        from pypdf.generic import ContentStream, NameObject

        self._rules = ([], [])
        content = page.get("/Contents")
        if content is None:
            return
        stream = ContentStream(content.get_object(), reader, "bytes")
        operations = stream.operations
        self._rules = straight_lines(operations)
        if needs_look(operations):
            kept, hidden, scanned = split_hidden(operations)
            if scanned:
                self._say_recognised()
            if hidden:
                self._say_hidden(number)
            if len(kept) < len(operations):
                stream.operations = kept
        page[NameObject("/Contents")] = stream

    def _say_left_out(self, reader: PdfReader) -> None:
        """Names what the file carries beside its pages: notes stuck on them, files attached."""
        noted = [n for n, page in enumerate(reader.pages, 1) if _is_noted(page)]
        if noted:
            self._builder.remark(
                "comments",
                f"Des commentaires sont posés sur les pages {_numbers(noted)} : ils ne sont pas indexés.",
                "Réglez-les avant de publier.",
                Place(page=noted[0]),
            )
        if names := _attached(reader):
            self._builder.remark(
                "attachments",
                f"Des fichiers joints au PDF ne sont pas lus : {', '.join(names[:5])}{' …' if len(names) > 5 else ''}.",
                "Déposez-les aussi comme documents.",
            )

    def _say_hidden(self, number: int) -> None:
        self._builder.remark(
            "hidden-text",
            f"Page {number} : du texte invisible, blanc ou minuscule a été laissé de côté.",
            "Rendez-le visible s'il doit servir à répondre; sinon, supprimez-le.",
            Place(page=number),
        )

    def _say_recognised(self, pages: Sequence[int] = ()) -> None:
        where = f" des pages {_numbers(pages)}" if pages else ""
        self._builder.remark(
            "recognised-text",
            f"Le texte{where} provient d'une reconnaissance de caractères : des mots peuvent être mal lus.",
            "Déposez si possible le document d'origine.",
        )


class _Pen:
    """Collects pypdf's pieces of text into lines, with where and how each was drawn."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._text: list[str] = []
        self._parts: list[Part] = []
        self._first: tuple[float, float, float, bool] | None = None
        self.directions: dict[int, int] = {}  # letters by the direction they are written in, in degrees

    def visit(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        for n, part in enumerate(text.split("\n")):
            if n:
                self._end()
            if part:
                self._add(part, cm, tm, font, size)

    def _add(self, part: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        self._text.append(part)
        if not part.strip():
            if self._parts:
                self._parts[-1] = replace(self._parts[-1], text=self._parts[-1].text + part)
            return
        x = round(tm[4] * cm[0] + tm[5] * cm[2] + cm[4], 1)
        y = round(tm[4] * cm[1] + tm[5] * cm[3] + cm[5], 1)
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = any(word in name for word in ("bold", "black", "heavy", "gras", "semibold"))
        self._parts.append(Part(part, x, y, bold))
        along = (tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3])
        turn = round(math.degrees(math.atan2(along[1], along[0])) / 90) * 90 % 360
        self.directions[turn] = self.directions.get(turn, 0) + len(part.strip())
        if self._first is None:
            scale = abs(tm[3] or tm[1] or 1.0) * abs(cm[3] or cm[1] or 1.0)
            self._first = (x, y, round(float(size or 0) * scale, 1), bold)

    def _end(self) -> None:
        text = "".join(self._text)
        if text.strip():
            x, y, size, bold = self._first or (0.0, 0.0, 0.0, False)
            self._lines.append(Line(text, x, y, size, bold, tuple(self._parts)))
        self._text, self._parts, self._first = [], [], None

    def lines(self) -> list[Line]:
        self._end()
        return self._lines


def _compose(builder: Builder, source: _Source) -> Document:
    pages, margins = split_margins(source.pages)
    for margin in margins:
        builder.margin(margin)
    flow = Flow(builder)
    prose = Prose(flow, style_of(pages, source.outline), compounds_of(pages), {p.number: p.folio for p in pages})
    ruled = Ruled(builder)
    for page in pages:
        fields = with_labels(page, [field for field in source.fields if field.page == page.number])
        _page_blocks(page, flow, prose, ruled, fields)
    prose.flush()
    flow.end()
    _check_scan(builder, source)
    return builder.document(source.title, len(source.pages))


def _page_blocks(page: Page, flow: Flow, prose: Prose, ruled: Ruled, fields: list[Labelled]) -> None:
    done: set[int] = set()
    for line in page.lines:
        inside = next((n for n, table in enumerate(page.tables) if ruled.holds(table, line)), None)
        held = [field for field in fields if field.line is line]
        if held and inside is None:
            _fields(line, held, page, flow, prose)
        elif inside is None:
            prose.line(line, page.number)
        elif inside not in done:
            done.add(inside)
            prose.flush()
            flow.end()
            add_table(ruled, page, page.tables[inside])
    loose = [field for field in fields if field.line is None or any(ruled.holds(t, field.line) for t in page.tables)]
    if loose:
        prose.flush()
    for field in loose:
        flow.field(field.label, field.value, page.place)


def _fields(line: Line, held: list[Labelled], page: Page, flow: Flow, prose: Prose) -> None:
    """The values filled in on a line, each after its printed label; what else the line says goes before."""
    labels = [field.part for field in held]
    rest = tuple(part for part in line.parts if part not in labels)
    if words := "".join(part.text for part in rest).strip(" _.…"):
        prose.line(replace(line, text=words, parts=rest), page.number)
    prose.flush()
    for field in held:
        flow.field(field.label, field.value, page.place)


def _check_scan(builder: Builder, source: _Source) -> None:
    blank = [page.number for page in source.pages if not page.lines]
    if builder.empty:
        raise _scanned(source, blank)
    if blank:
        builder.remark(
            "pages-without-text",
            f"Pages sans texte (images ou pages blanches) : {_numbers(blank)}.",
            "Si elles portent de l'écrit, passez-les à la reconnaissance de caractères, ou installez « tesseract ».",
        )


def _scanned(source: _Source, blank: list[int]) -> ScannedDocument:
    name, pages = source.name, _numbers(blank)
    return ScannedDocument(
        f"« {name} » est un document numérisé, sans texte (pages {pages}); soumettez-le à la reconnaissance de texte, "
        "ou installez « tesseract » avec le français sur cette machine : Repère lira les pages lui-même.",
        f"“{name}” is a scan without text (pages {pages}); run character recognition on it, or install “tesseract” with "
        "French on this machine: Repère will read the pages itself.",
    )


def _numbers(pages: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in pages[:10])
    return shown + (f" et {len(pages) - 10} autres" if len(pages) > 10 else "")


def _outline(reader: PdfReader) -> Iterator[tuple[str, int]]:
    import re

    try:
        stack: list[tuple[Any, int]] = [(reader.outline, 1)]
        while stack and len(stack) < 5000:
            entry, level = stack.pop(0)
            if isinstance(entry, list):
                stack = [(child, level + isinstance(child, list)) for child in entry] + stack
            elif key := re.sub(r"\W+", "", clean(str(entry.title))).lower():
                yield key, level
    except Exception:  # noqa: BLE001 - an outline is a help: without it headings are told from their looks
        return


def _labels(reader: PdfReader) -> list[str]:
    """The page labels that the file declares, or none."""
    try:
        return list(reader.page_labels) if "/PageLabels" in reader.root_object else []
    except Exception:  # noqa: BLE001 - labels are a help: without them pages are told by their rank
        return []


def _is_dynamic(reader: PdfReader) -> bool:
    try:
        return bool(reader.xfa)
    except Exception:  # noqa: BLE001 - what cannot be opened as such a form is none
        return False


def _is_noted(page: PageObject) -> bool:
    try:
        notes = [note.get_object() for note in list(page.get("/Annots") or ())[:2000]]
        return any(note.get("/Subtype") in _NOTES and str(note.get("/Contents") or "").strip() for note in notes)
    except Exception:  # noqa: BLE001 - a damaged list of annotations hides no text of the page
        return False


def _attached(reader: PdfReader) -> list[str]:
    try:
        return [clean(str(name)) for name in reader.attachments][:50]
    except Exception:  # noqa: BLE001 - a damaged list of attachments is none
        return []


def _protected(name: str) -> ProtectedDocument:
    return ProtectedDocument(
        f"« {name} » est protégé par un mot de passe; enregistrez-en une copie sans mot de passe.",
        f"“{name}” is protected by a password; save a copy without one.",
    )


def _too_many(name: str) -> LimitExceeded:
    return LimitExceeded(
        f"« {name} » compte plus de {PAGES} pages; divisez-le en plusieurs fichiers.",
        f"“{name}” has more than {PAGES} pages; split it into several files.",
    )
