"""PDF: order, margins, headings, lists, tables, and what cannot be seen."""

from __future__ import annotations

import io

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


def test_a_page_without_words_is_called_a_scan_and_named() -> None:
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
