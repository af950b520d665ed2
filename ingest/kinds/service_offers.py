"""Service inventories → one ``ServiceOffer`` an offer, from tables of any layout or from sections of prose."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.facts.listings.clauses import told_in_clauses
from ingest.facts.listings.columns import Columns
from ingest.facts.listings.contents import told_by_label
from ingest.facts.listings.entries import Entry, Reading, listing, told_by_content
from ingest.facts.listings.legends import legend
from ingest.facts.listings.sections import told_for_all
from ingest.facts.records import Fact, Record, ServiceOffer
from ingest.facts.values.dates import iso
from ingest.facts.values.tallies import offer_status, price, working_days
from ingest.languages import fold
from ingest.model import Block, Description, Document, Kind, Remark

KIND = Kind.SERVICE_OFFERS

COLUMNS = Columns.of(
    {
        "code": (
            r"(?:codes?|no|num|numero|n|id|identifiant|cle|ref|reference|#)(?: (?:de |du |d |de l )?(?:offre|"
            r"service))?"
        ),
        "updated": (
            r"(?:derniere |date de )?mise a jour|(?:derniere |date de )?revision|maj|revise(?:e)? le|"
            r"actualise(?:e)? le|revue? le|valid(?:e|ee) le|last updated?|updated"
        ),
        "request": (
            r"comment|(?:comment|ou|pour) (?:l |le |la |les |s y |y )?(?:en )?(?:faire (?:la|une) )?(?:demander?|obtenir|"
            r"y acceder|joindre|"
            r"s inscrire|reserver|acceder)|pour (?:nous )?joindre|pour en faire la demande|"
            r"(?:modalites? de )?demande|contacts?|courriel|adresse(?: de demande)?|lien|point d (?:entree|"
            r"acces)|guichet|how to (?:request|apply|order)|request|inscription|coordonnees|url|"
            r"acces(?: au service)?|canal|porte d entree|a qui s adresser|personne ressource"
        ),
        "delay": (
            r"delais?(?: habituels?| moyens?| de (?:traitement|livraison|reponse|service))?|temps (?:de reponse|"
            r"requis|d attente)|norme de service|turnaround|lead time|delay|response time|combien de temps|"
            r"duree|engagement de delai"
        ),
        "cost": r"couts?|tarifs?|tarification|prix|frais|costs?|prices?|fees?|facturation|combien",
        "status": r"statuts?|etats?|status|disponibilite|disponible|offert|situation|stade|etat de l offre",
        "region": r"regions?|territoires?|secteurs?|zones?|couverture|portee|arrondissements?|quartiers?|endroits?",
        "provider": (
            r"fournisseurs?|fournie? par|offerte? par|donnee? par|rendue? par|assuree? par|prestataires?|"
            r"dispensateurs?|equipes?(?: responsable)?|direction|unite|service responsable|provider|provided by|"
            r"delivered by|qui l offre|organisme|^qui$"
        ),
        "audience": (
            r"clienteles?(?: visees?| cibles?)?|publics?(?: cibles?| vises?)?|pour qui|destinataires?|"
            r"beneficiaires?|usagers(?: vises)?|s adresse a|audience|clients?|for whom|eligible|admissibilite|"
            r"qui peut (?:demander|s en servir|l utiliser)|^a qui$|^pour$|^for$"
        ),
        "owner": r"(?:role )?responsables?|proprietaires?|titulaires?|porteurs?|owner|imputable|gestionnaire",
        "description": (
            r"(?:breve )?descriptions?|en bref|ce que c est|ce qu on (?:offre|fait)|contenu|objet|details?|"
            r"nature|resume|de quoi s agit il|quoi|a quoi ca sert|en quoi ca consiste|what it is|summary"
        ),
        "name": (
            r"(?:nom|titre|intitule)?(?: du | de l | des | de la )?(?:offres?(?: de services?)?|services?|"
            r"prestations?|produits?)|nom|titre|intitules?|designation|(?:service )?name|title|offering|activite"
        ),
    }
)
NEEDED = frozenset({"description", "provider", "audience", "request", "delay", "cost", "status", "region"})
_TITLE = re.compile(
    r"\b(inventaire|catalogue|depliant|brochure|repertoire|liste|carte|offres?|menu|registre|"
    r"portail)\b.{0,30}\b(services?|prestations?|offerings?)\b|\boffres? de services?\b|"
    r"\bservice (catalog(ue)?|inventory)\b"
)


def recognise(document: Document) -> float:
    """How surely a document is an inventory of offers, in [0, 1]: its title, and the columns its tables have."""
    titled = any(_TITLE.search(fold(words).replace("_", " ").replace("-", " ")) for words in _titles(document))
    entries = _read(document).entries
    full = [e for e in entries if len(e.facts.keys() & NEEDED) >= 3]
    telling = [e for e in full if e.facts.keys() & {"request", "delay", "audience"} or _is_provided(e)]
    return min(1.0, 0.35 * titled + 0.35 * bool(telling) + 0.15 * (len(telling) > 3) + 0.1 * _asks_how(telling))


def _is_provided(entry: Entry) -> bool:
    """« Qui » alone heads a provider where an offer is told, but makes no offer of a project."""
    return "provider" in entry.facts and fold(entry.labels.get("provider", "")) != "qui"


def _read(document: Document) -> Reading:
    reading = listing(document, COLUMNS, NEEDED, _TELLING)
    known = frozenset(key for key, _ in COLUMNS.patterns)
    told_by_content(reading.entries, _HOLDS, known)
    told_by_label(reading.entries, {key: _HOLDS[key] for key in ("request", "delay")}, known)
    for entry in reading.entries:
        told_in_clauses(entry)
        _share_out(entry)
    return replace(reading, entries=tuple(_joined(reading.entries)))


def _joined(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Each offer once. What a list of prices tells of a code joins the offer of that code, where it tells it once and the
    offer does not; a code alone is no offer."""
    listed: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if _is_coded(entry):
            listed[fold(entry.facts["code"].quote)].append(entry)
    for entry in entries:
        code = entry.facts.get("code")
        if _is_coded(entry):
            continue
        prices = listed.get(fold(code.quote), []) if code else []
        for priced in prices if len(prices) == 1 else ():
            for key, fact in priced.facts.items():
                if key not in ("name", "code", "provider"):
                    entry.add(key, priced.labels[key], fact)
        yield entry


def _is_coded(entry: Entry) -> bool:
    code = entry.facts.get("code")
    return code is not None and code.place == entry.facts["name"].place


def _share_out(entry: Entry) -> None:
    """« Coût et délai » over one cell: it tells each where it holds it."""
    cost, delay = entry.facts.get("cost"), entry.facts.get("delay")
    if cost and delay and cost.place == delay.place:
        priced, timed = bool(_PRICE.search(fold(cost.quote))), bool(working_days(delay.quote))
        for key, holds, other in (("delay", timed, priced), ("cost", priced, ";" not in cost.quote)):
            if not holds and other:
                entry.facts.pop(key, None)
                entry.labels.pop(key, None)


_ADDRESS = re.compile(r"@|https?://|www\.|\bposte \d|\d{3}[ .-]\d{4}")
_PRICE = re.compile(r"\$|\bgratuit|\bfree\b|\bdollars?\b|sans frais|\bdevis\b|soumission")
_DESCRIBING = 5  # words
# What cells hold, told without their head.
_HOLDS: Mapping[str, Callable[[str], bool]] = {
    "request": lambda cell: bool(_ADDRESS.search(cell)),
    "cost": lambda cell: bool(_PRICE.search(fold(cell))),
    "delay": lambda cell: bool(working_days(cell)) and len(cell.split()) < 8,
    "status": lambda cell: bool(offer_status(cell)) and len(cell.split()) < 5,
    "description": lambda cell: len(cell.split()) >= _DESCRIBING,
}
_TELLING = 3  # heads of a catalogue are its own: who offers it, how to ask and for whom are enough to know one


def _titles(document: Document) -> Iterable[str]:
    yield document.name
    yield document.title
    yield from (b.text for b in document.blocks[:4])


def _asks_how(entries: list[Entry]) -> bool:
    """An inventory says how to ask: an address."""
    return any("@" in f.quote or "http" in f.quote for e in entries for k, f in e.facts.items() if k == "request")


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:  # noqa: ARG001  # same shape for all kinds
    """Every offer of the inventory. An offer without a name is left out, and said."""
    reading = _read(document)
    told_for_all(document, reading.entries, COLUMNS, {"request": _HOLDS["request"]})
    codes = legend(document)
    records: list[Record] = [_record(document, entry, n, codes) for n, entry in enumerate(reading.entries)]
    remarks = [_puzzled(block) for block in reading.puzzling] if not records else []
    if not records and not remarks:
        remarks.append(
            Remark(
                "no-offer",
                "Aucune offre de service n'a été reconnue dans ce document.",
                "Si ce n'est pas un inventaire d'offres, écrivez dans corpus.yaml, sous ce document : « kind: other ».",
            )
        )
    return records, remarks


def _record(document: Document, entry: Entry, number: int, codes: Mapping[str, str]) -> ServiceOffer:
    facts = {
        key: replace(fact, value=_value(key, _in_words(fact.quote, codes) if key == "status" else fact.quote))
        for key, fact in entry.facts.items()
    }
    name, code = facts.pop("name"), facts.pop("code", None)
    identity = hashlib.sha256(f"{document.name}\0{number}\0{name.quote}".encode("utf-8", "replace")).hexdigest()
    return ServiceOffer(
        id=f"offer-{identity[:12]}",
        document=document.name,
        code=replace(code, value=re.sub(r"[^a-z0-9]+", "", fold(code.quote))) if code else None,
        name=name,
        facts=facts,
        labels={key: label for key, label in entry.labels.items() if key in facts},
    )


def _in_words(said: str, codes: Mapping[str, str]) -> str:
    """« SUS – travaux jusqu'en mars » with the legend's words for its code."""
    code = re.match(r"[^\W\d_]+", said)
    return codes.get(code.group(), said) if code else said


def _value(key: str, quote: str) -> str:
    """The form code compares: a status, days, dollars, an ISO date, otherwise the words themselves."""
    normal = {"status": offer_status, "delay": working_days, "cost": price, "updated": iso}.get(key)
    return (normal(quote) if normal else "") or quote


def keyed(head: str, fact: Fact) -> tuple[str, Fact]:
    """The canonical column a head names, "" for none, and the fact in the form code compares."""
    key = COLUMNS.key(head)
    return key, replace(fact, value=_value(key, fact.quote))


def _puzzled(block: Block) -> Remark:
    return Remark(
        "unknown-layout",
        f"Un tableau ne nomme pas ses colonnes d'une façon reconnue : « {block.text[:80]} ».",
        "Nommez au moins une colonne « Offre » et deux autres parmi « Description », « Fournisseur », « Délai », « Statut ».",
        block.place,
    )


__all__ = ["KIND", "Fact", "extract", "keyed", "recognise"]
