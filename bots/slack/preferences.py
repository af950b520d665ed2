"""What a channel's members chose for it: when to answer, which restricted documents to show, whom to pass on to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bots.errors import StateOut
from bots.memory.state import Place, State

_SCHEMA = """CREATE TABLE IF NOT EXISTS channels (
    channel TEXT PRIMARY KEY, follows INTEGER NOT NULL, groups TEXT NOT NULL, person TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Preference:
    """``follows``: answers what comes next in a thread without being mentioned. ``groups``: audiences shown here."""

    follows: bool = False
    groups: frozenset[str] = frozenset()
    person: str = ""


class Preferences:
    """Durable, one row a channel; a channel without a row has the defaults."""

    def __init__(self, place: Place) -> None:
        self._state = State(place, _SCHEMA, "slack.sqlite")

    def of(self, channel: str) -> Preference:
        """What a channel chose; the defaults, which open nothing, while that cannot be read."""
        try:
            rows, _ = self._state.run("SELECT follows, groups, person FROM channels WHERE channel = ?", (channel,))
        except StateOut:
            return Preference()
        if not rows:
            return Preference()
        follows, groups, person = rows[0]
        return Preference(bool(follows), frozenset(json.loads(groups)), person)

    def set(self, channel: str, chosen: Preference) -> None:
        self._state.run(
            "INSERT INTO channels (channel, follows, groups, person) VALUES (?, ?, ?, ?) ON CONFLICT (channel) DO UPDATE "
            "SET follows = excluded.follows, groups = excluded.groups, person = excluded.person",
            (channel, int(chosen.follows), json.dumps(sorted(chosen.groups)), chosen.person),
        )

    def close(self) -> None:
        self._state.close()
