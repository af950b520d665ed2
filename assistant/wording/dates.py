"""How dates are said, in both languages."""

from __future__ import annotations

import re
from datetime import date

from assistant.model import Lang

_ISO = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)


def spoken(iso: str, language: Lang) -> str:
    """« 2025-09-30 » → « 30 septembre 2025 », « September 30, 2025 »; what is no such date is left as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    if language is Lang.EN:
        return f"{_MONTHS[1][day.month - 1]} {day.day}, {day.year}"
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[0][day.month - 1]} {day.year}"


def dates_spoken(text: str, language: Lang) -> str:
    """The text with every ISO date in it said in words."""
    return _ISO.sub(lambda found: spoken(found[0], language), text)
