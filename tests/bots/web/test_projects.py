"""Projects over time, as the page draws and tells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.known.portfolio import Portfolio, Project
from bots.web.nodes import Node, to_html
from bots.web.pages import sayer
from bots.web.projects import chart, code, colours, formerly, percentage, points, title
from ingest.facts.records import Fact, ProjectStatus
from ingest.model import Period, Place

SAY = sayer("fr")
PERIODS = {f"T{n}": Period(label=f"T{n}", end=f"2026-{3 * n:02}-30", year=2026, quarter=n) for n in (1, 2, 3)}


def fact(text: str) -> Fact:
    return Fact(text, text, Place())


def state(name: str, period: str, progress: str = "", health: str = "", **more: object) -> ProjectStatus:
    facts = {key: fact(text) for key, text in (("progress", progress), ("health", health)) if text}
    return ProjectStatus(
        id=f"{name}{period}{progress}", document=f"{period}.xlsx", name=fact(name), period=PERIODS[period], facts=facts,
        **{"code": None, **more},  # type: ignore[arg-type]
    )  # fmt: skip


RENAMED = Project((state("Tri", "T1", "20 %", "green"), state("Aiguillage", "T2", "45", "red", formerly=("Tri",))))


def text(node: Node | None) -> str:
    assert node is not None
    return "".join(one if isinstance(one, str) else text(one) for one in node.children)


def test_a_renamed_project_keeps_its_history() -> None:
    """One line through both names; the page says what it was called."""
    assert [(p.period, p.progress, p.health) for p in points(RENAMED)] == [("T1", 20, "green"), ("T2", 45, "red")]
    assert title(RENAMED) == "Aiguillage"
    assert formerly(RENAMED) == ("Tri",)
    assert text(chart(RENAMED, SAY)).endswith("T1 : 20 %, vert. T2 : 45 %, rouge.")


def test_a_code_is_not_a_former_name() -> None:
    """It stands before the name, and nowhere else."""
    coded = Project((state("Tri", "T1", "5", code=fact("PR-01")),))
    assert (code(coded), title(coded), formerly(coded)) == ("PR-01", "PR-01 – Tri", ())


def test_one_point_a_period() -> None:
    """Two reports of the same period: the last one counts. A report without percentage has no point."""
    project = Project(
        (state("Tri", "T1", "20"), state("Tri", "T1", "25"), state("Tri", "T2"), state("Tri", "T3", "90"))
    )
    assert [(p.period, p.progress) for p in points(project)] == [("T1", 25), ("T3", 90)]


def test_nothing_to_compare_draws_nothing() -> None:
    """One point is no line; reports without colour have no bar."""
    alone = Project((state("Tri", "T1", "20"),))
    assert chart(alone, SAY) is None
    assert colours(Portfolio((alone,), (PERIODS["T1"],)), SAY) is None


def test_colours_are_counted_by_report() -> None:
    """Each bar's digits are those of the words, and no project is counted twice in a report."""
    other = Project((state("Portail", "T2", "", "red"),))
    drawn = colours(Portfolio((RENAMED, other), (PERIODS["T1"], PERIODS["T2"])), SAY)
    assert text(drawn).endswith("T1 : 1 en vert. T2 : 2 en rouge.")
    assert to_html(drawn or "").count("<rect") == 2


@given(st.text(max_size=12) | st.integers(-5, 200).map("{} %".format))
def test_a_percentage_lies_between_0_and_100(said: str) -> None:
    """Whatever a cell holds: a share of the height, or nothing."""
    found = percentage(fact(said))
    assert found is None or 0 <= found <= 100


@pytest.mark.parametrize(("said", "read"), [("74", 74), ("74 %", 74), ("74,5 %", 74), ("101", None), ("à 74 %", None)])
def test_percentages_as_people_write_them(said: str, read: int | None) -> None:
    """A number alone or with its sign; words around it are not guessed at."""
    assert percentage(fact(said)) == read
