"""Whom to ask when the documents do not say: a role read from them, never invented."""

from __future__ import annotations

from assistant.library import Library
from assistant.matching import Names
from assistant.model import Citation, Contact, Nearest, Query, Ranked
from assistant.wording.general import general
from ingest.facts.records import Activity, Field, Level, Responsibility, Role
from ingest.languages import fold

_NEAR_ENOUGH = 0.55
_CONTACT_LABELS = ("courriel", "repondant", "contact", "personne-ressource", "gestionnaire", "responsable")


def refer(query: Query, library: Library, found: tuple[Ranked, ...]) -> tuple[Contact | None, tuple[Citation, ...]]:
    """The role accountable for the nearest activity, or the owner of the nearest document, or a contact field."""
    return (
        _from_matrix(query, library) or _from_owner(query, library, found) or _from_field(query, library) or (None, ())
    )


def _activity_names(library: Library) -> Names[str]:
    return Names((a.id, (a.name.quote,)) for a in library.current(Activity))


def _from_matrix(query: Query, library: Library) -> tuple[Contact | None, tuple[Citation, ...]] | None:
    matches = library.remember("activity names", _activity_names).find(query.content, floor=_NEAR_ENOUGH)
    for match in matches[:1]:
        for level in (Level.ACCOUNTABLE, Level.RESPONSIBLE):
            held = [r for r in library.current(Responsibility) if r.activity == match.key and level in r.levels]
            if held:
                return _role_contact(query, library, held[0], level)
    return None


def _role_contact(
    query: Query, library: Library, held: Responsibility, level: Level
) -> tuple[Contact | None, tuple[Citation, ...]] | None:
    role = next((r for r in library.current(Role) if r.id == held.role), None)
    activity = next((a for a in library.current(Activity) if a.id == held.activity), None)
    if role is None or activity is None:
        return None
    say = general(query.language)
    why = say.why_accountable if level is Level.ACCOUNTABLE else say.why_responsible
    citations = (library.cite(held.document, held.letter), library.cite(held.document, activity.name))
    contact = Contact(role.name.value, why.format(activity=activity.name.value), tuple(c.id for c in citations))
    return contact, citations


def _from_owner(
    query: Query, library: Library, found: tuple[Ranked, ...]
) -> tuple[Contact | None, tuple[Citation, ...]] | None:
    for ranked in found[:5]:
        about = library.description(ranked.passage.document)
        if about.owner:
            return Contact(about.owner, general(query.language).why_owner.format(title=about.title)), ()
    return None


def _from_field(query: Query, library: Library) -> tuple[Contact | None, tuple[Citation, ...]] | None:
    for wanted in _CONTACT_LABELS:
        for held in library.current(Field):
            if wanted in fold(held.label.value):
                title = library.description(held.document).title
                why = general(query.language).why_contact.format(label=held.label.value, title=title)
                citation = library.cite(held.document, held.value)
                return Contact(held.value.quote, why, (citation.id,)), (citation,)
    return None


def nearest(library: Library, found: tuple[Ranked, ...], count: int = 2) -> tuple[Nearest, ...]:
    """The documents whose passages came nearest, best first."""
    names = list(dict.fromkeys(r.passage.document for r in found))[:count]
    return tuple(Nearest(n, library.description(n).title, library.description(n).url) for n in names)
