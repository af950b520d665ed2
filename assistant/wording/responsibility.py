"""How responsibilities are said, in both languages. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model import Lang
from ingest.facts.records import Level


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """``who`` is what one role does of an activity, ``whom`` several (both follow ``of``, the activity); ``what`` heads a
    list of activities, ``many`` counts them; ``does`` is one role's part in one activity."""

    who: Mapping[Level, str]
    whom: Mapping[Level, str]
    what: Mapping[Level, str]
    many: Mapping[Level, str]
    does: Mapping[Level, str]
    own_who: str
    own_what: str
    own_many: str
    of: str
    none_who: Mapping[Level, str]
    none_what: Mapping[Level, str]
    cell: str
    meaning: str
    legend: str
    empty: str
    nobody: str
    not_so: str
    note: str
    and_: str
    caption_who: str
    caption_what: str
    role: str
    activity: str
    letter: str
    follows: str


FRENCH = Responsibilities(
    who={
        Level.RESPONSIBLE: "{roles} réalise ({letter})",
        Level.ACCOUNTABLE: "{roles} approuve ({letter})",
        Level.CONSULTED: "consultez {roles} ({letter})",
        Level.INFORMED: "informez {roles} ({letter})",
    },
    whom={
        Level.RESPONSIBLE: "{roles} réalisent ({letter})",
        Level.ACCOUNTABLE: "{roles} approuvent ({letter})",
        Level.CONSULTED: "consultez {roles} ({letter})",
        Level.INFORMED: "informez {roles} ({letter})",
    },
    what={
        Level.RESPONSIBLE: "{role} réalise ({letter})",
        Level.ACCOUNTABLE: "{role} approuve ({letter})",
        Level.CONSULTED: "On consulte ({letter}) {role}",
        Level.INFORMED: "On informe ({letter}) {role}",
    },
    many={
        Level.RESPONSIBLE: "{role} réalise ({letter}) {count} activités",
        Level.ACCOUNTABLE: "{role} approuve ({letter}) {count} activités",
        Level.CONSULTED: "On consulte ({letter}) {role} pour {count} activités",
        Level.INFORMED: "On informe ({letter}) {role} de {count} activités",
    },
    own_who="{meaning} ({letter}) : {roles}",
    own_what="{role} – {meaning} ({letter})",
    own_many="{role} – {meaning} ({letter}), {count} activités",
    of="« {activity} » : {parts}.",
    does={
        Level.RESPONSIBLE: "réalise",
        Level.ACCOUNTABLE: "approuve",
        Level.CONSULTED: "consulté",
        Level.INFORMED: "informé",
    },
    none_who={
        Level.RESPONSIBLE: "La matrice ne désigne aucun responsable ({letter}) pour « {activity} ».",
        Level.ACCOUNTABLE: "La matrice ne désigne aucun rôle qui approuve ({letter}) « {activity} ».",
        Level.CONSULTED: "La matrice ne désigne aucun rôle à consulter ({letter}) pour « {activity} ».",
        Level.INFORMED: "La matrice ne désigne aucun rôle à informer ({letter}) de « {activity} ».",
    },
    none_what={
        Level.RESPONSIBLE: "Selon la matrice, {role} n'est responsable ({letter}) d'aucune activité.",
        Level.ACCOUNTABLE: "Selon la matrice, {role} n'approuve ({letter}) aucune activité.",
        Level.CONSULTED: "Selon la matrice, {role} n'est à consulter ({letter}) pour aucune activité.",
        Level.INFORMED: "Selon la matrice, {role} n'est à informer ({letter}) d'aucune activité.",
    },
    cell="{role} : {letter} ({does}) pour « {activity} ».",
    meaning="« {line} »",
    legend="Légende",
    empty="Non : la matrice n'attribue aucun rôle à {role} pour « {activity} », la case est vide.",
    nobody="La matrice n'attribue aucune lettre à « {activity} ».",
    not_so="Ce n'est pas ce que dit la matrice : {role} n'a pas la lettre {letter} ({does}) pour « {activity} ».",
    note="Note : « {note} ».",
    and_=" et ",
    caption_who="Qui fait quoi : {activity}",
    caption_what="Ce que fait : {role}",
    role="Rôle",
    activity="Activité",
    letter="Part",
    follows=" :",
)

ENGLISH = Responsibilities(
    who={
        Level.RESPONSIBLE: "{roles} does it ({letter})",
        Level.ACCOUNTABLE: "{roles} approves ({letter})",
        Level.CONSULTED: "consult {roles} ({letter})",
        Level.INFORMED: "inform {roles} ({letter})",
    },
    whom={
        Level.RESPONSIBLE: "{roles} do it ({letter})",
        Level.ACCOUNTABLE: "{roles} approve ({letter})",
        Level.CONSULTED: "consult {roles} ({letter})",
        Level.INFORMED: "inform {roles} ({letter})",
    },
    what={
        Level.RESPONSIBLE: "{role} is responsible ({letter}) for",
        Level.ACCOUNTABLE: "{role} approves ({letter})",
        Level.CONSULTED: "{role} is consulted ({letter}) on",
        Level.INFORMED: "{role} is informed ({letter}) of",
    },
    many={
        Level.RESPONSIBLE: "{role} is responsible ({letter}) for {count} activities",
        Level.ACCOUNTABLE: "{role} approves ({letter}) {count} activities",
        Level.CONSULTED: "{role} is consulted ({letter}) on {count} activities",
        Level.INFORMED: "{role} is informed ({letter}) of {count} activities",
    },
    own_who="{meaning} ({letter}): {roles}",
    own_what="{role} – {meaning} ({letter})",
    own_many="{role} – {meaning} ({letter}), {count} activities",
    of="“{activity}”: {parts}.",
    does={
        Level.RESPONSIBLE: "responsible",
        Level.ACCOUNTABLE: "approves",
        Level.CONSULTED: "consulted",
        Level.INFORMED: "informed",
    },
    none_who={
        Level.RESPONSIBLE: "The matrix names no role responsible ({letter}) for “{activity}”.",
        Level.ACCOUNTABLE: "The matrix names no role accountable ({letter}) for “{activity}”.",
        Level.CONSULTED: "The matrix names no role to consult ({letter}) for “{activity}”.",
        Level.INFORMED: "The matrix names no role to inform ({letter}) of “{activity}”.",
    },
    none_what={
        Level.RESPONSIBLE: "In the matrix, {role} is responsible ({letter}) for no activity.",
        Level.ACCOUNTABLE: "In the matrix, {role} is accountable ({letter}) for no activity.",
        Level.CONSULTED: "In the matrix, {role} is to be consulted ({letter}) for no activity.",
        Level.INFORMED: "In the matrix, {role} is to be informed ({letter}) of no activity.",
    },
    cell="{role}: {letter} ({does}) for “{activity}”.",
    meaning="“{line}”",
    legend="Legend",
    empty="No: the matrix gives {role} no role for “{activity}”, the cell is empty.",
    nobody="The matrix gives no letter to “{activity}”.",
    not_so="That is not what the matrix says: {role} does not hold the letter {letter} ({does}) for “{activity}”.",
    note="Note: “{note}”.",
    and_=" and ",
    caption_who="Who does what: {activity}",
    caption_what="What this role does: {role}",
    role="Role",
    activity="Activity",
    letter="Part",
    follows=":",
)


def responsibilities(language: Lang) -> Responsibilities:
    return ENGLISH if language is Lang.EN else FRENCH
