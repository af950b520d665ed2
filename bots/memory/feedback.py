"""Thumbs and reasons: one row per person and answer, the question masked, kept for a limited time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bots.memory.masking import mask
from bots.memory.state import Place, State

Verdict = Literal["up", "down"]
REASON = 1000  # characters kept

_STEPS = (
    """CREATE TABLE IF NOT EXISTS feedback (
    answer TEXT NOT NULL, asker TEXT NOT NULL, channel TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
    question TEXT NOT NULL, generation TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (answer, asker))""",
    # What one person said, and what is past its time, are found without reading every row.
    """CREATE INDEX IF NOT EXISTS feedback_asker ON feedback (asker);
    CREATE INDEX IF NOT EXISTS feedback_at ON feedback (at)""",
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person thought of one answer. ``asker`` is any stable key of theirs; it is stored as a hash. ``readers`` are the
    groups it was answered with, None where they cannot be known; they are not stored."""

    answer: str
    verdict: Verdict
    channel: str
    asker: str = ""
    reason: str = ""
    question: str = ""
    generation: str = ""
    readers: frozenset[str] | None = None


class Feedback:
    """The opinions table. Saying again replaces: the reason given after a thumb joins its row.

    ``heard`` is told of each as it comes; without ``keeps`` nothing is done with any."""

    def __init__(
        self,
        place: Place,
        days: float = 365,
        clock: Callable[[], float] = time.time,
        heard: Callable[[Opinion], None] | None = None,
        *,
        keeps: bool = True,
    ) -> None:
        self._state = State(place, _STEPS, "feedback.sqlite")
        self._heard, self._keeps = heard, keeps
        self._seconds = days * 86_400
        self._clock = clock

    def record(self, opinion: Opinion) -> None:
        if not self._keeps:
            return
        if self._heard:
            self._heard(opinion)
        now = self._clock()
        self._state.run("DELETE FROM feedback WHERE at < ?", (now - self._seconds,))
        self._state.run(
            "INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (answer, asker) DO UPDATE SET "
            "verdict = excluded.verdict, at = excluded.at, "
            "reason = CASE excluded.reason WHEN '' THEN feedback.reason ELSE excluded.reason END, "
            "question = CASE excluded.question WHEN '' THEN feedback.question ELSE excluded.question END",
            (
                opinion.answer[:64],
                _hashed(opinion.channel, opinion.asker),
                opinion.channel,
                opinion.verdict,
                mask(opinion.reason)[:REASON],
                mask(opinion.question)[:REASON],
                opinion.generation[:64],
                now,
            ),
        )

    def of(self, channel: str, asker: str) -> tuple[tuple[str, str], ...]:
        """(masked question, reason) of everything a person said, oldest first, for them to see."""
        asked = "SELECT question, reason FROM feedback WHERE asker = ? ORDER BY at"
        rows, _ = self._state.run(asked, (_hashed(channel, asker),))
        return tuple((question, reason) for question, reason in rows)

    def erase(self, channel: str, asker: str) -> int:
        """Erases everything a person said; gives how many rows went."""
        _, gone = self._state.run("DELETE FROM feedback WHERE asker = ?", (_hashed(channel, asker),))
        return gone

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """(answer, channel, verdict, reason, masked question), oldest first."""
        rows, _ = self._state.run("SELECT answer, channel, verdict, reason, question FROM feedback ORDER BY at")
        return rows

    def close(self) -> None:
        self._state.close()


def _hashed(channel: str, asker: str) -> str:
    return hashlib.sha256(f"{channel}\0{asker}".encode("utf-8", "replace")).hexdigest()[:32]
