"""Who is responsible for what, both ways, from the cells of a matrix, in the letters of the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.known.things import Cells, Thing
from assistant.model import Notice, Table
from assistant.telling.drafting import Drafting, Proof
from assistant.wording.responsibility import Responsibilities, responsibilities
from ingest.facts.records import Level, Responsibility

LEVELS = (Level.RESPONSIBLE, Level.ACCOUNTABLE, Level.CONSULTED, Level.INFORMED)
_WIDE = 3  # lines from which a table reads better


def letters_of(cell: Responsibility) -> tuple[str, ...]:
    """The letters of a cell, one by one: « A/R » is A and R."""
    return tuple(letter for letter in cell.letter.value.upper().split("/") if letter)


def who(draft: Drafting, activity: Thing, letter: str) -> None:
    """Who holds a letter for an activity; that nobody does, when the row has none."""
    cells = Cells.of(draft.library).of_activity.get(activity.number, ())
    held = [c for c in cells if letter in letters_of(c)]
    say = responsibilities(draft.language)
    if held:
        _holders(draft, activity, letter, held)
        _notes(draft, held)
    else:
        level = _level(cells, letter, draft)
        text = say.none_who[level].format(letter=letter, activity=activity.name)
        draft.claim(text, [_named(activity)])
    draft.table = _everyone(draft, activity, cells)


def everyone(draft: Drafting, activity: Thing) -> None:
    """Each letter of an activity with its holders."""
    cells = Cells.of(draft.library).of_activity.get(activity.number, ())
    say = responsibilities(draft.language)
    if not cells:
        draft.claim(say.nobody.format(activity=activity.name), [_named(activity)])
    for letter in dict.fromkeys(one for level in LEVELS for c in cells if level in c.levels for one in letters_of(c)):
        _holders(draft, activity, letter, [c for c in cells if letter in letters_of(c)])
    _notes(draft, cells)


def duties(draft: Drafting, role: Thing, letters: Sequence[str]) -> None:
    """Every activity a role holds with the wanted letters; that it holds none, otherwise."""
    known = Cells.of(draft.library)
    held = [c for c in known.of_role.get(role.number, ()) if set(letters_of(c)) & set(letters)]
    say = responsibilities(draft.language)
    for letter in letters:
        own = [c for c in held if letter in letters_of(c)]
        if own:
            names = "; ".join(_lower(known.activity_of[c.activity].name) for c in own)
            text = _what(own[0], letter, draft, say).format(role=role.name, letter=letter, activities=names)
            draft.claim(text, [p for c in own for p in _cell(c, known)])
        elif len(letters) == 1:
            level = _level(known.of_role.get(role.number, ()), letter, draft)
            draft.claim(say.none_what[level].format(letter=letter, role=role.name), [_named(role)])
    if len(held) >= _WIDE:
        rows = [(known.activity_of[c.activity].name, c) for c in held]
        draft.table = _lettered(draft, say.caption_what.format(role=role.name), say.activity, rows)


def part(draft: Drafting, activity: Thing, role: Thing, supposed: str = "") -> None:
    """What the cell of a role and an activity holds, with the legend; that it is empty. ``supposed`` is the letter
    that the question takes for granted: where the cell has another, it is put right."""
    known = Cells.of(draft.library)
    cells, say = known.meeting(activity, role), responsibilities(draft.language)
    for cell in cells:
        text = say.cell.format(letter=cell.letter.value, does=_does(cell, say), role=role.name, activity=activity.name)
        proofs = _cell(cell, known)
        if cell.meaning:
            text = f"{text} {say.meaning.format(line=cell.meaning.quote)}"
            proofs = [*proofs, (cell.document, cell.meaning)]
        draft.claim(text, proofs)
    if not cells:
        draft.claim(say.empty.format(role=role.name, activity=activity.name), [_named(activity), _named(role)])
        row = known.of_activity.get(activity.number, ())
        for letter in _usual(row):
            _holders(draft, activity, letter, [c for c in row if letter in letters_of(c)])
    elif supposed and not any(supposed in letters_of(c) for c in cells):
        level = _level(cells, supposed, draft)
        text = say.not_so.format(role=role.name, letter=supposed, does=say.does[level], activity=activity.name)
        draft.notices.append(Notice("premise", text, (draft.cite(*_named(activity)),)))
    _notes(draft, cells)


def _holders(draft: Drafting, activity: Thing, letter: str, held: Sequence[Responsibility]) -> None:
    known, say = Cells.of(draft.library), responsibilities(draft.language)
    names = list(dict.fromkeys(known.role_of[c.role].name for c in held))
    form = _form(held[0], letter, draft, say)
    text = form.format(letter=letter, activity=activity.name, roles=_joined(names, say))
    draft.claim(
        text, [*(p for c in held for p in _cell(c, known)[:1]), *(p for c in held for p in _cell(c, known)[1:])]
    )


def _form(cell: Responsibility, letter: str, draft: Drafting, say: Responsibilities) -> str:
    """The usual sentence for a level; the legend's own word where the organisation has a letter of its own."""
    level = _level([cell], letter, draft)
    if letter in (level.value, "") or cell.meaning is None or len(letters_of(cell)) > 1:
        return say.who[level]
    return say.own_who.replace("{meaning}", _capital(cell.meaning.value.rstrip(" .")))


def _what(cell: Responsibility, letter: str, draft: Drafting, say: Responsibilities) -> str:
    level = _level([cell], letter, draft)
    if letter == level.value or cell.meaning is None or len(letters_of(cell)) > 1:
        return say.what[level]
    return say.own_what.replace("{meaning}", cell.meaning.value.rstrip(" ."))


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
    return _lettered(draft, say.caption_who.format(activity=activity.name), say.role, rows)


def _lettered(draft: Drafting, caption: str, head: str, named: Sequence[tuple[str, Responsibility]]) -> Table:
    """A name and its letter a row, both proved by the cell."""
    say = responsibilities(draft.language)
    cited = [(name, f"{c.letter.value} ({_does(c, say)})", (draft.cite(c.document, c.letter),)) for name, c in named]
    return Table(caption, (head, say.letter), tuple(((name, ids), (letter, ids)) for name, letter, ids in cited))


def _notes(draft: Drafting, cells: Iterable[Responsibility]) -> None:
    """Footnotes of the cells told, once each."""
    say = responsibilities(draft.language)
    for cell in {c.note.quote: c for c in cells if c.note}.values():
        if cell.note:
            draft.claim(say.note.format(note=cell.note.value), [(cell.document, cell.note)])


def _does(cell: Responsibility, say: Responsibilities) -> str:
    if cell.meaning and len(letters_of(cell)) == 1:
        return cell.meaning.value.rstrip(" .").lower()
    return ", ".join(say.does[level] for level in LEVELS if level in cell.levels)


def _cell(cell: Responsibility, known: Cells) -> list[Proof]:
    activity = known.activity_of[cell.activity].latest
    return [(cell.document, cell.letter), (activity.document, activity.name)]


def _named(thing: Thing) -> Proof:
    return thing.latest.document, thing.latest.name


def _joined(names: Sequence[str], say: Responsibilities) -> str:
    return say.and_.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
