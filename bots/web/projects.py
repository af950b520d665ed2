"""Projects over time: the reports of one project put together, drawn and told in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bots.web.nodes import Node, el
from ingest.records import Fact, ProjectStatus

HEALTHS = ("green", "yellow", "red")
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 320, 120, 34, 14, 26

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class History:
    """One project's reports, oldest first. ``name`` is the latest."""

    key: str
    name: str
    code: str
    reports: tuple[ProjectStatus, ...]

    @property
    def latest(self) -> ProjectStatus:
        return self.reports[-1]

    def points(self) -> tuple[tuple[str, int, str], ...]:
        """(period, percentage, health or ""), for the reports that state a percentage."""
        found = ((r.period.label, percentage(r.facts.get("progress")), health(r)) for r in self.reports)
        return tuple((label, value, state) for label, value, state in found if value is not None)


def histories(records: Iterable[ProjectStatus]) -> tuple[History, ...]:
    """Reports gathered by code, or by name where there is none, in the order of the latest report."""
    gathered: dict[str, list[ProjectStatus]] = {}
    for record in sorted(records, key=lambda r: r.period.end):
        gathered.setdefault(_key(record), []).append(record)
    made = [_history(key, reports) for key, reports in gathered.items()]
    return tuple(sorted(made, key=lambda h: (h.code or "~", h.name)))


def _key(record: ProjectStatus) -> str:
    return record.code.value if record.code else record.name.value.casefold()


def _history(key: str, reports: list[ProjectStatus]) -> History:
    last = reports[-1]
    by_period = {report.period.end: report for report in reports}
    return History(key, last.name.quote, last.code.quote if last.code else "", tuple(by_period.values()))


def percentage(fact: Fact | None) -> int | None:
    found = re.fullmatch(r"(\d{1,3})(?:[.,]\d+)?\s*%?", fact.value.strip()) if fact else None
    return int(found.group(1)) if found and int(found.group(1)) <= 100 else None


def health(record: ProjectStatus) -> str:
    """« green », « yellow », « red », or ""."""
    fact = record.facts.get("health")
    return fact.value if fact and fact.value in HEALTHS else ""


def chart(history: History, say: Say, *, titled: bool = True) -> Node | None:
    """The progress drawn, with the same said in words; None when there is nothing to compare."""
    points = history.points()
    if len(points) < 2:
        return None
    words = in_words(points, say)
    drawn = el(
        "svg", *_axes(), *_curve(points), viewBox=f"0 0 {_WIDTH} {_HEIGHT}", class_="chart", role="img",
        aria_label=words, focusable="false",
    )  # fmt: skip
    title = say("progress_of", f"{history.code} {history.name}".strip())
    return el(
        "figure",
        drawn,
        el("figcaption", el("strong", title) if titled else None, " " if titled else "", words),
        class_="figure",
    )


def in_words(points: Sequence[tuple[str, int, str]], say: Say) -> str:
    """« Avancement : 40 % au T1, 55 % au T2. Santé : vert au T1… »"""
    told = say("progress_words", ", ".join(say("at", f"{value} %", label) for label, value, _ in points))
    healths = [(label, state) for label, _, state in points if state]
    if healths:
        told += " " + say("health_words", ", ".join(say("at", say(state), label) for label, state in healths))
    return told


def _axes() -> list[Node]:
    drawn = []
    for share in (0, 50, 100):
        y = _y(share)
        drawn.append(el("line", x1=_LEFT, x2=_WIDTH - 8, y1=y, y2=y, class_="axis"))
        drawn.append(el("text", f"{share}", x=_LEFT - 6, y=y + 4, class_="tick", text_anchor="end"))
    return drawn


def _curve(points: Sequence[tuple[str, int, str]]) -> list[Node]:
    step = (_WIDTH - _LEFT - 40) / (len(points) - 1)
    spots = [(round(_LEFT + 16 + step * n), _y(point[1]), *point) for n, point in enumerate(points)]
    drawn = [el("polyline", points=" ".join(f"{x},{y}" for x, y, *_ in spots), class_="curve")]
    for x, y, label, value, state in spots:
        drawn.append(el("circle", cx=x, cy=y, r=5, class_=f"dot {state or 'plain'}"))
        above = y - 9 if y > _TOP + 12 else y + 18
        drawn.append(el("text", f"{value} %", x=x, y=above, class_="value", text_anchor="middle"))
        drawn.append(el("text", label, x=x, y=_HEIGHT - 6, class_="tick", text_anchor="middle"))
    return drawn


def _y(share: int) -> int:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (100 - share) / 100)
