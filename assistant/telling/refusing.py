"""When the documents do not say: what comes nearest, whom to ask and where to write, questions that would be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.known.things import Cells, Thing, Things
from assistant.library import Library
from assistant.model import Citation, Contact, Lang, Nearest
from assistant.wording.general import general
from ingest.facts.records import Fact, Level, Sort
from ingest.languages import fold

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b(?: ?(?:poste|p\.|x|ext\.?) ?\d+)?")
OFFERED = 3  # questions proposed, at most


def nearest(documents: Iterable[str], library: Library, count: int = 2) -> tuple[Nearest, ...]:
    """The documents nearest to the question, each once."""
    names = list(dict.fromkeys(documents))[:count]
    return tuple(Nearest(n, library.description(n).title, library.description(n).url) for n in names)


def proposals(near: Sequence[Thing], language: Lang) -> tuple[str, ...]:
    """Questions about the things nearest, which the documents answer: « vouliez-vous dire… »."""
    say = general(language).proposals
    made = [say[thing.sort.value].format(name=thing.name.rstrip(" .?")) for thing in near if thing.sort.value in say]
    return tuple(dict.fromkeys(made))[:OFFERED]


def contact(
    near: Sequence[Thing], documents: Sequence[str], library: Library, language: Lang
) -> tuple[Contact | None, tuple[Citation, ...]]:
    """The role accountable for the nearest activity, else the owner of the nearest document; with their address."""
    say = general(language)
    known = Cells.of(library)
    activity = next((thing for thing in near if thing.sort is Sort.ACTIVITY), None)
    for level, why in ((Level.ACCOUNTABLE, say.why_accountable), (Level.RESPONSIBLE, say.why_responsible)):
        for cell in known.of_activity.get(activity.number, ()) if activity else ():
            if activity and level in cell.levels:
                named = library.cite(activity.latest.document, activity.latest.name)
                cited = (library.cite(cell.document, cell.letter), named)
                return _reached(known.role_of[cell.role], why.format(activity=activity.name), cited, library)
    for document in documents[:3]:
        about = library.description(document)
        if about.owner:
            return Contact(about.owner, say.why_owner.format(title=about.title)), ()
    return None, ()


def _reached(
    role: Thing, why: str, cited: tuple[Citation, ...], library: Library
) -> tuple[Contact, tuple[Citation, ...]]:
    """The role with the address a directory gives for it, where one does."""
    found = address(role, library)
    if found:
        document, fact = found
        citation = library.cite(document, fact)
        return Contact(f"{role.name}, {fact.quote}", why, tuple(c.id for c in (*cited, citation))), (*cited, citation)
    return Contact(role.name, why, tuple(c.id for c in cited)), cited


def address(role: Thing, library: Library) -> tuple[str, Fact] | None:
    """An e-mail or a telephone in a row that names the role."""
    names = {fold(name) for name in role.names}
    for thing in Things.of(library).of_sort(Sort.ROW):
        subject = thing.latest
        said = {fold(f.quote) for f in (subject.name, *(v.fact for v in subject.values))}
        if said & names:
            held = next((v.fact for v in subject.values if _ADDRESS.search(v.fact.quote)), None)
            if held:
                return subject.document, held
    return None
