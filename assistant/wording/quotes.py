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
    prevails="C'est « {title} » qui l'emporte, selon le rang des documents.",
    unsettled="Rien ne dit lequel l'emporte : faites-le préciser.",
    decided="Décision du {day} (« {title} ») : {said}",
    before="La décision est plus récente que ce qui la suit, du {day}, et le change.",
    undated="La décision change ce que dit « {title} », qui n'est pas daté.",
    expired="« {title} » n'est plus valide depuis le {day}.",
    confirmed="Vérifié le {day}.",
    confirmed_by="Vérifié le {day} par {role}.",
    titled="« {title} » : vérifié le {day}.",
    titled_by="« {title} » : vérifié le {day} par {role}.",
)

ENGLISH = Quotes(
    disagree="The documents disagree: {values}. {rule}",
    prevails="“{title}” prevails, by the rank of the documents.",
    unsettled="Nothing says which one prevails: have it clarified.",
    decided="Decision of {day} (“{title}”): {said}",
    before="The decision is newer than what follows it, of {day}, and changes it.",
    undated="The decision changes what “{title}” says, which has no date.",
    expired="“{title}” has not been valid since {day}.",
    confirmed="Verified on {day}.",
    confirmed_by="Verified on {day} by {role}.",
    titled="“{title}”: verified on {day}.",
    titled_by="“{title}”: verified on {day} by {role}.",
)


def quotes(language: Lang) -> Quotes:
    """The sentences of a language."""
    return ENGLISH if language is Lang.EN else FRENCH
