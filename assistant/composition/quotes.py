"""Everything the documents say in prose: the shortest exact passage that answers, or nothing.

The fallback of all composers. A list is given whole when one is asked; a number of things is counted on the list;
what a question takes for granted wrongly is put right; an older version speaks only when the current one is silent.
"""

from __future__ import annotations

from assistant.library import Library
from assistant.model import Asks, Draft, Query
from assistant.quoting import answers, asking
from assistant.quoting.comparisons import compared
from assistant.quoting.confidence import Judgement, judge
from assistant.quoting.disagreements import told
from assistant.quoting.evidence import counted_things, numbered_part
from assistant.quoting.lists import Listing, asks_list, best_listing, counts, introduced, of_member
from assistant.quoting.scoring import Ranking
from assistant.quoting.units import Role

SOURCE = "quotes"
FLOOR = 0.45  # of the words of the question, met by a list
DOUBT = 0.79  # at most: that the prose does not say it is no proof that a record does not
MISSING = 0.3  # what a word that is not met takes from a list, or from a statement


def propose(query: Query, library: Library) -> Draft | None:
    """A draft with the words that answer; one that abstains when the subject is known and the answer is not there."""
    ranking = asking.ranked(query, library)
    if not ranking.candidates:
        return None
    if both := compared(query, library, ranking, SOURCE):
        return both
    if mended := asking.puts_right(query, ranking, library):
        return mended
    judgement = judge(query, ranking)
    if (whole := of_member(query, ranking)) and not judgement.refused:
        return answers.listed(query, library, whole, judgement, SOURCE)
    if listing := _listing(query, ranking, judgement) or _led(ranking, judgement):
        return answers.listed(query, library, listing, judgement, SOURCE)
    if judgement.refused:
        return _older(query, library) or Draft(SOURCE, min(judgement.doubt, DOUBT), abstain=True)
    return told(query, answers.quoted(query, library, ranking, judgement, SOURCE), library)


def _led(ranking: Ranking, judgement: Judgement) -> Listing | None:
    """The list behind a lead-in that would be quoted alone, or behind the member of a series that opens one."""
    best = judgement.best.unit
    if judgement.refused or not (best.role is Role.LEAD or numbered_part(best, ranking.weighed)):
        return None
    return introduced(ranking, best)


def _listing(query: Query, ranking: Ranking, judgement: Judgement) -> Listing | None:
    """The list, when a whole one answers better than one statement."""
    found = best_listing(ranking) if asks_list(query) else None
    best = judgement.best
    if found is None or found.missing > judgement.tolerance or found.covered < FLOOR:
        return None
    if Asks.COUNT in query.asks:
        told = not judgement.refused and best.typed and best.own >= found.covered - 0.05
        return found if not told and counts(ranking, found, counted_things(query)) else None
    inside = best.unit in found.items or best.unit.role in (Role.LEAD, Role.TITLE)
    whole, alone = found.covered - MISSING * found.missing, best.covered - MISSING * best.missing
    return found if inside or whole >= alone - 0.05 else None


def _older(query: Query, library: Library) -> Draft | None:
    """What only a replaced version says, told as such."""
    if not any(d.superseded_by for d in library.descriptions()):
        return None
    ranking = asking.ranked(query, library, old=True)
    if not ranking.candidates:
        return None
    judgement = judge(query, ranking)
    if judgement.refused or judgement.confidence < 0.75:
        return None
    return answers.quoted(query, library, ranking, judgement, SOURCE, old=True)
