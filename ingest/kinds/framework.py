"""Governance frameworks → committees, escalation, responsibilities stated in prose."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from ingest.facts.acronyms import acronyms
from ingest.facts.committees.boards import boards
from ingest.facts.committees.sections import Body, sections, with_chairs
from ingest.facts.duties import duties
from ingest.facts.escalations import escalations
from ingest.facts.listings.columns import plain
from ingest.facts.records import Committee, Record, Term
from ingest.facts.statements import stems
from ingest.languages import fold
from ingest.model import Description, Document, Kind, Remark

KIND = Kind.FRAMEWORK

_TITLED = re.compile(
    r"\b(cadre (?:de gouvernance|de gestion)|gouvernance|governance|regie interne|structure decisionnelle|instances|"
    r"comites|terms of reference)\b"
)
_OTHER = re.compile(r"\b(proces verbal|proces verbaux|compte rendu|minutes)\b")
_MANDATED = re.compile(
    r"\b(?:mandat|mandate|terms of reference|cahier de charges|charte|charter|statuts|bylaws|"
    r"reglements? (?:interieurs?|generaux))\b"
)
_WELL_TOLD = 3
_OF_A_CALENDAR = frozenset({"frequency", "level"})
_BY_COUNT = (0.0, 0.35, 0.5, 0.6)  # how sure one, two, three committees make us


def recognise(document: Document) -> float:
    """How surely a document is a framework, in [0, 1]: its title, the committees it describes, its escalation."""
    titles = [plain(t) for t in (document.name, document.title, *(b.text for b in document.blocks[:2]))]
    if any(_OTHER.search(title) for title in titles):
        return 0.0
    # A calendar tells when committees meet: that alone describes none.
    bodies = [body for body in committees(document) if body.facts.keys() - _OF_A_CALENDAR]
    found = len(bodies)
    if found == 1 and len(bodies[0].facts) >= _WELL_TOLD and any(_MANDATED.search(title) for title in titles[:2]):
        return _BY_COUNT[2]  # the terms of one committee
    climbs = bool(escalations(document))
    titled = any(_TITLED.search(title) for title in titles)
    return min(1.0, _BY_COUNT[min(found, 3)] + 0.3 * titled + 0.15 * climbs) if found or climbs else 0.0


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:  # noqa: ARG001  # same shape for all kinds
    """Committees, escalations and duties, each fact with its place. No committee at all is said."""
    bodies = committees(document)
    found: list[Record] = [*bodies, *escalations(document), *duties(document)]
    return found, [] if bodies else [_empty()]


def _empty() -> Remark:
    return Remark(
        "no-committee",
        "Aucun comité n'a été reconnu dans ce cadre de gouvernance; son texte reste interrogeable.",
        "Donnez à chaque comité un titre à son nom, puis des lignes « Composition : … », « Fréquence : … », "
        "ou une ligne d'un tableau « Comité | Présidence | Fréquence ».",
    )


def committees(document: Document) -> list[Committee]:
    """The committees of a document, whatever form describes them, one record each."""
    merged = _merged([*sections(document.blocks), *boards(document)])
    known = acronyms(document)
    for body in merged:
        with_chairs(body)
        _learn(body, known)
    return [_record(document, body) for body in merged]


def _merged(bodies: Sequence[Body]) -> list[Body]:
    """A body told of in several places is one: the first to be named takes the facts of the others."""
    found: dict[frozenset[str], Body] = {}
    for body in bodies:
        first = found.setdefault(stems(body.name.value), body)
        if first is body:
            continue
        first.level = first.level or body.level
        first.names += body.names
        for key, facts in body.facts.items():
            if key not in first.facts:
                for fact in facts:
                    first.add(key, fact)
    return list(found.values())


def _learn(body: Body, known: Sequence[Term]) -> None:
    """The acronyms that the document teaches for this name anywhere."""
    body.names += [t.name.value for t in known if fold(t.meaning.value).endswith(fold(body.name.value))]


def _record(document: Document, body: Body) -> Committee:
    key = f"{document.name}\0{body.name.place.start}\0{body.name.quote}"
    facts = {key: tuple(facts) for key, facts in body.facts.items() if facts}
    if body.level:
        facts["level"] = (body.level,)
    return Committee(
        id="b" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:15],
        document=document.name,
        name=body.name,
        level=body.level.value if body.level else "",
        aliases=tuple(dict.fromkeys(body.names)),
        facts=facts,
    )
