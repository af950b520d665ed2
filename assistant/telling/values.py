"""Values of one thing: a state, an offer's card, a committee's quorum, a row; dated where a report dates them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.known.reports import Reports
from assistant.known.things import Thing
from assistant.model import Notice
from assistant.telling.drafting import Drafting, Proof, called
from assistant.wording.status import spoken
from assistant.wording.values import Values
from assistant.wording.values import values as wording
from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.languages import fold

STATE = ("health", "progress", "phase", "due", "milestone", "risk", "lead", "comment")
OFFER = ("description", "provider", "audience", "request", "delay", "cost", "status")
_SHOWN = 8  # values of a card; more would not be read
_OLD = 120  # days after which the last report is said to be old: a quarter and a month
_WORDS = re.compile(r"\w")


def whole(draft: Drafting, thing: Thing, subject: Subject) -> None:
    """All that one needs of a thing: its card, what stands in the way first."""
    if subject.sort is Sort.OFFER:
        availability(draft, subject)
    told(draft, thing, subject, card(subject))


def card(subject: Subject) -> list[Value]:
    """The values of a card, the usual ones of its sort first."""
    usual = {Sort.PROJECT: STATE, Sort.OFFER: OFFER}.get(subject.sort, ())
    held = [v for v in subject.values if has_words(v)]
    first = [v for key in usual for v in held if v.key == key]
    return (first if usual and first else held)[:_SHOWN]


def told(draft: Drafting, thing: Thing, subject: Subject, chosen: Sequence[Value]) -> None:
    """One sentence: the name, and the values chosen."""
    say = wording(draft.language)
    parts = [shown(value, subject, draft) for value in chosen if has_words(value)]
    if not parts:
        return
    text = say.said.format(name=called(subject), values=say.apart.join(parts), when=when(draft, subject))
    draft.claim(_closed(text), [*((subject.document, v.fact) for v in chosen), *proofs_of(subject)])
    freshness(draft, thing, subject, chosen)


def lacking(draft: Drafting, subject: Subject, label: str) -> None:
    """That a known thing does not have the value asked for."""
    draft.claim(wording(draft.language).unsaid.format(label=label, name=called(subject)), proofs_of(subject))


def proofs_of(subject: Subject) -> list[Proof]:
    return [(subject.document, f) for f in (subject.name, subject.code) if f and f.quote.strip()]


def availability(draft: Drafting, subject: Subject) -> None:
    """Says that an offer is retired, suspended or not there yet."""
    status = next((v for v in subject.values if v.key == "status"), None)
    form = wording(draft.language).not_offered.get(status.fact.value) if status else None
    if status and form:
        text = form.format(name=called(subject), value=status.fact.quote)
        draft.claim(text, [(subject.document, status.fact), *proofs_of(subject)])


def shown(value: Value, subject: Subject, draft: Drafting) -> str:
    """« échéance : 31 mars 2026 », in the words of the cell; a label the documents gave, or ours, or none."""
    say = wording(draft.language)
    label = say.labels.get(value.key, "") if value.key else value.label.split(" – ")[-1].strip(" :")
    label = label or ("" if value.key in say.labels else value.label)
    text = _said(value, say, draft)
    return say.value.format(label=label[:1].lower() + label[1:] if label[1:2].islower() else label, value=text) if label else text


def _said(value: Value, say: Values, draft: Drafting) -> str:
    quote = " ".join(value.fact.quote.split())
    if value.key == "health" and value.fact.value in say.colours:
        colour = say.colours[value.fact.value]
        return quote if fold(colour) in fold(quote) else f"{quote} ({colour})"
    if value.key == "progress" and re.fullmatch(r"\d+(\.\d+)?", value.fact.value):
        return f"{value.fact.value} %" if draft.language.value == "fr" else f"{value.fact.value}%"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", quote):
        return spoken(quote, draft.language)
    return quote if len(quote) < 7 else quote.rstrip(" ;.")


def when(draft: Drafting, subject: Subject) -> str:
    """« (bulletin de mai 2025, au 31 mai 2025) » for what a report says; "" otherwise."""
    if subject.period is None or not subject.period.end:
        return ""
    return wording(draft.language).dated.format(label=label_of(draft, subject), end=spoken(subject.period.end, draft.language))


def label_of(draft: Drafting, subject: Subject) -> str:
    """What people call the report a subject comes from."""
    period = subject.period
    if period is not None and period.label and period.label != period.end:
        return period.label
    report = Reports.of(draft.library).of_document(subject.document, period.end if period else "")
    return report.label if report and report.label else draft.library.description(subject.document).title


def freshness(draft: Drafting, thing: Thing, subject: Subject, chosen: Sequence[Value]) -> None:
    """A state that later reports leave out, an old one, a due date that has passed: said beside it."""
    if subject is not thing.latest or subject.period is None or not subject.period.end:
        return
    say, library = wording(draft.language), draft.library
    cited = tuple(draft.cite(*proof) for proof in proofs_of(subject)[:1])
    due = next((v for v in chosen if v.key == "due"), None)
    if due and re.fullmatch(r"\d{4}-\d{2}-\d{2}", due.fact.value) and due.fact.value < library.today.isoformat() and not done(subject):
        text = say.overdue.format(due=spoken(due.fact.value, draft.language))
        draft.notices.append(Notice("stale", text, (draft.cite(subject.document, due.fact),)))
    later = [r for r in Reports.of(library).all if r.end > subject.period.end]
    if later and thing.sort is Sort.PROJECT:
        text = say.last_known.format(label=label_of(draft, subject), end=spoken(subject.period.end, draft.language))
        draft.notices.append(Notice("stale", text, cited))
    elif (library.today - date.fromisoformat(subject.period.end)).days > _OLD:
        draft.notices.append(Notice("stale", say.stale.format(end=spoken(subject.period.end, draft.language)), cited))


def done(subject: Subject) -> bool:
    """Whether nothing is left to do: all of it is made, or its phase says that it is over."""
    progress = next((v.fact.value for v in subject.values if v.key == "progress"), "")
    return progress.startswith("100")


def changes(draft: Drafting, before: Subject, after: Subject, keys: Iterable[str] = ()) -> None:
    """What moved between two states of one thing; what did not, only where it was asked for."""
    say = wording(draft.language)
    old = {_key(v): v for v in before.values}
    asked = set(keys)
    parts: list[str] = []
    proofs: list[Proof] = []
    for new in after.values:
        past = old.get(_key(new))
        if past is None or (asked and new.key not in asked) or not has_words(new):
            continue
        same = fold(past.fact.value) == fold(new.fact.value)
        if same and not asked:
            continue
        label = say.labels.get(new.key) or new.label
        form = say.same if same else say.moved
        text = form.format(label=label, old=_said(past, say, draft), new=_said(new, say, draft))
        parts.append(text + _points(past, new, say, same=same))
        proofs += [(after.document, new.fact), (before.document, past.fact)]
    names = {"before": label_of(draft, before), "after": label_of(draft, after), "name": called(after)}
    proofs += [*proofs_of(after), *proofs_of(before)]
    if parts:
        draft.claim(say.changed.format(changes=say.apart.join(parts), **names), proofs)
    else:
        draft.claim(say.nothing_moved.format(**names), proofs)


def _points(past: Value, new: Value, say: Values, *, same: bool) -> str:
    numbers = [v.fact.value for v in (past, new)]
    if same or new.key != "progress" or not all(re.fullmatch(r"\d+(\.\d+)?", n) for n in numbers):
        return ""
    return say.points.format(points=f"{float(numbers[1]) - float(numbers[0]):+g}")


def _key(value: Value) -> str:
    return value.key or fold(value.label)


def has_words(value: Value) -> bool:
    return bool(_WORDS.search(value.fact.quote))


def _closed(text: str) -> str:
    return re.sub(r"([.!?…])\.$", r"\1", text)


def bare(fact: Fact) -> str:
    """A fact's words on one line."""
    return " ".join(fact.quote.split())
