"""Choices of a capable model, recorded once, and the script that plays them again (``recorded/README.md``).

Neither questions nor documents are kept, only marks of them: what is chosen is found again by its words, under whatever
number it is drawn, wherever it is ranked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.languages import words
from tests.assistant.chat.openai_server import Data

FOLDER = Path(__file__).with_name("recorded")
LONGEST = 200  # characters of a span that is kept
WORDS = 60  # of a piece, each kept as a short mark
LIKE = 0.6  # share of words in common from which a piece told in other words is the same


@dataclass(frozen=True, slots=True)
class Pick:
    """One piece of evidence named: a mark of its text, marks of its first words, and what was said of it."""

    text: str
    span: str = ""
    premise: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What was named for one question, in the model's order, and marks of all that was shown for it."""

    question: str
    shown: tuple[str, ...]
    picks: tuple[Pick, ...]


def mark(text: str) -> str:
    """The same for texts of the same words in the same order, however often and between whatever signs."""
    return hashlib.sha256(" ".join(dict.fromkeys(words(text))).encode()).hexdigest()[:12]


def bag(text: str) -> tuple[str, ...]:
    """Marks of the first words of a text, each once."""
    return tuple(hashlib.sha256(word.encode()).hexdigest()[:4] for word in [*dict.fromkeys(words(text))][:WORDS])


def asked(data: Data) -> str:
    """The mark of a question with its conversation."""
    return mark(" ".join([*data["earlier"], "|", data["question"]]))


def choice(data: Data, answer: str) -> Choice:
    """What an answer to a prompt names. Numbers that are not there are left out."""
    texts = {piece["n"]: piece["text"] for piece in data["evidence"]}
    named = json.loads(answer[answer.index('{"numbers"') :])["numbers"]
    picks = tuple(_pick(value, texts) for value in named if value["n"] in texts)
    return Choice(asked(data), tuple(map(mark, texts.values())), picks)


def _pick(value: dict[str, Any], texts: dict[int, str]) -> Pick:
    span = str(value.get("span") or "")
    text = texts[value["n"]]
    return Pick(mark(text), span if len(span) <= LONGEST else "", value.get("premise") is True, bag(text))


def keep(path: Path, choices: Iterable[Choice]) -> None:
    """One JSON line a question."""
    lines = (json.dumps(asdict(one), ensure_ascii=False, separators=(",", ":")) for one in choices)
    path.write_text("".join(line + "\n" for line in sorted(lines)), "utf-8")


def kept(name: str) -> Iterator[Choice]:
    """The choices of a set, as they were kept."""
    for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
        said = json.loads(line)
        picks = tuple(Pick(**{**pick, "words": tuple(pick["words"])}) for pick in said["picks"])
        yield Choice(said["question"], tuple(said["shown"]), picks)


@dataclass
class Played:
    """A script that names what was chosen. Where the question was never put, it names a number that does not exist, so
    that our own choice answers; where nothing it chose is shown any more, none."""

    choices: dict[str, Choice]
    unknown: int = 0
    gone: int = 0
    seen: list[str] = field(default_factory=list)

    def __call__(self, data: Data) -> str:
        found = self.choices.get(asked(data))
        self.seen.append(asked(data))
        if found is None:
            self.unknown += 1
            return _named([(0, Pick(""))])
        named = [(number, pick) for pick in found.picks if (number := _number(pick, data["evidence"]))]
        self.gone += bool(found.picks and not named)
        return _named(named)


def _number(pick: Pick, evidence: Sequence[dict[str, Any]]) -> int:
    """The number of the piece named: the very text, else the one most like it; 0 when none is like enough."""
    same = [piece["n"] for piece in evidence if mark(piece["text"]) == pick.text]
    wanted = set(pick.words)
    likest, number = max(
        ((_share(wanted, set(bag(piece["text"]))), piece["n"]) for piece in evidence), default=(0.0, 0)
    )
    return int(same[0] if same else number if likest >= LIKE else 0)


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _named(picks: Sequence[tuple[int, Pick]]) -> str:
    said = [{"n": number, "span": pick.span, "premise": pick.premise} for number, pick in picks]
    return json.dumps({"numbers": said}, ensure_ascii=False)


def played(name: str) -> Played:
    """The script of a set."""
    return Played({one.question: one for one in kept(name)})
