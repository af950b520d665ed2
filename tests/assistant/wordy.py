"""A chooser of its own words: what it chooses does not change with what is fitted, for tests of other things."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choosing.chooser import Chosen
from assistant.evidence.candidate import Candidate
from assistant.library import Library
from assistant.reading.reading import Reading
from assistant.telling.drafting import Drafting
from ingest.languages import FRENCH, stem, words


class Wordy:
    """Sure of what tells the words of the question, in few words; of anything else, not."""

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]:
        found = [Chosen(one, self._shared(reading, one, library)) for one in candidates]
        return sorted(found, key=lambda one: -one.sureness)

    @staticmethod
    def _shared(reading: Reading, candidate: Candidate, library: Library) -> float:
        draft = Drafting(library, reading.language)
        candidate.tell(draft)
        told = words(" ".join(claim.text for claim in draft.claims))
        shared = {stem(word, FRENCH) for word in told} & set(reading.stems)
        return len(shared) / max(1, len(reading.stems)) - 0.001 * min(100, len(told))
