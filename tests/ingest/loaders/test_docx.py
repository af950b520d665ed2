"""Word documents: what a reader sees is read, what they do not see is said."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from ingest.errors import ProtectedDocument, UnreadableDocument
from ingest.loaders.docx import load
from ingest.model import BlockKind

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_insertions_are_kept_and_deletions_dropped_with_a_remark() -> None:
    deleted = "<w:del><w:r><w:delText>trois</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('cinq membres')}</w:ins>"
    document = load(word(f"<w:p>{run('Quorum : ')}{deleted}{inserted}</w:p>"), "a.docx")
    assert document.text == "Quorum : cinq membres"
    assert "tracked-changes" in {remark.code for remark in document.remarks}


@pytest.mark.parametrize("hidden", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
def test_hidden_words_are_left_out_and_said(hidden: str) -> None:
    document = load(word(f"<w:p>{run('Visible.')}{run('SECRET', hidden)}</w:p>"), "a.docx")
    assert "SECRET" not in document.text
    assert "hidden-text" in {remark.code for remark in document.remarks}


def test_white_letters_on_a_coloured_cell_are_read() -> None:
    shade = '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>'
    white = run("Sigle", '<w:color w:val="FFFFFF"/>')
    cells = f"<w:tc>{shade}<w:p>{white}</w:p></w:tc><w:tc><w:p>{run('Sens')}</w:p></w:tc>"
    assert load(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), "a.docx").text == "Sigle | Sens"


def test_headings_by_localised_style_lists_with_lead_in_and_notes() -> None:
    styles = f"""<w:styles {W}><w:style w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>
    <w:style w:styleId="X"><w:name w:val="Titre X"/><w:basedOn w:val="Titre2"/></w:style></w:styles>"""
    notes = f"<w:footnotes {W}><w:footnote w:id='2'><w:p>{run('Voir la loi.')}</w:p></w:footnote></w:footnotes>"
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>'
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="X"/></w:pPr>{run("2.1 Comité directeur")}</w:p>'
        f'<w:p>{run("Le comité :")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + item.format(run("adopte le budget;"))
        + item.format(run("fixe les orientations."))
    )
    document = load(word(body, styles=styles, footnotes=notes), "a.docx")
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM]
    assert {block.place.section for block in document.blocks} == {("2.1 Comité directeur",)}
    assert document.blocks[3].lead_in == "Le comité :"
    assert document.blocks[3].group == document.blocks[4].group != ""


def test_headers_and_footers_are_margins() -> None:
    document = docx.Document()
    document.add_paragraph("Texte.")
    document.sections[0].header.paragraphs[0].text = "Diffusion restreinte"
    out = io.BytesIO()
    document.save(out)
    assert load(out.getvalue(), "a.docx").margins == ("Diffusion restreinte",)


def test_merged_cells_are_spread_once_in_the_text() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for r, row in enumerate(
        (("Situation", "Palier", "Délai"), ("Retard", "Comité", "5 jours"), ("", "Direction", "2 jours"))
    ):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    out = io.BytesIO()
    document.save(out)
    last = load(out.getvalue(), "a.docx").blocks[-1]
    assert last.text == "Direction | 2 jours"
    assert [(cell.text, cell.header, cell.merged) for cell in last.cells] == [
        ("Retard", "Situation", True),
        ("Direction", "Palier", False),
        ("2 jours", "Délai", False),
    ]


def test_lines_of_a_committee_stay_apart() -> None:
    body = "".join(f"<w:p>{run(text)}</w:p>" for text in ("Fréquence : chaque mois.", "Quorum : trois membres."))
    assert [block.text for block in load(word(body), "a.docx").blocks] == [
        "Fréquence : chaque mois.",
        "Quorum : trois membres.",
    ]


def test_a_protected_and_a_truncated_file_are_refused() -> None:
    with pytest.raises(ProtectedDocument, match="mot de passe"):
        load(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    with pytest.raises(UnreadableDocument):
        load(word("<w:p/>")[:60], "a.docx")
