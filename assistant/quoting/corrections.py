"""A false premise put right, with the words that show it."""

from __future__ import annotations

from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Claim, Draft, Notice, Query
from assistant.quoting import premises
from assistant.quoting.scoring import Ranking
from assistant.quoting.units import Role, Unit, ticked
from assistant.quoting.weights import hollow
from assistant.wording.quotes import quotes
from ingest.languages import FRENCH, content_words
from ingest.model import BlockKind

SURE = 0.8
NEAR = 0.5  # share of the question the corrected statement must cover


def corrected(query: Query, ranking: Ranking, library: Library) -> Draft | None:
    """The draft that puts a number, a function or an outcome right; None when nothing contradicts the question."""
    return _function(query, ranking, library) or _outcome(query, ranking, library) or _number(query, ranking, library)


def _number(query: Query, ranking: Ranking, library: Library) -> Draft | None:
    near = [c for c in ranking.candidates[:3] if c.covered >= NEAR]
    wrong = premises.wrong_number(query, [c.unit for c in near])
    if wrong is None:
        return None
    say = quotes(query.language)
    text = (say.no_longer if premises.still(query) else say.number_is).format(true=wrong.true, said=wrong.said)
    return _draft(library, [wrong.unit], text)


def _function(query: Query, ranking: Ranking, library: Library) -> Draft | None:
    found = premises.wrong_function(query, ranking)
    if found is None:
        return None
    field, holder = found
    say = quotes(query.language)
    text = say.person_is.format(field=shown(field))
    if holder:
        text += " " + say.holder_is.format(field=shown(holder))
    return _draft(library, [u for u in (field, holder) if u], text)


def _outcome(query: Query, ranking: Ranking, library: Library) -> Draft | None:
    near = [c.unit for c in ranking.candidates[:15]] + [
        u for u in ranking.index.units if u.role is Role.FIELD and ticked(u)
    ]
    unit = premises.wrong_outcome(query, near)
    if unit is None or not _speaks_of(query, unit, library):
        return None
    return _draft(library, [unit], quotes(query.language).outcome_is.format(field=shown(unit)))


def _speaks_of(query: Query, unit: Unit, library: Library) -> bool:
    """The outcome is that of what the question is about: « le mandat », not « les établissements ont refusé »."""
    about = library.description(unit.document)
    told = content_words(" ".join((about.title, about.document, unit.text, *unit.headings)), FRENCH)
    subject = [w for w in query.content if not hollow(w.surface) and not premises.outcome(w)]
    return not subject or any(likeness(w, other) >= 0.9 for w in subject for other in told)


def _draft(library: Library, units: list[Unit], text: str) -> Draft:
    cited = [library.cite(u.document, quote=u.text, place=u.place) for u in units]
    ids = tuple(c.id for c in cited)
    claims = tuple(Claim(u.text, (c.id,)) for u, c in zip(units[:1], cited, strict=False))
    return Draft("quotes", SURE, claims, tuple(cited), notices=(Notice("premise", text, ids),))


def shown(unit: Unit) -> str:
    """A field or a row as a person reads it: « Date de réponse : 2023-02-13 », « Risque : …; Mesure : … »."""
    if unit.block.kind is BlockKind.ROW:
        told = [f"{c.header} : {c.text}" if c.header else c.text for c in unit.block.cells if c.text.strip()]
        return "; ".join(told) if unit.text == unit.block.text else unit.text
    cells = [c.text.strip(" :") for c in unit.block.cells if c.text.strip()]
    return " : ".join(cells) if len(cells) == 2 else " ".join((unit.text, *(c for c in cells if c in _MARKS)))


_MARKS = frozenset("☒☑✓✔")
