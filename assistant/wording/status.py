"""How the state of projects is said, in both languages. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Statuses:
    """``columns`` says one column; ``moved`` one that changed; ``colours`` a health."""

    columns: Mapping[str, str]
    names: Mapping[str, str]
    colours: Mapping[str, str]
    state: str
    report: str
    apart: str
    moved: str
    moved_progress: str
    appeared: str
    same: str
    since: str
    between: str
    last_known: str
    stale: str
    not_reported: str
    not_so: str
    overdue: str
    postponed: str
    one: str
    many: str
    none: str
    all_of: str
    meeting: str
    in_colour: str
    late: str
    before: str
    after: str
    within: str
    held: str
    changed: str
    dates: str
    gone: str
    gone_none: str
    new: str
    new_none: str
    caption: str
    project: str
    no_report: str
    no_such: str
    what_changed: str
    which_late: str


FRENCH = Statuses(
    columns={
        "health": "santé : {value}",
        "progress": "avancement : {value} %",
        "phase": "phase : {value}",
        "due": "échéance : {value}",
        "milestone": "prochain jalon : {value}",
        "risk": "risque : {value}",
        "lead": "responsable : {value}",
        "site": "établissement : {value}",
        "budget": "budget : {value}",
        "start": "début : {value}",
        "comment": "commentaire : « {value} »",
    },
    names={
        "health": "santé", "progress": "avancement", "phase": "phase", "due": "échéance",
        "milestone": "prochain jalon", "risk": "risque", "lead": "responsable", "site": "établissement",
        "budget": "budget", "start": "début", "comment": "commentaire",
    },
    colours={"green": "vert", "yellow": "jaune", "red": "rouge", "grey": "gris", "blue": "bleu"},
    state="{name} – {facts} (état du {label}, au {end}).",
    report="état du {label}, au {end}",
    apart=" ; ",
    moved="{column} : de {before} à {after}",
    moved_progress="avancement : de {before} % à {after} % ({points} points)",
    appeared="{column} : {after} (non indiqué auparavant)",
    same="{column} : inchangé ({after})",
    since="Depuis le {before} : {changes}.",
    between="{name}, du {before} au {after} – {changes}.",
    last_known="Dernier état connu de {name} : {label}, au {end}. Le projet ne figure pas à l'état du {latest}.",
    stale="Le dernier état de situation date du {end} : la situation a pu changer depuis.",
    not_reported="{name} au {label}",
    not_so="Les états de situation ne disent pas que ce projet est {said}.",
    overdue="{name} (échéance dépassée : {due})",
    postponed="{name} (échéance repoussée du {before} au {due})",
    one="1 projet {what}, selon l'état du {label} (au {end}) : {names}.",
    many="{count} projets {what}, selon l'état du {label} (au {end}) : {names}.",
    none="Aucun projet {what}, selon l'état du {label} (au {end}).",
    all_of="au portefeuille",
    meeting="répondant à la demande",
    in_colour="en {colours}",
    late="en retard",
    before="dont l'échéance tombe au plus tard le {day}",
    after="dont l'échéance tombe après le {day}",
    within="dont l'échéance tombe du {start} au {day}",
    held="{name} (« {value} »)",
    dates="Échéance déplacée du {before} au {after} : {names}.",
    changed="Santé modifiée du {before} au {after} : {names}.",
    gone="À l'état du {before}, mais plus à celui du {after} : {names}.",
    gone_none="Aucun projet de l'état du {before} n'est absent de celui du {after}.",
    new="Nouveaux à l'état du {after} : {names}.",
    new_none="Aucun projet nouveau à l'état du {after}.",
    caption="État du {label} (au {end})",
    project="Projet",
    no_such="un projet de ce nom (aucun état de situation ne le nomme)",
    no_report="l'état des projets pour « {said} » (états connus : {known})",
    what_changed="Qu'est-ce qui a changé pour {name} depuis le trimestre précédent ?",
    which_late="Quels projets sont en retard ?",
)  # fmt: skip

ENGLISH = Statuses(
    columns={
        "health": "health: {value}",
        "progress": "progress: {value}%",
        "phase": "phase: “{value}”",
        "due": "due: {value}",
        "milestone": "next milestone: “{value}”",
        "risk": "risk: “{value}”",
        "lead": "lead: “{value}”",
        "site": "site: “{value}”",
        "budget": "budget: “{value}”",
        "start": "start: {value}",
        "comment": "comment: “{value}”",
    },
    names={
        "health": "health", "progress": "progress", "phase": "phase", "due": "due date", "milestone": "next milestone",
        "risk": "risk", "lead": "lead", "site": "site", "budget": "budget", "start": "start", "comment": "comment",
    },
    colours={"green": "green", "yellow": "yellow", "red": "red", "grey": "grey", "blue": "blue"},
    state="{name} – {facts} ({label} report, as of {end}).",
    report="{label} report, as of {end}",
    apart="; ",
    moved="{column}: from {before} to {after}",
    moved_progress="progress: from {before}% to {after}% ({points} points)",
    appeared="{column}: {after} (not given before)",
    same="{column}: unchanged ({after})",
    since="Since {before}: {changes}.",
    between="{name}, from {before} to {after} – {changes}.",
    last_known="Last known state of {name}: {label}, as of {end}. The project is not in the {latest} report.",
    stale="The last status report is dated {end}: things may have changed since.",
    not_reported="{name} in {label}",
    not_so="The status reports do not say that this project is {said}.",
    overdue="{name} (due date passed: {due})",
    postponed="{name} (due date moved from {before} to {due})",
    one="1 project {what}, in the {label} report (as of {end}): {names}.",
    many="{count} projects {what}, in the {label} report (as of {end}): {names}.",
    none="No project {what}, in the {label} report (as of {end}).",
    all_of="in the portfolio",
    meeting="matching the request",
    in_colour="in {colours}",
    late="late",
    before="due on {day} at the latest",
    after="due after {day}",
    within="due between {start} and {day}",
    held="{name} (“{value}”)",
    dates="Due date moved from {before} to {after}: {names}.",
    changed="Health changed from {before} to {after}: {names}.",
    gone="In the {before} report but no longer in the {after} report: {names}.",
    gone_none="No project of the {before} report is missing from the {after} report.",
    new="New in the {after} report: {names}.",
    new_none="No new project in the {after} report.",
    caption="{label} report (as of {end})",
    project="Project",
    no_such="a project of that name (no status report names it)",
    no_report="the projects' status for “{said}” (known reports: {known})",
    what_changed="What changed for {name} since the previous quarter?",
    which_late="Which projects are late?",
)  # fmt: skip


def statuses(language: Lang) -> Statuses:
    return ENGLISH if language is Lang.EN else FRENCH


_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)


def spoken(iso: str, language: Lang) -> str:
    """« 2025-09-30 » → « 30 septembre 2025 », « 30 September 2025 »; what is no such date is left as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    english = language is Lang.EN
    number = "1er" if day.day == 1 and not english else str(day.day)
    return f"{number} {_MONTHS[english][day.month - 1]} {day.year}"
