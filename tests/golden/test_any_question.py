"""Whatever is typed, the answer is proved or it is a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.evaluation.run import sources_of
from assistant.evaluation.sources import Sources
from assistant.model import Question
from tests.golden.conftest import Opens

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    "qui quoi où combien quand pourquoi comment projet comité offre rôle approuve responsable budget gestionnaire T1 T2 "
    "rouge retard délai coût DAIA CEIAVD la le de pas plus avant 2026 formation données éthique who what status the of"
).split()


@pytest.fixture(scope="module")
def shipped(opens: Opens) -> Assistant:
    return opens(ROOT / "corpus", None)


@pytest.fixture(scope="module")
def sources(shipped: Assistant) -> Sources:
    return sources_of(shipped)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    said=st.one_of(
        st.text(min_size=1, max_size=300), st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
    )
)
def test_any_text_gets_proved_words_or_a_refusal(shipped: Assistant, sources: Sources, said: str) -> None:
    """No text breaks the engine; every sentence cites, and every quote stands in its source."""
    if not said.strip():
        return
    reply = shipped.answer(Question(said))
    known = {citation.id for citation in reply.citations}
    assert reply.text.strip()
    assert all(claim.citations and set(claim.citations) <= known for claim in reply.claims)
    assert all(map(sources.true, reply.citations))
