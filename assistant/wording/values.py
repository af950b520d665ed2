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
    states: Mapping[str, str]
    phrases: Mapping[str, str]
    nouns: Mapping[str, tuple[str, str]]
    percent: str
    coloured: str
    named: str
    either: str
    value: str
    said: str
    said_plainly: str
    translated: str  # a term, its English word, the words of the document
    past: str  # a day that has passed, in a cell
    headed: str
    headed_plain: str
    dated: str
    on_day: str
    day: str
    apart: str
    unsaid: str
    not_offered: Mapping[str, str]
    changed: str
    then: str
    at: str
    points: str
    same: str
    nothing_moved: str
    last_known: str
    stale: str
    overdue: str
    one: str
    many: str
    more: str
    follows: str
    none: str
    of_report: str
    late: str
    which: str
    several: str
    disagree: str
    otherwise: str
    each: str
    each_name: str
    ask_of: str


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
    states={
        "retired": "retiré", "suspended": "suspendu", "development": "en développement", "active": "offert",
        "0": "sans frais",
    },
    phrases={"health": "au {}", "progress": "à {}", "due": "échéance le {}", "request": "écrivez à {}"},
    nouns={"project": ("projet", "projets"), "offer": ("offre", "offres"), "body": ("comité", "comités")},
    percent="{} %",
    coloured=" au {what}",
    named=" « {what} »",
    either=" ou ",
    value="{label} : {value}",
    said="{name} – {values}{when}.",
    said_plainly="{name} : {values}{when}.",
    translated="{name} : {word} ({words}).",
    past="{day} (passée)",
    headed="{name} – {label}{when} :",
    headed_plain="{name}{when} :",
    dated=" ({label}, au {end})",
    on_day=" (au {end})",
    day="le ",
    apart="; ",
    unsaid="Les documents n'indiquent pas « {label} » pour {name}.",
    not_offered={
        "retired": "« {name} » n'est plus offert : son statut est « {value} ».",
        "development": "« {name} » n'est pas encore offert : son statut est « {value} ».",
        "suspended": "« {name} » est suspendu : son statut est « {value} ».",
    },
    changed="{name}, entre {before} et {after} – {changes}.",
    then=", puis ",
    at="{value} ({label})",
    points=" ({points} points)",
    same="inchangé, {path}",
    nothing_moved="{name} : rien n'a changé entre {before} et {after} dans ce que disent les rapports.",
    last_known="Dernier état connu : {label} ({end}). Les rapports suivants n'en parlent pas.",
    stale="Le dernier rapport date du {end} : la situation a pu changer depuis.",
    overdue="L'échéance du {due} est passée.",
    one="1 {noun}{what}{when}",
    many="{count} {noun}{what}{when}",
    more="et {count} autres",
    follows=" :",
    none="Aucun résultat{what}{when}.",
    of_report=" ({label}, au {end})",
    late="en retard",
    which="Lequel voulez-vous dire ? Les documents en connaissent plusieurs :",
    several="Pas de réponse sûre; le plus probable :",
    otherwise="Un autre document, « {title} », dit « {value} ».",
    disagree="Les documents en vigueur ne s'accordent pas : faites-le préciser.",
    each="• {name} : {value}",
    each_name="• {name}",
    ask_of="{label} – {name}",
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
    states={
        "retired": "retired", "suspended": "suspended", "development": "in development", "active": "offered",
        "0": "free",
    },
    phrases={"health": "{}", "progress": "{} done", "due": "due {}", "request": "write to {}"},
    nouns={"project": ("project", "projects"), "offer": ("offer", "offers"), "body": ("committee", "committees")},
    percent="{}%",
    coloured=" marked {what}",
    named=" “{what}”",
    either=" or ",
    value="{label}: {value}",
    said="{name} – {values}{when}.",
    said_plainly="{name}: {values}{when}.",
    translated="{name}: {word} ({words}).",
    past="{day} (past)",
    headed="{name} – {label}{when}:",
    headed_plain="{name}{when}:",
    dated=" ({label}, as of {end})",
    on_day=" (as of {end})",
    day="",
    apart="; ",
    unsaid="The documents do not give “{label}” for {name}.",
    not_offered={
        "retired": "“{name}” is no longer offered: its status is “{value}”.",
        "development": "“{name}” is not offered yet: its status is “{value}”.",
        "suspended": "“{name}” is suspended: its status is “{value}”.",
    },
    changed="{name}, from {before} to {after} – {changes}.",
    then=", then ",
    at="{value} ({label})",
    points=" ({points} points)",
    same="unchanged, {path}",
    nothing_moved="{name}: nothing changed from {before} to {after} in what the reports say.",
    last_known="Last known state: {label} ({end}). Later reports do not mention it.",
    stale="The last report is dated {end}: things may have changed since.",
    overdue="The due date of {due} has passed.",
    one="1 {noun}{what}{when}",
    many="{count} {noun}{what}{when}",
    more="and {count} more",
    follows=":",
    none="No result{what}{when}.",
    of_report=" ({label}, as of {end})",
    late="running late",
    which="Which one do you mean? The documents know several:",
    several="No sure answer; most likely:",
    otherwise="Another document, “{title}”, says “{value}”.",
    disagree="The documents in force do not agree: have it clarified.",
    each="• {name}: {value}",
    each_name="• {name}",
    ask_of="{label} – {name}",
)  # fmt: skip


def values(language: Lang) -> Values:
    return ENGLISH if language is Lang.EN else FRENCH
