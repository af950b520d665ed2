"""Gold questions: what is expected of each, read from YAML (docs/evaluation.md tells every key).

One entry: ``id, question, lang, kind, register, asker, context, as_of, reference`` and ``expects`` with ``answerable``,
``behaviour`` (``answer``, ``abstain``, or ``correct``: abstaining or putting it right), ``evidence`` (``document``,
``place`` or ``section``, ``quote``, ``flag`` ``all_of`` or ``any_of``), ``must_mention`` and ``must_not_mention``
(expressions, no case, no accents), ``set`` (a list that must be exact) and ``lead`` (the value that must be said first).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import AssistantError
from ingest.languages import fold

BEHAVIOURS = ("answer", "abstain", "correct")
FLAGS = ("all_of", "any_of")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a right answer cites. ``document`` is empty when the set has only one."""

    document: str
    place: str
    quote: str
    required: bool  # every required one is needed; of the others, one


@dataclass(frozen=True, slots=True)
class Gold:
    """One question, who asks it and how, and what is expected of its answer. ``reference`` is a good short answer;
    ``public`` is false when it is asked by someone with groups of their own."""

    id: str
    question: str
    kind: str
    register: str
    context: tuple[str, ...]
    behaviour: str
    evidence: tuple[Evidence, ...]
    must_mention: tuple[re.Pattern[str], ...]
    must_not_mention: tuple[re.Pattern[str], ...]
    is_set: bool = False
    lead: tuple[re.Pattern[str], ...] = ()
    lang: str = "fr"
    reference: str = ""
    as_of: date | None = None
    public: bool = True


class _Wrong(Exception):
    """What is wrong with an entry: a French sentence and an English one, without their end."""


STRAIGHT = str.maketrans(
    dict.fromkeys("’‘ʼ′", "'")
    | dict.fromkeys("“”«»", '"')
    | dict.fromkeys("\u00a0\u202f\u2009\ufeff", " ")
    | dict.fromkeys("‐‑‒–—−", "-")
)


def plain(text: str) -> str:
    """The form in which an answer is matched: no accents, no case, straight quotes, one space."""
    return re.sub(r"\s+", " ", fold(html.unescape(text).translate(STRAIGHT))).strip()


def tokens(text: str) -> list[str]:
    """The words an answer is measured in."""
    return re.findall(r"\w+", plain(text))


def expression(pattern: str) -> re.Pattern[str]:
    """A gold expression. Folding must not touch its escapes (\\b, \\d, \\W): only its letters lose their accents."""
    straight = pattern.translate(STRAIGHT)
    for ligature, letters in (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")):
        straight = straight.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFKD", straight)
    return re.compile("".join(c for c in decomposed if not unicodedata.combining(c)), re.IGNORECASE)


def load(path: Path) -> tuple[Gold, ...]:
    """The questions of a file, in its order. Raises AssistantError with the entry to mend when it is no gold set."""
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except FileNotFoundError:
        raise AssistantError(
            f"Le fichier « {path} » est introuvable : vérifiez son chemin.",
            f"The file “{path}” is not there: check its path.",
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, IsADirectoryError) as error:
        raise _no_gold(path, "ce n'est pas du YAML", "it is not YAML") from error
    if not isinstance(entries, list) or not entries:
        raise _no_gold(path, "ce n'est pas une liste de questions", "it is not a list of questions")
    return _all(path, entries)


def _all(path: Path, entries: list[Any]) -> tuple[Gold, ...]:
    found = []
    for number, entry in enumerate(entries, 1):
        name = entry.get("id", number) if isinstance(entry, dict) else number
        try:
            found.append(_gold(entry))
        except _Wrong as wrong:
            french, english = wrong.args
            raise _no_gold(path, f"question {name}, {french}", f"question {name}, {english}") from None
    double = [name for name, times in Counter(gold.id for gold in found).items() if times > 1]
    if double:
        raise _no_gold(path, f"l'identifiant {double[0]} y est deux fois", f"the id {double[0]} is there twice")
    return tuple(found)


def _no_gold(path: Path, french: str, english: str) -> AssistantError:
    return AssistantError(
        f"« {path} » n'est pas un jeu de questions ({french}) : corrigez-le d'après docs/evaluation.md.",
        f"“{path}” is not a gold set ({english}): correct it as docs/evaluation.md tells.",
    )


def _gold(entry: Any) -> Gold:
    expects = _part(_part(entry, "question", str, whole=True), "expects", dict)
    behaviour = _choice(expects, "behaviour", BEHAVIOURS)
    return Gold(
        id=str(_part(entry, "id", (str, int))),
        question=entry["question"],
        kind=str(entry.get("kind") or ""),
        register=str(entry.get("register") or ""),
        context=tuple(map(str, _listed(entry, "context"))),
        behaviour=behaviour,
        evidence=tuple(_evidence(e) for e in _listed(expects, "evidence")),
        must_mention=_expressions(expects, "must_mention"),
        must_not_mention=_expressions(expects, "must_not_mention"),
        is_set=bool(expects.get("set")),
        lead=_expressions(expects, "lead"),
        lang=str(entry.get("lang") or "fr"),
        reference=str(entry.get("reference") or ""),
        as_of=_day(entry.get("as_of")),
        public=str(entry.get("asker") or "public") == "public",
    )


def _evidence(entry: Any) -> Evidence:
    quote = str(_part(entry, "quote", (str, int, float)))
    place = entry.get("place") or f"section {entry.get('section', '')}"
    flag = _choice(entry, "flag", FLAGS) if "flag" in entry else "any_of"
    return Evidence(str(entry.get("document") or ""), str(place), quote, flag == "all_of")


def _part(entry: Any, name: str, kind: type | tuple[type, ...], *, whole: bool = False) -> Any:
    """What an entry has under a name, or the entry ``whole``, once it is known to have it. Raises _Wrong."""
    if not isinstance(entry, dict):
        raise _Wrong("ce n'est pas une suite de clés", "it is not a set of keys")
    if name not in entry or not isinstance(entry[name], kind):
        raise _Wrong(f"« {name} » manque ou n'a pas la bonne forme", f"“{name}” is missing or has the wrong form")
    return entry if whole else entry[name]


def _choice(entry: Any, name: str, among: tuple[str, ...]) -> str:
    value = _part(entry, name, str)
    if value not in among:
        known = ", ".join(among)
        raise _Wrong(f"« {name} » n'est pas l'un de {known}", f"“{name}” is none of {known}")
    return str(value)


def _listed(entry: Any, name: str) -> list[Any]:
    value = entry.get(name) or []
    if not isinstance(value, list):
        raise _Wrong(f"« {name} » n'est pas une liste", f"“{name}” is not a list")
    return value


def _expressions(entry: Any, name: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(expression(str(pattern)) for pattern in _listed(entry, name))
    except re.error as error:
        raise _Wrong(f"« {name} » : {error.pattern!r} n'est pas une expression", f"“{name}”: {error}") from error


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise _Wrong("« as_of » n'est pas une date AAAA-MM-JJ", "“as_of” is not a date YYYY-MM-DD") from None
