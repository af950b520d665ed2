"""Lists and counts: how many, which, and the cells that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.known.borrowing import home
from assistant.known.members import Condition, Member, Set
from assistant.model import Table
from assistant.telling.drafting import Drafting, called
from assistant.telling.saying import ISO, capital, has_words, label_of, said, shown
from assistant.telling.values import OFFER, STATE, done
from assistant.wording.dates import spoken
from assistant.wording.values import Values
from assistant.wording.values import values as wording
from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.languages import words

NAMED = 25  # names read out of a long list; the table has them all
_READ = 240  # words up to which a list is read out whole
_COLUMNS = 5
_WIDE = 3  # members from which they stand one a line
_PROOFS = 40  # cells that show that none is there


def listed(draft: Drafting, found: Set, met: Sequence[Member], wanted: Sequence[Condition]) -> None:
    """How many members meet the conditions, and which; when none, what shows it."""
    say = wording(draft.language)
    when = (
        say.of_report.format(label=draft.words(found.name), end=spoken(found.end, draft.language)) if found.end else ""
    )
    what = _what(wanted, draft, found.what)
    if not met:
        keys = _keys(wanted)
        shown_by = [(home(m.subject, v), v.fact) for m in found.members for v in m.subject.values if v.key in keys]
        names = [(m.subject.document, m.subject.name) for m in found.members]
        draft.claim(say.none.format(what=what, when=when), (shown_by or names)[:_PROOFS])
        return
    draft.table = _tabled(draft, found, met)
    noun = _noun(found, len(met), say)
    head = " ".join(
        (say.one if len(met) == 1 else say.many).format(count=len(met), noun=noun, what=what, when=when).split()
    )
    entries = _entries(met, draft, wanted)
    proofs = [proof for m in met for proof in _proofs(m)]
    brief = f"{head}." if draft.table else ""
    draft.claim(_under(head, entries, say), proofs, brief)


def _proofs(member: Member) -> Iterator[tuple[str, Fact]]:
    yield from ((home(member.subject, v), fact) for v in member.proofs for fact in v.facts)
    yield member.subject.document, member.subject.name


def _entries(met: Sequence[Member], draft: Drafting, wanted: Sequence[Condition]) -> list[str]:
    """Every member where all can be read, else the first ones and how many more."""
    told = [_entry(m, draft, wanted) for m in met]
    if len(told) <= NAMED or sum(len(words(one)) for one in told) <= _READ:
        return told
    return [*told[:NAMED], wording(draft.language).more.format(count=len(told) - NAMED)]


def _under(head: str, entries: Sequence[str], say: Values) -> str:
    """A few on the line of their head, more under it."""
    if len(entries) < _WIDE:
        return f"{head}{say.follows} {', '.join(entries)}."
    return "\n".join([head + say.follows, *(f"• {entry}" for entry in entries)])


def _noun(found: Set, count: int, say: Values) -> str:
    """What is counted, in words: « projets »; "" for rows of a table of no known kind."""
    one, many = say.nouns.get(found.what.value, ("", ""))
    return one if count == 1 else many


def _entry(member: Member, draft: Drafting, wanted: Sequence[Condition]) -> str:
    """A member, with what the head does not already say of it: its date, its colour among several, that it is gone."""
    say = wording(draft.language)
    several = any("/" in c.label for c in wanted)
    parts = [shown(v, draft) for v in member.proofs if v.key == "due" or not v.key or (v.key == "health" and several)][
        :2
    ]
    if state := _not_now(member.subject, wanted, say):
        parts.append(state)
    return f"{called(member.subject)} ({', '.join(parts)})" if parts else called(member.subject)


def _not_now(subject: Subject, wanted: Sequence[Condition], say: Values) -> str:
    """« retiré », « suspendu », « en développement »: what one cannot ask for, where the question is not about that."""
    if any(c.key == "status" for c in wanted):
        return ""
    status = next((v.fact.value for v in subject.values if v.key == "status"), "")
    return say.states[status] if status in say.not_offered else ""


def _what(wanted: Sequence[Condition], draft: Drafting, of: Sort) -> str:
    return "".join(_condition(c, draft, of) for c in wanted if c.label or c.key == "late")


def _condition(condition: Condition, draft: Drafting, of: Sort) -> str:
    """« en retard », « au vert », « sans frais »; else the value between quotation marks."""
    say = wording(draft.language)
    if condition.key == "late":
        return f" {say.late}"
    named = _in_words(condition.label, draft)
    if condition.key == "health" and of is Sort.PROJECT and set(condition.label.split("/")) <= set(say.colours):
        return say.coloured.format(what=named)
    return f" {named}" if condition.label == "0" else say.named.format(what=named)


def _in_words(label: str, draft: Drafting) -> str:
    """A canonical value in words, or the document's own."""
    say = wording(draft.language)
    return say.either.join(say.colours.get(one) or say.states.get(one) or draft.words(one) for one in label.split("/"))


def _keys(wanted: Sequence[Condition]) -> set[str]:
    return {"due" if c.key == "late" else c.key for c in wanted}


def _tabled(draft: Drafting, found: Set, met: Sequence[Member]) -> Table | None:
    if len(met) < 3:
        return None
    usual = {Sort.PROJECT: STATE[:4], Sort.OFFER: OFFER[1:]}.get(found.what)
    first = met[0].subject
    keys = usual or [v.key or v.label for v in first.values if v.label][:_COLUMNS]
    say = wording(draft.language)
    heads = [_head(k, met, draft) for k in keys]
    rows = tuple(_row(draft, member.subject, keys) for member in met)
    return Table(draft.words(found.name), tuple(map(capital, (_noun(found, 1, say), *heads))), rows)


def _head(key: str, met: Sequence[Member], draft: Drafting) -> str:
    """What a column is called: our word for one we know, else the head people wrote."""
    held = (v for member in met for v in member.subject.values if key in (v.key, v.label))
    return next((label_of(v, draft) for v in held), wording(draft.language).labels.get(key, key))


def _row(draft: Drafting, subject: Subject, keys: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    cells: list[tuple[str, tuple[str, ...]]] = [(called(subject), (draft.cite(subject.document, subject.name),))]
    for key in keys:
        value = next((v for v in subject.values if key in (v.key, v.label) and has_words(v)), None)
        shown_as = (
            (_cell(subject, value, draft), (draft.cite(home(subject, value), value.fact),)) if value else ("–", ())
        )
        cells.append(shown_as)
    return tuple(cells)


def _cell(subject: Subject, value: Value, draft: Drafting) -> str:
    """« 13 novembre 2026 (passée) »: a day by which something is due, and is not done."""
    told, day = said(value, draft), value.fact.value
    late = value.key == "due" and ISO.fullmatch(day) and day < draft.library.today.isoformat() and not done(subject)
    return wording(draft.language).past.format(day=told) if late else told
