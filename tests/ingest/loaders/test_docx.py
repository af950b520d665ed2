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


NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Article %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


def numbered(text: str, number: int, level: int = 0) -> str:
    list_of = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{list_of}</w:pPr>{run(text)}</w:p>"


def test_the_numbers_word_writes_are_read_as_it_shows_them() -> None:
    body = numbered("Objet", 1) + numbered("But", 1, 1) + numbered("Séances", 1) + numbered("Avis", 1, 1)
    body += numbered("Quorum", 1, 1) + numbered("Renvoi", 2) + numbered("Reprise", 3) + numbered("Suite", 3)
    assert [block.text for block in load(word(body, numbering=NUMBERING), "a.docx").blocks] == [
        "Article I Objet",
        "1.1 But",
        "Article II Séances",
        "2.1 Avis",
        "2.2 Quorum",
        "c) Renvoi",
        "a) Reprise",
        "b) Suite",
    ]


def test_the_rank_of_an_item_is_not_its_name_but_a_numbered_sentence_alone_keeps_its_number() -> None:
    alone = load(word(numbered("Le quorum est de cinq.", 2), numbering=NUMBERING), "a.docx")
    introduced = load(word(f"<w:p>{run('Le comité :')}</w:p>{numbered('siège.', 2)}", numbering=NUMBERING), "a.docx")
    assert alone.text == "c) Le quorum est de cinq."
    assert introduced.blocks[-1].text == "siège."


def test_form_values_are_read_wherever_word_keeps_them() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
    box = field.format('<w:checkBox><w:checked w:val="1"/></w:checkBox>')
    entries = '<w:result w:val="1"/><w:listEntry w:val="Faible"/><w:listEntry w:val="Critique"/>'
    choice = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
    )
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Régie des eaux')}</w:sdtContent></w:sdt>"
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Cliquez ici')}</w:sdtContent></w:sdt>"
    body = f"<w:p>{box}{run('Oui')} {sign}{run('Non')}</w:p><w:p>{run('Risque : ')}{choice}</w:p>"
    body += f"<w:p>{run('Promoteur : ')}{filled}{empty}</w:p>"
    document = load(word(body), "a.docx")
    assert document.blocks[0].text == "☒ Oui☐ Non"
    assert document.blocks[1].text == "Risque : Critique Promoteur : Régie des eaux"
    assert "unfilled-fields" in {remark.code for remark in document.remarks}


def test_a_row_that_starts_further_right_keeps_its_columns() -> None:
    def cells(*texts: str) -> str:
        return "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts)

    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    rows = cells("Étape", "Rôle", "Délai"), cells("Avis", "Greffe", "5 jours"), late + cells("Maire", "2 jours")
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    last = load(word(body), "a.docx").blocks[-1]
    assert [(cell.text, cell.header) for cell in last.cells] == [("Maire", "Rôle"), ("2 jours", "Délai")]


def test_cards_side_by_side_are_read_one_after_the_other() -> None:
    def card(title: str, text: str) -> str:
        return f"<w:tc><w:p>{run(title, '<w:b/>')}</w:p><w:p>{run(text)}</w:p></w:tc>"

    row = card("Comité d'éthique", "Il se réunit en mars.") + card("Bureau", "Il se réunit en mai.")
    blocks = load(word(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), "a.docx").blocks
    assert [(block.text, block.place.section) for block in blocks if block.kind is BlockKind.PARAGRAPH] == [
        ("Il se réunit en mars.", ("Comité d'éthique",)),
        ("Il se réunit en mai.", ("Bureau",)),
    ]


def test_a_line_alone_in_bold_or_italics_names_what_follows_and_a_statement_does_not() -> None:
    styled = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + run("Cadre") + "</w:p>"
    lines = (
        (run("Rôle du greffe", "<w:b/>")),
        run("Budget : 40 000 $", "<w:b/>"),
        run("Adopté le 4 mai 2021", "<w:i/>"),
    )
    document = load(word(styled + "".join(f"<w:p>{line}</w:p>" for line in lines)), "a.docx")
    assert [block.text for block in document.blocks if block.kind is BlockKind.HEADING] == ["Cadre", "Rôle du greffe"]


@pytest.mark.parametrize("strict", [False, True])
def test_the_main_part_is_the_one_the_file_names_strict_or_not(strict: bool) -> None:
    base = "http://purl.oclc.org/ooxml" if strict else "http://schemas.openxmlformats.org"
    year = "" if strict else "/2006"
    body = "<w:body><w:p><w:r><w:t>Lu.</w:t></w:r></w:p></w:body>"
    body = f'<w:document xmlns:w="{base}/wordprocessingml{year}/main">{body}</w:document>'
    kind = f"{base}/officeDocument{year}/relationships/officeDocument"
    relations = f'<Relationships><Relationship Id="r1" Type="{kind}" Target="/word/document2.xml"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document2.xml", body)
    assert load(out.getvalue(), "a.docx").text == "Lu."


def test_what_is_imported_from_another_file_is_said_with_its_place() -> None:
    body = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{run("Annexe")}</w:p><w:altChunk/>'
    document = load(word(body), "a.docx")
    assert [(r.code, "Annexe" in r.text) for r in document.remarks] == [("embedded-object", True)]
