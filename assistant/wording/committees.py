"""What is said of committees, escalation and duties, in both languages. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Committees:
    """``labels`` name a committee's facts; ``fact`` is one of them, ``listed`` one committee of a list."""

    labels: Mapping[str, str]
    fact: str
    sentence: str
    listed: str
    counted: str
    lead: str
    bullet: str
    climbs: str
    then: str
    delay: str
    duty: str
    unsaid: str


FRENCH = Committees(
    labels={
        "composition": "composition",
        "chair": "présidence",
        "frequency": "fréquence",
        "quorum": "quorum",
        "decisions": "droits de décision",
        "mandate": "mandat",
        "escalation": "rend compte à",
        "secretariat": "secrétariat",
        "level": "palier",
        "next_meeting": "prochaine séance",
        "attendance": "présences",
        "resolutions": "décisions prises",
    },
    fact="{name} – {label} : {value}",
    sentence="{value}",
    listed="• {name} : {value}",
    counted="Comités et instances ({number}) :",
    lead="{value}",
    bullet="• {value}",
    climbs="{situation} : {steps}{delay}",
    then=", puis ",
    delay=" (délai : {delay})",
    duty="{lead} {text}",
    unsaid="« {label} » ({name})",
)

ENGLISH = Committees(
    labels={
        "composition": "membership",
        "chair": "chair",
        "frequency": "meetings",
        "quorum": "quorum",
        "decisions": "decision rights",
        "mandate": "mandate",
        "escalation": "reports to",
        "secretariat": "secretariat",
        "level": "level",
        "next_meeting": "next meeting",
        "attendance": "attendance",
        "resolutions": "decisions made",
    },
    fact="{name} – {label}: “{value}”",
    sentence="{name}: “{value}”",
    listed="• {name}: “{value}”",
    counted="Committees and bodies ({number}):",
    lead="“{value}”",
    bullet="• “{value}”",
    climbs="“{situation}”: {steps}{delay}",
    then=", then ",
    delay=" (within: “{delay}”)",
    duty="“{lead} {text}”",
    unsaid="“{label}” ({name})",
)


def committees(language: Lang) -> Committees:
    return ENGLISH if language is Lang.EN else FRENCH
