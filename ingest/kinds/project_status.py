"""Project status reports → one ``ProjectStatus`` a project, whatever form the report takes this quarter."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.facts.listings import former
from ingest.facts.listings.columns import Columns, own_key, plain
from ingest.facts.listings.entries import Entry, Reading, listing, told_by_content
from ingest.facts.listings.legends import legend
from ingest.facts.listings.projects import (
    column_of_periods,
    comment_under_cards,
    health_beside_phase,
    is_indicator,
    settled,
    told_elsewhere,
)
from ingest.facts.listings.stacked import stacked
from ingest.facts.listings.states import tells_mostly, told
from ingest.facts.records import Fact, ProjectStatus, Record
from ingest.facts.reports import of_sheets
from ingest.facts.values.dates import iso
from ingest.facts.values.periods import named, period_of
from ingest.facts.values.tallies import HEALTH, health, percent
from ingest.languages import fold
from ingest.model import Block, BlockKind, Description, Document, Kind, Period, Remark

KIND = Kind.PROJECT_STATUS

COLUMNS = Columns.of(
    {
        "code": (
            r"(?:codes?|no|num|numero|n|id|identifiant|cle|ref|reference|#)(?: (?:de |du |d )?(?:projet|dossier|"
            r"initiative))?"
        ),
        "formerly": r"ancien nom|anciennement|nom precedent|auparavant|former name|formerly",
        "milestone": (
            r"(?:prochains? )?(?:jalons?|livrables?)(?: a venir| suivants?)?|prochaines? etapes?|(?:next )?milestones?|"
            r"next steps?|a venir|suite"
        ),
        "due": (
            r"echeances?(?: prevue| revisee| cible)?|(?:date de |date )?fin(?: prevue| revisee| cible|"
            r" estimee)?|date cible|cibles?|date butoir|date limite|date de livraison|livraison(?: prevue)?|"
            r"mise en (?:service|ligne)(?: prevue)?|prochaines? dates?|date visee|"
            r"terme|due(?: date)?|end date|target(?: date)?|deadline|delivery"
        ),
        "start": r"(?:date de )?debut|(?:date de )?depart|lancement|start(?: date)?",
        "progress": (
            r"(?:taux d |degre d |% d |pourcentage d )?avancement|% ?(?:realise|complete|fait|avancement)|%|"
            r"progres|progression|pourcentage|pct|completion|realise|complete|progress|percent complete"
        ),
        "health": (
            r"(?:etat de )?sante|feux?|meteo|cotes?|couleur|rag|health|voyant|signal|pastille|temperature|"
            r"etat(?: global| general)?|indicateur(?: global| de sante)?|status colour"
        ),
        "risk": (
            r"risques?(?: principal| principaux| majeur)?|enjeux?(?: principal| principaux)?|"
            r"points? de vigilance|menaces?|obstacles?|preoccupations?|(?:main |key )?risks?|issues?|"
            r"difficultes?|ce qui (?:accroche|bloque|coince|inquiete)"
        ),
        "lead": (
            r"(?:role )?resp(?:onsables?)?|porteurs?|porteuses?|charges? de projet|charge(?:e)?(?: de (?:projet|"
            r"dossier))?|direction responsable|pilotes?|gestionnaires?|chefs?(?: de projet)?|pilote par|"
            r"mene par|lead|leader|owner|manager|titulaire|(?<!ce )(?<!pour )qui(?! )"
        ),
        "site": (
            r"etablissements?|sites?|milieux?|hopita(?:l|ux)|installations?|lieux?|ecoles?|succursales?|usines?|"
            r"villes?|municipalites?|location|facility|institutions?|organisations?|partenaires?|secteurs?|"
            r"unites?|directions?|services?|regions?|pavillons?|clients?"
        ),
        "phase": r"phases?|etapes?|stades?|stage|statut|status|situation|ou (?:on )?en est(?: on)?|where it stands",
        "budget": r"budgets?|couts?|depenses?|enveloppe|cost|montant",
        "comment": (
            r"commentaires?|remarques?|notes?|faits? saillants?|observations?|comments?|explications?|"
            r"precisions?"
        ),
        "name": (
            r"(?:nom |titre |intitule )?(?:du |de l |des )?(?:projets?|initiatives?|dossiers?|chantiers?)|nom|"
            r"titre|intitules?|designation|project(?: name)?|name|title|initiative"
        ),
    }
)
NEEDED = frozenset({"health", "progress", "due", "phase", "milestone", "risk", "lead", "site", "start"})
_TITLE = re.compile(
    r"\b(etat|suivi|bilan|tableau de suivi|rapport|point|avancement|status|"
    r"portefeuille)\b.{0,40}\b(situation|projets?|initiatives?|avancement|portefeuille|chantiers?|"
    r"projects?|trimestr\w+)\b"
)
_LETTERS = re.compile(r"[^a-z0-9]+")


def recognise(document: Document) -> float:
    """How surely a document is a status report, in [0, 1]: its title, and the columns its tables have."""
    titled = any(_TITLE.search(fold(words).replace("_", " ").replace("-", " ")) for words in _titles(document))
    entries = _read(document).entries
    telling = [e for e in entries if e.facts.keys() & {"health", "progress"} and len(e.facts.keys() & NEEDED) >= 2]
    coloured = any(health(e.facts["health"].quote) for e in telling if "health" in e.facts)
    stated = titled and not telling and (len(entries) > _FEW or bool(told(document)))
    if not telling and tells_mostly(document):
        return _IN_PROSE
    return min(
        1.0, 0.35 * titled + 0.45 * bool(telling) + 0.15 * coloured + 0.05 * (len(telling) > _FEW) + 0.25 * stated
    )


_FEW, _IN_PROSE = 2, 0.6


def listed(document: Document) -> list[Entry]:
    """The things of a document whose heads say a name and two more of what reports tell, comments and costs among them."""
    return list(_read(document, NEEDED | {"comment", "budget"}).entries)


def _read(document: Document, needed: frozenset[str] = NEEDED) -> Reading:
    reading = listing(document, COLUMNS, needed)
    entries = stacked(document, COLUMNS, NEEDED) or reading.entries
    reading = replace(reading, entries=tuple(entry for entry in entries if not is_indicator(entry)))
    codes = legend(document)
    health_beside_phase(reading.entries, COLUMNS, codes)
    comment_under_cards(document, reading.entries)
    told_by_content(
        reading.entries,
        {
            "health": lambda cell: bool(health(cell)) and len(cell.split()) < 5,
            "progress": lambda cell: "%" in cell and bool(percent(cell)) and len(cell) < 8,
            "due": lambda cell: bool(iso(cell)) and len(cell.split()) < 5,
        },
    )
    told_by_content(reading.entries, {"health": lambda cell: bool(health(codes.get(cell.strip().upper(), "")))})
    for entry in reading.entries:
        _explained(entry, codes)
        _revised(entry)
    return reading


def _titles(document: Document) -> Iterable[str]:
    yield document.name
    yield document.title
    yield from (b.text for b in document.blocks[:4])


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:
    """Every project of the report, each under the period of its own sheet or section where it has one."""
    reading = _read(document)
    found_ones = reading.entries or told(document)
    remarks = [_puzzled(block) for block in reading.puzzling] if not found_ones else []
    records, undated = records_of(document, description, found_ones)
    if undated and records:
        remarks.append(_UNDATED)
    if not records and not remarks:
        remarks.append(_NOTHING)
    return [*records], remarks


def records_of(
    document: Document, description: Description, found: Sequence[Entry]
) -> tuple[list[ProjectStatus], bool]:
    """The projects that entries of a report are, and whether the time of one of them is said nowhere."""
    entries = settled(found)
    told_elsewhere(document, entries, COLUMNS)
    _tell_states_apart(entries)
    column = column_of_periods(entries, COLUMNS)
    records: list[ProjectStatus] = []
    undated = False
    whole = period_of(document, description)
    of_sheet = of_sheets(document, description.title)
    for number, entry in enumerate(entries):
        said = named(entry.facts[column].quote, whole.year if whole else None) if column else None
        period = said or of_sheet.get(entry.facts["name"].place.sheet or "")
        period = period or _of_heading(entry, whole, document) or whole
        undated |= period is None
        records.append(
            _record(
                document,
                entry,
                period or Period(description.title or description.document, description.date, 0),
                number,
            )
        )
    return records, undated


def _of_heading(entry: Entry, whole: Period | None, document: Document) -> Period | None:
    """« T2 2025 » above a table, or as a band across it, is the quarter of what stands below. Not the title of all; nor a
    time after the report: what is planned then."""
    heads = [words for words in entry.around if words != document.title and len(words.split()) <= _HEAD_WORDS]
    found = next((period for words in heads if (period := named(words))), None)
    return found if found and (whole is None or found.end < whole.end) else None


_HEAD_WORDS = 7
_REVISED = re.compile(r"\b(?:revise\w*|reporte\w*|repousse\w*|actuel\w*|nouvel\w*|revised|current|new)\b")


def _revised(entry: Entry) -> None:
    """Of a first and a revised due date, the revised one is the due date, where it is given."""
    said = plain(entry.labels.get("due", ""))
    for key, label in entry.labels.items():
        newer = COLUMNS.key(label) == "due" and _REVISED.search(plain(label)) and not _REVISED.search(said)
        if key != "due" and newer and iso(entry.facts[key].quote):
            first = own_key(entry.labels["due"]) or "first_due"
            entry.facts[first], entry.labels[first] = entry.facts["due"], entry.labels["due"]
            entry.facts["due"], entry.labels["due"] = entry.facts.pop(key), entry.labels.pop(key)
            return


def _tell_states_apart(entries: Sequence[Entry]) -> None:
    """« Statut », « État » hold a health in one office and a phase in another: what the cells say decides."""
    for key, other in (("phase", "health"), ("health", "phase")):
        for label in {e.labels.get(key, "") for e in entries}:
            column = [e for e in entries if key in e.facts and e.labels.get(key, "") == label]
            coloured = sum(bool(_colour(e.facts[key])) for e in column) > len(column) / 2
            if column and coloured == (key == "phase") and not any(other in e.facts for e in column):
                for entry in column:
                    entry.facts[other] = entry.facts.pop(key)
                    entry.labels[other] = entry.labels.pop(key, "")
    for entry in entries:
        _share_out(entry)


def _share_out(entry: Entry) -> None:
    """« en retard » among « en cours » and « terminé »: one column says both a health and a phase. « rouge (50 %) »: and
    how far it is."""
    said, phase = entry.facts.get("health"), entry.facts.get("phase")
    if said and not _colour(said) and len(said.quote) > _LETTER:
        _as_phase(entry, entry.labels.pop("health", ""), entry.facts.pop("health"))
    elif phase and _colour(phase):
        entry.add("health", entry.labels.get("phase", ""), phase)
    for fact in filter(None, (said, phase)):
        if (found := _PERCENT.search(fact.quote)) and len(fact.quote.split()) <= _HEAD_WORDS:
            start, end = (fact.place.start + at for at in found.span())
            entry.add("progress", "", Fact(found.group(), found.group(), replace(fact.place, start=start, end=end)))


def _as_phase(entry: Entry, label: str, fact: Fact) -> None:
    """A state that is no health; beside another phase, it stays what its column says."""
    if "phase" not in entry.facts or _WORD.search(fact.quote):
        entry.add("phase" if "phase" not in entry.facts else own_key(label), label, fact)


_WORD = re.compile(r"[^\W\d_]{3}")  # « n/a » says no state


def _colour(fact: Fact) -> str:
    """The colour a cell says, or the legend says of its code."""
    return fact.value if fact.value in HEALTH else health(fact.value)


_PERCENT = re.compile(r"\d{1,3}\s?%")
_LETTER = 2  # characters of a code that only a legend explains


def _explained(entry: Entry, codes: Mapping[str, str]) -> None:
    """A code whose legend is no health is a phase, in the legend's words: T for « terminé »."""
    for key in ("health", "phase"):
        fact = entry.facts.get(key)
        meaning = codes.get(fact.quote.strip().upper(), "") if fact else ""
        if fact and meaning and fact.value == fact.quote:
            # « Vert : le projet suit son plan » is green all the same; « Bleu : terminé », a phase besides.
            colour = health(fact.quote) if len(fact.quote.strip()) > _LETTER else ""
            told_as, label = health(meaning) or colour, entry.labels.get(key, "")
            if told_as and key == "health":
                entry.facts[key] = replace(fact, value=told_as)
            else:
                del entry.facts[key]
                entry.labels.pop(key, None)
            if told_as:
                entry.add("health", label, replace(fact, value=told_as))
            if not told_as or (colour == "blue" and not health(meaning)):
                _as_phase(entry, label, replace(fact, value=meaning))


def _record(document: Document, entry: Entry, period: Period, number: int) -> ProjectStatus:
    facts = {
        key: fact if fact.value != fact.quote else replace(fact, value=_value(key, fact.quote))
        for key, fact in entry.facts.items()
    }
    for key in facts.keys() & {"health", "phase"}:
        facts[key] = _beside_label(document, facts[key], entry.labels.get(key, ""))
    name, code, formerly = facts.pop("name"), facts.pop("code", None), facts.pop("formerly", None)
    bare = former.bare(name.value)
    identity = hashlib.sha256(f"{document.name}\0{period.label}\0{number}\0{name.quote}".encode("utf-8", "replace"))
    return ProjectStatus(
        id=f"project-{identity.hexdigest()[:12]}",
        document=document.name,
        code=replace(code, value=_LETTERS.sub("", fold(code.quote))) if code else None,
        name=replace(name, value=bare or name.quote),
        period=period,
        facts=facts,
        labels={key: label for key, label in entry.labels.items() if key in facts},
        formerly=tuple(dict.fromkeys(former.names([name, *facts.values()], formerly))),
    )


def _beside_label(document: Document, fact: Fact, label: str) -> Fact:
    """A state of one word proves nothing alone: it is quoted with the label that stands before it, « Couleur : jaune »."""
    at = fact.place.start
    before = document.text[:at].rstrip(" :")
    alone = len(fact.quote.split()) == 1 and document.text[at : fact.place.end] == fact.quote
    if not label or not alone or not before.endswith(label) or ":" not in document.text[len(before) : at]:
        return fact
    start = len(before) - len(label)
    return replace(fact, quote=document.text[start : fact.place.end], place=replace(fact.place, start=start))


def _value(key: str, quote: str) -> str:
    """The form code compares: a colour, a number, an ISO date, otherwise the words themselves."""
    normal: Mapping[str, str] = {
        "health": health(quote) if key == "health" else "",
        "progress": percent(quote) if key == "progress" else "",
        "due": iso(quote) if key == "due" else "",
        "start": iso(quote) if key == "start" else "",
    }
    return normal.get(key) or quote


def _puzzled(block: Block) -> Remark:
    return Remark(
        "unknown-layout",
        f"Un tableau ne nomme pas ses colonnes d'une façon reconnue : « {block.text[:80]} ».",
        "Nommez au moins une colonne « Projet » et deux autres parmi « Santé », « Avancement », « Échéance », « Phase ».",
        block.place,
    )


_UNDATED = Remark(
    "unknown-period",
    "La période couverte par cet état de situation n'est écrite nulle part.",
    "Écrivez dans corpus.yaml, sous ce document : « date: AAAA-MM-JJ » (la date que décrit l'état).",
)
_NOTHING = Remark(
    "no-project",
    "Aucun projet n'a été reconnu dans ce document.",
    "Si ce n'est pas un état de situation, écrivez dans corpus.yaml, sous ce document : « kind: other ».",
)
__all__ = ["HEALTH", "KIND", "BlockKind", "extract", "recognise"]
