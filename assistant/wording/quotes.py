"""How a disagreement of documents is said, in both languages. French first."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Quotes:
    """``disagree`` holds the values and the rule, which is one of the two others. ``decided`` tells a newer decision,
    ``before`` and ``undated`` what it changes; ``expired`` a document past its last day; ``confirmed`` one its owner
    confirmed, ``titled`` the same where it has to be named."""

    disagree: str
    prevails: str
    unsettled: str
    decided: str
    before: str
    undated: str
    expired: str
    confirmed: str
    confirmed_by: str
    titled: str
    titled_by: str


FRENCH = Quotes(
    disagree="Les documents ne s'accordent pas : {values}. {rule}",
    prevails="Selon l'ordre de préséance, « {title} » l'emporte.",
    unsettled="Aucun ordre de préséance ne tranche : faites-le préciser.",
    decided="Décision du {day} (« {title} ») : {said}",
    before="Ce qui suit la décision date du {day} : elle est plus récente et le change.",
    undated="La décision change ce que dit « {title} », qui n'est pas daté.",
    expired="« {title} » n'est plus valide depuis le {day}.",
    confirmed="Vérifié le {day}.",
    confirmed_by="Vérifié le {day} par {role}.",
    titled="« {title} » : vérifié le {day}.",
    titled_by="« {title} » : vérifié le {day} par {role}.",
)

ENGLISH = Quotes(
    disagree="The documents disagree: {values}. {rule}",
    prevails="By order of precedence, “{title}” prevails.",
    unsettled="No order of precedence settles it: have it clarified.",
    decided="Decision of {day} (“{title}”): {said}",
    before="What follows the decision dates from {day}: the decision is newer and changes it.",
    undated="The decision changes what “{title}” says, which has no date.",
    expired="“{title}” is no longer valid since {day}.",
    confirmed="Verified on {day}.",
    confirmed_by="Verified on {day} by {role}.",
    titled="“{title}”: verified on {day}.",
    titled_by="“{title}”: verified on {day} by {role}.",
)


def quotes(language: Lang) -> Quotes:
    """The sentences of a language."""
    return ENGLISH if language is Lang.EN else FRENCH
