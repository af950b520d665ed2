"""How the values of a thing, lists and counts are said, in both languages. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Values:
    """``labels`` names canonical keys; ``said`` joins a name and its values; the rest are whole sentences."""

    labels: Mapping[str, str]
    colours: Mapping[str, str]
    value: str
    said: str
    dated: str
    apart: str
    unsaid: str
    not_offered: Mapping[str, str]
    changed: str
    moved: str
    points: str
    same: str
    nothing_moved: str
    last_known: str
    stale: str
    overdue: str
    one: str
    many: str
    more: str
    none: str
    of_report: str
    late: str
    postponed: str
    which: str
    choices: str
    partial: str


FRENCH = Values(
    labels={
        "health": "santé", "progress": "avancement", "phase": "phase", "due": "échéance", "milestone": "prochain jalon",
        "risk": "risque", "lead": "responsable", "site": "établissement", "budget": "budget", "start": "début",
        "comment": "commentaire", "description": "en bref", "provider": "offert par", "audience": "pour qui",
        "request": "pour en faire la demande", "delay": "délai", "cost": "coût", "status": "statut", "region": "région",
        "updated": "mise à jour", "owner": "responsable", "composition": "composition", "chair": "présidence",
        "frequency": "fréquence", "quorum": "quorum", "decisions": "droits de décision", "mandate": "mandat",
        "escalation": "rend compte à", "secretariat": "secrétariat", "level": "palier", "attendance": "présences",
        "next_meeting": "prochaine séance", "resolutions": "décisions prises", "meaning": "", "value": "", "step": "",
        "holder": "",
    },
    colours={"green": "vert", "yellow": "jaune", "red": "rouge", "grey": "gris", "blue": "bleu"},
    value="{label} : {value}",
    said="{name} – {values}{when}.",
    dated=" ({label}, au {end})",
    apart="; ",
    unsaid="Les documents n'indiquent pas « {label} » pour {name}.",
    not_offered={
        "retired": "« {name} » n'est plus offert : son statut est « {value} ».",
        "development": "« {name} » n'est pas encore offert : son statut est « {value} ».",
        "suspended": "« {name} » est suspendu : son statut est « {value} ».",
    },
    changed="{name}, de {before} à {after} – {changes}.",
    moved="{label} : de {old} à {new}",
    points=" ({points} points)",
    same="{label} : inchangé ({new})",
    nothing_moved="{name} : rien n'a changé de {before} à {after} dans ce que disent les rapports.",
    last_known="Dernier état connu : {label} ({end}). Les rapports suivants n'en parlent pas.",
    stale="Le dernier rapport date du {end} : la situation a pu changer depuis.",
    overdue="L'échéance du {due} est passée.",
    one="1{what}{when} : {names}.",
    many="{count}{what}{when} : {names}.",
    more=" et {count} autres",
    none="Aucun{what}{when}.",
    of_report=" ({label}, au {end})",
    late="en retard",
    postponed="échéance repoussée",
    which="Précisez, s'il vous plaît : {names} ?",
    choices="Les documents en connaissent plusieurs",
    partial="Pour le reste, les documents ne le disent pas.",
)  # fmt: skip

ENGLISH = Values(
    labels={
        "health": "health", "progress": "progress", "phase": "phase", "due": "due", "milestone": "next milestone",
        "risk": "risk", "lead": "lead", "site": "site", "budget": "budget", "start": "start", "comment": "comment",
        "description": "in short", "provider": "offered by", "audience": "for", "request": "how to ask",
        "delay": "turnaround", "cost": "cost", "status": "status", "region": "region", "updated": "updated",
        "owner": "owner", "composition": "membership", "chair": "chair", "frequency": "meetings", "quorum": "quorum",
        "decisions": "decision rights", "mandate": "mandate", "escalation": "reports to", "secretariat": "secretariat",
        "level": "level", "attendance": "attendance", "next_meeting": "next meeting", "resolutions": "decisions made",
        "meaning": "", "value": "", "step": "", "holder": "",
    },
    colours={"green": "green", "yellow": "yellow", "red": "red", "grey": "grey", "blue": "blue"},
    value="{label}: {value}",
    said="{name} – {values}{when}.",
    dated=" ({label}, as of {end})",
    apart="; ",
    unsaid="The documents do not give “{label}” for {name}.",
    not_offered={
        "retired": "“{name}” is no longer offered: its status is “{value}”.",
        "development": "“{name}” is not offered yet: its status is “{value}”.",
        "suspended": "“{name}” is suspended: its status is “{value}”.",
    },
    changed="{name}, from {before} to {after} – {changes}.",
    moved="{label}: from {old} to {new}",
    points=" ({points} points)",
    same="{label}: unchanged ({new})",
    nothing_moved="{name}: nothing changed from {before} to {after} in what the reports say.",
    last_known="Last known state: {label} ({end}). Later reports do not mention it.",
    stale="The last report is dated {end}: things may have changed since.",
    overdue="The due date of {due} has passed.",
    one="1{what}{when}: {names}.",
    many="{count}{what}{when}: {names}.",
    more=" and {count} more",
    none="None{what}{when}.",
    of_report=" ({label}, as of {end})",
    late="late",
    postponed="postponed",
    which="Please say which: {names}?",
    choices="The documents know several",
    partial="The documents do not say the rest.",
)  # fmt: skip


def values(language: Lang) -> Values:
    return ENGLISH if language is Lang.EN else FRENCH
