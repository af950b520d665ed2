"""Gold questions: what is expected of each, read from YAML.

One entry: ``id, question, lang, kind, register, context`` and ``expects`` with ``answerable``, ``behaviour``
(``answer``, ``abstain``, or ``correct``: abstaining or putting it right), ``evidence`` (``document``, ``place`` or
``section``, ``quote``, ``flag`` ``all_of`` or ``any_of``), ``must_mention`` and ``must_not_mention`` (expressions, no case,
no accents), ``set`` (a list that must be exact) and ``lead`` (the value that must be said first).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import AssistantError
from ingest.languages import fold


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a right answer cites. ``document`` is empty when the set has only one."""

    document: str
    place: str
    quote: str
    required: bool  # every required one is needed; of the others, one


@dataclass(frozen=True, slots=True)
class Gold:
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


_STRAIGHT = str.maketrans(
    dict.fromkeys("’‘ʼ", "'")
    | dict.fromkeys("“”«»", '"')
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | dict.fromkeys("‐‑‒–—−", "-")
)


def plain(text: str) -> str:
    """The form in which an answer is matched: no accents, no case, straight quotes, one space."""
    return re.sub(r"\s+", " ", fold(text.translate(_STRAIGHT))).strip()


def expression(pattern: str) -> re.Pattern[str]:
    """A gold expression. Folding must not touch its escapes (\\b, \\d, \\W): only its letters lose their accents."""
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", pattern.translate(_STRAIGHT).replace("œ", "oe"))
    return re.compile("".join(c for c in decomposed if not unicodedata.combining(c)), re.IGNORECASE)


def load(path: Path) -> tuple[Gold, ...]:
    """The questions of a file. Raises AssistantError with what to mend when it is no gold set."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(_gold(entry) for entry in entries)
    except FileNotFoundError:
        raise AssistantError(
            f"Le fichier « {path} » est introuvable : vérifiez son chemin.",
            f"The file “{path}” is not there: check its path.",
        ) from None
    except (yaml.YAMLError, KeyError, TypeError, re.error, UnicodeDecodeError) as error:
        raise AssistantError(
            f"« {path} » n'est pas un jeu de questions ({type(error).__name__}) : comparez-le à tests/golden/.",
            f"“{path}” is not a gold set ({type(error).__name__}): compare it with tests/golden/.",
        ) from error


def _gold(entry: dict[str, Any]) -> Gold:
    expects = entry["expects"]
    return Gold(
        id=str(entry["id"]),
        question=str(entry["question"]),
        kind=str(entry.get("kind", "")),
        register=str(entry.get("register", "")),
        context=tuple(entry.get("context") or ()),
        behaviour=str(expects["behaviour"]),
        evidence=tuple(_evidence(e) for e in expects.get("evidence") or ()),
        must_mention=tuple(expression(p) for p in expects.get("must_mention") or ()),
        must_not_mention=tuple(expression(p) for p in expects.get("must_not_mention") or ()),
        is_set=bool(expects.get("set")),
        lead=tuple(expression(p) for p in expects.get("lead") or ()),
    )


def _evidence(entry: dict[str, Any]) -> Evidence:
    place = entry.get("place") or f"section {entry.get('section', '')}"
    return Evidence(str(entry.get("document", "")), str(place), str(entry["quote"]), entry.get("flag") == "all_of")
