"""A sentence stands for a claim only when it asserts what the claim asserts."""

from __future__ import annotations

import time
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
    """Of paraphrases freer than what is asked for, at least 80 % pass; the others fall back on our wording."""
    every = free()
    lost = [pair for pair in every if not shown(pair)]
    assert len(lost) <= 0.2 * len(every), lost


CLAIM = "Le comité directeur approuve le budget de 2027 du Centre."


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (CLAIM, ""),
        ("Le budget de 2027 du Centre est approuvé par le comité directeur.", ""),
        (" … ", "empty"),
        ("Le projet, " * 16 + "le comité directeur approuve le budget de 2027 du Centre.", "long"),
        ("Le comité directeur *approuve* le budget de 2027 du Centre.", "markup"),
        ("Le comité directeur approuve le budget de 2027 du Centre \U0001f600.", "markup"),
        ("Le comité directeur approuve « un budget de 2027 » du Centre.", "quote"),
        ("Le comité directeur approuve « le budget de 2027 du Centre.", "quote"),
        ("Le comité directeur approuve le budget de 2027 du Centré.", ""),
        ("Le comité directeur approuve le budget de 2027 des Centrés.", ""),
        ("Le comité directeur approuve le budget de 2027 de la Centrale.", "name"),
        ("Le comité directeur approuve le budget de 2028 du Centre.", "invented"),
        ("Le comité directeur approuve le beau budget de 2027 du Centre.", "invented"),
        ("Le comité directeur approuve le budget du Centre.", "dropped"),
        ("Le comité directeur n'approuve le budget de 2027 du Centre.", "force"),
        ("Le comité directeur approuve le budget de 2027 ou du Centre.", "force"),
        ("Le comité directeur approuvera le budget de 2027 du Centre.", "invented"),
        ("Le Centre approuve le budget de 2027 du comité directeur.", "order"),
        ("Le comité directeur est approuvé par le budget de 2027 du Centre.", "order"),
    ],
)
def test_each_fault_has_its_name(said: str, why: str) -> None:
    """One example that each check, and no other, refuses; and sentences none refuses."""
    assert fault(said, CLAIM, (), Lang.FR) == why


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("Martine Sansregret préside le comité.", "Martin Sansregret préside le comité."),
        ("Le directeur publie le rapport.", "La direction publie le rapport."),
        ("L'évaluateur dépose le rapport.", "L'évaluation dépose le rapport."),
        ("Le Centre finance le projet.", "Le Centre financera le projet."),
        ("Le Centre finance le projet.", "Le Centre finançait le projet."),
        ("Le comité directeur approuve le plan.", "On approuve le plan directeur par le comité."),
        ("Le comité ne siège plus.", "Le comité siège plus."),
        ("Le comité ne consulte que la DAIA.", "Le comité consulte la DAIA."),
        (
            "Le rapport est déposé dans les dix jours et conservé.",
            "Le rapport est déposé et conservé dans les dix jours.",
        ),
        ("Santé : de vert à rouge.", "Santé : de rouge à vert."),
        (
            "Responsable : le pilote, approbation : l'architecte.",
            "L'architecte est responsable, le pilote, approbation.",
        ),
        (
            "P01 – santé : vert ; avancement : 30 % ; P02 – santé : rouge ; avancement : 40 %.",
            "P01 – santé : vert ; avancement : 40 % ; P02 – santé : rouge ; avancement : 30 %.",
        ),
        (
            "Le comité est informé, puis le responsable est informé du risque.",
            "Le comité est informé, puis le responsable du risque.",
        ),
        ("Le comité A relève du comité B avant juin.", "Le comité B relève du comité A avant juin."),
        ("Il faut l'avis du comité ou de la DAIA.", "Il faut l'avis du comité et de la DAIA."),
        ("Le coût est de 1 200 $ par mois.", "Le coût est de 1,200 $ par mois."),
        ("Le délai est de 10 jours.", "Le délai est de -10 jours."),
        ("Le quorum est de cinq membres, dont la DAIA.", "Le quorum est de cinq membres, et la DAIA."),
        ("L'accès est gratuit pour les chercheurs.", "L'accès est gratuit, pour les chercheurs aussi."),
        ("Seul le comité directeur approuve le budget.", "Le comité directeur approuve seul le budget."),
        ("Le Centre consulte la DAIA.", "Le Centre est consulté par la DAIA."),
        ("Le projet P01 remplace le projet P02.", "Le projet P01 est remplacé par le projet P02."),
        ("Le comité siège le premier jeudi de chaque mois.", "Le comité siège chaque jeudi du premier mois."),
        ("Le Centre informe l'Agence dans les 24 heures.", "L'Agence informe le Centre dans les 24 heures."),
        ("Le pilote (A) et l'architecte (B).", "L'architecte (A) et le pilote (B)."),
        ("Le comité approuve le plan avec la DAIA.", "Le comité approuve la DAIA avec le plan."),
        ("Échéance : 2026-05-12.", "Échéance : 12 juin 2026."),
        ("Échéance : mai 2026.", "Échéance : 31 mai 2026."),
        ("Le rapport est transmis du Centre à l'Agence.", "Le rapport est transmis au Centre de l'Agence."),
        ("Le comité approuve le budget.", "Le comité fait approuver le budget."),
        ("Le comité approuve le budget.", "Le comité approuve juste le budget."),
        ("Le comité approuve le budget.", "Le comité approuve-t-il le budget ?"),
        ("Phase : 2 ; risque : 3.", "Phase : 3 ; risque : 2."),
        ("Avis favorable du comité.", "Avis défavorable du comité."),
        ("Le plan est adopté le 12 mai 2026.", "Le plan est adopté le 5 décembre 2026."),
    ],
)
def test_near_misses_are_refused(claim: str, said: str) -> None:
    """Lies that change one letter, one sign, or the place of one word."""
    assert fault(said, claim, (), Lang.FR)


@given(st.text(max_size=300))
def test_any_text_is_judged_and_only_what_the_claim_says_passes(text: str) -> None:
    """No text raises, and none drawn at random is taken for the claim."""
    assert fault(text, "Le comité directeur approuve le budget de 2027.", (), Lang.FR)


@given(st.integers(0, 10_000))
def test_a_claim_may_stand_for_itself(seed: int) -> None:
    """The claim's own words always pass: the check asks no more than the truth."""
    pair = honest(Random(seed))
    assert fault(pair.claim, pair.claim, (), pair.language) == ""


def test_a_long_hostile_sentence_is_judged_quickly() -> None:
    """The longest claim, its words in another order: a fraction of a second, not minutes of trying orders."""
    words = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}zu" for n in range(180)]
    claim = "Comité : " + " ".join(f"pour {word}" if n % 3 else word for n, word in enumerate(words))
    started = time.process_time()
    assert fault(f"par {claim[9:]} comité", claim, (), Lang.FR)
    assert fault(" ".join(reversed(claim.split())), claim, (), Lang.FR)
    assert time.process_time() - started < 1.0
