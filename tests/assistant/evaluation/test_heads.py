"""What a question is of is learned from what answers it; an organisation's own head never saw its questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.choosing import features
from assistant.evaluation import heads
from assistant.evaluation.collecting import Tried
from assistant.evaluation.gold import Gold
from assistant.reading.meaning import Meaning

KINDS = ("body.quorum", "change", "fact.when", "need", "part", "state", "state.due", "who.A", "who.R", "who.any")
Plans = Sequence[tuple[str, tuple[str, ...]]]


class Counts:
    """An encoder whose vectors count the letters of a text."""

    dimension = 26

    def embed_query(self, text: str) -> np.ndarray:
        found = np.array([text.lower().count(chr(97 + n)) for n in range(26)], np.float32)
        return found / max(1.0, float(np.linalg.norm(found)))


def tried(kind: str, plans: Plans, right: Sequence[int], text: str = "quoi ?") -> Tried:
    """A question that these plans are offered for, of which some are right."""
    rows, ok = np.zeros((len(plans), len(features.NAMES)), np.float32), np.zeros(len(plans), np.bool_)
    ok[list(right)] = True
    gold = Gold("q", text, kind, "formal", (), "answer" if right else "abstain", (), (), ())
    return Tried("a", gold, rows, ok, np.ones(len(plans), np.bool_), reads=text, plans=tuple(plans))


EVEN = Meaning(KINDS, np.zeros((len(KINDS), 26), np.float32), np.zeros(len(KINDS), np.float32))
WHO = (("who", ("who.R",)), ("who", ("who.A",)), ("everyone", ("who.any",)), ("part", ("part",)))


@pytest.mark.parametrize(
    ("kind", "plans", "right", "of"),
    [
        ("responsibility", WHO, [0], {"who.R"}),
        ("responsibility", WHO, [0, 1], {"who.R", "who.A"}),
        ("responsibility", WHO, [2], {"who.any"}),
        ("responsibility", WHO, [3], {"part"}),
        ("offer_find", (("whole", ("need", "fact.")),), [0], {"need"}),
        ("status_latest", (("value", ("state.due",)), ("whole", ("state",))), [0, 1], {"state", "state.due"}),
        ("text", (("quote", ("fact.", "who.")), ("value", ("body.quorum",))), [0, 1], {"body.quorum"}),
        ("text", (("quote", ("fact.", "who.")),), [0], {"fact.when", "who.A", "who.R", "who.any"}),
        ("unanswerable", WHO, [], set()),
    ],
)
def test_the_kinds_a_question_may_be_of_are_those_its_right_answers_answer(
    kind: str, plans: Plans, right: list[int], of: set[str]
) -> None:
    """The narrowest that is told of it; a sentence, which answers anything, only where there is nothing else."""
    found = heads.lived([tried(kind, plans, right)], EVEN, Counts())
    assert set(found.get("quoi ?", {})) == of
    assert sum(found.get("quoi ?", {"": 1.0}).values()) == pytest.approx(1.0)


EXAMPLES = {
    "need": ["aaa", "aab", "aba", "aac", "aad"],
    "state": ["zzz", "zzy", "zyz", "zzx", "zzw"],
    "part": ["kkk", "kkl", "kkj", "klk", "kkg"],
}


def test_a_head_learns_from_questions_and_leaves_an_organisation_out() -> None:
    """« mmm » is a need where only the other organisation says so, and is not where it said so itself."""
    asked = {"one": {"mmm": {"need": 1.0}}, "two": {"nnn": {"state": 1.0}}}
    own = heads.head(EXAMPLES, Counts(), {}, asked["one"]).meaning
    apart = dict(heads.without(EXAMPLES, Counts(), {}, asked))
    vector = Counts().embed_query("mmm")
    assert own.read(vector)["need"] > 0.6
    assert apart["two"].read(vector)["need"] > 0.6
    assert apart["one"].read(vector)["need"] < 0.55
