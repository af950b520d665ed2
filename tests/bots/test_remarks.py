"""Every remark an ingest can make is said in English as well."""

from __future__ import annotations

import re
from pathlib import Path

from bots.wording.remarks import said
from ingest.model import Place, Remark

_SOURCES = Path(__file__).parents[2] / "ingest"
_CODE = re.compile(r"(?:Remark|\.remark)\(\s*\"([a-z-]+)\"|^\s+\"([a-z]+(?:-[a-z]+)+)\",?\s*$", re.MULTILINE)
_NOT_CODES = frozenset({"no-reply"})


def test_every_code_has_its_english() -> None:
    written = {
        one or other
        for room in ("loaders", "layout", "kinds", "documents")
        for path in (_SOURCES / room).rglob("*.py")
        for one, other in _CODE.findall(path.read_text("utf-8"))
    }
    assert {"hidden-text", "unknown-layout", "inherited-audience"} <= written
    french = {code for code in written if said(Remark(code, "En français."), "en") == "En français."}
    assert french <= _NOT_CODES


def test_what_a_remark_names_and_where_it_stands_are_kept() -> None:
    remark = Remark("hidden-sheet", "La feuille masquée « Notes » n'est pas indexée.", "", Place(sheet="Notes", page=2))
    assert said(remark, "en") == (
        "a hidden sheet is not indexed (Notes, page 2, sheet Notes): show it if it should serve."
    )
    assert said(remark, "fr") == "La feuille masquée « Notes » n'est pas indexée."
