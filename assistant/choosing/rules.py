"""What no choice may do, whoever chose: pass to another thing or another moment than the question's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from assistant.evidence.candidate import Candidate, Plan
from assistant.known.reports import Reports
from assistant.known.things import Things
from assistant.library import Library
from assistant.reading.meaning import family
from assistant.reading.reading import Reading
from assistant.telling.drafting import Drafting
from ingest.facts.records import Sort

_IDENTITIES = frozenset({Sort.ACTIVITY, Sort.ROLE, Sort.PROJECT, Sort.OFFER, Sort.BODY, Sort.TERM})
_UNASKED = 0.02  # how likely a list must be asked for, to be told (docs/decisions.md)
_NAMED, _CODED = 1.0, 2.0  # ``Said.exact``: a whole name, a code


def falls(reading: Reading, candidate: Candidate, library: Library) -> str:
    """Why a choice may not stand: « subject », « letter » or « moment »; "" when it may."""
    if _other_subject(reading, candidate, library):
        return "subject"
    if candidate.other_letter:
        return "letter"  # « qui a le C ? » is never told who has the A
    return "moment" if _other_moment(reading, candidate, library) else ""


def stands(reading: Reading, candidate: Candidate, library: Library) -> bool:
    """Whether our own choice may be this one."""
    return not (falls(reading, candidate, library) or _unasked(reading, candidate))


def absent(candidate: Candidate) -> bool:
    """Whether it says that nobody has a letter, or that a role has it nowhere: true only if all that it rests on is."""
    return candidate.plan in (Plan.WHO, Plan.DUTIES) and candidate.features.get("held") == 0


def _unasked(reading: Reading, candidate: Candidate) -> bool:
    """A list of what no list is asked of: it holds the service one needs among twenty. A model may know better."""
    return candidate.plan is Plan.LIST and family(reading.kinds, *candidate.kinds) < _UNASKED


def _other_subject(reading: Reading, candidate: Candidate, library: Library) -> bool:
    """Whether it is about a thing while another of its sort is named outright."""
    thing, exact = candidate.thing, reading.said.exact
    if not len(exact):
        return False
    everything = Things.of(library).all
    coded = [everything[n].code for n in np.flatnonzero(exact >= _CODED).tolist()]
    if coded and (thing is None or exact[thing.number] < _CODED):
        return not any(code and code in candidate.text for code in coded)
    if thing is None:
        return candidate.plan is Plan.WHICH and candidate.features.get("exact", 0.0) >= _NAMED

    def named(sort: Sort) -> bool:
        least = _NAMED if sort in _IDENTITIES else _CODED
        return any(everything[n].sort is sort for n in np.flatnonzero(exact >= least).tolist())

    role = candidate.features.get("role_exact", _NAMED)
    return (role < _NAMED and named(Sort.ROLE)) or (float(exact[thing.number]) < _NAMED and named(thing.sort))


def _other_moment(reading: Reading, candidate: Candidate, library: Library) -> bool:
    """Whether it is of another report than those named, or of a document replaced while no time was said."""
    held, moment = candidate.features, reading.moment
    if held.get("dated", 0.0) < 0:
        return True
    if candidate.plan is Plan.CHANGE and moment.reports and not (moment.previous or moment.since):
        return not held.get("dated")  # what moved between other moments than the one that is named
    if moment.reports and candidate.plan is not Plan.CHANGE and not (moment.previous or moment.since):
        reports = {report.document for report in Reports.of(library).all}
        return candidate.document in reports - {report.document for report in moment.reports}
    return held.get("current", 1.0) == 0 and not moment.said and not moment.previous


def together(candidates: Sequence[Candidate]) -> Candidate:
    """Several candidates told one after the other: a question that asks two things, or evidence in two places."""
    if len(candidates) == 1:
        return candidates[0]
    key = " + ".join(candidate.key for candidate in candidates)
    return replace(candidates[0], key=key, tell=partial(_together, candidates=candidates))


def _together(draft: Drafting, candidates: Sequence[Candidate]) -> None:
    """What is told twice is told once; the first table is kept."""
    for candidate in candidates:
        own = Drafting(draft.library, draft.language, draft.asked, shown=draft.shown)
        candidate.tell(own)
        draft.claims += [claim for claim in own.claims if claim not in draft.claims]
        draft.citations |= own.citations
        draft.notices += [notice for notice in own.notices if notice not in draft.notices]
        draft.suggestions += own.suggestions
        draft.table = draft.table or own.table
