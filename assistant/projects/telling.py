"""Claims about projects: what a state says, what changed, which projects meet a condition; each with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.drafting import Drafting, called
from assistant.model import Lang, Table
from assistant.projects.portfolio import late
from assistant.projects.sieve import Kept
from assistant.wording.status import Statuses, spoken, statuses
from ingest.facts.records import Fact, ProjectStatus
from ingest.languages import fold
from ingest.model import Period

_TABLE = ("health", "progress", "due", "phase")


@dataclass(slots=True)
class Telling(Drafting):
    """Sentences on projects, in the words of ``wording.status``."""

    @property
    def say(self) -> Statuses:
        return statuses(self.language)

    # ------------------------------------------------------------ one project
    def state(self, state: ProjectStatus, keys: Sequence[str]) -> bool:
        """One sentence with the columns wanted that the report has. False when it has none of them."""
        held = [k for k in keys if k in state.facts and state.facts[k].quote.strip()]
        if not held:
            return False
        facts = self.say.apart.join(self.say.columns[k].format(value=self.shown(k, state.facts[k])) for k in held)
        text = self.say.state.format(name=called(state), facts=facts, **self.when(state.period))
        self.claim(text, [(state.document, state.facts[k]) for k in held] + [(state.document, state.name)])
        return True

    def change(self, before: ProjectStatus, after: ProjectStatus, keys: Sequence[str]) -> None:
        """What moved between two states; what did not is said only when it was asked for."""
        changes = [text for k in keys if (text := self._moved(before, after, k, explicit=len(keys) <= 2))]
        if not changes:
            return
        proofs = [(s.document, s.facts[k]) for k in keys for s in (before, after) if k in s.facts]
        text = self.say.between.format(
            name=called(after), before=before.period.label, after=after.period.label,
            changes=self.say.apart.join(changes),
        )  # fmt: skip
        self.claim(text, proofs)

    def since(self, before: ProjectStatus, after: ProjectStatus, keys: Sequence[str]) -> None:
        """What moved since the report before, under a state already told."""
        moved = [
            k for k in keys if self._moved(before, after, k, explicit=False) and k in before.facts and k in after.facts
        ]
        if moved:
            changes = [self._moved(before, after, k, explicit=False) for k in moved]
            text = self.say.since.format(before=before.period.label, changes=self.say.apart.join(changes))
            self.claim(text, [(s.document, s.facts[k]) for k in moved for s in (before, after)])

    def _moved(self, before: ProjectStatus, after: ProjectStatus, key: str, *, explicit: bool) -> str:
        past, now = before.facts.get(key), after.facts.get(key)
        if now is None:
            return ""
        column, shown = self.say.names[key], self.shown(key, now)
        if past is None:
            return self.say.appeared.format(column=column, after=shown) if explicit else ""
        if fold(past.value) == fold(now.value):
            return self.say.same.format(column=column, after=shown) if explicit else ""
        if key == "progress" and _number(past.value) is not None and _number(now.value) is not None:
            points = (_number(now.value) or 0) - (_number(past.value) or 0)
            return self.say.moved_progress.format(before=past.value, after=now.value, points=f"{points:+g}")
        return self.say.moved.format(column=column, before=self.shown(key, past), after=shown)

    # ------------------------------------------------------------ several projects
    def listed(self, what: str, period: Period, found: Sequence[Kept], proofs: Iterable[tuple[str, Fact]] = ()) -> None:
        """How many meet the condition, and which; when none, the cells that show it."""
        when = self.when(period)
        if not found:
            self.claim(self.say.none.format(what=what, **when), list(proofs))
            return
        form = self.say.one if len(found) == 1 else self.say.many
        names = self.say.apart.join(self.entry(k) for k in found)
        self.claim(form.format(count=len(found), what=what, names=names, **when), self.proofs(found))
        self.table = self.tabled(period, found) if len(found) > 2 else None

    def entry(self, kept: Kept) -> str:
        return self.say.held.format(name=called(kept.state), value=kept.value) if kept.value else called(kept.state)

    def overdue(self, kept: Kept) -> str:
        """A late project with the reason why it is late."""
        past = kept.project.before(kept.state)
        form = self.say.overdue if late(kept.project, kept.state) == "overdue" else self.say.postponed
        before = past.facts["due"].quote if past and "due" in past.facts else ""
        return form.format(name=called(kept.state), due=kept.state.facts["due"].quote, before=before)

    def tabled(self, period: Period, found: Sequence[Kept]) -> Table:
        keys = [k for k in _TABLE if any(k in one.state.facts for one in found)]
        rows = tuple(self._row(one.state, keys) for one in found)
        header = (self.say.project, *(self.say.names[k].capitalize() for k in keys))
        return Table(self.say.caption.format(**self.when(period)), header, rows)

    def _row(self, state: ProjectStatus, keys: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        cells: list[tuple[str, tuple[str, ...]]] = [(called(state), (self.cite(state.document, state.name),))]
        for key in keys:
            fact = state.facts.get(key)
            shown = self.shown(key, fact) + (" %" if key == "progress" else "") if fact else "–"
            cells.append((shown, (self.cite(state.document, fact),) if fact and fact.quote.strip() else ()))
        return tuple(cells)

    @staticmethod
    def proofs(found: Sequence[Kept]) -> list[tuple[str, Fact]]:
        return [p for k in found for p in (*k.proofs, (k.state.document, k.state.code or k.state.name))]

    # ------------------------------------------------------------ pieces
    def shown(self, key: str, fact: Fact) -> str:
        """A cell as a sentence says it: its own words, with the colour where the words do not say it."""
        if key == "health" and fact.value in self.say.colours:
            colour, quote = self.say.colours[fact.value], fact.quote.strip()
            plain = fold(quote) in (colour, fold(statuses(Lang.FR).colours[fact.value]))
            return colour if plain else f"{quote} ({colour})"
        return fact.value if key == "progress" else fact.quote.strip().rstrip(".")

    def when(self, period: Period) -> dict[str, str]:
        return {"label": period.label, "end": spoken(period.end, self.language)}


def _number(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else None
