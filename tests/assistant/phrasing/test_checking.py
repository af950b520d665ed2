"""A sentence stands for a claim only when it asserts what the claim asserts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Lang
from assistant.phrasing.checking import fault
from tests.assistant.phrasing.bank import LIES, Pair, free, honest, planted

MANY = 200


def shown(pair: Pair) -> bool:
    return not fault(pair.sentence, pair.claim, (), pair.language)


@pytest.mark.parametrize("kind", LIES)
def test_no_planted_lie_is_shown(kind: str) -> None:
    """Of 200 lies of each kind, planted in honest sentences, none passes."""
    assert [pair for pair in planted(kind, MANY) if shown(pair)] == []


def test_honest_sentences_are_kept() -> None:
    """Of 200 sentences that say a claim in the manner asked for, 99 % pass."""
    chance = Random(7)
    lost = [pair for pair in (honest(chance) for _ in range(MANY)) if not shown(pair)]
    assert len(lost) <= MANY // 100, lost


def test_free_paraphrases_are_mostly_kept() -> None:
    """Of paraphrases freer than what is asked for, at least 85 % pass; the others fall back on our wording."""
    every = free()
    lost = [pair for pair in every if not shown(pair)]
    assert len(lost) <= 0.15 * len(every), lost


@given(st.text(max_size=300))
def test_any_text_is_judged_and_only_what_the_claim_says_passes(text: str) -> None:
    """No text raises, and none drawn at random is taken for the claim."""
    assert fault(text, "Le comité directeur approuve le budget de 2027.", (), Lang.FR)


@given(st.integers(0, 10_000))
def test_a_claim_may_stand_for_itself(seed: int) -> None:
    """The claim's own words always pass: the check asks no more than the truth."""
    pair = honest(Random(seed))
    assert fault(pair.claim, pair.claim, (), pair.language) == ""
