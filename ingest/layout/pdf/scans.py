"""Pages without text: read by character recognition where the machine has it, within a time of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from ingest.layout.pdf.pages import Page
from ingest.layout.pdf.pdfium import picture
from ingest.layout.pdf.recognition import languages, recognised

SECONDS = 60.0
"""How long the pages of one file may take together: what is left over is named in the report."""


def with_scans(data: bytes, pages: list[Page], beat: Callable[[], None]) -> tuple[list[Page], list[int]]:
    """The pages, those that were pictures with the words recognised on them, and the numbers of these."""
    blank = [page.number for page in pages if not page.lines]
    language = languages() if blank else ""
    if not language:
        return pages, []
    end = time.monotonic() + SECONDS
    found: dict[int, Page] = {}
    for page in pages:
        drawn = picture(data, page.number) if page.number in blank and time.monotonic() < end else None
        if drawn is not None and (lines := recognised(drawn, page.height, language, beat)):
            found[page.number] = replace(page, lines=tuple(lines))
    return [found.get(page.number, page) for page in pages], sorted(found)
