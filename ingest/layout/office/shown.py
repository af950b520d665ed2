"""A number, a duration or a date as its cell displays it, from the number format an office file keeps beside it.

A format is up to four sections (« #,##0.00 "$";[Red]-#,##0.00 "$" »): positive, negative, zero, text. A reader here is
French: decimals after a comma, thousands parted by a space. A date that shows its day is written as ISO, whatever the
order of its parts: 03/04/2026 means two days.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<sign>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|_.|\*.|(?P<figures>[#0?][#0?,.]*(?:[ \u00a0\u202f][#0?]{3}[#0?,.]*)*)|(?P<power>[eE][+-]0+)|(?P<plain>.)",
    re.DOTALL,
)
_CLOCK = re.compile(r'"([^"]*)"|\\(.)|\[([hms]+)\]|(h+|m+|s+)|\[[^\]]*\]|(.)', re.IGNORECASE | re.DOTALL)
_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)', re.DOTALL)
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_MOST_DECIMALS = 30
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_STYLE = 255  # letters of a format: what Excel allows
_UNITS = {"h": 3600, "m": 60, "s": 1}


def number(value: float, style: str) -> str:
    """« 1 250,50 $ » for 1250.5 under ``#,##0.00 "$"``; « 45 % » for 0.45 under ``0%``.

    ``style`` is the format of the cell. A format that shows no figures of its own leaves the plain number.
    """
    if style.lower() in ("", "general", "standard", "@"):
        return plain(value)
    section, signed = _section(style[:_STYLE], value)
    found = list(_PIECE.finditer(section))
    if not any(match["figures"] for match in found):
        return _worded(value, found)
    if sum(match["figures"] is not None for match in found) != 1 or any(match["power"] for match in found):
        return _spaced_out(value, found)
    percent = any(match["plain"] == "%" for match in found)
    text = "".join(_piece(match, value, percent) for match in found)
    return f"-{text}" if signed and re.search(r"[1-9]", text) else text


def plain(value: float) -> str:
    """A number without a format: whole numbers without decimals."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e16 else f"{value:.15g}"


def _worded(value: float, found: list[re.Match[str]]) -> str:
    """What a section without figures shows: its words (« "aucun" »), or nothing (« ;;; » hides the number)."""
    if any(match["plain"] and match["plain"].isalnum() for match in found):
        return plain(value)
    return "".join(_piece(match, value, percent=False) for match in found).strip()


def _section(style: str, value: float) -> tuple[str, bool]:
    """The section that applies, and whether a minus sign is still to be written before it."""
    sections = [match[1] for match in _SECTIONS.finditer(style)][:4]
    while len(sections) > 1 and not sections[-1]:
        sections.pop()
    if value < 0:
        return (sections[1], False) if len(sections) > 1 else (sections[0], True)
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False


def _piece(match: re.Match[str], value: float, percent: bool) -> str:
    if match["figures"] is not None:
        return _figures(match["figures"], value, percent)
    if match["plain"] == "%":
        return " %"
    return match["quoted"] or match["escaped"] or match["sign"] or match["plain"] or _gap(match[0])


def _gap(raw: str) -> str:
    """« _- » leaves a space as wide as the sign named; colours and conditions leave nothing."""
    return " " if raw.startswith("_") else ""


def _figures(pattern: str, value: float, percent: bool) -> str:
    whole, _, part = pattern.partition(".")
    scale = len(pattern) - len(pattern.rstrip(","))
    decimals = min(_MOST_DECIMALS, sum(char in "#0?" for char in part))
    try:
        exact = Decimal(repr(abs(value))) * (100 if percent else 1) / (1000**scale)
        rounded = str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    except InvalidOperation:
        return plain(abs(value))
    units, _, fraction = rounded.partition(".")
    least = decimals - (len(part.rstrip(",")) - len(part.rstrip(",").rstrip("#?")))
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    units = units.zfill(whole.count("0"))
    if re.search(r"[#0?][, \u00a0\u202f][#0?]", whole):
        units = f"{int(units):,}".replace(",", " ") if units.strip("0") or units == "0" else units
    return f"{units},{fraction}" if fraction else units


def _spaced_out(value: float, found: list[re.Match[str]]) -> str:
    """A number written in several groups (« 000-0000 »): its digits take the places from the right."""
    places = "".join(match["figures"] or "" for match in found)
    if not places or not re.fullmatch(r"[0#?]+", places) or any(match["power"] or match[0] == "/" for match in found):
        return plain(value)
    digits = str(round(abs(value))).zfill(places.count("0"))
    if len(digits) > len(places):
        return plain(value)
    waiting = [*" " * (len(places) - len(digits)), *digits]
    text = ""
    for match in found:
        size = len(match["figures"] or "")
        text += "".join(waiting[:size]) if size else _piece(match, value, percent=False)
        waiting = waiting[size:]
    return text.strip()


def duration(length: dt.timedelta, style: str) -> str:
    """« 36:00 » for a day and a half under ``[h]:mm``. Units in brackets go on past a day, an hour, a minute."""
    seconds = round(abs(length.total_seconds()))
    text = "".join(
        _clock(match, seconds) for match in _CLOCK.finditer(style[:_STYLE].split(";", maxsplit=1)[0] or "[h]:mm")
    )
    return f"-{text}" if length < dt.timedelta() else text


def _clock(match: re.Match[str], seconds: int) -> str:
    quoted, escaped, elapsed, unit, other = match.groups()
    if elapsed:
        return str(seconds // _UNITS[elapsed[0].lower()]).zfill(len(elapsed))
    if unit:
        size = _UNITS[unit[0].lower()]
        return str(seconds // size % (24 if size == 3600 else 60)).zfill(len(unit))
    return quoted or escaped or other or ""


def is_elapsed(style: str) -> bool:
    """True for a format of durations (« [h]:mm »), where hours do not start again after a day."""
    return re.search(r"\[[hms]+\]", style, re.IGNORECASE) is not None


def moment(value: dt.datetime | dt.date | dt.time, style: str) -> str:
    """« 2026-04-03 », « 2026-04-03 08:30 », « 08:30 »; « avril 2026 » or « 2026 » where the cell shows no day."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S" if "s" in style.lower() and value.second else "%H:%M")
    bare = _LITERALS.sub("", style[:_STYLE].split(";", maxsplit=1)[0]).lower()
    if "y" in bare and not re.search(r"[dh]", bare):
        month = f"{_MONTHS[value.month - 1]} " if "m" in bare else ""
        return f"{month}{value.year}"
    timed = isinstance(value, dt.datetime) and value.time() != dt.time(0)
    return value.strftime("%Y-%m-%d %H:%M" if timed else "%Y-%m-%d")
