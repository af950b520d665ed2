"""Four parts, and how sure « wrong » is."""

from __future__ import annotations

import pytest

from assistant.evaluation.parts import Part, counted, part_of, upper_bound


@pytest.mark.parametrize(
    ("wrong", "answered", "bound"),
    [(0, 59, 0.0495), (0, 1, 0.95), (1, 10, 0.3942), (5, 100, 0.1022), (20, 1000, 0.0289), (0, 0, 1.0), (4, 4, 1.0)],
)
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, answered: int, bound: float) -> None:
    """Figures of the published method, one-sided at 95 %."""
    assert upper_bound(wrong, answered) == pytest.approx(bound, abs=5e-4)


def test_the_bound_is_that_of_the_beta_distribution() -> None:
    """The bisection finds the quantile that scipy knows."""
    beta = pytest.importorskip("scipy.stats").beta
    for wrong, answered in [(0, 7), (3, 40), (17, 350), (90, 900)]:
        assert upper_bound(wrong, answered) == pytest.approx(beta.ppf(0.95, wrong + 1, answered - wrong), abs=1e-5)


@pytest.mark.parametrize(
    ("behaviour", "right", "abstained", "part"),
    [
        ("answer", True, False, Part.RIGHT),
        ("answer", False, False, Part.WRONG),
        ("answer", False, True, Part.REFUSED),
        ("abstain", True, True, Part.SILENT),
        ("abstain", False, False, Part.WRONG),
        ("correct", True, True, Part.SILENT),
        ("correct", True, False, Part.RIGHT),
        ("correct", False, False, Part.WRONG),
    ],
)
def test_each_question_falls_in_one_part(behaviour: str, right: bool, abstained: bool, part: Part) -> None:
    """A premise put right is right; one left alone is rightly refused."""
    assert part_of(behaviour, right=right, abstained=abstained) is part


def test_shares_are_of_all_questions_and_wrong_is_of_what_is_answered() -> None:
    """The four shares add up to one."""
    parts = counted([Part.RIGHT] * 6 + [Part.WRONG] * 2 + [Part.REFUSED, Part.SILENT])
    assert sum(parts.share(part) for part in Part) == pytest.approx(1)
    assert parts.wrong_if_answered == 0.25
    assert parts.bound > 0.25
    assert parts.as_json()["answered"] == 8
