"""PDF: order, margins, headings, lists, tables, and what cannot be seen."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from ingest.errors import ProtectedDocument, ScannedDocument, UnreadableDocument
from ingest.layout.normalisation import clean
from ingest.loaders.pdf import load
from ingest.model import BlockKind

STYLES = getSampleStyleSheet()


def mandate() -> bytes:
    def margins(canvas: Canvas, doc: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 800, "Mandat – diffusion restreinte")
        canvas.drawString(500, 30, f"Page {doc.page}")

    body = STYLES["BodyText"]
    story = [
        Paragraph("1. Objet", STYLES["Heading1"]),
        Paragraph(
            "Le centre dépose un rapport à l'Agence, au plus tard trente jours après la fin de chaque trimestre. " * 3,
            body,
        ),
        Paragraph("1.1 Activités comprises", STYLES["Heading2"]),
        Paragraph("Le centre :", body),
        ListFlowable(
            [Paragraph(text, body) for text in ("forme le personnel;", "homologue les modèles.")], bulletType="bullet"
        ),
        PageBreak(),
        Paragraph("2. Risques", STYLES["Heading1"]),
        Table(
            [["Risque", "Mesure"], ["Retard", "Pénalités prévues"], ["Pénurie", "Prêt de personnel"]],
            style=[("GRID", (0, 0), (-1, -1), 1, colors.black)],
        ),
        Paragraph("Fiche", STYLES["Heading2"]),
        Table(
            [["Numéro", "A-12"], ["Date d'adoption", "20 mars 2025"]],
            style=[("GRID", (0, 0), (-1, -1), 1, colors.black)],
        ),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out).build(story, onFirstPage=margins, onLaterPages=margins)
    return out.getvalue()


def drawn(draw: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "Visible")
    text = canvas.beginText(72, 600)
    if draw == "invisible":
        text.setTextRenderMode(3)
    if draw == "white":
        text.setFillColorRGB(1, 1, 1)
    text.setFont("Helvetica", 1 if draw == "tiny" else 12)
    text.textLine("SECRET")
    canvas.drawText(text)
    canvas.save()
    return out.getvalue()


def test_a_mandate_is_read_with_its_places() -> None:
    data = mandate()
    document = load(data, "a.pdf")
    by_text = {block.text: block for block in document.blocks}
    assert by_text["homologue les modèles."].place.section == ("1. Objet", "1.1 Activités comprises")
    assert by_text["homologue les modèles."].lead_in == "Le centre :"
    row = by_text["Retard Pénalités prévues"]
    assert (row.kind, row.place.page, [c.header for c in row.cells]) == (BlockKind.ROW, 2, ["Risque", "Mesure"])
    field = by_text["Date d'adoption 20 mars 2025"]
    assert (field.kind, [c.text for c in field.cells]) == (BlockKind.FIELD, ["Date d'adoption", "20 mars 2025"])
    assert document.margins == ("Mandat – diffusion restreinte",)
    assert "Page" not in document.text


def test_every_block_is_found_again_on_its_page_by_another_reader() -> None:
    data = mandate()
    pages = [clean(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    for block in load(data, "a.pdf").blocks:
        assert block.text in pages[block.place.page - 1]


@pytest.mark.parametrize("how", ["invisible", "white", "tiny"])
def test_hidden_words_are_left_out_and_said(how: str) -> None:
    document = load(drawn(how), "a.pdf")
    assert document.text == "Visible"
    assert "hidden-text" in {remark.code for remark in document.remarks}


def test_white_words_on_a_dark_band_are_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.rect(60, 690, 400, 30, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 700, "Titre en blanc")
    canvas.save()
    assert load(out.getvalue(), "a.pdf").text == "Titre en blanc"


def test_words_cut_at_line_ends_are_mended_but_compounds_keep_their_hyphen() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for n, line in enumerate(
        ("Le sous-ministre adopte le cadre de gouver-", "nance du réseau, que le sous-", "ministre signe.")
    ):
        canvas.drawString(72, 700 - 14 * n, line)
    canvas.save()
    assert (
        load(out.getvalue(), "a.pdf").text
        == "Le sous-ministre adopte le cadre de gouvernance du réseau, que le sous-ministre signe."
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for n in range(3):
        canvas.drawString(72, 700 - 14 * n, f"gauche {n} suite de la phrase de gauche,")
    for n in range(3):
        canvas.drawString(330, 700 - 14 * n, f"droite {n} suite de la phrase de droite,")
    canvas.save()
    text = load(out.getvalue(), "a.pdf").text
    assert text.index("gauche 2") < text.index("droite 0")


def test_a_page_without_words_is_called_a_scan_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.save()
    with pytest.raises(ScannedDocument, match=r"numérisé, sans texte \(pages 1\)"):
        load(out.getvalue(), "a.pdf")


def test_a_password_is_asked_for_only_when_needed() -> None:
    for password, refused in (("secret", True), ("", False)):
        writer = pypdf.PdfWriter(io.BytesIO(drawn("")))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        if refused:
            with pytest.raises(ProtectedDocument, match="mot de passe"):
                load(out.getvalue(), "a.pdf")
        else:
            assert "Visible" in load(out.getvalue(), "a.pdf").text


def test_a_file_that_is_no_pdf_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        load(b"MZ\x90" + bytes(500), "a.pdf")


def form(appearance: bool) -> bytes:
    """Four filled fields: a group whose value sits on the parent, a text named by its parent, a plain one, a box."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

    out = io.BytesIO()
    canvas = Canvas(out)
    labels = ("Niveau de risque :", "Promoteur du projet :", "Direction :", "Évaluation exigée :", "Signataire :")
    for n, text in enumerate(labels):
        canvas.drawString(60, 740 - 40 * n, text)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=out)

    def add(**keys: object) -> object:
        return writer._add_object(DictionaryObject({NameObject("/" + key): value for key, value in keys.items()}))

    def widget(n: int, *states: str, **keys: object) -> object:
        looks = DictionaryObject({NameObject("/" + name): writer._add_object(StreamObject()) for name in states})
        if states and appearance:
            keys["AP"] = DictionaryObject({NameObject("/N"): looks})
        box = ArrayObject([NumberObject(v) for v in (250, 740 - 40 * n, 400, 755 - 40 * n)])
        return add(Type=NameObject("/Annot"), Subtype=NameObject("/Widget"), Rect=box, **keys)

    button, text = NameObject("/Btn"), NameObject("/Tx")
    group = add(FT=button, Ff=NumberObject(49152), T=TextStringObject("Niveau de risque"), V=NameObject("/Critique"))
    named = add(FT=text, T=TextStringObject("Promoteur du projet"), V=TextStringObject("Régie des eaux"))
    choice = ArrayObject([ArrayObject([TextStringObject("GC"), TextStringObject("Génie civil")])])
    widgets = [
        widget(0, "Faible", "Off", Parent=group),
        widget(0, "Critique", "Off", Parent=group),
        widget(1, Parent=named),
        widget(2, FT=NameObject("/Ch"), T=TextStringObject("Direction"), V=TextStringObject("GC"), Opt=choice),
        widget(3, "Oui", "Off", FT=button, T=TextStringObject("Évaluation exigée"), V=NameObject("/Oui")),
    ]
    writer.pages[0][NameObject("/Annots")] = ArrayObject(widgets)
    writer._root_object[NameObject("/AcroForm")] = add(Fields=ArrayObject([group, named, *widgets[3:]]))
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("appearance", [True, False])
def test_form_values_stand_after_their_printed_labels_wherever_the_file_keeps_them(appearance: bool) -> None:
    document = load(form(appearance), "a.pdf")
    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.FIELD, "Niveau de risque : Critique"),
        (BlockKind.FIELD, "Promoteur du projet : Régie des eaux"),
        (BlockKind.FIELD, "Direction : Génie civil"),
        (BlockKind.FIELD, "Évaluation exigée : Oui"),
        (BlockKind.PARAGRAPH, "Signataire :"),
    ]


def test_pages_are_called_by_the_number_printed_on_them() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for folio in ("i", "ii", "1", "2"):
        canvas.drawString(72, 700, f"Texte de la page {folio}, assez long pour en être un.")
        canvas.drawCentredString(300, 40, f"Page {folio}")
        canvas.showPage()
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=out)
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 3, style="/D", start=1)
    writer.write(out)
    blocks = load(out.getvalue(), "a.pdf").blocks
    assert [(block.place.page, block.place.folio) for block in blocks] == [(1, "i"), (2, "ii"), (3, "1"), (4, "2")]


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - Pol_v3.doc", "i-xx_archives.indd", "(anonymous)"])
def test_a_title_left_by_software_is_none(title: str) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle(title)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 770, "Guide des archives")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 730, "Les boîtes sont numérotées par l'archiviste.")
    canvas.save()
    assert load(out.getvalue(), "a.pdf").title == "Guide des archives"


@pytest.mark.parametrize("inside", [True, False])
def test_light_letters_are_read_on_a_drawn_dark_ground_and_only_there(inside: bool) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 100, "Visible")
    canvas.setFillColorRGB(0.05, 0.08, 0.62)
    path = canvas.beginPath()
    path.moveTo(0, 800)
    for x, y in ((600, 800), (0, 500), (-50, 650)):  # a triangle, nearly: its box covers what it does not
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(*((60, 750) if inside else (400, 520)), "Titre")
    canvas.save()
    assert ("Titre" in load(out.getvalue(), "a.pdf").text) is inside


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for text, y in (("Charte du comité", 700), ("Le quorum est de cinq.", 660)):
        canvas.drawString(72, y, text)
        canvas.drawString(72.4, y, text)
    canvas.drawString(72, 620, "Le quorum est de cinq.")
    canvas.save()
    text = load(out.getvalue(), "a.pdf").text
    assert (text.count("Charte du comité"), text.count("Le quorum est de cinq.")) == (1, 2)


def test_a_table_printed_sideways_is_read_upright() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.translate(100, 100)
    canvas.rotate(90)
    table = Table(
        [["Comité", "Présidence", "Quorum"], ["Éthique", "Maire", "cinq"], ["Audit", "Greffe", "trois"]],
        style=[("GRID", (0, 0), (-1, -1), 1, colors.black)],
    )
    table.wrapOn(canvas, 400, 400)
    table.drawOn(canvas, 0, -300)
    canvas.save()
    last = load(out.getvalue(), "a.pdf").blocks[-1]
    assert (last.text, [cell.header for cell in last.cells]) == (
        "Audit Greffe trois",
        ["Comité", "Présidence", "Quorum"],
    )


def test_two_labels_and_values_a_row_are_fields() -> None:
    out = io.BytesIO()
    table = Table(
        [
            ["NUMÉRO", "A-12", "DATE", "20 mars 2025"],
            ["MANDANT", "Agence", "RÉPONDANT", "Rose Roy"],
            ["OBJET", "Parc", "", ""],
        ],
        style=[("GRID", (0, 0), (-1, -1), 1, colors.black), ("SPAN", (1, 2), (3, 2))],
    )
    SimpleDocTemplate(out).build([table])
    blocks = load(out.getvalue(), "a.pdf").blocks
    assert {block.kind for block in blocks} == {BlockKind.FIELD}
    assert [block.text for block in blocks] == [
        "NUMÉRO A-12",
        "DATE 20 mars 2025",
        "MANDANT Agence",
        "RÉPONDANT Rose Roy",
        "OBJET Parc",
    ]


def test_words_laid_over_a_page_are_read_and_notes_and_attachments_are_said() -> None:
    from pypdf.annotations import FreeText, Text

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn("")))
    writer.add_annotation(0, FreeText(text="Approuvé le 4 mai 2021.", rect=(200, 550, 400, 600)))
    writer.add_annotation(0, Text(text="à revoir", rect=(50, 550, 60, 560)))
    writer.add_attachment("annexe.xlsx", b"x")
    out = io.BytesIO()
    writer.write(out)
    document = load(out.getvalue(), "a.pdf")
    assert "Approuvé le 4 mai 2021." in document.text
    assert {"comments", "attachments"} <= {remark.code for remark in document.remarks}


TSV = """level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext
5\t1\t1\t1\t1\t1\t200\t300\t100\t30\t96\tLe
5\t1\t1\t1\t1\t2\t320\t300\t100\t30\t91\tquorum
5\t1\t1\t1\t1\t3\t420\t300\t100\t30\t12\t@#
"""


@pytest.fixture
def scan() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.save()
    return out.getvalue()


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\nif [ $1 = --list-langs ]; then echo fra; exit; fi\n{answer}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_scan_is_read_where_recognition_is_installed_and_said(
    scan: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, f"cat > {tmp_path}/page.pnm; printf '%s' '{TSV}'")
    document = load(scan, "a.pdf")
    assert (document.text, document.blocks[0].place.page) == ("Le quorum", 1)
    assert [remark.code for remark in document.remarks] == ["recognised-text"]
    assert (tmp_path / "page.pnm").read_bytes().startswith(b"P5 ")


@pytest.mark.parametrize("answer", ["exit 1", "sleep 30"])
def test_recognition_that_fails_or_hangs_leaves_a_scan(
    answer: str, scan: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, answer)
    monkeypatch.setattr("ingest.layout.pdf.recognition.SECONDS", 1.0)
    with pytest.raises(ScannedDocument, match="tesseract"):
        load(scan, "a.pdf")
