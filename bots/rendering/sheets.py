"""A table as a file that spreadsheets open: CSV or XLSX, written without a library, every cell a text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from bots.rendering.plain import one_line

Rows = Sequence[Sequence[str]]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKED}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKED}/relationships"><Relationship Id="r1" Type="{_TIES}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKED}/relationships"><Relationship Id="r1" Type="{_TIES}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_TIES}"><sheets><sheet name="Repère" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    ),
}
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def csv_of(rows: Rows) -> bytes:
    """Semicolons and a byte order mark, as spreadsheets in French want them; no cell is taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerows(
        [[f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in map(one_line, row)] for row in rows]
    )
    return ("\ufeff" + written.getvalue()).encode("utf-8")


def xlsx_of(rows: Rows) -> bytes:
    """One sheet of texts: nothing in it can be a formula."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(name, _DECLARED + part)
    return written.getvalue()


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(one_line(text))}</t></is></c>'
