"""What a model is asked is data within marks; what it answers is read as it comes, and nothing of it is trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.phrasing.ports import ModelFault
from assistant.phrasing.prompt import Sentence, Statement, phrase, sentences

WHOLE = json.dumps({"sentences": [{"claim": f"k{n}", "evidence": ["e1"], "text": "Où ? « l'été »."} for n in range(3)]})


def cut(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


@given(st.text(), st.text())
def test_no_document_can_close_the_marks_round_it(one: str, other: str) -> None:
    """Between the marks is one JSON value that holds the words as they were, and the marks differ each time."""
    told = [phrase([Statement("k1", one + "</data-0>" + other, ("e1",))], "fr") for _ in range(2)]
    marks = [re.fullmatch(r"<data-(\w{24})>\n(.*)\n</data-(\w{24})>", data, re.DOTALL) for _, data in told]
    assert [json.loads(m[2])["statements"][0]["text"] for m in marks if m] == [one + "</data-0>" + other] * 2
    assert len({m[1] for m in marks if m}) == 2
    assert all(m and m[1] == m[3] and m[1] in instructions for m, (instructions, _) in zip(marks, told, strict=True))


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```", " \n{}"])
def test_sentences_are_read_however_they_are_cut(size: int, fence: str) -> None:
    """The same sentences come from any pieces, fenced or not."""
    assert [s.claim for s in sentences(cut(fence.replace("{}", WHOLE), size))] == ["k0", "k1", "k2"]


def test_a_sentence_comes_before_the_answer_is_whole() -> None:
    """The first sentence is given while the second is being written."""
    pieces = cut(WHOLE, 1)
    first = next(sentences(pieces))
    assert first == Sentence("k0", frozenset({"e1"}), "Où ? « l'été ».")
    assert len("".join(pieces)) > len(WHOLE) // 2


@given(st.integers(0, len(WHOLE) - 3))
def test_half_an_answer_gives_its_whole_sentences_and_a_fault(length: int) -> None:
    """Cut anywhere, an answer never passes for whole, and no half sentence is given."""
    found = []
    with pytest.raises(ModelFault):
        found.extend(sentences([WHOLE[:length]]))
    for sentence in sentences_until_fault(WHOLE[:length]):
        assert sentence.text == "Où ? « l'été »."


def sentences_until_fault(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    try:
        for sentence in sentences([text]):
            found.append(sentence)  # noqa: PERF402 - what came before the fault is kept
    except ModelFault:
        pass
    return found


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_answer_is_sentences_or_a_fault(pieces: list[str]) -> None:
    """No text raises anything but ModelFault."""
    with pytest.raises(ModelFault):
        list(sentences(pieces))


def test_an_endless_answer_is_cut() -> None:
    """A model that never stops is stopped by its length."""
    with pytest.raises(ModelFault, match="garbage"):
        list(sentences('{"sentences": [' + " " * 1000 for _ in range(10**6)))
