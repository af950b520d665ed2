"""What one person may be told has changed between two generations, and each change on a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bots.wording.commands import Commands
from ingest.documents.lineage import in_line

if TYPE_CHECKING:
    from assistant.library import Library
    from ingest.facts.changes import Change, Said
    from ingest.model import Description


def told(before: Library, after: Library) -> tuple[Change, ...]:
    """The changes an audience may be told of: it reads both what they were, then and today, and what they are."""
    from ingest.facts.changes import changes
    from ingest.facts.records import Subject

    then = _then(before, after)
    return changes(
        before.records(Subject), after.records(Subject), _in_force(then), _in_force(_by_name(after.descriptions()))
    )


def line(one: Change, say: Commands) -> str:
    """A change on one line, with the place of its words."""
    what = f"{one.name} · {one.label}" if one.label else one.name
    values = " → ".join(f"« {' '.join(said.fact.quote.split())} »" for said in (one.before, one.after) if said)
    return f"{say(f'change-{one.how}')} : {what} : {values} [{place(one.after or one.before)}]"


def place(said: Said | None) -> str:
    """Where the words are, in words; "" for none."""
    if said is None:
        return ""
    at = said.fact.place
    where = at.cell or (f"p. {at.page}" if at.page else at.section[-1] if at.section else "")
    return ", ".join(filter(None, (said.document, at.sheet, where)))


def _then(before: Library, after: Library) -> dict[str, Description]:
    """The documents of then whose words may be told today. A document restricted since takes its old words with it, and is
    no heir of another: then is told as if it had not been there."""
    read = before.descriptions()
    kept = [about for about in read if _still(about.document, before, after)]
    return in_line(kept) if len(kept) < len(read) else _by_name(read)


def _still(name: str, before: Library, after: Library) -> bool:
    """Whether a document of then may be read today: under its name, or else under another that holds the same bytes. One that
    is gone is read by those who read it then, and nobody else."""
    today = after.generation.manifest.documents
    if name in today:
        return after.sees(name)
    digest = before.generation.manifest.documents.get(name)
    same = [other for other, of in today.items() if of == digest]
    return not same or any(map(after.sees, same))


def _in_force(described: dict[str, Description]) -> Callable[[str], bool]:
    return lambda name: name in described and not described[name].superseded_by


def _by_name(described: tuple[Description, ...]) -> dict[str, Description]:
    return {about.document: about for about in described}
