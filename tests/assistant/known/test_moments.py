"""The moment a question means is the report people call so: by its label first, by its date second, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.known.moments import Report, Said, labelled, meant, met, times, untimed

TODAY = date(2026, 3, 1)
WINTER = labelled("hiver.md", "2025-03-31", ["hiver 2025"])
MAY = labelled("mai.md", "2025-05-29", ["Bulletin de mai 2025"])
SECOND = labelled("t2.xlsx", "2025-09-30", ["T2 2025-2026"])
SITTING = labelled("pv.md", "2025-09-18", ["Procès-verbal de la séance du 18 septembre 2025"])
THIRD = labelled("t3.xlsx", "2025-12-31", ["T3 2025-2026"])
REPORTS = (WINTER, MAY, SITTING, SECOND, THIRD)


@pytest.mark.parametrize(
    ("said", "reports"),
    [
        ("Où en est le quai ?", ()),
        ("le quai à l'hiver 2025", (WINTER,)),
        ("le quai, hiver 2025", (WINTER,)),
        ("In winter 2025, how was the quay?", (WINTER,)),
        ("que dit le bulletin de mai", (MAY,)),
        ("au 29 mai 2025", (MAY,)),
        ("au T2 2025-2026", (SECOND,)),
        ("au deuxième trimestre 2025-2026", (SECOND,)),
        ("à la séance du 18 septembre", (SITTING,)),
        ("at the end of December 2025", (THIRD,)),
        ("entre l'hiver 2025 et le T2 2025-2026", (WINTER, SECOND)),
        ("depuis le dernier trimestre", ()),
        ("au dernier trimestre de 2025", (THIRD,)),
        ("au printemps (mai 2025), le quai", (MAY,)),
        ("à l'hiver 2025, au 31 mars 2025 plus exactement", (WINTER,)),
    ],
)
def test_the_reports_meant(said: str, reports: tuple[Report, ...]) -> None:
    """A season, a month, a quarter of a fiscal year, a day, two to compare; no words of time mean no report."""
    found = meant(said, REPORTS, TODAY)
    assert found.reports == reports
    assert not found.unknown


@pytest.mark.parametrize(
    "said", ["au T4 2031", "en décembre 2019", "le bulletin de mai 2029", "à la séance du 4 février"]
)
def test_a_moment_that_no_report_covers_is_told_apart(said: str) -> None:
    """No other report answers in its place."""
    found = meant(said, REPORTS, TODAY)
    assert found.unknown
    assert not found.reports


def test_minutes_of_the_same_month_do_not_hide_a_report() -> None:
    """« en juin 2025 » means the report of the 12th, told last, and the sitting of the 18th; a day means one of them."""
    report = labelled("bilan.pptx", "2025-06-12", ["juin 2025"])
    sitting = labelled("pv.md", "2025-06-18", ["Procès-verbal du 18 juin 2025"], sitting=True)
    both = (*REPORTS[:2], report, sitting, *REPORTS[2:])
    assert meant("la caserne en juin 2025", both, TODAY).reports == (sitting, report)
    assert meant("au 18 juin 2025", both, TODAY).reports == (sitting,)
    assert meant("entre juin 2025 et le T3 2025-2026", both, TODAY).reports == (sitting, report, THIRD)


def test_the_label_wins_over_the_date() -> None:
    """What is called « hiver » and dated in May is the winter's, though winter ends in March."""
    late = labelled("hiver.md", "2025-05-02", ["Suivi de l'hiver 2025"])
    assert meant("à l'hiver 2025", (late, MAY), TODAY).reports == (late,)


def test_the_latest_of_those_called_so_is_meant() -> None:
    """« le bulletin de mai » without a year is the last one."""
    before = labelled("mai-2024.md", "2024-05-31", ["Bulletin de mai 2024"])
    assert meant("le bulletin de mai", (before, MAY), TODAY).reports == (MAY,)
    assert meant("le bulletin de mai 2024", (before, MAY), TODAY).reports == (before,)


@pytest.mark.parametrize("said", ["Le rapport a été déposé", "Qui a été consulté ?", "Ça a déjà été approuvé"])
def test_a_past_participle_is_no_summer(said: str) -> None:
    """« a été » says no season, « cet été » does."""
    assert times(said) == []
    assert times("les projets de cet été 2025") == [Said(season="summer", year=2025)]


@pytest.mark.parametrize(
    ("said", "previous", "since"),
    [
        ("et au rapport précédent ?", True, False),
        ("qu'est-ce qui a bougé depuis l'hiver 2025", False, True),
        ("Où en est le quai ?", False, False),
    ],
)
def test_the_one_before_and_what_moved_are_heard(said: str, previous: bool, since: bool) -> None:
    """Words that link two moments are told from those that name one."""
    found = meant(said, REPORTS, TODAY)
    assert (found.previous, found.since) == (previous, since)


@given(st.text(max_size=120))
def test_any_text_has_a_moment_or_none(text: str) -> None:
    """No text breaks it, and what is found is among the reports, oldest first."""
    found = meant(text, REPORTS, TODAY)
    assert set(found.reports) <= set(REPORTS)
    assert [r.end for r in found.reports] == sorted(r.end for r in found.reports)


@given(st.integers(1, 28), st.integers(1, 12), st.integers(2001, 2060))
def test_a_written_day_is_read(day: int, month: int, year: int) -> None:
    """An ISO date names its report and no other."""
    report = labelled("pv.md", f"{year}-{month:02}-{day:02}", [])
    other = labelled("autre.md", f"{year + 2}-{month:02}-{day:02}", [])
    assert meant(f"la séance du {year}-{month:02}-{day:02}", (report, other), TODAY).reports == (report,)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("où en était le quai au T1 2025-2026 ?", "où en était le quai au ?"),
        ("le quai, le 18 septembre 2025", "le quai, le"),
        ("le quai à l'hiver 2025", "le quai à"),
        ("qui répare le quai", "qui répare le quai"),
    ],
)
def test_a_text_without_its_time(said: str, left: str) -> None:
    """What a question that says a time of its own goes on about."""
    assert untimed(said) == left
    assert not times(left)


@pytest.mark.parametrize(
    ("said", "onward"),
    [
        ("qu'est-ce qui a bougé depuis le T2 2025-2026", True),
        ("what moved since May 2025", True),
        ("ce qui a changé au T2 2025-2026", False),
        ("entre l'hiver 2025 et le T2 2025-2026", False),
        ("depuis le bulletin de mai, comparé à l'hiver 2025", False),
    ],
)
def test_from_one_time_to_now(said: str, onward: bool) -> None:
    """« depuis » one time goes from it to now; two times are compared."""
    assert meant(said, REPORTS, TODAY).onward is onward


@pytest.mark.parametrize(
    ("asked", "told", "suits"),
    [
        ("le budget en 2026", "Le budget 2027 est de 3 $.", -1.0),
        ("le budget en 2026", "Budget 2026 : 2 $, budget 2027 : 3 $.", 1.0),
        ("la rencontre d'octobre 2026", "le 1er octobre 2026", 1.0),
        ("la rencontre d'octobre 2026", "le 14 janvier 2027", -1.0),
        ("la rencontre d'octobre", "chaque mardi", 0.0),
        ("qui préside ?", "depuis 2024", 0.0),
    ],
)
def test_a_time_told_meets_the_time_asked_or_is_another(asked: str, told: str, suits: float) -> None:
    """What says nothing of time is neither."""
    assert met(times(asked), times(told)) == suits
