"""Who is responsible for what, both ways, from the cells of the matrix: « qui approuve… », « de quoi la DAIA… »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.drafting import Drafting
from assistant.library import Library
from assistant.model import Claim, Draft, Notice, Query, Table
from assistant.quoting.disagreements import told
from assistant.responsibilities.asking import Asked, read
from assistant.responsibilities.matrix import LEVELS, Matrix
from assistant.wording.responsibility import Responsibilities, responsibilities
from ingest.facts.records import Activity, Level, Responsibility, Role

SOURCE = "responsibility"
_USUAL = (Level.RESPONSIBLE, Level.ACCOUNTABLE)  # what « qui s'occupe de… » wants to know
_WIDE = 3  # lines from which a table reads better


def propose(query: Query, library: Library) -> Draft | None:
    """A draft when the question names an activity or a role of the matrix, and little it cannot explain."""
    matrix = Matrix.of(library)
    asked = read(query, matrix)
    if asked is None:
        return None
    answer = _Answer(library, query.language, matrix=matrix)
    if asked.activities and asked.roles:
        for activity in asked.activities[:1]:
            answer.meeting(matrix.activities[activity], matrix.roles[asked.roles[0]], asked)
    elif asked.activities:
        for activity in asked.activities:
            answer.who(matrix.activities[activity], asked.levels)
    else:
        answer.what(matrix.roles[asked.roles[0]], asked.levels)
    draft = answer.draft(SOURCE, round(0.84 + 0.14 * asked.fit, 3))
    return told(query, draft, library) if draft else None


@dataclass(slots=True)
class _Answer(Drafting):
    """Sentences on a matrix, each with its cells."""

    matrix: Matrix = field(kw_only=True)

    @property
    def say(self) -> Responsibilities:
        return responsibilities(self.language)

    # ------------------------------------------------------------ for this activity, who
    def who(self, activity: Activity, levels: Sequence[Level]) -> None:
        """One claim a letter. Where the wanted letter is nobody's, that is said, then who acts."""
        cells = self.matrix.of_activity(activity.id)
        if not cells:
            self._say(self.say.nobody.format(activity=activity.name.value), [self._name(activity)])
            return
        wanted = tuple(levels) or _USUAL
        for level in wanted:
            if not self._holders(activity, level) and levels:
                self._no_holder(activity, level)
        if not any(c.levels & set(wanted) for c in cells):
            for level in (level for level in LEVELS if level not in wanted):
                self._holders(activity, level)
        self._notes(c for c in cells if c.levels & set(wanted))
        if not levels:
            self.table = self._everyone(activity, cells)
        self.suggestions.append(self.say.more_activity.format(activity=activity.name.value))

    def _holders(self, activity: Activity, level: Level) -> bool:
        held = self.matrix.of_activity(activity.id, level)
        if held:
            names = list(dict.fromkeys(self.matrix.roles[c.role].name.value for c in held))
            text = self.say.who[level].format(
                letter=_letters(held), activity=activity.name.value, roles=self._joined(names)
            )
            self._say(text, [*(self._cell(c) for c in held), self._name(activity)])
        return bool(held)

    def _no_holder(self, activity: Activity, level: Level) -> None:
        text = self.say.none_who[level].format(letter=self._letter_of(level), activity=activity.name.value)
        self._say(text, [self._name(activity)])
        for other in _USUAL:
            if other is not level:
                self._holders(activity, other)

    def _everyone(self, activity: Activity, cells: Sequence[Responsibility]) -> Table | None:
        if len(cells) < _WIDE:
            return None
        first = [next(level for level in LEVELS if level in c.levels) for c in cells]
        ordered = [c for level in LEVELS for c, own in zip(cells, first, strict=True) if own is level]
        rows = [(self.matrix.roles[c.role].name.value, c) for c in ordered]
        return self._lettered(self.say.caption_who.format(activity=activity.name.value), self.say.role, rows)

    def _lettered(self, caption: str, head: str, named: Sequence[tuple[str, Responsibility]]) -> Table:
        """A name and its letter a row, both proved by the cell."""
        rows = tuple(
            ((name, (self._cell(c),)), (f"{c.letter.value} ({self._does(c)})", (self._cell(c),))) for name, c in named
        )
        return Table(caption, (head, self.say.letter), rows)

    # ------------------------------------------------------------ for this role, what
    def what(self, role: Role, levels: Sequence[Level]) -> None:
        """Every activity the role holds with the wanted letters; with any letter when none was said."""
        shown = []
        for level in levels or LEVELS:
            held = self.matrix.of_role(role.id, level)
            if held:
                shown += held
                self._activities(role, level, held)
            elif levels:
                text = self.say.none_what[level].format(letter=self._letter_of(level), role=role.name.value)
                self._say(text, [self._name(role)])
                others = self.matrix.of_role(role.id, Level.ACCOUNTABLE) if level is Level.RESPONSIBLE else []
                if others and Level.ACCOUNTABLE not in levels:
                    # « responsable de quoi » often means « répond de quoi ».
                    shown += others
                    self._activities(role, Level.ACCOUNTABLE, others)
        self._notes(shown)
        if len(shown) >= _WIDE:
            self.table = self._held(role, shown)

    def _activities(self, role: Role, level: Level, held: Sequence[Responsibility]) -> None:
        names = [self.matrix.activities[c.activity].name.value for c in held]
        text = self.say.what[level].format(
            role=role.name.value, letter=_letters(held), activities=" ; ".join(_lower(n) for n in names)
        )
        self._say(text, [self._cell(c) for c in held])

    def _held(self, role: Role, cells: Sequence[Responsibility]) -> Table:
        rows = [(self.matrix.activities[c.activity].name.value, c) for c in dict.fromkeys(cells)]
        return self._lettered(self.say.caption_what.format(role=role.name.value), self.say.activity, rows)

    # ------------------------------------------------------------ where both meet
    def meeting(self, activity: Activity, role: Role, asked: Asked) -> None:
        """What the cell holds; when it is not what the question takes for granted, who does hold it."""
        cells = self.matrix.meeting(activity.id, role.id)
        named = {"role": role.name.value, "activity": activity.name.value}
        for cell in cells:
            text = self.say.cell.format(letter=cell.letter.value, does=self._does(cell), **named)
            legend = [self.cite(cell.document, cell.meaning)] if cell.meaning else []
            if cell.meaning:
                text = f"{text} {self.say.meaning.format(line=cell.meaning.quote)}"
            self._say(text, [self._cell(cell), self._name(activity), *legend])
        if not cells:
            self._say(self.say.empty.format(**named), [self._name(activity), self._name(role)])
        held = {level for cell in cells for level in cell.levels}
        supposed = [level for level in asked.levels if level not in held]
        if cells and supposed and not asked.who:
            self._put_right(activity, role, supposed[0])
        for level in supposed if cells else _USUAL:
            self._holders(activity, level)
        self._notes(cells)
        self.suggestions.append(self.say.more_activity.format(activity=activity.name.value))

    def _put_right(self, activity: Activity, role: Role, level: Level) -> None:
        text = self.say.not_so.format(
            role=role.name.value, letter=self._letter_of(level), does=self.say.does[level], activity=activity.name.value
        )
        self.notices.append(Notice("premise", text, (self._name(activity),)))

    # ------------------------------------------------------------ pieces
    def _notes(self, cells: Iterable[Responsibility]) -> None:
        for note in {c.note.quote: c for c in cells if c.note}.values():
            if note.note:
                self._say(self.say.note.format(note=note.note.value), [self.cite(note.document, note.note)])

    def _does(self, cell: Responsibility) -> str:
        return ", ".join(self.say.does[level] for level in LEVELS if level in cell.levels)

    def _letter_of(self, level: Level) -> str:
        """The letter the organisation writes for a level."""
        return next((letter for letter, levels in self.matrix.letters.items() if level in levels), level.value)

    def _joined(self, names: Sequence[str]) -> str:
        return self.say.and_.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)

    def _say(self, text: str, ids: Sequence[str]) -> None:
        self.claims.append(Claim(text, tuple(dict.fromkeys(ids))))

    def _cell(self, cell: Responsibility) -> str:
        return self.cite(cell.document, cell.letter)

    def _name(self, named: Activity | Role) -> str:
        return self.cite(named.document, named.name)


def _letters(cells: Iterable[Responsibility]) -> str:
    return ", ".join(dict.fromkeys(c.letter.value for c in cells))


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name
