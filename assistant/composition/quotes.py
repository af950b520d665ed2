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
from assistant.quoting.lists import asks_list, best_listing, counts
from assistant.quoting.scoring import Ranking, counted_things
from assistant.quoting.units import Role

SOURCE = "quotes"
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
    listing = _listing(query, ranking, judgement)
    if listing:
        return listing_draft(query, library, ranking, judgement)
    if judgement.refused:
        return _older(query, library) or Draft(SOURCE, judgement.doubt, abstain=True)
    return answers.quoted(query, library, ranking, judgement, SOURCE)


def _listing(query: Query, ranking: Ranking, judgement: Judgement) -> bool:
    """Whether a whole list answers better than one statement."""
    if not asks_list(query):
        return False
    found = best_listing(ranking)
    best = ranking.candidates[0]
    if found is None or found.missing > judgement.tolerance:
        return False
    if Asks.COUNT in query.asks and not counts(ranking, found, counted_things(query)):
        return False
    if Asks.COUNT in query.asks and not judgement.refused and best.typed and best.own >= found.covered - 0.05:
        return False  # « le Centre compte 14 postes » says the number itself
    named = best.unit.role in (Role.LEAD, Role.TITLE)
    whole = found.covered - MISSING * found.missing
    return found.covered >= 0.45 and (whole >= best.covered - MISSING * best.missing - 0.05 or named)


def listing_draft(query: Query, library: Library, ranking: Ranking, judgement: Judgement) -> Draft | None:
    found = best_listing(ranking)
    return answers.listed(query, library, found, judgement, SOURCE) if found else None


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
