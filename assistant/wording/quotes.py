"""What is said around a quotation, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Quotes:
    counted: str
    counted_more: str
    number_is: str
    not_said: str
    person_is: str
    holder_is: str
    outcome_is: str
    superseded: str
    no_longer: str
    disagree: str
    first_is: str
    second_is: str
    numbers: tuple[str, ...]


FRENCH = Quotes(
    counted="{number} ({digits}) :",
    counted_more="… (les autres sont dans le document)",
    number_is="Le document dit « {true} », et non « {said} ».",
    not_said="Ce n'est pas ce que dit le document.",
    person_is="Selon le document : {field}.",
    holder_is="La fonction est donnée ainsi : {field}.",
    outcome_is="Le document indique plutôt : {field}.",
    superseded="Cette réponse vient d'une version remplacée ({title}, {version}) : la version en vigueur n'en dit rien.",
    no_longer="Non : {true} (et non {said}).",
    disagree="Les documents ne s'accordent pas : {values}. {rule}",
    first_is="{name} : {quote}",
    second_is="{name} : {quote}",
    numbers=tuple(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
    ),
)

ENGLISH = Quotes(
    counted="{number} ({digits}):",
    counted_more="… (the others are in the document)",
    number_is="The document says “{true}”, not “{said}”.",
    not_said="That is not what the document says.",
    person_is="According to the document: {field}.",
    holder_is="The position is given as: {field}.",
    outcome_is="The document says instead: {field}.",
    superseded="This answer comes from a replaced version ({title}, {version}): the version in force says nothing of it.",
    no_longer="No: {true} (not {said}).",
    disagree="The documents disagree: {values}. {rule}",
    first_is="{name}: {quote}",
    second_is="{name}: {quote}",
    numbers=tuple(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    ),
)


def quotes(language: Lang) -> Quotes:
    return ENGLISH if language is Lang.EN else FRENCH
