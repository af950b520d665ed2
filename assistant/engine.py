"""Read, gather, choose, tell, verify: the new engine, beside the old one until it wins."""
from __future__ import annotations

from assistant.choosing.chooser import FittedChooser
from assistant.evidence.gathering import gather
from assistant.library import Library
from assistant.model import Draft, Question
from assistant.reading.reading import Reading, read
from assistant.telling.drafting import Drafting


def told(reading: Reading, candidate, library: Library, sureness: float = 1.0) -> Draft | None:
    drafting = Drafting(library, reading.language)
    candidate.tell(drafting)
    return drafting.draft(candidate.plan.value, sureness)
