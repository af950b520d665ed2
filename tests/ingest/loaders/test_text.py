"""Text files, plain or exported from a form."""

from __future__ import annotations

import pytest

from ingest.errors import UnsupportedFormat
from ingest.languages import words
from ingest.layout.flow import is_heading_text
from ingest.loaders.csv import load as load_csv
from ingest.loaders.html import load as load_html
from ingest.loaders.markdown import load as load_markdown
from ingest.loaders.reading import load as load_any
from ingest.loaders.text import load
from ingest.model import BlockKind

FORM = """CADRE DE GESTION LOCAL

AVANT

APRÈS

A. Fiche\t
Numéro\t12-AB
1. Contexte\t<p>Le service existe.</p> <p>Il :</p> <ul> • reçoit les demandes (avis,

\t<p>rapports);</p> • répond. </ul>
2. Décision\t<p>Pour l'équipe :</p> <p>Nom : Rose Tremblay</p> <p>Date : 2024-01-02</p>
Réponse :\tAcceptée : <input type="checkbox" checked/>
\tRefusée :
"""


def test_a_form_export_gives_sections_fields_lists_and_ticked_boxes() -> None:
    document = load(FORM.encode(), "a.txt")
    by_text = {block.text: block for block in document.blocks}
    assert by_text["AVANT APRÈS"].place.section == ("CADRE DE GESTION LOCAL",)
    assert [c.text for c in by_text["Numéro 12-AB"].cells] == ["Numéro", "12-AB"]
    item = by_text["reçoit les demandes (avis, rapports);"]
    assert (item.kind, item.lead_in, item.place.section[-1]) == (BlockKind.LIST_ITEM, "Il :", "1. Contexte")
    assert by_text["Nom : Rose Tremblay Date : 2024-01-02"].kind is BlockKind.FIELD
    assert [c.text for c in by_text["Réponse : Acceptée :"].cells] == ["Réponse :", "Acceptée :", "☑"]
    assert by_text["Refusée :"].kind is BlockKind.FIELD


def test_plain_text_joins_wrapped_lines_and_keeps_items_apart() -> None:
    text = "1. Objet\n\nLe comité se réunit chaque mois et rend compte de ses\n"
    text += "travaux au ministère.\n\n- un avis;\n- un rapport\n  annuel.\n"
    assert [block.text for block in load(text.encode(), "a.txt").blocks] == [
        "1. Objet",
        "Le comité se réunit chaque mois et rend compte de ses travaux au ministère.",
        "un avis;",
        "un rapport annuel.",
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac-roman", "cp850"]
)
def test_every_encoding_met_in_an_office_is_read(encoding: str) -> None:
    text = "Cadre de gouvernance : rôle, échéancier à l'été, déjà vu, Noël, ça"
    assert load(text.encode(encoding), "a.txt").text == text


def test_what_cannot_be_seen_is_removed() -> None:
    assert load("gou\u200bver\u00adnance \u202exe\u202c\U000e0041".encode(), "a.txt").text == "gouvernance xe"


def test_a_csv_of_a_quebec_excel_is_read_with_its_line_numbers() -> None:
    data = 'Nom;Délai\n"Accès; données";"2\njours"\nAvis;3\n'.encode("cp1252")
    rows = load_csv(data, "a.csv").blocks
    assert [(row.place.row, row.text) for row in rows] == [
        (1, "Nom | Délai"),
        (2, "Accès; données | 2 jours"),
        (4, "Avis | 3"),
    ]
    assert rows[2].cells[1].header == "Délai"


def test_markdown_rows_carry_their_line_and_markers_are_gone() -> None:
    document = load_markdown(b"# Glossaire\n\n| Sigle | Sens |\n|---|---|\n| A | B |\n\n**Terme** : sens.\n", "a.md")
    assert [(b.text, b.place.row) for b in document.blocks] == [
        ("Glossaire", 1),
        ("Sigle | Sens", 3),
        ("A | B", 5),
        ("Terme : sens.", 7),
    ]


def test_html_hides_scripts_and_hidden_elements() -> None:
    page = "<title>T</title><h1>Mandat</h1><script>x</script><p>Il :<ul><li>agit;</ul>"
    page += "<div style='display:none'>SECRET</div>"
    document = load_html(page.encode(), "a.html")
    assert document.title == "T"
    assert "SECRET" not in document.text
    assert document.blocks[-1].lead_in == "Il :"


def test_form_values_ticked_boxes_definitions_and_drawn_words_of_a_page_are_read() -> None:
    page = """<p><input type=checkbox checked> Oui <input type=radio> Non</p>
    <p>Direction : <select><option>Eau</option><option selected>Air</option></select></p>
    <dl><dt>ABC</dt><dd>Agence boréale</dd></dl>
    <svg><text>Maire</text><text>Greffe</text></svg>
    <p><strong>Rôle du greffe</strong></p><p>Il conserve les actes.</p>"""
    document = load_html(page.encode(), "a.html")
    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, "☒ Oui ☐ Non"),
        (BlockKind.PARAGRAPH, "Direction : Air"),
        (BlockKind.FIELD, "ABC Agence boréale"),
        (BlockKind.LIST_ITEM, "Maire"),
        (BlockKind.LIST_ITEM, "Greffe"),
        (BlockKind.HEADING, "Rôle du greffe"),
        (BlockKind.PARAGRAPH, "Il conserve les actes."),
    ]
    assert [remark.code for remark in document.remarks] == ["drawing"]


def test_a_page_saved_as_a_workbook_or_as_one_file_is_read_and_an_old_workbook_is_refused() -> None:
    page = "<html><body><table><tr><td>Nom</td><td>Rôle</td></tr><tr><td>Roy</td><td>Greffe</td></tr></table></body></html>"
    mail = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    mail += f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--B--\r\n"
    for data, name in ((page, "a.xls"), (page, "a.doc"), (mail, "a.mht"), (mail, "a.doc")):
        assert load_any(data.encode(), name).text == "Nom | Rôle\nRoy | Greffe"
    assert load_any("Nom\tRôle\nRoy\tGreffe\n".encode(), "a.xls").text == "Nom | Rôle\nRoy | Greffe"
    with pytest.raises(UnsupportedFormat, match="xlsx"):
        load_any(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls")


def test_html_inside_markdown_is_read_as_html_and_keeps_its_lines() -> None:
    text = "# Outils\n\n<div>\n<ul>\n<li>Vigie, l&eacute;g&egrave;re</li>\n\n<li>Sondeo</li>\n</ul>\n</div>\n\nFin.\n"
    blocks = load_markdown(text.encode(), "a.md").blocks
    assert [(b.kind, b.text, b.place.row) for b in blocks[1:]] == [
        (BlockKind.LIST_ITEM, "Vigie, légère", 5),
        (BlockKind.LIST_ITEM, "Sondeo", 7),
        (BlockKind.PARAGRAPH, "Fin.", 11),
    ]


@pytest.mark.parametrize("head", ["---\ntitle: Guide\nversion: 2\n---\n", "title: Guide\nversion: 2\n"])
def test_front_matter_describes_the_document_and_is_no_text_of_it(head: str) -> None:
    document = load_markdown(f"{head}\nTexte.\n".encode(), "a.md")
    assert (document.text, document.title, document.margins) == ("Texte.", "Guide", ("version : 2",))


def test_template_residue_is_not_read_and_a_value_nobody_filled_is_said() -> None:
    text = '{% hint style="info" %}\nLe comité trie. {% endhint %}\n\n[a.md](a.md)\n\n'
    text += "::: info\nLe quorum est de {{ quorum }}.\n:::\n"
    document = load_markdown(text.encode(), "a.md")
    assert document.text == "Le comité trie.\nLe quorum est de ."
    assert [(remark.code, remark.place.row) for remark in document.remarks] == [("template", 7)]


def test_a_line_alone_in_bold_is_a_heading_and_what_markdown_says_aside_is_kept() -> None:
    text = "**Rôle du greffe**\n\nIl garde les actes[^1].\n\n**Note : à revoir**\n\n"
    text += "- [x] Adopté\n- [ ] Publié\n\n[^1]: Voir la loi.\n"
    text += "\n```mermaid\ngraph TD\nA[Maire] --> B(Greffe)\n```\n\n```\n# non\n```\n"
    document = load_markdown(text.encode(), "a.md")
    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.HEADING, "Rôle du greffe"),
        (BlockKind.PARAGRAPH, "Il garde les actes."),
        (BlockKind.PARAGRAPH, "Note : à revoir"),
        (BlockKind.LIST_ITEM, "☒ Adopté"),
        (BlockKind.LIST_ITEM, "☐ Publié"),
        (BlockKind.NOTE, "Voir la loi."),
        (BlockKind.LIST_ITEM, "Maire"),
        (BlockKind.LIST_ITEM, "Greffe"),
        (BlockKind.PARAGRAPH, "# non"),
    ]


def test_a_markdown_table_without_names_is_a_form() -> None:
    text = "| | |\n|---|---|\n| **Numéro** | A-12 |\n| **Mandant** | Agence |\n"
    blocks = load_markdown(text.encode(), "a.md").blocks
    assert [(b.kind, b.text, b.place.row) for b in blocks] == [
        (BlockKind.FIELD, "Numéro A-12", 3),
        (BlockKind.FIELD, "Mandant Agence", 4),
    ]


@pytest.mark.parametrize("piece", ["{%", "{{", "[[", "<table>", "[^", "**", "`", "[a](", "title: ", "--- "])
def test_a_megabyte_of_openings_is_read_in_no_time(piece: str) -> None:
    import time

    start = time.thread_time()
    load_markdown(f"Début.\n\n{piece * (1_000_000 // len(piece))}".encode(), "a.md")
    assert time.thread_time() - start < 5


def test_a_ligature_is_quoted_as_the_file_has_it_and_found_as_people_type_it() -> None:
    text = load("Le comité des \ufb01nances aﬀecte les fonds.".encode(), "a.txt").text
    assert "\ufb01nances" in text
    assert words(text)[3:5] == ["finances", "affecte"]


def test_what_a_page_embeds_is_said() -> None:
    page = "<p>Texte.</p><iframe src='https://example.org'></iframe>"
    assert [remark.code for remark in load_html(page.encode(), "a.html").remarks] == ["embedded-object"]


def laid_out(text: str) -> list[tuple[int | None, BlockKind, int, str]]:
    return [(b.place.row, b.kind, b.level, b.text) for b in load(text.encode(), "a.txt").blocks]


HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM
FIELD, ROW = BlockKind.FIELD, BlockKind.ROW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "COMITÉ DES QUAIS (CQ)\nSéance du 4 mai 2026, à bord\nPrésents : six\n\n3. Décisions\nIl ferme.\n\n4. Varia\n",
            [(1, HEADING, 1, "COMITÉ DES QUAIS (CQ)"), (2, PARAGRAPH, 0, "Séance du 4 mai 2026, à bord"),
             (3, PARAGRAPH, 0, "Présents : six"), (5, HEADING, 2, "3. Décisions"),
             (6, PARAGRAPH, 0, "Il ferme."), (8, HEADING, 2, "4. Varia")],
        ),
        (
            "Il ouvre.\n\nQuais (été)\n-----\nOuverts.\n\nPHARES – ÉTÉ (mise à jour : mai)\n====\n\n== Bouées ==\n- une\n",
            [(1, PARAGRAPH, 0, "Il ouvre."), (3, HEADING, 2, "Quais (été)"), (5, PARAGRAPH, 0, "Ouverts."),
             (7, HEADING, 1, "PHARES – ÉTÉ (mise à jour : mai)"), (10, HEADING, 2, "Bouées"), (11, ITEM, 1, "une")],
        ),
        (
            "Phare = feu du port\nbouée = repère flottant\n\nLe bureau\nLieu : Anse\nHeures : 9 h à 17 h\n",
            [(1, PARAGRAPH, 0, "Phare = feu du port"), (2, PARAGRAPH, 0, "bouée = repère flottant"),
             (4, HEADING, 7, "Le bureau"), (5, FIELD, 0, "Lieu : Anse"), (6, FIELD, 0, "Heures : 9 h à 17 h")],
        ),
        (
            "Ordre du jour\n1. Ouverture\n2. Bilan\n\n9 h 00 – Accueil\n10 h 30 – Atelier\n",
            [(1, PARAGRAPH, 0, "Ordre du jour"), (2, ITEM, 1, "1. Ouverture"), (3, ITEM, 1, "2. Bilan"),
             (5, PARAGRAPH, 0, "9 h 00 – Accueil"), (6, PARAGRAPH, 0, "10 h 30 – Atelier")],
        ),
        (
            "Salles\nPrêtées trois jours.\n\nCanots\nResponsable : Rose\n\nImpression\nGratuite.\nEn noir.\n",
            [(1, HEADING, 7, "Salles"), (2, PARAGRAPH, 0, "Prêtées trois jours."), (4, HEADING, 7, "Canots"),
             (5, PARAGRAPH, 0, "Responsable : Rose"), (7, HEADING, 7, "Impression"), (8, PARAGRAPH, 0, "Gratuite."),
             (9, PARAGRAPH, 0, "En noir.")],
        ),
        (
            "Projet — état — fin\nQuai — en cours — 4 mai\nPont — suspendu — à fixer\n",
            [(1, ROW, 0, "Projet — état — fin"), (2, ROW, 0, "Quai — en cours — 4 mai"),
             (3, ROW, 0, "Pont — suspendu — à fixer")],
        ),
    ],
)  # fmt: skip
def test_each_line_of_a_text_is_a_block_of_its_kind(text: str, expected: list[tuple[int, BlockKind, int, str]]) -> None:
    assert laid_out(text) == expected


def test_the_lines_of_one_wrapped_sentence_are_one_block_and_a_line_that_ends_one_begins_another() -> None:
    text = "Le comité directeur se réunit chaque mois dans les locaux\nde la Ville et rend compte de ses travaux au conseil de\n"
    text += "la Table. Il est formé de la présidence, d'élus et de ses\n15 élus. Son quorum est de cinq.\nLa présidente signe.\n"
    text += "\n- un rapport sur\n  l'année\n- un avis\n"
    assert [(row, words[:10], words[-8:]) for row, _, _, words in laid_out(text)] == [
        (1, "Le comité ", "de cinq."),
        (5, "La préside", "e signe."),
        (7, "un rapport", " l'année"),
        (9, "un avis", "un avis"),
    ]


def test_short_lines_without_a_stop_and_lines_before_a_long_one_are_not_put_together() -> None:
    long = "La DLC rapporte que le conseil a accepté, le 12 mai, l'avis du comité : la limite passe de vingt à trente jours."
    text = "Réunion du jeudi 14 mai 2026, 18 h 30, salle communautaire de la Tour\n"
    text += f"Clés chez Rose\nchaises au sous-sol\n{long}\n"
    assert [row for row, *_ in laid_out(text)] == [1, 2, 3, 4]


def test_a_record_s_lines_and_an_answer_carry_what_they_are_about() -> None:
    record = "QUOI : Garder les clés\nQUI FAIT : RSS\nQUI DIT OUI :\n\nQUOI : Ouvrir\nQUI FAIT : DG\nQUI DIT OUI : CA\n"
    blocks = load(record.encode(), "a.txt").blocks
    assert [(b.place.row, b.kind, b.text, b.lead_in) for b in blocks] == [
        (1, FIELD, "QUOI : Garder les clés", ""),
        (2, FIELD, "QUI FAIT : RSS", "QUOI : Garder les clés"),
        (3, FIELD, "QUI DIT OUI :", "QUOI : Garder les clés"),
        (5, FIELD, "QUOI : Ouvrir", ""),
        (6, FIELD, "QUI FAIT : DG", "QUOI : Ouvrir"),
        (7, FIELD, "QUI DIT OUI : CA", "QUOI : Ouvrir"),
    ]
    asked = "Q. Faut-il des gants ?\nR. Oui\nQ. Et des bottes\nR. Non, sauf au quai\n"
    assert [(b.place.row, b.kind, b.lead_in) for b in load(asked.encode(), "a.txt").blocks] == [
        (1, PARAGRAPH, ""),
        (2, PARAGRAPH, "Q. Faut-il des gants ?"),
        (3, PARAGRAPH, ""),
        (4, PARAGRAPH, "Q. Et des bottes"),
    ]


def test_the_lines_of_a_text_are_counted_across_page_breaks_and_in_an_export_of_a_form() -> None:
    assert [row for row, *_ in laid_out("Un.\n\f\nDeux.\n\fTrois.\r\nQuatre.")] == [1, 3, 4, 5]
    blocks = {block.text: block.place.row for block in load(FORM.encode(), "a.txt").blocks}
    assert blocks["AVANT APRÈS"] == 3
    assert blocks["Numéro 12-AB"] == 8
    assert blocks["reçoit les demandes (avis, rapports);"] == 9
    assert (blocks["répond."], blocks["Réponse : Acceptée :"], blocks["Refusée :"]) == (11, 13, 14)


def test_a_table_of_a_text_has_its_headers() -> None:
    text = "Nom         Fonction       Poste\nRose Roy    directrice     12\nJean Roy    adjoint        13\n"
    rows = load(text.encode(), "a.txt").blocks
    assert [[cell.header for cell in row.cells] for row in rows] == [["", "", ""], *[["Nom", "Fonction", "Poste"]] * 2]
    assert rows[2].text == "Jean Roy adjoint 13"


def test_titles_and_blank_lines_part_the_rows_of_one_table_of_a_text_which_keeps_its_heads() -> None:
    text = (
        "QUI FAIT QUOI\n\nPorte = fait | Vise = décide | Note : voir plus bas\n\nGeste | Porte | Vise\n-----+-----+-----\n\n"
        "== DEHORS ==\nPlanter | ABR |\nTailler | SUI | DG\n\nDedans\nArroser | ABR | SUI\n\nFait à Anse\n"
    )
    blocks = load(text.encode(), "a.txt").blocks
    rows = [block for block in blocks if block.kind is ROW]
    assert [(row.place.row, row.place.section[-1]) for row in rows] == [
        (5, "QUI FAIT QUOI"), (9, "DEHORS"), (10, "DEHORS"), (13, "Dedans"),
    ]  # fmt: skip
    assert len({row.group for row in rows}) == 1
    assert [(cell.column, cell.header) for cell in rows[1].cells] == [(1, "Geste"), (2, "Porte")]
    assert [cell.header for cell in rows[3].cells] == ["Geste", "Porte", "Vise"]
    assert blocks[1].kind is PARAGRAPH
    assert blocks[-1].kind is PARAGRAPH


def test_a_markdown_paragraph_has_its_first_line_and_each_label_its_own() -> None:
    text = "# Mandat\n\nLe comité se réunit\nchaque mois et\nrend compte.\n\nDate : 4 mai\n\nLieu : Anse\n"
    assert [(b.text, b.place.row) for b in load_markdown(text.encode(), "a.md").blocks[1:]] == [
        ("Le comité se réunit chaque mois et rend compte.", 3),
        ("Date : 4 mai", 7),
        ("Lieu : Anse", 9),
    ]


@pytest.mark.parametrize(
    "piece", ["a (", "Q. ", "a : ", "x — ", "1. ", "== ", "   a", "\t", "=", "A\n", "a =\n", "-- x\n", "abc de\n"]
)
def test_a_long_text_of_openings_is_read_in_no_time(piece: str) -> None:
    import time

    start = time.thread_time()
    load(f"Début.\n\n{piece * (100_000 // len(piece))}.".encode(), "a.txt")
    assert time.thread_time() - start < 5


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Article 14. Composition", True),
        ("Article 3. Le comité directeur", True),
        ("Article 14. Composition. Le conseil compte sept administrateurs : cinq issus des", False),
        ("16. Comité de gouvernance (CGE). Trois administrateurs et un expert externe. Deux réunions", False),
        ("Article 3. Les ports membres sont Anse-Grise, Pointe-au-Ballast, Havre-du-Cap, Baie-Rouge et", False),
        ("Vigie — à surveiller. 9 stations sur 14 transmettent leurs", False),
    ],
)
def test_a_line_on_which_a_sentence_has_begun_is_no_heading(line: str, heading: bool) -> None:
    """Its words go on on the next line: a heading would cut them in two."""
    assert is_heading_text(line) is heading
