"""A candidate as a row of numbers: what it would tell, what the question asks, how they agree, what else competes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.candidate import Candidate, Plan
from assistant.model import Lang
from assistant.reading.meaning import family
from assistant.reading.reading import Reading
from ingest.facts.records import Sort
from ingest.languages import words

Rows = NDArray[np.float32]

GROUPS = {
    "who": ("who.",), "part": ("part",), "duties": ("duties.",), "state": ("state", "state."), "change": ("change",),
    "projects": ("list.projects", "count.projects"), "need": ("need",), "offer": ("offer.",),
    "offers": ("list.offers", "count.offers"), "body": ("body.",), "bodies": ("list.bodies",),
    "define": ("define", "acronym"), "when": ("fact.when",), "amount": ("fact.amount", "fact.duration"),
    "how": ("fact.how", "fact.condition"), "person": ("fact.who", "fact.where"), "facts": ("fact.",),
    "count": ("count.", "fact.count"), "outside": ("outside", "order"), "talk": ("talk.",), "document": ("document",),
}  # fmt: skip
_OWN = (
    "cover", "explained", "exact", "named", "about", "score", "rank", "lead", "current", "states", "letter", "held",
    "cells", "role_cover", "role_explained", "role_exact", "role_named", "role_score", "role_rank", "role_lead",
    "dated", "values", "label", "keyed", "asked", "members", "met", "share", "conditions", "cond_said", "cond_near", "cond_value",
    "title", "found", "lexical", "behind", "behind_words", "context", "is_row", "is_item", "is_field", "is_note",
    "shared", "length", "figures", "figured", "address", "leads", "asks", "other", "items", "led",
)  # fmt: skip
_MATRIX = (Plan.WHO, Plan.EVERYONE, Plan.DUTIES)
_LETTERS = ("R", "A", "C", "I", "S", "any")  # what a candidate about a matrix tells: one of them
_QUESTION = ("words", "stems", "english", "borrowed", "moment", "since", "moment_unknown", "unknown_code", "mended")
_RIVALS = (
    "about_best", "about_gap", "score_best", "score_gap", "own_kind", "kind_gap", "kind_best", "found_best", "cover_best",
)  # fmt: skip

NAMES: tuple[str, ...] = (
    *(f"plan {plan}" for plan in Plan), *(f"sort {sort}" for sort in Sort), *(f"ask {group}" for group in GROUPS),
    *_OWN, *(f"letter {letter}" for letter in _LETTERS), *_QUESTION, *_RIVALS,
)  # fmt: skip


def rows(reading: Reading, candidates: Sequence[Candidate]) -> Rows:
    """One row a candidate, shape (n, len(NAMES)); NaN where a number has no meaning for it."""
    shared = _of_question(reading)
    rivals = _rivals(candidates, reading)
    made = np.full((len(candidates), len(NAMES)), np.nan, np.float32)
    for number, (candidate, asked) in enumerate(zip(candidates, _asked(candidates, reading), strict=True)):
        held = {**shared, **candidate.features, **_own(candidate, asked, rivals)}
        made[number] = [held.get(name, np.nan) for name in NAMES]
    return made


def _of_question(reading: Reading) -> dict[str, float]:
    asked = {f"ask {group}": family(reading.kinds, *labels) for group, labels in GROUPS.items()}
    said = {
        "words": len(words(reading.question.text)), "stems": len(reading.stems),
        "english": float(reading.language is Lang.EN), "borrowed": float(reading.borrowed),
        "moment": float(len(reading.moment.reports)), "since": float(reading.moment.since),
        "moment_unknown": float(bool(reading.moment.unknown)),
        "unknown_code": float(bool(reading.said.unknown_codes)), "mended": float(len(reading.mended)),
    }  # fmt: skip
    flags = {f"plan {plan}": 0.0 for plan in Plan} | {f"sort {sort}": 0.0 for sort in Sort}
    return {**flags, **asked, **said}


def _rivals(candidates: Sequence[Candidate], reading: Reading) -> dict[str, float]:
    def top(name: str) -> float:
        return max((c.features.get(name, 0.0) for c in candidates), default=0.0)

    return {
        "about_best": max(top("about"), top("named")), "score_best": top("score"), "found_best": top("about"),
        "cover_best": top("cover"), "kind_best": max(reading.kinds.values(), default=0.0),
    }  # fmt: skip


def _asked(candidates: Sequence[Candidate], reading: Reading) -> list[tuple[float, float]]:
    """How likely each is of a kind that is asked for, and how far it is under the likeliest that is told in the same way: of
    two letters of one activity, the one that is asked for, whatever the activity's own words make the question look like."""
    own = [family(reading.kinds, *c.kinds) if c.kinds else 0.0 for c in candidates]
    best: dict[Plan, float] = {}
    for candidate, kind in zip(candidates, own, strict=True):
        best[candidate.plan] = max(best.get(candidate.plan, 0.0), kind)
    return [(kind, best[c.plan] - kind) for c, kind in zip(candidates, own, strict=True)]


def _own(candidate: Candidate, asked: tuple[float, float], rivals: dict[str, float]) -> dict[str, float]:
    held = candidate.features
    near = max(held.get("about", 0.0), held.get("named", 0.0))
    own = {
        f"plan {candidate.plan}": 1.0, "own_kind": asked[0], "kind_gap": asked[1],
        "about_gap": rivals["about_best"] - near if near else np.nan,
        "score_gap": rivals["score_best"] - held["score"] if "score" in held else np.nan, **rivals,
    }  # fmt: skip
    letters = {kind.partition(".")[2] for kind in candidate.kinds} if candidate.plan in _MATRIX else set()
    own |= {f"letter {letter}": float(letter in letters) for letter in _LETTERS}
    return own | ({f"sort {candidate.thing.sort}": 1.0} if candidate.thing else {})
