"""One module per format. A loader is ``load(data: bytes, name: str) -> Document``: pure, no file, no network.

To add a format: write a module with such a function here, and name it in this table.
"""

from __future__ import annotations

LOADERS: dict[str, str] = {
    ".xlsx": "ingest.loaders.xlsx:load",
    ".xlsm": "ingest.loaders.xlsx:load",
    ".txt": "ingest.loaders.text:load",
    ".text": "ingest.loaders.text:load",
    ".md": "ingest.loaders.markdown:load",
    ".markdown": "ingest.loaders.markdown:load",
    ".docx": "ingest.loaders.docx:load",
    ".docm": "ingest.loaders.docx:load",
    ".pdf": "ingest.loaders.pdf:load",
    ".csv": "ingest.loaders.csv:load",
    ".tsv": "ingest.loaders.csv:load",
    ".html": "ingest.loaders.html:load",
    ".htm": "ingest.loaders.html:load",
    ".mht": "ingest.loaders.html:load_archive",
    ".mhtml": "ingest.loaders.html:load_archive",
    ".xls": "ingest.loaders.html:load_old",
    ".doc": "ingest.loaders.html:load_old",
    ".odt": "ingest.loaders.odf:load",
    ".ods": "ingest.loaders.odf:load",
    ".odp": "ingest.loaders.odf:load",
    ".pptx": "ingest.loaders.pptx:load",
    ".pptm": "ingest.loaders.pptx:load",
}
"""Suffix to ``module:function``; modules are imported only when a file needs them."""

_OFFICE = frozenset({".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".pptm"})
_OPEN = frozenset({".odt", ".ods", ".odp"})
_OLD = frozenset({".xls", ".doc"})

SIGNATURES: dict[bytes, frozenset[str]] = {
    b"%PDF-": frozenset({".pdf"}),
    b"PK\x03\x04": _OFFICE | _OPEN | _OLD,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _OFFICE | _OLD,
}
"""First bytes of a file, and the suffixes they may go with."""

DISGUISED = _OFFICE | _OLD
"""Suffixes under which pages, mails and tables of text are often saved by the software that exports them."""
