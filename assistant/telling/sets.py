"""Lists and counts: how many, which, and the cells that show it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.known.members import Condition, Member, Set
from assistant.model import Table
from assistant.telling.drafting import Drafting, called
from assistant.telling.values import OFFER, STATE, bare, has_words, shown
from assistant.wording.dates import spoken
from assistant.wording.values import Values
from assistant.wording.values import values as wording
from ingest.facts.records import Sort, Subject

NAMED = 25  # names read out; the table has them all
_COLUMNS = 5
_PROOFS = 40  # cells that show that none is there


def listed(draft: Drafting, found: Set, met: Sequence[Member], wanted: Sequence[Condition]) -> None:
    """How many members meet the conditions, and which; when none, what shows it."""
    say = wording(draft.language)
    when = say.of_report.format(label=found.name, end=spoken(found.end, draft.language)) if found.end else ""
    what = _what(wanted, draft)
    if not met:
        keys = _keys(wanted)
        shown_by = [(m.subject.document, v.fact) for m in found.members for v in m.subject.values if v.key in keys]
        names = [(m.subject.document, m.subject.name) for m in found.members]
        draft.claim(say.none.format(what=what, when=when), (shown_by or names)[:_PROOFS])
        return
    told = say.apart.join(_entry(m, draft) for m in met[:NAMED])
    if len(met) > NAMED:
        told += say.more.format(count=len(met) - NAMED)
    form = say.one if len(met) == 1 else say.many
    proofs = [(m.subject.document, f) for m in met for f in (*(v.fact for v in m.proofs), m.subject.name)]
    draft.claim(form.format(count=len(met), what=what, when=when, names=told), proofs)
    draft.table = _tabled(draft, found, met)


def _entry(member: Member, draft: Drafting) -> str:
    parts = [shown(v, draft) for v in member.proofs if v.key in ("due", "health") or not v.key][:2]
    return f"{called(member.subject)} ({', '.join(parts)})" if parts else called(member.subject)


def _what(wanted: Sequence[Condition], draft: Drafting) -> str:
    say = wording(draft.language)
    parts = [say.late if c.key == "late" else _in_words(c.label, say) for c in wanted if c.label]
    return say.meeting.format(what=", ".join(parts)) if parts else ""


def _in_words(label: str, say: Values) -> str:
    """A canonical value in words, or the document's own."""
    return say.either.join(say.colours.get(one) or say.states.get(one, one) for one in label.split("/"))


def _keys(wanted: Sequence[Condition]) -> set[str]:
    return {"due" if c.key == "late" else c.key for c in wanted}


def _tabled(draft: Drafting, found: Set, met: Sequence[Member]) -> Table | None:
    if len(met) < 3:
        return None
    usual = {Sort.PROJECT: STATE[:4], Sort.OFFER: OFFER[1:]}.get(found.what)
    first = met[0].subject
    keys = usual or [v.key or v.label for v in first.values if v.label][:_COLUMNS]
    say = wording(draft.language)
    heads = [say.labels.get(k) or k for k in keys]
    rows = tuple(_row(draft, member.subject, keys) for member in met)
    return Table(found.name, ("", *(h[:1].upper() + h[1:] for h in heads)), rows)


def _row(draft: Drafting, subject: Subject, keys: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    cells: list[tuple[str, tuple[str, ...]]] = [(called(subject), (draft.cite(subject.document, subject.name),))]
    for key in keys:
        value = next((v for v in subject.values if key in (v.key, v.label) and has_words(v)), None)
        shown_as = (bare(value.fact), (draft.cite(subject.document, value.fact),)) if value else ("–", ())
        cells.append(shown_as)
    return tuple(cells)
