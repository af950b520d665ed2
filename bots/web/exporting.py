"""The table of an answer as a file: what the page shows is sent back as a spreadsheet. Nothing is kept."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from bots.http.problems import language, told
from bots.rendering.plain import clean
from bots.rendering.sheets import csv_of, xlsx_of
from bots.wording import wording

MOST = 2_000  # rows
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNNAMED = re.compile(r"[^\w -]+")


async def table(request: Request) -> Response:
    """The form's table, as « csv » or « xlsx »; 400 when it is none."""
    sent = await request.form(max_fields=5, max_files=0)
    kind = str(sent.get("as", ""))
    name, rows = _read(str(sent.get("table", "")))
    if kind not in _TYPES or not rows:
        return told(request.scope, 400, wording(language(request.scope)).bad_request.format("table"))
    made = csv_of(rows) if kind == "csv" else xlsx_of(rows)
    file = quote(f"{_UNNAMED.sub(' ', name).strip()[:80] or 'tableau'}.{kind}")
    return Response(
        made, media_type=_TYPES[kind],
        headers={"content-disposition": f"attachment; filename*=UTF-8''{file}", "cache-control": "no-store"},
    )  # fmt: skip


def _read(text: str) -> tuple[str, list[list[str]]]:
    """The name and rows the page sent; none for anything else."""
    try:
        sent: Any = json.loads(text)
        rows = [[clean(str(cell)) for cell in row] for row in sent["rows"][:MOST]]
        return clean(str(sent.get("name", ""))), rows
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "", []
