"""Questions a passage answers, proposed by a chat model, kept in a file that people review.

The file lies beside the index and is the only memory: an entry for each passage, by the hash of its words. A passage
that has one is never asked about again, so a question struck out stays out. Every entry names the model that wrote it.
The questions only help to find their passage; no answer shows or quotes them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import DescriptionError, WriteFailed
from ingest.languages import FRENCH, content_words
from ingest.model import Passage
from ingest.ports import Questioner

FILE = "anticipated.yaml"
KEPT_EVERY = 20  # passages
MOST, LONGEST, SHORTEST = 3, 200, 60  # questions a passage, characters a question, characters of a passage worth one
_PLAIN = re.compile(r"[\w\s.,;:'’«»()%$/–—-]+\?")

_HEAD = """\
# Questions qu'un modèle de langage a prévues pour chaque passage. Elles aident à trouver le passage; aucune réponse ne
# les montre. Relisez-les : retirez celles que le passage ne répond pas (gardez l'entrée, même vide, pour que le modèle
# n'en propose plus), puis relancez « repere ingest ». / Questions a chat model foresaw; strike out the wrong ones.
"""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is kept of a passage: where it is, how it begins, which model was asked, and what it proposed."""

    document: str
    passage: str
    model: str
    questions: tuple[str, ...]


Notes = Mapping[str, Foreseen]


def key(passage: Passage) -> str:
    """The hash of a passage's words and of what introduces them: the same words elsewhere are the same passage."""
    return hashlib.sha256(f"{passage.context}\0{passage.text}".encode("utf-8", "replace")).hexdigest()[:20]


def read_notes(index: Path) -> dict[str, Foreseen]:
    """The file, or nothing when there is none. Raises DescriptionError."""
    path = index / FILE
    if not path.is_file():
        return {}
    import yaml

    try:
        said = yaml.safe_load(path.read_text("utf-8")) or {}
        return {str(digest): _foreseen(entry) for digest, entry in said.items()}
    except (
        yaml.YAMLError,
        UnicodeDecodeError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise DescriptionError(
            f"« {path} » ne peut pas être compris : corrigez-le, ou retirez-le, puis relancez « repere ingest ».",
            f"“{path}” cannot be understood: mend it, or remove it, then run “repere ingest” again.",
        ) from error


def _foreseen(entry: Mapping[str, Any]) -> Foreseen:
    questions = entry.get("questions") or ()
    if isinstance(questions, str):
        raise TypeError(questions)
    return Foreseen(str(entry["document"]), str(entry["passage"]), str(entry["model"]), tuple(map(str, questions)))


def write_notes(index: Path, notes: Notes) -> None:
    """Whole or not at all. Raises WriteFailed."""
    import yaml

    told = {
        digest: {"document": n.document, "passage": n.passage, "model": n.model, "questions": list(n.questions)}
        for digest, n in sorted(notes.items(), key=lambda pair: (pair[1].document, pair[0]))
    }
    text = _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)
    path, fresh = index / FILE, index / f".{FILE}"
    try:
        fresh.write_text(text, "utf-8")
        fresh.chmod(0o600)
        fresh.replace(path)
    except OSError as error:
        raise WriteFailed.because(str(error.strerror or error)) from error


def attached(passages: Sequence[Passage], notes: Notes) -> tuple[Passage, ...]:
    """The passages with the questions kept for them, after those people wrote."""
    return tuple(
        replace(p, questions=tuple(dict.fromkeys((*p.questions, *noted.questions))))
        if (noted := notes.get(key(p)))
        else p
        for p in passages
    )


def anticipate(
    passages: Sequence[Passage],
    notes: Notes,
    questioner: Questioner,
    say: Callable[[int, int], None],
    keep: Callable[[Notes], None],
) -> dict[str, Foreseen]:
    """The notes with those of passages that had none. A passage the model fails on has none, and is asked next time.

    ``keep`` is given the notes every few passages and at the end: hours of asking are not lost to an interruption."""
    known = dict(notes)
    left = {key(p): p for p in passages if len(p.text) >= SHORTEST and key(p) not in known}
    for number, (digest, passage) in enumerate(left.items(), 1):
        say(number, len(left))
        proposed = questioner.questions(passage.text, passage.context)
        if proposed is not None:
            kept = tuple(dict.fromkeys(q for q in map(str.strip, proposed) if _worth(q, passage)))[:MOST]
            begins = " ".join(passage.text.split())[:120]
            known[digest] = Foreseen(passage.document, begins, questioner.name, kept)
        if number % KEPT_EVERY == 0 or number == len(left):
            keep(known)
    return known


def _worth(question: str, passage: Passage) -> bool:
    """One plain question that names something of the passage, and no number that it has not."""
    said, whole = set(content_words(question, FRENCH)), f"{passage.context} {passage.text}"
    numbers = set(re.findall(r"\d+", question)) - set(re.findall(r"\d+", whole))
    plain = len(question) <= LONGEST and bool(_PLAIN.fullmatch(question)) and "\n" not in question
    return plain and not numbers and "://" not in question and bool(said & set(content_words(whole, FRENCH)))
