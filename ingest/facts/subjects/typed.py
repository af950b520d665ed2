"""Typed records → subjects: what is known of a role, a project, an offer, under the names people use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch

from ingest.facts.records import (
    Activity,
    Committee,
    Duty,
    Escalation,
    Fact,
    Field,
    ProjectStatus,
    Record,
    Role,
    ServiceOffer,
    Sort,
    Subject,
    Term,
    Value,
)

ABOUT = 500  # characters of a subject that the encoder reads


def typed(records: Sequence[Record]) -> Iterator[Subject]:
    """A subject for each record that names something; none for a bare cell of a matrix."""
    for record in records:
        yield from _subjects(record)


def about(name: str, values: Iterable[Value], more: str = "") -> str:
    """The text by which a subject is found: its name, what stands above it, its labelled values."""
    said = [name, more, *(f"{v.label} : {v.fact.quote}" if v.label else v.fact.quote for v in values)]
    return "\n".join(part for part in said if part)[:ABOUT]


def identity(made: str, document: str, start: int) -> str:
    """The id of a subject that no record makes: a letter for what it was made from, then where that is in its document."""
    return made + hashlib.sha256(f"{document}\0{start}".encode("utf-8", "replace")).hexdigest()[:14]


@singledispatch
def _subjects(record: Record) -> Iterable[Subject]:  # noqa: ARG001 - the default of a dispatch
    return ()


@_subjects.register
def _(record: Activity) -> Iterable[Subject]:
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.ACTIVITY, name=record.name,
        aliases=record.aliases, record=record.id,
        about=about(record.name.value, (), " ".join((*record.aliases, record.category)).strip()),
    )  # fmt: skip
    if record.facts:  # what its row says besides letters is told as any row's
        values = tuple(Value("", head, fact) for head, fact in record.facts.items())
        yield Subject(
            id=f"r-{record.id}", document=record.document, sort=Sort.ROW, name=record.name, values=values,
            about=about(record.name.value, values, record.category), group=f"{record.document}\0beside",
        )  # fmt: skip


@_subjects.register
def _(record: Role) -> Iterable[Subject]:
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.ROLE, name=record.name, aliases=record.aliases,
        about=record.name.value, record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: ProjectStatus) -> Iterable[Subject]:
    values = tuple(Value(key, record.labels.get(key, ""), fact) for key, fact in record.facts.items())
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.PROJECT, name=record.name, code=record.code,
        aliases=record.formerly, values=values, about=about(record.name.value, values), period=record.period,
        group=record.document, record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: ServiceOffer) -> Iterable[Subject]:
    values = tuple(Value(key, record.labels.get(key, ""), fact) for key, fact in record.facts.items())
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.OFFER, name=record.name, code=record.code,
        values=values, about=about(record.name.value, values), group=record.document, record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: Committee) -> Iterable[Subject]:
    values = tuple(Value(key, "", fact) for key, facts in record.facts.items() for fact in facts)
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.BODY, name=record.name, aliases=record.aliases,
        values=values, about=about(record.name.value, values, record.level), record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: Term) -> Iterable[Subject]:
    values = (Value("meaning", "", record.meaning),)
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.TERM, name=record.name, values=values,
        about=about(record.name.value, values), record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: Field) -> Iterable[Subject]:
    values = (Value("value", record.label.value, record.value),)
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.FIELD, name=record.label, values=values,
        about=about(record.label.value, values), record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: Escalation) -> Iterable[Subject]:
    steps = [Value("step", "", fact) for fact in record.steps]
    delay = [Value("delay", "", record.delay)] if record.delay else []
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.ROW, name=record.situation,
        values=(*steps, *delay), about=about(record.situation.value, (*steps, *delay)), record=record.id,
    )  # fmt: skip


@_subjects.register
def _(record: Duty) -> Iterable[Subject]:
    yield Subject(
        id=f"s-{record.id}", document=record.document, sort=Sort.DUTY, name=record.text,
        values=(Value("holder", "", Fact(record.holder, record.text.quote, record.text.place)),),
        about=about(record.text.value, (), record.holder), record=record.id,
    )  # fmt: skip
