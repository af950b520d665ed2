"""Which report is meant: the last one unless another is named, none that does not exist."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.projects.moments import meant
from ingest.model import Period

T1, T2, T3 = (
    Period(f"T{n} 2025", end, 2025, n) for n, end in ((1, "2025-03-31"), (2, "2025-06-30"), (3, "2025-09-30"))
)
KNOWN = (T1, T2, T3)
TODAY = date(2025, 11, 1)


@pytest.mark.parametrize(
    ("said", "periods"),
    [
        ("Où en est le projet ?", ()),
        ("au T1", (T1,)),
        ("au deuxième trimestre 2025", (T2,)),
        ("en juin", (T2,)),
        ("en mai 2025", (T2,)),
        ("au 30 juin 2025", (T2,)),
        ("à la fin mars 2025", (T1,)),
        ("at the end of June 2025", (T2,)),
        ("dans le dernier état", ()),
        ("au dernier trimestre", ()),
        ("entre le T3 et le T2", (T2, T3)),
        ("depuis le dernier trimestre", (T2, T3)),
        ("depuis le T1", (T1, T3)),
    ],
)
def test_the_reports_meant(said: str, periods: tuple[Period, ...]) -> None:
    """A quarter, a month, a date, two to compare; no words of time means the last report."""
    found = meant(said, KNOWN, TODAY)
    assert found.periods == periods
    assert not found.unknown


@pytest.mark.parametrize(
    "said", ["au T4 2025", "au quatrième trimestre 2025", "en décembre 2025", "au T1 2031", "en 2019"]
)
def test_a_moment_no_report_covers_is_told_apart(said: str) -> None:
    """No other report answers in its place."""
    found = meant(said, KNOWN, TODAY)
    assert found.unknown
    assert not found.periods


@pytest.mark.parametrize(
    ("said", "day", "after"),
    [
        ("quels projets se terminent avant le 31 mars 2026", date(2026, 3, 31), False),
        ("projets à livrer d'ici décembre 2025", date(2025, 12, 31), False),
        ("projects due after June 2026", date(2026, 6, 30), True),
        ("qui finissent avant la fin de 2026", date(2026, 12, 31), False),
    ],
)
def test_a_limit_on_the_projects_own_dates_is_no_moment_of_a_report(said: str, day: date, after: bool) -> None:
    """« avant », « d'ici » with a word of ending limits due dates."""
    found = meant(said, KNOWN, TODAY)
    assert (found.by, found.after, found.periods) == (day, after, ())
