"""Small values of tables in a form code compares: a health, a percentage, a delay in days, a price, an offer's status."""

from __future__ import annotations

import re

from ingest.languages import FRENCH, fold

# Canonical colour → what reports write for it. Looked for in this order: « vert à jaune » is a warning.
HEALTH: dict[str, str] = {
    "red": (
        r"rouge|red|critique|en difficulte|hors controle|off track|intervention requise|bloque|compromis|"
        r"orage\w*|pluie|alarmant|en peril|en retard|behind schedule"
    ),
    "yellow": (
        r"jaune|yellow|orange|ambre|amber|a surveiller|sous surveillance|a risque|at risk|attention|"
        r"prudence|vigilance|nuage\w*|fragile|preoccupant"
    ),
    "green": (
        r"verte?s?|green|selon le plan|on track|sur la bonne voie|maitrise|comme prevu|tel que prevu|"
        r"(?:selon l'|suit son |respecte l')(?:echeancier|cours)|(?:echeancier|calendrier) (?:est )?respecte|"
        r"sur la cible|on target|dans les temps|soleil|ensoleille|bonne?|sain|nominal|(?:sous|en) controle"
    ),
    "blue": r"bleue?|blue",
    "grey": r"gris|grey|gray|non demarre|en pause|suspendu",
}
_HEALTH = tuple((colour, re.compile(rf"\b(?:{words})s?\b")) for colour, words in HEALTH.items())
_SIGNS = {
    "🟢": "green", "🟡": "yellow", "🟠": "yellow", "🔴": "red", "🔵": "blue", "⚪": "grey",
    "☀": "green", "⛅": "yellow", "☁": "yellow", "⛈": "red", "🌧": "red",
}  # fmt: skip
_LETTERS = {
    "v": "green", "g": "green", "j": "yellow", "y": "yellow", "a": "yellow", "o": "yellow", "r": "red", "b": "blue",
}  # fmt: skip

_PERCENT = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d+)?)\s*(?:%|p\.? ?c\.?\b|pour ?cent|per ?cent)")
_NUMBER = re.compile(r"(?<![\d,.])(\d{1,3}(?:[\s ]\d{3})+|\d+)(?:[.,](\d+))?")

STATUSES: dict[str, str] = {
    "retired": (
        r"retiree?s?|abolie?s?|fermee?s?|abandonn\w+|discontinu\w*|desactiv\w+|inactif|inactive|terminee?s?|"
        r"cessee?s?|retired|withdrawn|archivee?s?|plus offert\w*|supprim\w+|closed|fin de vie"
    ),
    "suspended": r"suspendu\w*|en pause|interrompu\w*|suspended|on hold|gelee?",
    "development": (
        r"(?:en )?developpement|a venir|en preparation|bientot|planifi\w+|prevue?s?|in development|"
        r"en construction|en conception|coming|a l essai|projet pilote|pilote|en elaboration|pas encore \w+"
    ),
    "active": (
        r"actif|active|actifs|offerte?s?|en service|disponibles?|en vigueur|ouverte?s?|available|en cours|"
        r"en fonction|en ligne|en usage|open|operationnel\w*"
    ),
}
_STATUSES = tuple((status, re.compile(rf"\b(?:{words})\b")) for status, words in STATUSES.items())
_FREE = re.compile(
    r"\b(gratuite?|gratuitement|sans frais|aucun(?:s)? (?:frais|cout)|aucun|free|no charge|inclus|"
    r"sans cout|nil)\b|^0\s*\$?$"
)
_AT_ONCE = re.compile(
    r"\b(immediate?|immediatement|sur le champ|instantane|en tout temps|immediate(?:ly)?|sans delai|aucun delai|"
    r"(?:le )?jour meme|same day)\b"
)
_SPAN = re.compile(r"(\d+(?:[.,]\d+)?|(?<![a-z])[a-z]+)\s*(heure|hour|jour|day|semaine|week|mois|month|j\b)")
_DAYS = {
    "j": 1.0,
    "heure": 0.125,
    "hour": 0.125,
    "jour": 1.0,
    "day": 1.0,
    "semaine": 5.0,
    "week": 5.0,
    "mois": 21.0,
    "month": 21.0,
}


def health(text: str) -> str:
    """The colour a health cell says, or ""."""
    for sign, colour in _SIGNS.items():
        if sign in text:
            return colour
    said = fold(text).strip(" .")
    if len(said) == 1:
        return _LETTERS.get(said, "")
    return next((colour for colour, pattern in _HEALTH if pattern.search(said)), "")


def percent(text: str) -> str:
    """« 58 % », « 58 », « 0,58 »: the number of hundredths as text without decimals, or ""."""
    marked = _PERCENT.search(fold(text))
    bare = marked or _NUMBER.search(text)
    if not bare:
        return ""
    amount = float(bare.group(1).replace(",", ".")) if marked else number(text)
    if amount is None:
        return ""
    if not marked and 0 < amount < 1:
        amount *= 100
    return f"{amount:g}" if 0 <= amount <= 100 else ""


def number(text: str) -> float | None:
    """The first number of a text, with French thousands and decimals."""
    m = _NUMBER.search(text)
    if not m:
        return None
    whole = re.sub(r"\D", "", m.group(1))
    return float(f"{whole}.{m.group(2) or 0}")


def offer_status(text: str) -> str:
    """active, development, suspended, retired, or ""."""
    said = fold(text).replace("'", " ")
    return next((status for status, pattern in _STATUSES if pattern.search(said)), "")


def price(text: str) -> str:
    """Dollars as text, « 0 » when it is free, or "" when no amount is said."""
    if _FREE.search(fold(text)):
        return "0"
    amount = number(text)
    return f"{amount:g}" if amount is not None else ""


def working_days(text: str) -> str:
    """A delay in working days as text (a week is 5, a month 21), « 0 » when immediate, or "" when none is said.

    Of a range (« 5 à 10 jours ») the longer end counts: it is the one that can be promised.
    """
    said = fold(text)
    if _AT_ONCE.search(said):
        return "0"
    spans = [(a, unit) for a, unit in _SPAN.findall(said) if _amount(a) is not None]
    days = [(_amount(a) or 0) * _DAYS[unit] for a, unit in spans]
    return f"{max(days):g}" if days else ""


def _amount(said: str) -> float | None:
    if said[0].isdigit():
        return float(said.replace(",", "."))
    known = FRENCH.numbers.get(said)
    return float(known) if known is not None else None
