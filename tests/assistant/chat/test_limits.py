"""Budgets hold across restarts and people; a model that keeps failing is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.chat.budget import Budget
from assistant.chat.service import FAILURES, SECONDS, Rest


def test_a_budget_outlives_the_process_and_ends_with_the_day(tmp_path: Path) -> None:
    """What was spent is still spent after a restart; the next day starts anew."""
    days = [date(2026, 5, 1)]

    def opened() -> Budget:
        return Budget(tmp_path / "state", 3, 2, lambda: days[0])

    assert [opened().spend(who) for who in ("a", "a", "a", "b", "c")] == [True, True, False, True, False]
    days[0] = date(2026, 5, 2)
    assert opened().spend("a")


def test_no_person_can_be_read_in_the_file(tmp_path: Path) -> None:
    """Only a salted digest is kept, in a file that its owner alone reads, for a day."""
    budget = Budget(tmp_path / "state", 9, 9)
    budget.spend("zephirine@example.org")
    file = tmp_path / "state" / "chat.sqlite"
    assert b"zephirine" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_a_budget_that_cannot_be_known_is_spent(tmp_path: Path) -> None:
    """A folder that cannot be written means no call, not calls without end."""
    (tmp_path / "state").write_text("a file, not a folder")
    assert not Budget(tmp_path / "state", 9, 9).spend("a")


def test_three_faults_in_a_row_bring_a_rest() -> None:
    """A success in between starts anew; the rest ends by itself."""
    now = [0.0]
    rest = Rest(lambda: now[0])
    for failed in (True, True, False, True, True):
        rest.note(failed=failed)
    assert not rest.due()
    rest.note(failed=True)
    assert rest.due()
    now[0] = SECONDS + 1
    assert not rest.due()
    assert FAILURES == 3
