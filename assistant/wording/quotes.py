"""How a disagreement of documents is said, in both languages. French first."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Quotes:
    """``disagree`` holds the values and the rule, which is one of the two others."""

    disagree: str
    prevails: str
    unsettled: str


FRENCH = Quotes(
    disagree="Les documents ne s'accordent pas : {values}. {rule}",
    prevails="Selon l'ordre de préséance, « {title} » l'emporte.",
    unsettled="Aucun ordre de préséance ne tranche : faites-le préciser.",
)

ENGLISH = Quotes(
    disagree="The documents disagree: {values}. {rule}",
    prevails="By order of precedence, “{title}” prevails.",
    unsettled="No order of precedence settles it: have it clarified.",
)


def quotes(language: Lang) -> Quotes:
    """The sentences of a language."""
    return ENGLISH if language is Lang.EN else FRENCH
