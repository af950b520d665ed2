"""Responsibilities stated in prose: « Le CEIAVD : • avise… », « La direction est responsable de… ».

A duty has a holder, its words, and the lead-in that gives it its meaning. Lists may run on (« Plus spécifiquement : »)
under the lead-in that named the holder, until the heading changes or something else is said.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.facts.committees.bodies import span
from ingest.facts.committees.sayings import has_verb, sentences
from ingest.facts.records import Duty, Fact
from ingest.facts.values.measures import flat
from ingest.model import Block, BlockKind, Document

_ACTOR = re.compile(
    r"\b(comite|direction|directeur|directrice|chef|cheffe|conseil|conseill\w+|gestionnaire|architecte|analyste|equipe|responsable|"
    r"delegue\w*|pilote|charge|chargee|bureau|service|coordonn\w+|etablissement|president\w*|secretaire|secretariat|officier|"
    r"technicien\w*|agente?|adjointe?|partenaire|representante?|ministere|agence|centre|institut|organisme|mandataire|mandant|membre|"
    r"utilisateur|utilisatrice|fournisseur|intendante?|promoteur|promotrice|parrain|communaute|commission|table|groupe|societe|"
    r"ministre|universite|employe\w*|proprietaire|detenteur|administrateur|unite|division|departement|personne|manager|director|"
    r"committee|board|officer|team|lead|centre|department)s?\b"
)
# People by what they do: « greffière », « grutier », « pharmacien »; and words that only look like it.
_DOER = re.compile(r"\b\w{2,}(?:eur|euse|trice|ier|iere|iste|[cd]ien|[cd]ienne|logue|naire)s?\b")
_NO_DOER = re.compile(
    r"\b(?:secteur|moteur|serveur|ordinateur|capteur|indicateur|facteur|valeur|erreur|longueur|hauteur|teneur|horaire|"
    r"calendrier|dossier|papier|fichier|courrier|chantier|metier|premier|dernier|particulier|financier|palier|quartier|"
    r"matiere|maniere|formulaire|questionnaire|inventaire|glossaire|annuaire|sommaire|seminaire|liste|piste)"
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&-]{1,}\b")
_MODAL = re.compile(
    r"\b(?:(?:devra|devront|doit|doivent|aura|auront|a|ont) (?:a |notamment |"
    r"pour (?:mandat|role|mission|fonctions?|responsabilites?|taches?)(?: principale?s?| principaux)? ?(?:de|d['’])?)|"
    r"devra|devront|doit|doivent|"
    r"(?:est|sont|sera|seront) (?:aussi |egalement |notamment |conjointement )?"
    r"(?:responsables?|chargee?s?|tenue?s?|imputables?) d|"
    r"assume(?:nt)? (?:la responsabilite|les responsabilites)|(?:a|ont) la (?:responsabilite|charge) d|"
    r"s'engage(?:nt)? a|s'assure(?:nt)? |veille(?:nt)? (?:a|au)|must|shall|is responsible for|are responsible for)"
)
_PASSIVE = re.compile(r"\b(?:devra|devront|doit|doivent)\w* (?:\w+ )?etre \w+ee?s?\b(?! responsable)")
_THINGS = re.compile(
    r"^\W*(?:ce|cet|cette|ces|un|une|des|tout\w*|chaque|aucun\w*|il|elle|ils|elles|on|nous|qui|"
    r"le (?:present|suivi)|la (?:presente|demande))\b"
)
_TITLE = re.compile(
    r"\b(?:responsabilites?|roles?|fonctions?|taches?|obligations?|engagements?|devoirs?|attributions?|duties|responsibilities)\s+"
    r"(?:principales? |generales? |et responsabilites )?(?:d[eu]s? |de la |de l['’]|d['’]|of (?:the )?)(.{2,80})$"
)
_INFINITIVE = re.compile(r"^\W*(?:s'|se |d['’]|de )?[a-z]{2,}(?:er|ir|re|oir)\b")  # an infinitive
_PRESENT = re.compile(r"^\W*(?:s['’]|se |en |est |sont |a |ont )?[a-z]+(?:e|ent|t|d|it|end|a)\b")
# « tient le registre »: a verb and its object, which a noun seldom has.
_CLAUSE = re.compile(
    r"^\W*(?:s['’]|se |en |y )?(?!(?:le|la|les|un|une|des|de|du|ce|cette|toute|par|dans)\b)[a-z]+(?:e|t|d|a|nt)\s+"
    r"(?:le|la|les|l['’]|un|une|des|son|sa|ses|leurs?|chaque|aux?|et [a-z]+(?:e|t|d|nt) )\b"
)
_AFTER_PRONOUN = re.compile(r"\b(?:il|elle|ils|elles|celui-ci|celle-ci|ce dernier|cette derniere)\b[^:]*:\s*$")
_SUBJECT = re.compile(
    r"^\W*((?:les? |la |l['’])?.{2,90}?) (?:est|sont|sera|seront|a|ont|devra|devront|doit|doivent|agit|agira|assure)\b"
)
_LEADS = re.compile(
    r"(?:plus (?:specifiquement|precisement|particulierement)|notamment|a cet effet|"
    r"de facon generale|en particulier|specifically)"
)
_OPENING = re.compile(r"\W*(?:de|a|en|pour|selon|dans|afin|conformement|au besoin|lors|lorsqu|si|avec|plus)\b")
_ARTICLE = re.compile(r"(?:les? |la |l['’])")
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZÀ-Ý])")
_INCUMBENT = re.compile(r"\b(?:il (?:incombe|revient|appartient) (?:a la |a l['’]|au |aux |a ))(.{3,60}?) d(?:e |['’])")
_UNHELD = re.compile(r"(?:mandat|projet|programme|document|cadre|present|processus|matrice)\b")
_LONGEST = 10  # words of a holder
_TITLES, _HOLDERS, _DUTIES = 3, 2, 4  # fewer make no list of duties
_NUMBERED = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s+")
_RUNNING = 600  # characters of a paragraph that is one item


@dataclass(frozen=True, slots=True)
class _Lead:
    """Who is spoken of, and the words that say so. ``told`` when they say that duties follow (« doit », « responsable »)."""

    holder: str
    text: str
    told: bool


def duties(document: Document) -> list[Duty]:
    """Every responsibility stated in prose whose holder is named, in the order of the document."""
    reader = _Reader(document.name, _lists(document.blocks, _acts, 0.5), _lists(document.blocks, _says, 0.8))
    reader.entitled = _entitled(document.blocks)
    return [duty for block in document.blocks for duty in reader.read(block)]


def listed(document: Document) -> list[Duty]:
    """The duties of a document that lists them, whatever its kind: under a lead-in or a title, for several holders."""
    found = [duty for duty in duties(document) if duty.lead_in]
    return found if len({duty.holder for duty in found}) >= _HOLDERS and len(found) >= _DUTIES else []


def _entitled(blocks: Iterable[Block]) -> dict[str, str]:
    """The titles that are a holder and nothing else, of a document where the lists under several of them say what it does,
    without a lead-in (« Surintendant (SUI) », then « Sort les bacs le mardi »): block → holder. Where several are
    functions, a title beside them whose list acts is one too."""
    titles: dict[str, Block] = {}
    below: dict[str, list[bool]] = defaultdict(list)
    title: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            title = block if _names(block.text) else None
        elif title and block.kind is BlockKind.LIST_ITEM and not block.lead_in:
            titles[title.id] = title
            below[title.id].append(bool(_CLAUSE.match(flat(block.text))))
        else:
            title = None  # something else is said under it
    sure = {key for key, acts in below.items() if is_actor(_bare(titles[key].text))}
    items = [act for key in sure for act in below[key]]
    if len(sure) < _TITLES or sum(items) < len(items) / 2:
        return {}
    levels = {titles[key].level for key in sure}
    beside = {key for key, acts in below.items() if titles[key].level in levels and sum(acts) >= len(acts) / 2}
    return {key: re.split(r" \(", _bare(titles[key].text))[0] for key in sure | beside}


def _names(title: str) -> bool:
    """A few words that say no sentence and announce no duties: it may name a holder."""
    bare = _bare(title)
    return len(bare.split()) <= _LONGEST and not _TITLE.search(flat(bare)) and not has_verb(bare)


def _bare(title: str) -> str:
    return _NUMBERED.sub("", title).strip(" :")


def _lists(blocks: Iterable[Block], test: Callable[[str], bool], share: float) -> frozenset[str]:
    """The lists of which at least a share of the items meets the test."""
    items: dict[str, list[bool]] = defaultdict(list)
    for block in blocks:
        if block.kind is BlockKind.LIST_ITEM:
            items[block.group].append(test(block.text))
    return frozenset(group for group, met in items.items() if sum(met) >= share * len(met))


def _acts(text: str) -> bool:
    """An infinitive, or a clause that goes on from its lead-in: « avise et propose… »."""
    return bool(_INFINITIVE.match(flat(text)) or (text[:1].islower() and _PRESENT.match(flat(text))))


def _says(text: str) -> bool:
    """A clause with its verb and object: whatever is its subject acts."""
    return text[:1].islower() and bool(_CLAUSE.match(flat(text)))


class _Reader:
    """``acting`` and ``saying`` are the lists whose items say what someone does, and surely do."""

    def __init__(self, document: str, acting: frozenset[str], saying: frozenset[str]) -> None:
        self._document = document
        self._acting = acting
        self._saying = saying
        self._lead: _Lead | None = None
        self._titled = ""  # the holder a heading names
        self.entitled: dict[str, str] = {}  # headings that are the holder's name alone

    def read(self, block: Block) -> Iterator[Duty]:
        if block.kind is BlockKind.HEADING:
            own = self.entitled.get(block.id, "")
            self._lead, self._titled = (_Lead(own, block.text, True) if own else None), _of_title(block.text)
        elif block.cells:
            if block.kind is BlockKind.FIELD and block.text.endswith(":"):
                self._introduced(block.cells[-1].text)  # « Le centre doit : » among the lines of a form
        elif block.kind is BlockKind.LIST_ITEM:
            yield from self._item(block)
        elif block.text.rstrip().endswith(":"):
            self._introduced(block.text)
        elif self._lead and len(block.text) < _RUNNING and _INFINITIVE.match(flat(block.text)):
            yield self._duty(block, self._lead)  # a paragraph in the infinitive under a lead-in that says who must
        else:
            self._lead = None
            self._titled = _of_title(block.text) or self._titled
            yield from self._sentences(block)

    def _introduced(self, text: str) -> None:
        """A lead-in: it names who, or goes on with the one named before."""
        before = self._lead.holder if self._lead and _goes_on(text) else ""
        holder = _of_lead(text) or before or self._titled
        self._lead = _Lead(holder, text, _tells(text) or bool(before or self._titled)) if holder else None

    def _item(self, block: Block) -> Iterator[Duty]:
        held = self._held(block)
        if held and (held.told or block.group in self._acting):
            yield self._duty(block, held)

    def _held(self, block: Block) -> _Lead | None:
        if own := _of_lead(block.lead_in):
            return _Lead(own, block.lead_in, _tells(block.lead_in))
        if block.group in self._saying and (subject := _subject(block.lead_in)):
            return _Lead(subject, block.lead_in, False)
        if self._lead and not block.lead_in and self._lead.holder in self.entitled.values():
            return self._lead
        if self._lead and (_INFINITIVE.match(flat(block.lead_in)) or self._lead.text.endswith(block.lead_in)):
            return replace(self._lead, text=block.lead_in or self._lead.text)
        return _Lead(self._titled, block.lead_in, True) if self._titled and not block.lead_in else None

    def _sentences(self, block: Block) -> Iterator[Duty]:
        for start, end in sentences(block.text):
            text, place = span(block.place, block.text, start, end)
            if holder := _of_sentence(text):
                yield self._made(holder, Fact(text.rstrip(" ;."), text, place), "")

    def _duty(self, block: Block, held: _Lead) -> Duty:
        return self._made(held.holder, Fact(block.text.rstrip(" ;."), block.text, block.place), held.text)

    def _made(self, holder: str, text: Fact, lead_in: str) -> Duty:
        key = f"{self._document}\0{text.place.start}\0{text.quote}"
        identity = "d" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:15]
        return Duty(id=identity, document=self._document, holder=holder, text=text, lead_in=lead_in)


def _goes_on(text: str) -> bool:
    return bool(_LEADS.search(flat(text))) or (len(text.split()) <= 4 and not _ARTICLE.match(flat(text)))


def _tells(text: str) -> bool:
    return bool(_MODAL.search(flat(text)) or _TITLE.search(flat(text.rstrip(" :"))))


def _of_title(text: str) -> str:
    """« Responsabilités du comité directeur » → « comité directeur »."""
    found = _TITLE.search(flat(text.strip(" :")))
    held = text.strip(" :")[found.start(1) :] if found else ""
    return held.strip() if held and len(held.split()) <= _LONGEST and not _UNHELD.match(flat(held)) else ""


def _of_lead(text: str) -> str:
    """Who a lead-in is about: « Le CEIAVD : », « La direction devra : », « …désigné porteur. À cet effet, il : »."""
    words = text.rstrip().rstrip(":").strip()
    low = flat(words)
    if _AFTER_PRONOUN.search(flat(text)):
        found = _SUBJECT.match(low)
        return _clean(words[slice(*found.span(1))]) if found else ""
    words = _SENTENCE.split(words)[-1]
    low = flat(words)
    if titled := _of_title(words):
        return titled
    if modal := _MODAL.search(low):
        return _clean(words[: modal.start()])
    words = re.split(r"^(?:[ÀA] (?:ce titre|cet effet)|Pour sa part),? ", words)[-1]
    low = flat(words)
    return _clean(words) if len(words.split()) <= 8 and re.match(r"(?:les? |la |l['’])", low) else ""


def _subject(text: str) -> str:
    """« La capitainerie : »: a lead-in that is a noun and nothing else."""
    words = text.rstrip(" :")
    noun = _ARTICLE.match(flat(words)) and len(words.split()) <= 6 and not has_verb(words)
    return words if noun and text.rstrip().endswith(":") else ""


def _of_sentence(text: str) -> str:
    low = flat(text)
    if found := _INCUMBENT.search(low):
        return text[slice(*found.span(1))].strip()
    modal = _MODAL.search(low)
    if modal is None or _PASSIVE.search(low) or modal.start() > 110:
        return ""
    before = text[: modal.start()]
    apart = "," in before and not _OPENING.match(flat(before))  # « donne le ton, arbitre et veille à… »
    return "" if apart else _clean(before)


def _clean(words: str) -> str:
    """The holder alone, without what introduces it; "" when it is no actor."""
    held = words.rsplit(", ", maxsplit=1)[-1] if _OPENING.match(flat(words)) else words
    held = re.split(r",| \(", held)[0].strip(' ,;«»"')
    if not held or len(held.split()) > _LONGEST or _THINGS.match(flat(held)) or held.endswith(" qui"):
        return ""
    return held if is_actor(held) else ""


def is_actor(words: str) -> bool:
    """Whether words name someone who can hold a responsibility: a function, a unit, an acronym."""
    head = re.sub(r"^(?:les? |la |l['’]|the )", "", flat(words).strip())
    first = " ".join(head.split()[:3])
    doer = _DOER.search(first) and not _NO_DOER.search(first)
    return bool(_ACTOR.search(first) or doer or _ACRONYM.search(" ".join(words.split()[:3])))
