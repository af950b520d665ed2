"""A value in words: its label, and the cell's own words with dates, colours and states as people say them."""

from __future__ import annotations

import re

from assistant.model import Lang
from assistant.telling.drafting import Drafting, unnumbered
from assistant.wording.dates import dates_spoken
from assistant.wording.values import ENGLISH, FRENCH
from assistant.wording.values import values as wording
from ingest.facts.records import Fact, Value
from ingest.languages import fold

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PRESIDES = re.compile(r",? (?:qui (?:le |la |en )?préside(?:nt)?|who chairs(?: it)?)(?=[.;]?$)")
_WORDS = re.compile(r"\w")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def has_words(value: Value) -> bool:
    """Whether a cell says anything: a dash does not."""
    return bool(_WORDS.search(value.fact.quote))


def bare(fact: Fact) -> str:
    """A fact's words on one line."""
    return " ".join(fact.quote.split())


def capital(text: str) -> str:
    """The text with its first letter in upper case; the others as they are."""
    return text[:1].upper() + text[1:]


def shown(value: Value, draft: Drafting) -> str:
    """« échéance : 31 mars 2026 », in the words of the cell; a label the documents gave, or ours, or none."""
    label, text = label_of(value, draft), said(value, draft)
    return wording(draft.language).value.format(label=label, value=text) if label else text


def label_of(value: Value, draft: Drafting) -> str:
    """What the value is of: our word for a known column, else the head the document gave; "" where there is none."""
    say = wording(draft.language)
    label = say.labels.get(value.key, "") if value.key else value.label.split(" – ")[-1].strip(" :")
    label = label or ("" if value.key in say.labels else value.label)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def said(value: Value, draft: Drafting) -> str:
    """The cell's words; what they stand for beside them, where they are of another language or a code of colours."""
    say, quote = wording(draft.language), bare(value.fact)
    if value.meaning is not None:
        return _decoded(value, value.meaning, draft)
    if draft.shown or value.key in ("health", "phase"):
        quote = without_label(quote, value)
    if draft.shown and value.key == "level":
        quote = unnumbered(quote)
    if value.key == "health" and value.fact.value in say.colours:
        colour = say.colours[value.fact.value]
        return colour if draft.language is Lang.EN and _plain_colour(value) else _beside(quote, colour)
    if value.key == "progress" and re.fullmatch(r"\d+(\.\d+)?", value.fact.value):
        return say.percent.format(value.fact.value)
    if (told := draft.words(quote)) != quote:
        return say.states.get(value.fact.value, told) if value.key == "status" else told
    if value.key in ("status", "cost") and draft.language is Lang.EN and value.fact.value in say.states:
        return _beside(quote, say.states[value.fact.value])
    quote = dates_spoken(quote, draft.language)
    return quote if len(quote) < 7 else quote.rstrip(" ;.")


def _decoded(value: Value, meaning: Fact, draft: Drafting) -> str:
    """« à surveiller (AS) »; in English « yellow (AS : à surveiller) », where the code stands for a colour."""
    say, words = wording(draft.language), bare(meaning)
    if (told := draft.words(words)) != words:
        return f"{told} ({bare(value.fact)})"
    colour = say.colours.get(value.fact.value, "") if value.key == "health" else ""
    if draft.language is Lang.EN and colour:
        return f"{colour} ({bare(value.fact)}: {words})"
    return f"{words} ({bare(value.fact)})"


def without_label(quote: str, value: Value) -> str:
    """« quatre membres » of « Quorum : quatre membres », « la greffière » of « la greffière, qui préside », where the label
    is told beside it."""
    head, _, rest = quote.partition(":")
    labels = {fold(FRENCH.labels.get(value.key, "")), fold(value.label)} - {""}
    told = rest.strip() if rest.strip() and fold(head).strip() in labels else quote
    return _PRESIDES.sub("", told) if value.key == "chair" else told


def phrase(value: Value, draft: Drafting) -> str:
    """The value as a colleague says it (« au vert », « à 74 % », « échéance le 31 mars 2026 »), "" when it has no such
    turn: its cell does not hold what its column is for."""
    say, words = wording(draft.language), said(value, draft)
    if value.key == "health":
        return say.phrases["health"].format(words.lower()) if _plain_colour(value) else ""
    if value.key == "progress":
        return say.phrases["progress"].format(words) if words.rstrip(" %").replace(".", "").isdigit() else ""
    if value.key == "due":
        return say.phrases["due"].format(words) if ISO.fullmatch(bare(value.fact)) else ""
    if value.key == "request":
        return say.phrases["request"].format(words) if _ADDRESS.fullmatch(words) else ""
    return words if value.key == "description" else ""


def _plain_colour(value: Value) -> bool:
    """Whether the cell holds the name of its colour, in either language, and nothing else."""
    return fold(bare(value.fact)) in {fold(say.colours.get(value.fact.value, "")) for say in (FRENCH, ENGLISH)} - {""}


def _beside(quote: str, meaning: str) -> str:
    return quote if fold(meaning) in fold(quote) else f"{quote} ({meaning})"
