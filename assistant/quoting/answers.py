"""From the unit chosen to a draft: its exact words, what introduces them, and a second statement when it is as near."""

from __future__ import annotations

import re

from assistant.library import Library
from assistant.model import Asks, Citation, Claim, Draft, Notice, Query
from assistant.quoting.confidence import Judgement
from assistant.quoting.corrections import shown
from assistant.quoting.index import UnitIndex, introduced_by
from assistant.quoting.lists import Listing, shortened
from assistant.quoting.moments import other_moment
from assistant.quoting.scoring import Candidate, Ranking
from assistant.quoting.types import holds
from assistant.quoting.units import Role, Unit, leans, points_back
from assistant.wording.quotes import quotes
from ingest.languages import fold, words
from ingest.model import BlockKind

BUDGET = 150  # words of quotation in an answer
CONTINUED = 0.5  # of the best score, for the sentence just after
SECOND = 0.92  # of the best score: a second statement as near as this is given too
_GENERIC = re.compile(
    r"^(nom|date|fonction|titre|signature|version|poste|courriel|telephone|reponse.*|accepte.*|"
    r"refuse.*|nom du signataire.*)$"
)
_HOME = re.compile(
    r"\b(?:quel|quelle|which|what) (livrable|section|partie|volet|phase|etape|annexe|chapitre|"
    r"article|niveau|palier|deliverable|part|"
    r"phase|step|level)\b"
)
_FRENCH_HOME = {"deliverable": "livrable", "part": "partie", "step": "etape", "level": "niveau"}


def quoted(
    query: Query, library: Library, ranking: Ranking, judgement: Judgement, source: str, old: bool = False
) -> Draft:
    """The best unit, with its introduction; and the next one when it is as near."""
    chosen = given(query, ranking, judgement.best)
    made = [_claim(query, library, ranking.index, c.unit) for c in chosen]
    made = [made[0], *(_without(claim, cited, made[0]) for claim, cited in made[1:])]
    claims = tuple(claim for claim, _ in made)
    citations = tuple(dict.fromkeys(c for _, cited in made for c in cited))
    notices = (_superseded(query, library, judgement.best.unit),) if old else ()
    return Draft(source, judgement.confidence, claims, citations, notices)


def _superseded(query: Query, library: Library, unit: Unit) -> Notice:
    about = library.description(unit.document)
    text = quotes(query.language).superseded.format(title=about.title, version=about.version or about.date)
    return Notice("superseded", text)


def given(query: Query, ranking: Ranking, best: Candidate) -> list[Candidate]:
    """What is quoted: the best statement; the next sentence when it leans on it; another statement as near."""
    if Asks.COUNT in query.asks or best.unit.length > 80:
        return [best]
    others = [c for c in ranking.candidates if c is not best and _worth(c, best, ranking)]
    after = [c for c in others if _continues(best, c) and c.score >= CONTINUED * best.score]
    near = [c for c in others if c.score >= SECOND * best.score and not other_moment(query, c.unit)]
    return [best, *(c for c in (after or near)[:1] if c.unit.length + best.unit.length <= BUDGET)]


def _continues(best: Candidate, other: Candidate) -> bool:
    """The sentence just after, about the same thing: « Ils pourront aussi… »."""
    same = other.unit.document == best.unit.document and other.unit.block.id == best.unit.block.id
    return same and other.unit.number == best.unit.number + 1 and points_back(other.unit.text)


def _without(claim: Claim, cited: list[Citation], first: tuple[Claim, list[Citation]]) -> tuple[Claim, list[Citation]]:
    """A claim that does not say again what the first one said to introduce itself."""
    repeated = [c for c in cited if c in first[1]]
    text = claim.text
    for citation in repeated:
        text = text.replace(citation.quote, "", 1).strip()
    kept = [c for c in cited if c not in repeated]
    return (Claim(text, tuple(c.id for c in kept)), kept) if kept and text else (claim, cited)


def _worth(other: Candidate, best: Candidate, ranking: Ranking) -> bool:
    typed = other.typed or not ranking.needs or not best.typed
    beside = (
        other.unit.role is Role.FIELD and other.unit.headings == best.unit.headings and best.unit.role is Role.FIELD
    )
    return (
        typed
        and not beside
        and other.unit.role in (Role.SAID, Role.FIELD)
        and fold(other.unit.text) != fold(best.unit.text)
    )


def _claim(query: Query, library: Library, index: UnitIndex, unit: Unit) -> tuple[Claim, list[Citation]]:
    around = introduction(query, index, unit)
    cited = [_cite(library, u) for u in (unit, *around)]
    text = " ".join([*(u.text for u in around), _read(unit)])
    fields = _siblings(index, unit)
    if fields:
        cited += [_cite(library, u) for u in fields]
        text = "; ".join(shown(u) for u in sorted((unit, *fields), key=lambda u: u.number))
    if unit.role is Role.FIELD and _GENERIC.match(_label(unit)) and (title := _title(index, unit)):
        cited.append(_cite(library, title))
        text = f"{title.text} – {text}"
    return Claim(text, tuple(c.id for c in cited)), cited


def _read(unit: Unit) -> str:
    return shown(unit) if unit.role is Role.FIELD or unit.block.kind is BlockKind.ROW else unit.text


def _cite(library: Library, unit: Unit, quote: str = "") -> Citation:
    return library.cite(unit.document, quote=quote or unit.text, place=unit.place)


def introduction(query: Query, index: UnitIndex, unit: Unit) -> list[Unit]:
    """The units that say what the words are about: the lead-in of an item, the sentence a pronoun leans on, the part
    of the document when the question asks which."""
    before = _before(index, unit)
    found: list[Unit] = []
    if (home := _HOME.search(" ".join(query.words))) is not None:
        kind = _FRENCH_HOME.get(home[1], home[1])
        if above := next((u for u in before if fold(u.text).startswith(kind)), None):
            return [above]
    if (
        not unit.block.lead_in
        and before
        and before[0].text == introduced_by(index.units, index.spans()[unit.document][unit.number])
    ):
        return [before[0]]
    if unit.block.lead_in:
        lead = next((u for u in before if unit.block.lead_in in {u.text, u.block.text}), None)
        lead = lead or next((u for u in before if unit.block.lead_in.endswith(u.text)), None)
        found += [lead] if lead else []
        if lead and ":" not in lead.text:
            found = [*_actor(before, lead), *found]
    elif before and leans(unit.text) and before[0].block.id == unit.block.id and before[0].length < 70:
        found.append(before[0])
    return found


def _actor(before: list[Unit], lead: Unit) -> list[Unit]:
    """The nearest introduction above a lead-in that says who: « De façon générale, le CEIAVD devra : »."""
    above = [u for u in before if u.number < lead.number and u.headings == lead.headings]
    return [u for u in above if u.text.endswith(":") and "actor" in holds(u.text)][:1]


def _before(index: UnitIndex, unit: Unit) -> list[Unit]:
    """The units of the document before this one, nearest first."""
    numbers = index.spans()[unit.document]
    return [index.units[n] for n in reversed(numbers[max(0, unit.number - 40) : unit.number])]


def _siblings(index: UnitIndex, unit: Unit) -> list[Unit]:
    """The fields beside a field whose label alone says little: name, date and function of a signature."""
    if unit.role is not Role.FIELD or not _GENERIC.match(_label(unit)):
        return []
    numbers = index.spans()[unit.document]
    beside = [index.units[n] for n in numbers[max(0, unit.number - 4) : unit.number + 5]]
    return [
        u for u in beside
        if u.number != unit.number and u.role is Role.FIELD and u.headings == unit.headings and len(u.block.cells) == 2
        and _GENERIC.match(_label(u)) and u.block.cells[1].text.strip() and _label(u) != "signature"
    ]  # fmt: skip


def _title(index: UnitIndex, unit: Unit) -> Unit | None:
    """The heading a field stands under."""
    before = _before(index, unit)
    return next((u for u in before if u.role is Role.TITLE and unit.headings and u.text == unit.headings[-1]), None)


def _label(unit: Unit) -> str:
    said = unit.block.cells[0].text if unit.block.cells else unit.text.split(":")[0]
    return " ".join(words(said))


def listed(query: Query, library: Library, listing: Listing, judgement: Judgement, source: str) -> Draft:
    """The whole list, each item with its citation; how many there are when that is asked."""
    say, lead = quotes(query.language), listing.lead
    kept = shortened(listing.items, BUDGET)
    claims, citations = [], []
    head = [_cite(library, u) for u in (*listing.before, *([lead] if lead else []))]
    number = len({u.block.id for u in listing.items})
    opening = "".join(
        f"{u.text} – " if u.role is Role.TITLE and lead else f"{u.text} "
        for u in (*listing.before, *([lead] if lead else []))
    ).strip()
    if Asks.COUNT in query.asks:
        spelt = say.numbers[number] if number < len(say.numbers) else str(number)
        opening = f"{say.counted.format(number=spelt.capitalize(), digits=number)} {opening}".strip()
    if opening:
        first = head or [_cite(library, *kept[0])]
        citations += first
        claims.append(Claim(opening, tuple(c.id for c in first)))
    for unit, quote in kept:
        cited = _cite(library, unit, quote)
        citations.append(cited)
        read = _read(unit) if quote == unit.text else quote
        claims.append(Claim(f"• {read.rstrip(' ;')}", (cited.id,)))
    confidence = max(judgement.confidence, min(0.9, 0.35 + 0.6 * listing.covered))
    return Draft(source, confidence, tuple(claims), tuple(dict.fromkeys(citations)))
