"""What is said around a quotation, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Quotes:
    counted: str
    number_is: str
    person_is: str
    holder_is: str
    outcome_is: str
    superseded: str
    no_longer: str
    disagree: str
    prevails: str
    unsettled: str
    numbers: tuple[str, ...]


FRENCH = Quotes(
    counted="{number} ({digits}) :",
    number_is="Le document dit « {true} », et non « {said} ».",
    person_is="Selon le document : {field}.",
    holder_is="La fonction est donnée ainsi : {field}.",
    outcome_is="Le document indique plutôt : {field}.",
    superseded="Ceci vient d'une version remplacée ({title}, {version}) : la version en vigueur n'en dit rien.",
    no_longer="Non : {true} (et non {said}).",
    disagree="Les documents ne s'accordent pas : {values}. {rule}",
    prevails="Selon l'ordre de préséance, « {title} » l'emporte.",
    unsettled="Aucun ordre de préséance ne tranche : faites-le préciser.",
    numbers=tuple(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
    ),
)

ENGLISH = Quotes(
    counted="{number} ({digits}):",
    number_is="The document says “{true}”, not “{said}”.",
    person_is="According to the document: {field}.",
    holder_is="The position is given as: {field}.",
    outcome_is="The document says instead: {field}.",
    superseded="This comes from a replaced version ({title}, {version}): the version in force says nothing of it.",
    no_longer="No: {true} (not {said}).",
    disagree="The documents disagree: {values}. {rule}",
    prevails="By order of precedence, “{title}” prevails.",
    unsettled="No order of precedence settles it: have it clarified.",
    numbers=tuple(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    ),
)


def quotes(language: Lang) -> Quotes:
    return ENGLISH if language is Lang.EN else FRENCH
