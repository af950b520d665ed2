"""What a model is asked is data within marks; what it answers is read as numbers, and nothing of it is trusted."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.ports import ModelFault
from assistant.chat.prompt import LONGEST, enclosed, items

WHOLE = json.dumps({"numbers": [{"n": n, "span": "Où ? « l'été ».", "premise": False} for n in (100, 200, 300)]})


@given(st.text(), st.text())
def test_no_document_can_close_the_marks_round_it(one: str, other: str) -> None:
    """Between the marks is one JSON value that holds the words as they were."""
    told = enclosed("0" * 24, {"text": one + "</data-0>" + other})
    found = re.fullmatch(r"<data-(\w{24})>\n(.*)\n</data-\1>", told, re.DOTALL)
    assert found
    assert json.loads(found[2])["text"] == one + "</data-0>" + other


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", '<think>{{"numbers": 3</think>\n{}', "Voici : {} Voilà."])
def test_numbers_are_read_however_they_are_cut_and_wrapped(size: int, around: str) -> None:
    """The same numbers come from any pieces, fenced, after thoughts, between courtesies."""
    said = around.replace("{{", "{").replace("{}", WHOLE)
    pieces = (said[at : at + size] for at in range(0, len(said), size))
    assert [value["n"] for value in items(pieces, "numbers")] == [100, 200, 300]


def test_bare_numbers_are_numbers() -> None:
    """A small model that writes the numbers alone is understood; none is none."""
    assert items(['{"numbers": [417, "318"]}'], "numbers") == [{"n": 417}, {"n": "318"}]
    assert items(['{ "numbers" : [] }'], "numbers") == []


@given(st.integers(0, len(WHOLE) - 2))
def test_half_an_answer_is_a_fault(length: int) -> None:
    """Cut anywhere, an answer never passes for whole."""
    with pytest.raises(ModelFault):
        items([WHOLE[:length]], "numbers")


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_answer_is_numbers_or_a_fault(pieces: list[str]) -> None:
    """No text raises anything but ModelFault."""
    with pytest.raises(ModelFault):
        items(pieces, "numbers")


@pytest.mark.parametrize(
    "said", ['{"numbers": [' + "9" * 5000 + "]}", '{"numbers": ' + "[" * 3000, '{"numbers": {"n": 1}}']
)
def test_hostile_answers_are_faults(said: str) -> None:
    """Numbers too long to be read, brackets without end, another shape."""
    with pytest.raises(ModelFault):
        items([said], "numbers")


def test_an_endless_answer_is_cut() -> None:
    """A model that never stops is stopped by its length."""
    pieces = iter(['{"numbers": [', *(" " * 1000 for _ in range(10**6))])
    with pytest.raises(ModelFault, match="garbage"):
        items(pieces, "numbers")
    assert sum(1 for _ in pieces) > 10**6 - LONGEST / 1000 - 2
