"""Service offers: one called by its name, those that meet a condition, or the one that meets a need."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.library import Library
from assistant.model import Draft, Notice, Query
from assistant.offers.asking import CARD, Asked, condition_words, read
from assistant.offers.catalogue import Catalogue
from assistant.offers.needs import Found, meeting
from assistant.offers.sieve import conditions, everywhere, kept
from assistant.offers.telling import Telling
from assistant.quoting.disagreements import told
from ingest.facts.records import ServiceOffer

SOURCE = "offers"
SAID_OF_ONE = 0.55  # where one of its columns is asked and no other offer is called so
SAID = 0.62  # of an offer's name, and of the question it explains
NEAR, NEARER = 0.28, 0.5  # of a need's weight: below, nothing in the inventory meets it; nearer when none was told
_AS_WELL = 0.72  # of the best score: another offer worth showing
_SHOWN = 3


def propose(query: Query, library: Library) -> Draft | None:
    """A draft when the question names an offer, sets a condition on offers, or tells a need one of them meets."""
    catalogue = Catalogue.of(library)
    asked = read(query, catalogue)
    if asked is None:
        return None
    telling = Telling(library, query.language)
    draft = _of_condition(query, asked, catalogue, telling) or _of_name(query, asked, catalogue, telling)
    amount = "de combien" in " ".join(query.words)  # asks how much, and for no service
    if draft is None and not amount and (asked.wish or asked.where or asked.offers or asked.plain or asked.told):
        draft = _of_need(query, asked, catalogue, telling)
    return told(query, draft, library) if draft else None


# ---------------------------------------------------------------- called by name
def _of_name(query: Query, asked: Asked, catalogue: Catalogue, telling: Telling) -> Draft | None:
    enough = SAID_OF_ONE if asked.columns and len(asked.named) == 1 else SAID
    if not asked.named or asked.fit < enough or not (asked.columns or asked.offers or asked.wish or asked.where):
        return None
    wanted = _wanted(query, asked)
    for key in asked.named:
        offer = catalogue.by_id[key]
        if wanted == ("status",):
            _put_right(query, offer, telling)
        if wanted:
            telling.columns(offer, wanted)
        else:
            telling.card(offer)
    _suggest(catalogue.by_id[asked.named[0]], wanted, telling)
    return telling.draft(SOURCE, round(0.68 + 0.3 * asked.fit, 3))


def _wanted(query: Query, asked: Asked) -> tuple[str, ...]:
    """The columns asked for. « Où demander… ? » wants the whole card: how to ask is told with what it is."""
    columns = tuple(c for c in asked.columns if c != "description")
    if columns == ("request",) and not any(
        w in query.words for w in ("adresse", "courriel", "email", "ecrire", "lien")
    ):
        return ()
    return columns if len(columns) < len(CARD) - 1 else ()


def _put_right(query: Query, offer: ServiceOffer, telling: Telling) -> None:
    """« is still active, right? » of an offer that is not: put right, not merely answered."""
    fact = offer.facts.get("status")
    form = telling.say.not_offered.get(fact.value) if fact else None
    if fact and form and ("right" in query.words or "encore" in query.words or "still" in query.words):
        telling.notices.append(Notice("premise", telling.say.not_so, (telling.cite(offer.document, fact),)))


def _suggest(offer: ServiceOffer, wanted: tuple[str, ...], telling: Telling) -> None:
    for key, form in (("delay", telling.say.how_long), ("cost", telling.say.how_much)):
        if key in offer.facts and wanted and key not in wanted:
            telling.suggestions.append(form.format(name=offer.name.value))


# ---------------------------------------------------------------- a condition
def _of_condition(query: Query, asked: Asked, catalogue: Catalogue, telling: Telling) -> Draft | None:
    if not asked.offers:
        return None
    wanted = conditions(query, condition_words(query))
    if not (asked.many or asked.count or (wanted.columns and wanted.words and not asked.named)):
        return None
    if wanted.none:
        telling.counted(catalogue.offers)
        return telling.draft(SOURCE, 0.94)
    found = kept(wanted, catalogue.offers, telling.library)
    if wanted.words and not found:
        return None  # the words may tell a need
    cells = [(o, o.facts.get("status") or o.name) for o in catalogue.offers]
    by_region = any(k.offer.facts.get("region") in k.proofs for k in found)
    telling.listed(found, cells, telling.say.elsewhere if by_region and everywhere(catalogue.offers) else "")
    return telling.draft(SOURCE, 0.94)


# ---------------------------------------------------------------- a need
def _meets(best: Found, asked: Asked) -> bool:
    """Whether the best offer meets enough of the need. Few words must nearly all be met; loose likeness alone must
    meet several."""
    told = len(asked.need)
    least = NEAR if asked.wish else _HALF if asked.told else NEARER
    if told <= len(_FEW):
        least = max(least, _FEW[told - 1])
    if not (asked.wish or asked.where or asked.offers or asked.plain) and len(best.met) < 2:
        return False
    if asked.told and not asked.wish and told == len(_FEW):
        least = max(least, NEARER)
    if not best.near:
        return told > len(_FEW) and len(best.met) > 1 and best.words >= _LOOSE
    return best.words >= least


def _stands_out(found: Sequence[Found], asked: Asked) -> bool:
    """Somebody speaks of their need in many words: few of them meet any offer, and those meet one much better."""
    best = found[0]
    second = found[1].score if len(found) > 1 else 0.0
    alone = best.near and best.score - second >= _APART
    spoken = asked.spoken and asked.told and len(best.met) > 1 and best.words >= NEAR
    return spoken and (alone or len(best.met) == len(asked.need))


_APART = 0.12


def _told_of(best: Found, asked: Asked) -> float:
    """How sure one is that a need is told where no wish is: somebody speaks of theirs; a place is asked; words alone."""
    if asked.told and len(best.met) > 1 and best.words >= NEAR:
        return _WISHED if asked.spoken else _STATED
    return _STATED if asked.where or asked.offers else 0.55


_SURE_OF_WISH, _WISHED, _STATED = 0.84, 0.8, 0.7
_HALF = 0.45
_FEW = (0.8, 0.5)  # what must be met of a need told in one word, in two
_LOOSE = 0.4
_SURELY = 0.6  # below, the offer is said to be what comes nearest


def _of_need(query: Query, asked: Asked, catalogue: Catalogue, telling: Telling) -> Draft | None:
    if not asked.need:
        return None
    found = meeting(asked.need, catalogue, telling.library, query.standalone, query.words_language)
    best = found[0]
    if not (_meets(best, asked) or _stands_out(found, asked)):
        return None
    telling.surely = best.near and best.words >= _SURELY
    telling.card(best.offer)
    for other in found[1:_SHOWN]:
        if other.score >= _AS_WELL * best.score:
            telling.also(other.offer)
    _suggest(best.offer, (), telling)
    told_need = _SURE_OF_WISH if asked.wish and telling.surely else _WISHED if asked.wish else _told_of(best, asked)
    return telling.draft(SOURCE, round(told_need + 0.17 * min(1.0, best.words), 3))
