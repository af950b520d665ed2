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
    ".pptx": "ingest.loaders.pptx:load",
    ".pptm": "ingest.loaders.pptx:load",
}
"""Suffix to ``module:function``; modules are imported only when a file needs them."""

SIGNATURES: dict[bytes, frozenset[str]] = {
    b"%PDF-": frozenset({".pdf"}),
    b"PK\x03\x04": frozenset({".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".pptm"}),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": frozenset({".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".pptm"}),
}
"""First bytes of a file, and the suffixes they may go with."""
