"""Where a source stands, as a person says it."""

from __future__ import annotations

from bots.rendering.plain import one_line
from bots.wording import Words
from ingest.model import Place


def place_words(place: Place, words: Words) -> str:
    """The place as a person says it, from the widest to the narrowest: « page 3, « Mission » »."""
    parts = [
        _page(place, words),
        words.slide.format(place.slide) if place.slide is not None else "",
        words.sheet.format(one_line(place.sheet)) if place.sheet else "",
        words.cell.format(place.cell) if place.cell else "",
        words.row.format(place.row) if place.row is not None and not place.cell else "",
        words.section.format(one_line(place.section[-1])) if place.section and not place.sheet else "",
    ]
    return ", ".join(part for part in parts if part)


def _page(place: Place, words: Words) -> str:
    """« page ii (2 du fichier) » where the number printed on the page is not its rank: people look for both."""
    if place.page is None:
        return ""
    return words.page.format(words.folio.format(place.folio, place.page) if place.folio else place.page)
