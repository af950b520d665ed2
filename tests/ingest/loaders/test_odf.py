"""LibreOffice files: what a reader sees, where it stands; repeated cells that no sheet really has cost nothing."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from ingest.errors import ProtectedDocument
from ingest.loaders.odf import load
from ingest.model import BlockKind, Document

_ROOMS = {"fo": "xsl-fo-compatible", "svg": "svg-compatible"}


def odf(kind: str, body: str, styles: str = "", suffix: str = "odt", **parts: str) -> Document:
    names = set(re.findall(r"[< ]/?(\w+):", kind + body + styles)) | {"office", "style"}
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{_ROOMS.get(name, name)}:1.0"' for name in sorted(names)
    )
    content = f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return load(out.getvalue(), f"a.{suffix}")


def cell(text: str = "", more: str = "") -> str:
    return f"<table:table-cell{more}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def test_a_text_gives_headings_lists_notes_and_tables_with_their_spans() -> None:
    note = "<text:note-body><text:p>Voir la loi.</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{note}</text:note>"
    rows = cell("Comité") + cell("Rôle"), cell("Éthique", ' table:number-rows-spanned="2"') + cell("Présidence")
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    table += f"<table:table-row><table:covered-table-cell/>{cell('Greffe')}</table:table-row>"
    body = f"<text:h text:outline-level='1'>Mandat</text:h><text:p>Le comité :{note}</text:p>"
    body += "<text:list><text:list-item><text:p>siège<text:s/>chaque mois;</text:p></text:list-item></text:list>"
    document = odf("text", body + f"<table:table>{table}</table:table>")
    assert [(b.kind, b.text) for b in document.blocks] == [
        (BlockKind.HEADING, "Mandat"),
        (BlockKind.PARAGRAPH, "Le comité :"),
        (BlockKind.NOTE, "Voir la loi."),
        (BlockKind.LIST_ITEM, "siège chaque mois;"),
        (BlockKind.ROW, "Comité | Rôle"),
        (BlockKind.ROW, "Éthique | Présidence"),
        (BlockKind.ROW, "Greffe"),
    ]
    assert [(c.text, c.merged) for c in document.blocks[-1].cells] == [("Éthique", True), ("Greffe", False)]


def test_a_sheet_is_quoted_as_shown_with_its_addresses_and_an_error_is_no_value() -> None:
    shown = '<table:table-cell office:value-type="float" office:value="1250.5"><text:p>1 250,50 $</text:p></table:table-cell>'
    empty = ' table:number-columns-repeated="16384"'
    rows = cell("Service") + cell("Tarif"), cell("Dépannage") + shown + cell("", empty), cell("Audit") + cell("#REF!")
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    body += f'<table:table-row table:number-rows-repeated="1048576">{cell("", empty)}</table:table-row>'
    document = odf("spreadsheet", f'<table:table table:name="Tarifs">{body}</table:table>', suffix="ods")
    assert document.text == "Service | Tarif\nDépannage | 1 250,50 $\nAudit"
    amount = document.blocks[1].cells[1]
    assert (amount.place.cell, amount.place.sheet, amount.header) == ("B2", "Tarifs", "Tarif")


def test_slides_are_read_by_where_their_shapes_stand() -> None:
    def frame(y: int, text: str, more: str = "") -> str:
        box = f"<draw:text-box><text:p>{text}</text:p></draw:text-box>"
        return f'<draw:frame svg:x="1cm" svg:y="{y}cm" svg:width="9cm" svg:height="2cm"{more}>{box}</draw:frame>'

    body = frame(9, "Après.") + frame(5, "Avant.") + frame(1, "Instances", ' presentation:class="title"')
    document = odf("presentation", f"<draw:page>{body}</draw:page>", suffix="odp")
    assert [(b.text, b.place.slide) for b in document.blocks] == [("Instances", 1), ("Avant.", 1), ("Après.", 1)]


def test_hidden_sheets_and_words_are_left_out_and_said() -> None:
    hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    table = "<table:table{}><table:table-row>{}</table:table-row></table:table>"
    sheet = table.format(' table:name="X" table:style-name="ta2"', cell("SECRET"))
    seen = table.format(' table:name="Y"', cell("vu"))
    document = odf("spreadsheet", sheet + seen, hidden, "ods")
    assert (document.text, [r.code for r in document.remarks]) == ("vu", ["hidden-sheet"])
    style = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    text = odf("text", '<text:p>Vu <text:span text:style-name="T1">SECRET</text:span>aussi</text:p>', style)
    assert (text.text, [r.code for r in text.remarks]) == ("Vu aussi", ["hidden-text"])


def test_a_protected_file_is_refused() -> None:
    with pytest.raises(ProtectedDocument, match="mot de passe"):
        odf("text", "<text:p>x</text:p>", **{"META-INF__manifest": "<m><encryption-data/></m>"})
