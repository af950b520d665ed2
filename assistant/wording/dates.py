"""How dates are said, in both languages."""

from __future__ import annotations

from datetime import date

from assistant.model import Lang

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)


def spoken(iso: str, language: Lang) -> str:
    """« 2025-09-30 » → « 30 septembre 2025 », « 30 September 2025 »; what is no such date is left as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    english = language is Lang.EN
    number = "1er" if day.day == 1 and not english else str(day.day)
    return f"{number} {_MONTHS[english][day.month - 1]} {day.year}"
