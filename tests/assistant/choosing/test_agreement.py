"""An answer is the surer for what says the same, in other words or of the same cells, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.choosing import agreement
from assistant.choosing.agreement import Agreement
from assistant.choosing.finalists import Told
from assistant.reading.meaning import FITTED

ROW = Told("Registre | RB-06 | Guichet des objets perdus | perdu@regie.example.org", (("a.csv", 10, 90),))
CARD = Told("Catalogue | Écrivez au comptoir.", (("a.csv", 18, 40), ("a.csv", 60, 90)))
OTHER = Told("Charte | Le quorum du conseil est de cinq membres.", (("b.csv", 18, 40),))
SAID = Told("Procès-verbal | Cinq membres : le quorum du conseil.", (("c.md", 0, 9),))


def sure(*answers: Told) -> list[float]:
    shares = np.full(len(answers), 0.3, np.float32)
    return agreement.load(FITTED).sure(shares, answers).tolist()


def test_a_row_and_the_card_of_its_cells_are_surer_together() -> None:
    """Whatever their words: the card cites what the row cites."""
    assert min(sure(ROW, CARD)) > max(sure(ROW, OTHER)) + 0.03


def test_what_says_the_same_is_surer_together() -> None:
    """Two documents, the same words in another order."""
    assert min(sure(OTHER, SAID)) > max(sure(CARD, OTHER)) + 0.05


def test_alone_an_answer_is_as_sure_as_its_share() -> None:
    assert sure(OTHER) == pytest.approx([0.3])
    assert sure() == []


def test_no_answer_is_surer_than_sure() -> None:
    """Eight that agree are not eight times as sure."""
    found = agreement.load(FITTED).sure(np.full(8, 0.9, np.float32), [ROW] * 8)
    assert found.max() <= 1


def test_of_two_that_agree_the_one_that_answers_comes_first() -> None:
    """Both are as sure; their own shares part them."""
    own, together = np.array([0.2, 0.5], np.float32), np.array([0.7, 0.7], np.float32)
    assert np.argmax(agreement.ranked(own, together)) == 1


def test_it_is_written_and_read_again(tmp_path: Path) -> None:
    Agreement((1.0,) * len(agreement.NAMES), -2.0).save(tmp_path)
    assert agreement.load(tmp_path) == Agreement((1.0,) * len(agreement.NAMES), -2.0)


def test_weights_of_other_names_are_refused(tmp_path: Path) -> None:
    (tmp_path / "agreement.json").write_text('{"names": ["says"], "weights": [1.0], "bias": 0.0}')
    with pytest.raises(ValueError, match="says"):
        agreement.load(tmp_path)
