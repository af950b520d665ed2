"""The tables of a part of the state, and how a database of an earlier version becomes that of this one.

A part gives its statements as numbered steps: the first makes what its first version had, each next one adds to it. A
database notes the number it has come to, in the table ``migrations``; what is missing is done when it is opened, in one
transaction, by one process. A step that was released is never edited, and only adds (a table, an index, a column with a
default): machines of the version before may still be serving from the same database, and a version may be gone back to.
Databases older than that table have the first step at most, which is written to be done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

THERE = "migrations"
Execute = Callable[[str, Sequence[object]], list[Any]]  # a statement and its values → rows


def reached(execute: Execute, part: str) -> int:
    """The number of the last step done; 0 for none. To be called where the table is there."""
    rows = execute(f"SELECT number FROM {THERE} WHERE part = ?", (part,))  # noqa: S608 – a name written above
    return int(rows[0][0]) if rows else 0


def upgrade(execute: Execute, part: str, steps: Sequence[str]) -> None:
    """The steps a database has not come to, in order. To be called in a transaction nobody else is in."""
    execute(f"CREATE TABLE IF NOT EXISTS {THERE} (part TEXT PRIMARY KEY, number INTEGER NOT NULL)", ())
    before = reached(execute, part)
    for step in steps[before:]:
        for statement in filter(str.strip, step.split(";")):
            execute(statement, ())
    if before < len(steps):
        noted = "ON CONFLICT (part) DO UPDATE SET number = excluded.number"
        execute(f"INSERT INTO {THERE} (part, number) VALUES (?, ?) {noted}", (part, len(steps)))  # noqa: S608
