"""The numbers printed on the pages, where they are not the pages' ranks: those are what people cite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.layout.normalisation import clean
from ingest.layout.pdf.pages import Page, edge_lines

_PRINTED = re.compile(
    r"(?:page\s*|p\.\s*|[-–—]\s*)?(?P<folio>\d{1,4}|[ivxlcdm]{1,7})(?:\s*(?:/|de|of|sur)\s*\d{1,4})?(?:\s*[-–—])?$",
    re.IGNORECASE,
)


def folios_of(pages: Sequence[Page], labels: Sequence[str]) -> dict[int, str]:
    """Page rank (from 1) to its printed number, for the pages where they differ.

    ``labels`` are those the file declares, one a page; without them, numbers printed at the pages' edges are believed
    when they follow one another on most pages.
    """
    if len(labels) == len(pages):
        named = {number: clean(label) for number, label in enumerate(labels, 1)}
        return {number: label for number, label in named.items() if label and label != str(number)}
    printed = {page.number: folio for page in pages if (folio := _folio(page))}
    shifts = Counter(int(folio) - number for number, folio in printed.items() if folio.isdigit())
    shift, times = shifts.most_common(1)[0] if shifts else (0, 0)
    if not shift or times < max(3, len(pages) // 2):
        return {}
    return {page.number: str(page.number + shift) for page in pages if page.number + shift > 0}


def _folio(page: Page) -> str:
    matches = (_PRINTED.match(clean(line.text)) for line in edge_lines(page))
    return next((match["folio"] for match in matches if match), "")
