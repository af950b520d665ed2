"""Responsibilities stated in prose: whose they are, and what a question asks of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.committees.asking import leftover, said
from assistant.committees.known import Said, names_activity, unexplained
from assistant.committees.telling import Telling
from assistant.library import Library
from assistant.matching import Names
from assistant.model import Query
from assistant.quoting.lists import clause
from ingest.facts.records import Duty, Fact, Role
from ingest.facts.statements import stems
from ingest.languages import fold, words
from ingest.model import Block

_LIST = re.compile(
    r"\b(responsabilites?|obligations?|devoirs?|engagements?|taches|duties|responsibilities|obligations|"
    r"(?:que|qu est ce que|quoi|what) .{0,25}\b(?:doit|doivent|devra|devront|must|should|shall)|"
    r"(?:doit|doivent|devra|devront) (?:il |elle |ils )?(?:faire|accomplir|assurer)|"
    r"responsables? de quoi|de quoi .{0,30}responsables?)\b"
)
_LIST_OWN = re.compile(
    r"(?:responsab\w*|obligations?|devoirs?|engagements?|taches?|duties|responsibilit\w*|doi\w*|devr\w*|must|should|shall|faire|"
    r"accomplir|assurer|principal\w*|incomb\w*|confie\w*|attribue\w*|toutes?|tous|main|all|mandat|envers)"
)
_WHO = re.compile(r"\b(qui|who|quel (?:organisme|role|acteur)|quelle (?:organisation|instance|direction|equipe))\b")
_WHO_OWN = re.compile(
    r"(?:charge\w*|responsab\w*|doi\w*|devr\w*|must|should|organisme|role|acteur|instance|revient|"
    r"occupe\w*|fait|faire)"
)
_FEWEST = 3  # words of a duty that a question must say to ask who holds it
_NEAR = 30  # duties that share most with the question, looked at closely
_BUDGET = 150  # words of quotation in an answer
_ARTICLE = re.compile(r"^(?:les? |la |l['’]|the )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    duties: tuple[Duty, ...]


def tell(query: Query, library: Library, telling: Telling) -> float:
    """Adds what answers to ``telling``; returns how sure that is, 0 when the question is not about duties."""
    spoken = said(query)
    if _LIST.search(spoken) and not names_activity(query, library):
        return _listed(query, library, telling)
    if _WHO.search(spoken) and not names_activity(query, library):
        return _held(query, library, telling)
    return 0.0


# ------------------------------------------------------------------ whose duties
def _listed(query: Query, library: Library, telling: Telling) -> float:
    """All the duties of the holder named, those that are parts of another one left to it."""
    holders = library.remember("holders", _holders)
    names = library.remember("holder names", lambda _: Names((n, (h.name,)) for n, h in enumerate(holders)))
    found = names.find(query.content, floor=0.8)
    if not found or (len(found) > 1 and found[1].used - found[0].used):
        return 0.0
    holder = holders[found[0].key]
    left = [w for w in leftover(query, found[0].used, ()) if not _LIST_OWN.fullmatch(fold(w.surface))]
    chosen = (
        [d for d in holder.duties if not unexplained(left, (d.text.quote, *_context(library, d)))]
        if left
        else holder.duties
    )
    duties = _tops(chosen, holder.duties)
    if not duties or len({d.document for d in duties}) > 1:
        return 0.0
    _tell_list(library, telling, duties)
    role = any(stems(r.name.value) == stems(holder.name) for r in library.current(Role))
    return 0.72 if role or left else 0.95


def _holders(library: Library) -> list[Holder]:
    """Duties by holder, « le CEIAVD » and « CEIAVD » being one."""
    grouped: dict[frozenset[str], list[Duty]] = defaultdict(list)
    for duty in library.current(Duty):
        grouped[stems(duty.holder)].append(duty)
    return [Holder(_ARTICLE.sub("", held[0].holder), tuple(held)) for held in grouped.values()]


def _tops(duties: Sequence[Duty], every: Sequence[Duty]) -> list[Duty]:
    """Without those whose lead-in is itself a duty: they tell how it is done."""
    told = {d.text.quote.strip(" :;.") for d in every}
    tops = [d for d in duties if d.lead_in.strip(" :;.") not in told]
    return tops or list(duties)


def _tell_list(library: Library, telling: Telling, duties: Sequence[Duty]) -> None:
    shown = _shortened([d.text.quote.rstrip(" ;.") for d in duties])
    told: list[str] = []
    for duty, quote in zip(duties, shown, strict=True):
        for lead in _leads(library, duty):
            if lead.fact.quote not in told[-2:]:  # « Le centre doit : » is not said again for each of its lists
                telling.told(telling.say.lead.format(value=lead.fact.quote), [lead])
                told.append(lead.fact.quote)
        telling.told(telling.say.bullet.format(value=quote), [Said(duty.document, Fact(quote, quote, duty.text.place))])


def _shortened(quotes: list[str]) -> list[str]:
    """The longest ones cut after a clause until all fit."""
    while sum(len(words(q)) for q in quotes) > _BUDGET:
        longest = max(range(len(quotes)), key=lambda n: len(words(quotes[n])))
        if (cut := clause(quotes[longest])) == quotes[longest]:
            break
        quotes[longest] = cut
    return quotes


def _leads(library: Library, duty: Duty) -> list[Said]:
    """What introduces a duty, at its place: the words that name the holder, then its own lead-in."""
    above = [b for b in library.blocks(duty.document) if b.place.start < duty.text.place.start]
    own = next((b for b in reversed(above) if duty.lead_in and duty.lead_in in b.text), None)
    if own is None:
        return []
    holder = fold(duty.holder)
    if holder in fold(duty.lead_in):
        return [_words(duty, own, duty.lead_in)]
    if holder in fold(own.text):  # « L'institut est désigné porteur. À cet effet, il : »
        return [_words(duty, own, own.text)]
    naming = next((b for b in reversed(above) if b.text.endswith(":") and holder in fold(b.text)), None)
    return [*([_words(duty, naming, naming.text)] if naming else []), _words(duty, own, duty.lead_in)]


def _context(library: Library, duty: Duty) -> list[str]:
    return [*(said.fact.quote for said in _leads(library, duty)), *duty.text.place.section]


def _words(duty: Duty, block: Block, words: str) -> Said:
    """Words of a block as a fact. A form's cells are joined in its text: the place is then the block's."""
    start = block.place.start + block.text.index(words)
    place = replace(block.place, start=start, end=start + len(words))
    return Said(duty.document, Fact(words, words, place))


# ------------------------------------------------------------------ who holds a duty
def _held(query: Query, library: Library, telling: Telling) -> float:
    """The duty that has all the words of the question, when one holder has it."""
    left = [w for w in leftover(query, (), ()) if not _WHO_OWN.fullmatch(fold(w.surface))]
    if len(left) < _FEWEST:
        return 0.0
    known = library.current(Duty)
    names = library.remember("duties by words", lambda _: Names((n, (d.text.quote,)) for n, d in enumerate(known)))
    near = sorted(names.find(left, floor=0.05), key=lambda m: -m.weight)[:_NEAR]
    close = [known[m.key] for m in near if not unexplained(left, (known[m.key].text.quote,), floor=0.9)]
    if len(close) != 1:
        return 0.0
    duty = close[0]
    leads = _leads(library, duty)
    if duty.lead_in and not leads:
        return 0.0
    lead = " ".join(said.fact.quote for said in leads)
    form = telling.say.duty if lead else telling.say.sentence
    telling.told(
        form.format(lead=lead, text=duty.text.value, value=duty.text.value), [Said(duty.document, duty.text), *leads]
    )
    return 0.94
