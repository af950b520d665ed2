"""Which things a question may be about, and how surely: by their names' words, and by meaning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.known.things import Thing, Things
from assistant.library import Library
from assistant.reading.reading import Reading
from ingest.facts.records import Sort

Scores = NDArray[np.float32]
# What one needs is told by no name, and the right service is often the sixth or the eighth that is near.
_EACH = {Sort.ACTIVITY: 4, Sort.ROLE: 3, Sort.PROJECT: 3, Sort.OFFER: 8, Sort.BODY: 3, Sort.TERM: 2, Sort.FIELD: 3,
         Sort.DUTY: 3, Sort.ROW: 8, Sort.CARD: 8, Sort.CATEGORY: 5}  # fmt: skip


@dataclass(frozen=True)
class Link:
    """A thing and how it is linked to the question. ``rank`` counts from 0 among those of its sort, by ``score``;
    ``lead`` is how far it is above the next one (below the first one, negative)."""

    thing: Thing
    cover: float
    explained: float
    exact: float
    named: float
    about: float
    score: float
    rank: int
    lead: float


def told_by(link: Link) -> dict[str, float]:
    """What a link tells of a candidate, by the names of ``choosing.features``."""
    thing = link.thing
    return {
        "cover": link.cover, "explained": link.explained, "exact": link.exact, "named": link.named, "about": link.about,
        "score": link.score, "rank": link.rank, "lead": link.lead, "current": float(thing.current),
        "states": len(thing.states),
    }  # fmt: skip


def links(reading: Reading, library: Library) -> list[Link]:
    """The likeliest things of each sort, best first within a sort."""
    things = Things.of(library)
    if not things.all:
        return []
    said = reading.said
    named, about = _cosines(things.named, reading.vector), _cosines(things.about, reading.vector)
    spread = _standing(np.maximum(named, about))
    lexical = said.cover * np.minimum(1.0, 0.4 + said.explained)
    total = spread + 1.6 * lexical + 1.5 * np.minimum(said.exact, 1.5) - 0.8 * ~things.current
    found: list[Link] = []
    for sort, count in _EACH.items():
        numbers = things.numbers(sort)
        if len(numbers):
            found += _of_sort(things, numbers, count, total, named, about, reading)
    return found


def _of_sort(
    things: Things,
    numbers: NDArray[np.int64],
    count: int,
    total: Scores,
    named: Scores,
    about: Scores,
    reading: Reading,
) -> list[Link]:
    order = numbers[np.argsort(-total[numbers], kind="stable")][: count + 1]
    said, made = reading.said, []
    for rank, number in enumerate(order[:count].tolist()):
        other = order[1] if rank == 0 and len(order) > 1 else order[0]
        lead = float(total[number] - total[other]) if len(order) > 1 else 1.0
        made.append(
            Link(
                things.all[number],
                float(said.cover[number]),
                float(said.explained[number]),
                float(said.exact[number]),
                float(named[number]),
                float(about[number]),
                float(total[number]),
                rank,
                lead,
            )
        )
    return made


def _cosines(vectors: Scores, vector: Scores) -> Scores:
    if vectors.shape[1] != len(vector):
        return np.zeros(len(vectors), np.float32)
    return np.asarray(vectors @ vector, np.float32)


def _standing(cosines: Scores) -> Scores:
    """Cosines of one encoder live in a narrow band: each as standard deviations above the mean of this question."""
    spread = float(cosines.std())
    return (cosines - cosines.mean()) / spread if spread > 0 else np.zeros_like(cosines)
