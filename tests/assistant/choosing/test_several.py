"""Several possible answers: what may be one, when there are enough, and that each keeps its own proof."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.choosing.chooser import Chosen
from assistant.choosing.several import MOST, several
from assistant.evidence.candidate import Candidate, Plan
from assistant.model import Citation, Claim, Draft, Lang
from ingest.model import Place


def _chosen(name: str, share: float, plan: Plan = Plan.WHOLE) -> Chosen:
    return Chosen(Candidate(plan, (), name, "a.md", lambda _: None), share, share)


def _told(one: Chosen) -> Draft:
    """Its name, the first line of a card whose second is where to write."""
    name = one.candidate.key
    cited = [Citation(f"{name}{n}", "a.md", f"{name} {n}", Place(start=n, end=n + 1)) for n in (1, 2)]
    claims = (Claim(f"{name}.", (f"{name}1",)), Claim(f"Adresse : {name}.", (f"{name}2",), "Adresse", name))
    return Draft("whole", one.sureness, claims, tuple(cited))


def _few(shares: Sequence[float], enough: float = 0.7) -> Draft | None:
    chosen = [_chosen(f"service {n}", share) for n, share in enumerate(shares)]
    return several(chosen, _told, enough, Lang.FR)


def test_the_fewest_that_are_sure_together_are_shown_each_with_its_card_and_its_proofs() -> None:
    found = _few([0.4, 0.35, 0.2])
    assert found is not None
    assert [claim.citations for claim in found.claims] == [
        ("service 01",), ("service 02",), ("service 11",), ("service 12",),
    ]  # fmt: skip
    first, card, second, _ = found.claims
    assert first.text.endswith("\n• service 0.")
    assert (card.label, card.value) == ("Adresse", "service 0")
    assert second.text == "• service 1."
    assert found.confidence == pytest.approx(0.75)


def test_nothing_is_shown_when_a_few_are_not_sure_together_or_when_there_is_one() -> None:
    assert _few([0.3, 0.2, 0.1]) is None
    assert _few([0.69]) is None
    assert _few([0.2] * (MOST + 2)) is None


def test_an_answer_told_again_adds_its_share_and_no_line() -> None:
    chosen = [_chosen("service", 0.4), _chosen("service", 0.2), _chosen("autre", 0.2)]
    found = several(chosen, _told, 0.75, Lang.EN)
    assert found is not None
    assert len([claim for claim in found.claims if not claim.label]) == 2
    assert found.claims[0].text.startswith("No sure answer")


@pytest.mark.parametrize("plan", [Plan.WHO, Plan.DUTIES, Plan.PART, Plan.LIST, Plan.COUNT, Plan.LACKING, Plan.WHICH])
def test_a_letter_a_list_or_an_absence_is_no_possibility(plan: Plan) -> None:
    assert several([_chosen("un", 0.5, plan), _chosen("deux", 0.4)], _told, 0.7, Lang.FR) is None
    assert several([_chosen("un", 0.5), _chosen("deux", 0.4, plan)], _told, 0.7, Lang.FR) is None


def test_what_cannot_be_told_is_left_out() -> None:
    chosen = [_chosen("un", 0.4), _chosen("perdu", 0.2), _chosen("deux", 0.35)]
    found = several(chosen, lambda one: None if one.candidate.key == "perdu" else _told(one), 0.7, Lang.FR)
    assert found is not None
    assert len([claim for claim in found.claims if not claim.label]) == 2
