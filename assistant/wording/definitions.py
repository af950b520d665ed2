"""How a term and an acronym are said, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Definitions:
    means: str
    acronym_of: str


FRENCH = Definitions(means="{name} : {meaning}", acronym_of="Le sigle de « {meaning} » est {name}.")
ENGLISH = Definitions(means="{name}: {meaning}", acronym_of="The acronym of “{meaning}” is {name}.")


def definitions(language: Lang) -> Definitions:
    return ENGLISH if language is Lang.EN else FRENCH
