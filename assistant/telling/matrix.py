"""Who is responsible for what, both ways, from the cells of a matrix, in the letters of the organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.known.things import Cells, Thing
from assistant.model import Lang, Notice, Table
from assistant.telling.drafting import Drafting, Proof
from assistant.telling.naming import in_sentence, plural
from assistant.telling.saying import capital
from assistant.wording.responsibility import Responsibilities, responsibilities
from ingest.facts.records import Fact, Level, Responsibility
from ingest.languages import fold

LEVELS = (Level.RESPONSIBLE, Level.ACCOUNTABLE, Level.CONSULTED, Level.INFORMED)
_WIDE = 3  # lines from which a table reads better


def letters_of(cell: Responsibility) -> tuple[str, ...]:
    """The letters of a cell, one by one: « A/R » is A and R."""
    return tuple(letter for letter in cell.letter.value.upper().split("/") if letter)


def who(draft: Drafting, activity: Thing, letter: str) -> None:
    """Who holds a letter for an activity; that nobody does, when the row has none."""
    cells = Cells.of(draft.library).of_activity.get(activity.number, ())
    say = responsibilities(draft.language)
    if any(letter in letters_of(c) for c in cells):
        _line(draft, activity, [letter], cells)
        _notes(draft, [c for c in cells if letter in letters_of(c)])
    else:
        level = _level(cells, letter, draft)
        text = say.none_who[level].format(letter=letter, activity=_called(activity, draft))
        draft.claim(text, [_named(activity)])
    draft.table = _everyone(draft, activity, cells)


def everyone(draft: Drafting, activity: Thing) -> None:
    """Each letter of an activity with its holders: who approves and who acts in the line, the others under it."""
    cells = Cells.of(draft.library).of_activity.get(activity.number, ())
    say = responsibilities(draft.language)
    if not cells:
        draft.claim(say.nobody.format(activity=_called(activity, draft)), [_named(activity)])
        return
    written = list(dict.fromkeys(one for level in LEVELS for c in cells if level in c.levels for one in letters_of(c)))
    first = _usual(cells)[:2] or written[:1]
    _line(draft, activity, first, cells)
    for letter in (one for one in written if one not in first):
        held = [c for c in cells if letter in letters_of(c)]
        names = ", ".join(_names(held, draft))
        draft.row(_label(held[0], letter, draft, say), names, _proofs(held, draft))
    _notes(draft, cells)


def duties(draft: Drafting, role: Thing, letters: Sequence[str]) -> None:
    """Every activity a role holds with the wanted letters; that it holds none, otherwise."""
    known = Cells.of(draft.library)
    held = [c for c in known.of_role.get(role.number, ()) if set(letters_of(c)) & set(letters)]
    say = responsibilities(draft.language)
    if len(held) >= _WIDE:
        rows = [(_called(known.activity_of[c.activity], draft), c) for c in held]
        draft.table = _lettered(draft, say.caption_what.format(role=role.name), say.activity, rows)
    for letter in letters:
        own = [c for c in held if letter in letters_of(c)]
        if own:
            _duty(draft, role, letter, own)
        elif len(letters) == 1:
            level = _level(known.of_role.get(role.number, ()), letter, draft)
            draft.claim(say.none_what[level].format(letter=letter, role=role.name), [_named(role)])


def _duty(draft: Drafting, role: Thing, letter: str, own: Sequence[Responsibility]) -> None:
    known, say = Cells.of(draft.library), responsibilities(draft.language)
    names = [_lower(_called(known.activity_of[c.activity], draft)) for c in own]
    wide = len(own) >= _WIDE
    head = _what(own[0], letter, draft, say, wide=wide)
    said = in_sentence(role, draft.library, draft.language)
    head = capital(head.format(role=said, letter=letter, count=len(own)))
    listed = "\n".join([head + say.follows, *(f"• {name}" for name in names)])
    text = listed if wide else f"{head}{say.follows} {'; '.join(names)}."
    draft.claim(text, [p for c in own for p in _cell(c, known)], f"{head}." if draft.table else "")


def part(draft: Drafting, activity: Thing, role: Thing, supposed: str = "") -> None:
    """What the cell of a role and an activity holds, with the legend; that it is empty. ``supposed`` is the letter
    that the question takes for granted: where the cell has another, it is put right."""
    known = Cells.of(draft.library)
    cells, say = known.meeting(activity, role), responsibilities(draft.language)
    for cell in cells:
        text = say.cell.format(
            letter=cell.letter.value, does=_does(cell, draft), role=role.name, activity=_called(activity, draft)
        )
        draft.claim(text, _cell(cell, known))
        if cell.meaning:
            draft.row(say.legend, say.meaning.format(line=cell.meaning.quote), [(cell.document, cell.meaning)])
    if not cells:
        draft.claim(
            say.empty.format(role=role.name, activity=_called(activity, draft)), [_named(activity), _named(role)]
        )
        row = known.of_activity.get(activity.number, ())
        if usual := _usual(row):
            _line(draft, activity, usual, row)
    elif supposed and not any(supposed in letters_of(c) for c in cells):
        level = _level(cells, supposed, draft)
        text = say.not_so.format(
            role=role.name, letter=supposed, does=say.does[level], activity=_called(activity, draft)
        )
        draft.notices.append(Notice("premise", text, (draft.cite(*_named(activity)),)))
    _notes(draft, cells)


def _line(draft: Drafting, activity: Thing, letters: Sequence[str], cells: Sequence[Responsibility]) -> None:
    """« Activity » : la Table approuve (A); l'Intendance réalise (R)."""
    say = responsibilities(draft.language)
    parts: list[str] = []
    proofs: list[Proof] = []
    for letter in letters:
        held = [c for c in cells if letter in letters_of(c)]
        roles = list(dict.fromkeys(Cells.of(draft.library).role_of[c.role] for c in held))
        names = [in_sentence(role, draft.library, draft.language) for role in roles]
        form = _form(held[0], letter, draft, say, many=len(names) > 1 or plural(names[0]))
        parts.append(form.format(letter=letter, roles=_joined(names, say)))
        proofs += _proofs(held, draft)
    text = say.of.format(activity=_called(activity, draft), parts="; ".join(parts))
    draft.claim(text, [*proofs, _named_in(cells, activity, draft)])


def _names(held: Sequence[Responsibility], draft: Drafting) -> list[str]:
    return list(dict.fromkeys(Cells.of(draft.library).role_of[c.role].name for c in held))


def _proofs(held: Sequence[Responsibility], draft: Drafting) -> list[Proof]:
    """The cells, then the names of their rows."""
    known = Cells.of(draft.library)
    return [*(p for c in held for p in _cell(c, known)[:1]), *(p for c in held for p in _cell(c, known)[1:])]


def _named_in(cells: Sequence[Responsibility], activity: Thing, draft: Drafting) -> Proof:
    return _cell(cells[0], Cells.of(draft.library))[1] if cells else _named(activity)


def _label(cell: Responsibility, letter: str, draft: Drafting, say: Responsibilities) -> str:
    """« Consulté (C) »: of a line of the card."""
    return f"{capital(_short(cell, letter, draft, say))} ({letter})"


def _short(cell: Responsibility, letter: str, draft: Drafting, say: Responsibilities) -> str:
    """What a letter means, in a word or two: ours for a usual letter, the legend's for another."""
    level = _level([cell], letter, draft)
    if letter == level.value or cell.meaning is None or len(letters_of(cell)) > 1:
        return say.does[level]
    return draft.words(_first_words(cell.meaning).lower())


def _form(cell: Responsibility, letter: str, draft: Drafting, say: Responsibilities, *, many: bool) -> str:
    """The usual sentence for a level; the legend's own word where the organisation has a letter of its own."""
    level = _level([cell], letter, draft)
    if letter in (level.value, "") or cell.meaning is None or len(letters_of(cell)) > 1:
        return (say.whom if many else say.who)[level]
    return say.own_who.replace("{meaning}", capital(_meaning(cell.meaning, draft)))


def _what(cell: Responsibility, letter: str, draft: Drafting, say: Responsibilities, *, wide: bool) -> str:
    level = _level([cell], letter, draft)
    if letter == level.value or cell.meaning is None or len(letters_of(cell)) > 1:
        return (say.many if wide else say.what)[level]
    own = say.own_many if wide else say.own_what
    return own.replace("{meaning}", _meaning(cell.meaning, draft))


def _level(cells: Iterable[Responsibility], letter: str, draft: Drafting) -> Level:
    """The level a letter stands for in this matrix."""
    everywhere = (c for found in Cells.of(draft.library).of_activity.values() for c in found)
    for cell in (*cells, *everywhere):
        if letters_of(cell) == (letter,) and cell.levels:
            return next(iter(sorted(cell.levels)))
    return Level(letter) if letter in {level.value for level in Level} else Level.RESPONSIBLE


def _usual(cells: Sequence[Responsibility]) -> list[str]:
    """The letters of who acts and who approves."""
    acting = {Level.RESPONSIBLE, Level.ACCOUNTABLE}
    return list(dict.fromkeys(letter for c in cells if c.levels & acting for letter in letters_of(c)))


def _everyone(draft: Drafting, activity: Thing, cells: Sequence[Responsibility]) -> Table | None:
    if len(cells) < _WIDE:
        return None
    known, say = Cells.of(draft.library), responsibilities(draft.language)
    ordered = sorted(cells, key=lambda c: min(LEVELS.index(level) for level in c.levels))
    rows = [(known.role_of[c.role].name, c) for c in ordered]
    return _lettered(draft, say.caption_who.format(activity=_called(activity, draft)), say.role, rows)


def _lettered(draft: Drafting, caption: str, head: str, named: Sequence[tuple[str, Responsibility]]) -> Table:
    """A name and its letter a row, both proved by the cell."""
    say = responsibilities(draft.language)
    cited = [(name, _told(c, draft, say), (draft.cite(c.document, c.letter),)) for name, c in named]
    return Table(caption, (head, say.letter), tuple(((name, ids), (letter, ids)) for name, letter, ids in cited))


def _told(cell: Responsibility, draft: Drafting, say: Responsibilities) -> str:
    """« approuve (A), réalise (R) »."""
    return ", ".join(f"{_short(cell, letter, draft, say)} ({letter})" for letter in letters_of(cell))


def _notes(draft: Drafting, cells: Iterable[Responsibility]) -> None:
    """Footnotes of the cells told, once each."""
    say = responsibilities(draft.language)
    for cell in {c.note.quote: c for c in cells if c.note}.values():
        if cell.note:
            draft.claim(say.note.format(note=cell.note.value), [(cell.document, cell.note)])


def _meaning(legend: Fact, draft: Drafting) -> str:
    """What the legend says of a letter; in English its first words, where they are known to us."""
    whole, first = legend.value.rstrip(" ."), _first_words(legend)
    told = draft.words(first)
    return whole if told == first else told


def _first_words(legend: Fact) -> str:
    return re.split(r" ?[:(;,] ?", legend.value.rstrip(" ."))[0]


def _does(cell: Responsibility, draft: Drafting) -> str:
    say = responsibilities(draft.language)
    if cell.meaning and len(letters_of(cell)) == 1:
        return _meaning(cell.meaning, draft).lower()
    return ", ".join(say.does[level] for level in LEVELS if level in cell.levels)


def _cell(cell: Responsibility, known: Cells) -> list[Proof]:
    """The cell, the name of its activity, and that of its row where rows are roles: each in the very table of the cell."""
    activity = known.activity_of[cell.activity]
    named, line = (activity.latest.document, activity.latest.name), cell.line
    if line is None or line.place == activity.latest.name.place:
        return [(cell.document, cell.letter), named]
    of_activity = fold(line.quote) in {fold(state.name.quote) for state in activity.states}
    return [(cell.document, cell.letter), *(() if of_activity else (named,)), (cell.document, line)]


def _called(activity: Thing, draft: Drafting) -> str:
    """Its name, in English with the one that its row gives it besides."""
    also = [name for name in activity.latest.aliases if draft.language is Lang.EN and name != activity.name]
    return f"{activity.name} ({also[0]})" if also else activity.name


def _named(thing: Thing) -> Proof:
    return thing.latest.document, thing.latest.name


def _joined(names: Sequence[str], say: Responsibilities) -> str:
    return say.and_.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name
