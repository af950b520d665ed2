"""Projects over time, drawn and told in words: one project's progress, and how many are in each colour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.known.portfolio import Portfolio, Project
from assistant.library import Library
from assistant.model import Citation
from bots.rendering.plain import one_line
from bots.web.nodes import Node, el
from ingest.facts.records import Fact, ProjectStatus
from ingest.languages import fold
from ingest.model import Place

HEALTHS = ("green", "yellow", "red")
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 320, 120, 34, 14, 26
_BAR, _STEP, _LABEL, _MOST = 22, 32, 72, 8  # of the bars: height, distance, room for the period; periods drawn

Say = Callable[..., str]
Spot = tuple[str, int, int, str | None]


@dataclass(frozen=True, slots=True)
class Point:
    """A project in one report: its percentage, and its colour or ""."""

    period: str
    progress: int
    health: str


def projects(library: Library) -> tuple[Project, ...]:
    """Every project of the reports in force, by code, then by name."""
    return tuple(sorted(Portfolio.of(library).projects, key=lambda p: (code(p) or "~", fold(p.name))))


def code(project: Project) -> str:
    return one_line(project.latest.code.quote) if project.latest.code else ""


def title(project: Project) -> str:
    """« PR-01 – Name », or the name alone."""
    name = one_line(project.latest.name.quote)
    return f"{code(project)} – {name}" if code(project) else name


def formerly(project: Project) -> tuple[str, ...]:
    """What it was called before."""
    known = {fold(project.name), fold(code(project))}
    return tuple(one_line(name) for name in project.names if fold(name) not in known)


def points(project: Project) -> tuple[Point, ...]:
    """One a period, oldest first; a report without percentage is left out."""
    states = {state.period.end: state for state in project.states}
    told = ((s.period.label, percentage(s.facts.get("progress")), health(s)) for s in states.values())
    return tuple(Point(label, value, state) for label, value, state in told if value is not None)


def percentage(fact: Fact | None) -> int | None:
    found = re.fullmatch(r"(\d{1,3})(?:[.,]\d+)?\s*%?", fact.value.strip()) if fact else None
    return int(found.group(1)) if found and int(found.group(1)) <= 100 else None


def health(record: ProjectStatus) -> str:
    """« green », « yellow », « red », or ""."""
    fact = record.facts.get("health")
    return fact.value if fact and fact.value in HEALTHS else ""


def figure(library: Library, citations: Iterable[Citation], say: Say) -> Node | None:
    """What goes with an answer that cites the progress or colour of one project, or the colours of several."""
    cited = {_spot(c.document, c.place) for c in citations}
    portfolio = Portfolio.of(library)
    told = [p for p in portfolio.projects if _cites(p, cited, "health", "progress")]
    if len(told) == 1:
        return chart(told[0], say)
    return colours(portfolio, say) if sum(_cites(p, cited, "health") for p in told) > 1 else None


def _cites(project: Project, cited: set[Spot], *keys: str) -> bool:
    facts = ((s.document, s.facts[key]) for s in project.states for key in keys if key in s.facts)
    return any(_spot(document, fact.place) in cited for document, fact in facts)


def _spot(document: str, place: Place) -> Spot:
    return document, place.start, place.end, place.cell


def chart(project: Project, say: Say, *, titled: bool = True) -> Node | None:
    """The progress drawn, with the same said in words; None when there is nothing to compare."""
    known = points(project)
    if len(known) < 2:
        return None
    words = " ".join(
        say("progress_at", p.period, p.progress, say(p.health)) if p.health else say("at", p.period, f"{p.progress} %")
        for p in known
    )
    return _figure(
        say("progress_of", title(project)) if titled else "", words, [*_axes(), *_curve(known)], _WIDTH, _HEIGHT
    )


def colours(portfolio: Portfolio, say: Say) -> Node | None:
    """How many projects are in each colour, one bar a period, with the same said in words."""
    counted = [(p.label, Counter(health(state) for _, state in portfolio.at(p))) for p in portfolio.periods[-_MOST:]]
    counted = [(label, count) for label, count in counted if any(count[state] for state in HEALTHS)]
    if not counted:
        return None
    words = " ".join(say("at", label, _counts(count, say)) for label, count in counted)
    widest = max(sum(count[state] for state in HEALTHS) for _, count in counted)
    drawn = [node for row, (label, count) in enumerate(counted) for node in _bar(label, count, row * _STEP, widest)]
    return _figure(say("colours_title"), words, drawn, _WIDTH, len(counted) * _STEP - _STEP + _BAR)


def _counts(count: Counter[str], say: Say) -> str:
    return ", ".join(say("in_colour", count[state], say(state)) for state in HEALTHS if count[state])


def _figure(heading: str, words: str, drawn: Sequence[Node], width: int, height: int) -> Node:
    # The drawing is hidden from who cannot see it: the caption says the same.
    picture = el(
        "svg", *drawn, viewBox=f"0 0 {width} {height}", class_="chart", aria_hidden="true", focusable="false"
    )  # fmt: skip
    caption = el("figcaption", el("strong", heading) if heading else None, el("span", words))
    return el("figure", picture, caption, class_="figure")


def _bar(label: str, count: Counter[str], top: int, widest: int) -> list[Node]:
    middle = top + _BAR // 2 + 4
    drawn = [el("text", label, x=_LABEL - 8, y=middle, class_="tick", text_anchor="end")]
    left, unit = float(_LABEL), (_WIDTH - _LABEL) / widest
    for state in (state for state in HEALTHS if count[state]):
        wide = count[state] * unit
        drawn.append(el("rect", x=f"{left:.1f}", y=top, width=f"{wide - 2:.1f}", height=_BAR, class_=f"part {state}"))
        drawn.append(
            el(
                "text",
                str(count[state]),
                x=f"{left + wide / 2 - 1:.1f}",
                y=middle,
                class_=f"number {state}",
                text_anchor="middle",
            )
        )
        left += wide
    return drawn


def _axes() -> list[Node]:
    drawn = []
    for share in (0, 50, 100):
        y = _y(share)
        drawn.append(el("line", x1=_LEFT, x2=_WIDTH - 8, y1=y, y2=y, class_="axis"))
        drawn.append(el("text", f"{share}", x=_LEFT - 6, y=y + 4, class_="tick", text_anchor="end"))
    return drawn


def _curve(known: Sequence[Point]) -> list[Node]:
    step = (_WIDTH - _LEFT - 56) / (len(known) - 1)
    spots = [(round(_LEFT + 24 + step * n), _y(p.progress), p) for n, p in enumerate(known)]
    every = -(-len(known) // 5)  # at most five periods are named under the axis
    drawn = [el("polyline", points=" ".join(f"{x},{y}" for x, y, _ in spots), class_="curve")]
    for n, (x, y, point) in enumerate(spots):
        drawn.append(el("circle", cx=x, cy=y, r=5, class_=f"dot {point.health or 'plain'}"))
        if (len(spots) - 1 - n) % every:
            continue
        above = y - 9 if y > _TOP + 12 else y + 18
        drawn.append(el("text", f"{point.progress} %", x=x, y=above, class_="value", text_anchor="middle"))
        drawn.append(el("text", point.period, x=x, y=_HEIGHT - 6, class_="tick", text_anchor="middle"))
    return drawn


def _y(share: int) -> int:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (100 - share) / 100)
