"""How responsibilities are said, in both languages. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model import Lang
from ingest.facts.records import Level


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """``who`` heads a list of roles, ``what`` a list of activities, ``does`` is one role's part in one activity."""

    who: Mapping[Level, str]
    what: Mapping[Level, str]
    does: Mapping[Level, str]
    own_who: str
    own_what: str
    none_who: Mapping[Level, str]
    none_what: Mapping[Level, str]
    cell: str
    meaning: str
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


FRENCH = Responsibilities(
    who={
        Level.RESPONSIBLE: "Responsable ({letter}) de « {activity} » : {roles}.",
        Level.ACCOUNTABLE: "Approbation ({letter}) de « {activity} » : {roles}.",
        Level.CONSULTED: "À consulter ({letter}) pour « {activity} » : {roles}.",
        Level.INFORMED: "À informer ({letter}) de « {activity} » : {roles}.",
    },
    what={
        Level.RESPONSIBLE: "{role} est responsable ({letter}) de : {activities}.",
        Level.ACCOUNTABLE: "{role} approuve ({letter}) : {activities}.",
        Level.CONSULTED: "{role} est à consulter ({letter}) pour : {activities}.",
        Level.INFORMED: "{role} est à informer ({letter}) de : {activities}.",
    },
    own_who="{meaning} ({letter}) – « {activity} » : {roles}.",
    own_what="{role} – {meaning} ({letter}) : {activities}.",
    does={
        Level.RESPONSIBLE: "responsable",
        Level.ACCOUNTABLE: "approuve, imputable",
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
    meaning="Légende : « {line} ».",
    empty="Non : la matrice n'attribue aucun rôle à {role} pour « {activity} », la case est vide.",
    nobody="La matrice n'attribue aucune lettre à « {activity} ».",
    not_so="Ce n'est pas ce que dit la matrice : {role} n'a pas la lettre {letter} ({does}) pour « {activity} ».",
    note="Note : « {note} ».",
    and_=" et ",
    caption_who="Qui fait quoi : {activity}",
    caption_what="Ce que fait : {role}",
    role="Rôle",
    activity="Activité",
    letter="Lettre",
)

ENGLISH = Responsibilities(
    who={
        Level.RESPONSIBLE: "Responsible ({letter}) for “{activity}”: {roles}.",
        Level.ACCOUNTABLE: "Accountable ({letter}) for “{activity}”, who approves it: {roles}.",
        Level.CONSULTED: "To be consulted ({letter}) for “{activity}”: {roles}.",
        Level.INFORMED: "To be informed ({letter}) of “{activity}”: {roles}.",
    },
    what={
        Level.RESPONSIBLE: "{role} is responsible ({letter}) for: {activities}.",
        Level.ACCOUNTABLE: "{role} is accountable ({letter}) for, and approves: {activities}.",
        Level.CONSULTED: "{role} is to be consulted ({letter}) for: {activities}.",
        Level.INFORMED: "{role} is to be informed ({letter}) of: {activities}.",
    },
    own_who="{meaning} ({letter}) – “{activity}”: {roles}.",
    own_what="{role} – {meaning} ({letter}): {activities}.",
    does={
        Level.RESPONSIBLE: "responsible",
        Level.ACCOUNTABLE: "accountable, approves",
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
    meaning="Legend: “{line}”.",
    empty="No: the matrix gives {role} no role for “{activity}”, the cell is empty.",
    nobody="The matrix gives no letter to “{activity}”.",
    not_so="That is not what the matrix says: {role} does not hold the letter {letter} ({does}) for “{activity}”.",
    note="Note: “{note}”.",
    and_=" and ",
    caption_who="Who does what: {activity}",
    caption_what="What this role does: {role}",
    role="Role",
    activity="Activity",
    letter="Letter",
)


def responsibilities(language: Lang) -> Responsibilities:
    return ENGLISH if language is Lang.EN else FRENCH
