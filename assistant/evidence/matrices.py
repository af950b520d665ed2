"""Questions about who does what → candidates: the letters of a matrix, by activity and by role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from assistant.evidence.candidate import Candidate, Plan
from assistant.evidence.links import Link, told_by
from assistant.known.things import Cells, home
from assistant.library import Library
from assistant.reading.meaning import family
from assistant.reading.reading import Reading
from assistant.telling import matrix
from ingest.facts.records import Responsibility, Sort
from ingest.languages import FRENCH, stem, words

# What a legend may say of a letter, compared by the encoder: whoever helps is no R, A, C, I, whatever the words for it.
_SENSES = {
    "R": "fait le travail, exécute, réalise, porte le dossier",
    "A": "approuve, décide, tranche, rend compte, est imputable",
    "C": "est consulté, donne son avis avant",
    "I": "est informé, avisé, reçoit l'information",
    "S": "aide, appuie, soutient, épaule, collabore avec celui qui fait",
}
_CLEARLY = 0.09  # how much nearer to helping than to any other sense (docs/decisions.md)
# A capital alone, and what beside it says that it is a letter of the matrix: « sécurité : A ? », « lettre I », « S (soutien) ».
_ALONE = re.compile(r"(?<![\w'’.-])[A-Z](?![\w'’-]|\.\w)")
_BEFORE = re.compile(r"([=:(/;?«]|\b(lettre|letter|un|le|the))\s*$", re.IGNORECASE)
_AFTER = re.compile(r"\s*[=(/)»:]")


def letters_said(text: str, letters: Sequence[str]) -> frozenset[str]:
    """The letters of the matrices that a question writes as such; none of « A qui… » nor of « I need… »."""
    found = (m for m in _ALONE.finditer(text) if m[0] in letters)
    return frozenset(m[0] for m in found if _BEFORE.search(text[: m.start()]) or _AFTER.match(text, m.end()))


def of_matrix(reading: Reading, linked: Sequence[Link], library: Library) -> Iterator[Candidate]:
    """Who has a letter of an activity, what a role's part in it is, what a role has a letter for."""
    cells = Cells.of(library)
    said = letters_said(reading.question.text, cells.letters)
    worded = {letter: one for letter, one in library.remember("legends", _first_words).items() if one in reading.stems}
    kinds = {letter: _level_of(letter, cells, library) for letter in cells.letters}
    activities = [link for link in linked if link.thing.sort is Sort.ACTIVITY]
    roles = [link for link in linked if link.thing.sort is Sort.ROLE and link.thing.number in cells.of_role]
    for link in activities:
        yield from _who(reading, link, cells, said, kinds, worded)
        for role in roles[:2]:
            yield _part(link, role)
    for role in roles:
        yield from _duties(reading, role, cells, said, kinds)


def _who(
    reading: Reading, link: Link, cells: Cells, said: frozenset[str], levels: Mapping[str, str], worded: Mapping[str, str]
) -> Iterator[Candidate]:  # fmt: skip
    own = {stem(word, FRENCH) for name in link.thing.names for word in words(name)}
    meant = frozenset(letter for letter, one in worded.items() if one not in own)
    row = cells.of_activity.get(link.thing.number, ())
    written = dict.fromkeys(letter for cell in row for letter in matrix.letters_of(cell))
    others = [letter for letter in cells.letters if letter not in written and _may_lack(letter, row, cells, said)]
    for letter in [*written, *others]:
        kinds = (f"who.{levels[letter]}",)
        wanted = said or meant
        asking = float(letter in wanted) if wanted else family(reading.kinds, *kinds)
        yield Candidate(
            Plan.WHO, kinds, f"who {link.thing.number} {letter}", link.thing.latest.document,
            partial(matrix.who, activity=link.thing, letter=letter), link.thing,
            told_by(link) | {"letter": asking, "held": float(letter in written), "cells": len(row)},
            other_letter=bool(said) and letter not in said,
        )  # fmt: skip
    yield Candidate(
        Plan.EVERYONE, ("who.any",), f"everyone {link.thing.number}", link.thing.latest.document,
        partial(matrix.everyone, activity=link.thing), link.thing, told_by(link) | {"cells": len(row)},
    )  # fmt: skip


def _first_words(library: Library) -> dict[str, str]:
    """Letter → the stem of its legend's first word, where no other letter has it: « qui valide » asks for V where V is
    « Valide : donne l'approbation finale »."""
    first: dict[str, str] = {}
    for found in Cells.of(library).of_activity.values():
        for cell in found:
            letters, told = matrix.letters_of(cell), words(cell.meaning.value) if cell.meaning else []
            telling = [word for word in told if word not in FRENCH.stop_words and len(word) > 1]
            if len(letters) == 1 and telling:
                first.setdefault(letters[0], stem(telling[0], FRENCH))
    said = list(first.values())
    return {letter: one for letter, one in first.items() if said.count(one) == 1}


def _level_of(letter: str, cells: Cells, library: Library) -> str:
    """R, A, C, I or S: what the legend says of a letter, or its usual meaning."""
    for found in cells.of_activity.values():
        for cell in found:
            if matrix.letters_of(cell) == (letter,) and cell.levels:
                helps = cell.meaning is not None and _helps(cell.meaning.value, library)
                return "S" if helps else str(min(cell.levels).value)
    return letter


def _helps(meaning: str, library: Library) -> bool:
    """Whether a legend's line says that one helps whoever does the work."""

    def read(seen: Library) -> bool:
        vector = seen.embed(meaning)
        near = {sense: float(vector @ seen.embed(text)) for sense, text in _SENSES.items()}
        return near.pop("S") >= max(near.values()) + _CLEARLY

    return library.remember(("helps", meaning), read)


def _may_lack(letter: str, row: Sequence[Responsibility], cells: Cells, said: frozenset[str]) -> bool:
    """Whether that a row lacks a letter means something: every matrix it stands in writes that letter, or it is asked for."""
    return letter in said or all(letter in cells.written[home(cell)] for cell in row)


def _part(link: Link, role: Link) -> Candidate:
    features = told_by(link) | {f"role_{k}": v for k, v in told_by(role).items()}
    return Candidate(
        Plan.PART, ("part",), f"part {link.thing.number} {role.thing.number}", link.thing.latest.document,
        partial(matrix.part, activity=link.thing, role=role.thing), link.thing, features,
    )  # fmt: skip


def _duties(
    reading: Reading, link: Link, cells: Cells, said: frozenset[str], levels: Mapping[str, str]
) -> Iterator[Candidate]:
    row = cells.of_role.get(link.thing.number, ())
    written = tuple(dict.fromkeys(letter for cell in row for letter in matrix.letters_of(cell)))
    # Of whoever helps, what one asks is what they are asked for.
    kinds = {letter: (f"duties.{'C' if levels[letter] == 'S' else levels[letter]}",) for letter in cells.letters}
    told = {kinds.get(letter) for letter in written}
    # Where another matrix has its own letter for it, none is said of what one of them tells.
    alone = [
        letter for letter in kinds
        if letter in written or letter in said or (kinds[letter] not in told and _may_lack(letter, row, cells, said))
    ]  # fmt: skip
    for letters in (*((letter,) for letter in alone), *_of_one_kind(row, kinds)):
        asked = kinds[letters[0]]
        asking = float(not said.isdisjoint(letters)) if said else family(reading.kinds, *asked)
        yield Candidate(
            Plan.DUTIES, asked, f"duties {link.thing.number} {'/'.join(letters)}", link.thing.latest.document,
            partial(matrix.duties, role=link.thing, letters=letters), link.thing,
            told_by(link) | {"letter": asking, "held": float(not set(written).isdisjoint(letters)), "cells": len(row)},
            other_letter=bool(said) and said.isdisjoint(letters),
        )  # fmt: skip
    if len(written) > 1:
        yield Candidate(
            Plan.DUTIES, ("duties.any",), f"duties {link.thing.number}", link.thing.latest.document,
            partial(matrix.duties, role=link.thing, letters=written), link.thing,
            told_by(link) | {"held": 1.0, "cells": len(row)},
        )  # fmt: skip


def _of_one_kind(row: Sequence[Responsibility], asking: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The letters that several matrices have for one part of a role: what it does is told of all of them."""
    homes: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for cell in row:
        for letter in matrix.letters_of(cell):
            homes[asking.get(letter, ())][letter].add(cell.document)
    for letters in homes.values():
        held = list(letters.values())
        if len(held) > 1 and not set.intersection(*held):
            yield tuple(letters)
