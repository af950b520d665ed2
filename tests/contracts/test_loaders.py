"""What every loader promises: exact spans, stable ids, nothing invisible, nothing but DocumentError."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.layout.normalisation import clean, is_invisible
from ingest.loaders import LOADERS
from ingest.loaders.reading import load
from ingest.model import BlockKind, Document
from ingest.sandbox.transport import decode, encode

ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
XML_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40)
ROWS = st.lists(st.lists(XML_WORDS, min_size=1, max_size=5), min_size=1, max_size=6)


def check(document: Document) -> None:
    """The promises of ``ingest.model``, for one document."""
    assert document.text == "\n".join(block.text for block in document.blocks)
    assert len({block.id for block in document.blocks}) == len(document.blocks)
    for block in document.blocks:
        place = block.place
        assert block.text
        assert document.text[place.start : place.end] == block.text
        assert block.text == clean(block.text)
        assert not any(is_invisible(char) for char in block.text)
        assert unicodedata.is_normalized("NFC", block.text)
        for cell in block.cells:
            if cell.place.start != cell.place.end:
                assert document.text[cell.place.start : cell.place.end] == cell.text
            if cell.text and not cell.merged and cell.place.start != cell.place.end:
                assert cell.text in block.text
    assert decode(encode(document)) == document


def read(data: bytes, name: str) -> Document | None:
    try:
        document = load(data, name)
    except DocumentError:
        return None
    check(document)
    return document


@ANY
@given(WORDS, st.sampled_from(["a.txt", "a.md", "a.csv", "a.html"]))
def test_any_text_gives_exact_spans_or_a_refusal(text: str, name: str) -> None:
    read(text.encode("utf-8", "replace"), name)


@ANY
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<ul>", "<li>", "• ", "\t", "\n", "1. Titre", "Nom : x", "mot ", "é", "fin."])
    )
)
def test_any_form_export_gives_exact_spans(parts: list[str]) -> None:
    read("".join(parts).encode(), "a.txt")


@ANY
@given(st.binary(max_size=400), st.sampled_from(sorted(LOADERS)))
def test_any_bytes_are_read_or_refused_never_a_bare_exception(data: bytes, suffix: str) -> None:
    for head in (b"", b"%PDF-1.7\n", b"PK\x03\x04"):
        read(head + data, "a" + suffix)


@ANY
@given(ROWS)
def test_a_workbook_keeps_every_cell_with_its_address(rows: list[list[str]]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(["" if text.startswith("=") else text for text in row])
    out = io.BytesIO()
    book.save(out)
    document = read(out.getvalue(), "a.xlsx")
    cells = {c.place.cell: c.text for b in document.blocks for c in b.cells} if document else {}
    again = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    expected = {c.coordinate: clean(str(c.value)) for r in again.iter_rows() for c in r if c.value is not None}
    assert cells == {address: text for address, text in expected.items() if text}


@ANY
@given(ROWS)
def test_a_csv_keeps_every_cell_and_its_line(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    read(out.getvalue().encode(), "a.csv")


@ANY
@given(st.lists(XML_WORDS, min_size=1, max_size=6), ROWS)
def test_a_word_file_gives_exact_spans(paragraphs: list[str], rows: list[list[str]]) -> None:
    import docx

    document = docx.Document()
    for n, text in enumerate(paragraphs):
        document.add_paragraph(text, style=("Heading 1", "List Bullet", "Normal")[n % 3])
    table = document.add_table(len(rows), max(map(len, rows)))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    out = io.BytesIO()
    document.save(out)
    read(out.getvalue(), "a.docx")


@ANY
@given(st.lists(XML_WORDS, min_size=1, max_size=6))
def test_a_presentation_gives_exact_spans(texts: list[str]) -> None:
    from pptx import Presentation

    deck = Presentation()
    for text in texts:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = text
        slide.placeholders[1].text = text
    out = io.BytesIO()
    deck.save(out)
    read(out.getvalue(), "a.pptx")


@settings(ANY, max_examples=15)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=80),
        min_size=1,
        max_size=8,
    )
)
def test_a_pdf_gives_exact_spans_and_its_words_are_on_the_page(texts: list[str]) -> None:
    import pypdf
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for n, text in enumerate(texts):
        canvas.drawString(72, 700 - 20 * n, text)
    canvas.save()
    document = read(out.getvalue(), "a.pdf")
    page = clean(pypdf.PdfReader(out).pages[0].extract_text())
    for block in document.blocks if document else ():
        if block.kind is BlockKind.PARAGRAPH and "-" not in block.text:
            assert block.text in page


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_an_empty_file_is_refused_in_a_sentence(suffix: str) -> None:
    with pytest.raises(DocumentError, match=r"vide|endommagé"):
        load(b"", "a" + suffix)
