"""Governance bodies by name (« comité directeur », « table des partenaires »), and the words documents head them with."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.listings.columns import Columns, plain
from ingest.facts.records import Fact
from ingest.facts.values.measures import flat
from ingest.model import Place

# Headers and labels, by what they mean. A fact's key in ``Committee.facts`` is the key here.
KEYS = Columns.of(
    {
        "composition": r"composition|(?:personnes )?qui (?:en )?(?:fait|font) partie|autour de la table|"
        r"membres?(?: votants?| permanents?)?|membership|members?|participants?|"
        r"composee? (?:de|des|du)|qui (?:y )?siege|y siegent|siegent|representation|composed of|who sits",
        "chair": r"(?:co ?)?presidence|(?:co ?)?presidee? par|president(?:e| e)?|animation|animateur|animatrice|animee? par|"
        r"chair(?:person|ed by)?|dirigee? par|qui preside|preside",
        "frequency": r"frequences?(?: des (?:rencontres|reunions|seances))?|rencontres?|reunions?|seances?|periodicite|"
        r"cadence|rythme|calendrier|se reunit|frequency|meetings?|meets|tenue",
        "quorum": r"quorum|presences? requises?",
        "decisions": r"droits? de decision|pouvoirs?(?: de decision| decisionnels?)?|decisions?|decide|decisionnel|"
        r"autorite|approbations?|attributions?|decision rights?|decides|authority|ce qu il (?:decide|tranche)",
        "mandate": r"mandats?|role|roles et responsabilites|raison d etre|mission|objet|objectifs?|but|purpose|"
        r"fonctions?|responsabilites?|terms of reference",
        "escalation": r"rend(?:ent)? compte a|rend compte|releve d[eu]?|relevant de|escalades?|rattachement|"
        r"reddition(?: de comptes)?|fait rapport a|remonte|monte (?:a|au|vers)|reports? to|escalates? to|"
        r"(?:palier|instance|niveau) (?:superieure?|suivante?)|transmet a|se rapporte a",
        "secretariat": r"secretariat|secretaire|soutien administratif|secretary",
        "level": r"palier|niveau|echelon|strate|level|tier",
        "alias": r"sigle|acronyme|abreviation|acronym",
        "name": r"comites?|instances?|organes?|forums?|tables?|lieux? d echanges?|committees?|body|bodies|board|nom|name|"
        r"structures?|groupes?|entites?",
    }
)
# A body is told by at least one of these: « mandat » or « décisions » alone may head anything.
TELLING = frozenset({"composition", "chair", "frequency", "quorum"})
NEEDED = TELLING | {"decisions", "mandate", "escalation"}
_ASIDE = re.compile(
    r"\b(present|absent|excus|invite|voir|prochaine|next|motive)"
)  # whom a meeting saw: nothing lasting

_WORD = (
    r"(?:sous[- ])?(?:comite(?:[- ]conseil)?|table|conseil|commission|bureau|equipe|communaute|groupe|cellule|forum|"
    r"assemblee|college|carrefour|panel|cercle|secretariat|guilde|reseau|instance|tribune|conference)"
)
_NAMED = re.compile(rf"(?:(?:le|la|l['’]|un|une|du|au) ?)?({_WORD}\b(?!s? des matieres).*)")
_ENGLISH = re.compile(r"(?:the )?((?:[\w&'’-]+ ){1,5}(?:committee|board|council|working group|task force)\b.*)")
BODY = re.compile(rf"\b{_WORD}\b|\b(?:committee|board|council)\b")
_NUMBER = r"(?:\d+(?:\.\d+)*|[IVX]+)"
_NUMBERING = re.compile(
    rf"^\s*(?:(?:article|art\.|section|chapitre|titre|partie|annexe)\s+{_NUMBER}\s*[.:)–—-]*|"
    rf"(?:{_NUMBER}|[A-Z])[.)]?(?:\s+[a-z]\))?|[-–—•·])\s+(?=\S)",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"^\s*(?:fiche|comite|instance|forum|organe|committee|body)\s*(?:n[o°]\s*)?\d*\s*[:–—-]\s+", re.IGNORECASE
)
_ALIAS = re.compile(
    r"\(\s*(?:ci[- ]apr[eè]s,? )?[«“\"]?\s*((?:[A-ZÀ-Ý][\w'’À-ÿ-]*[ -]?){1,3}?)\s*[»”\"]?\s*\)|\s[–—-]\s([A-ZÀ-Ý]{2,8})\s*$"
)
_LEVEL = re.compile(
    r"\b(palier|niveau|echelon|strate|tier|level)\b|^(?:gouvernance )?(strategi\w+|tacti\w+|operation\w+|politique|executi\w+)$"
)
_LEVEL_WORD = re.compile(
    r"\b(strategi\w+|tacti\w+|operation\w+|politique|executi\w+|local\w*|regional\w*|national\w*|\d)\b"
)
_VERB = re.compile(
    r"\b(est|sont|se|a|ont|doit|doivent|peut|siege|tient|reunit|compte|comprend|regroupe|approuve|decide|rend|releve|is|are|meets|has)\b"
)
_LONGEST = 14  # words of a body's name


def key_of(header: str) -> str:
    """The canonical key of a header or a label, or ""."""
    return "" if _ASIDE.search(plain(header)) else KEYS.key(header)


def body_name(fact: Fact) -> Fact | None:
    """The fact with the bare name of a body as its value (no number, no acronym); None when it names none."""
    return name_fact(fact) if is_body(fact.quote) else None


def is_body(text: str) -> bool:
    """Whether a heading or a cell is the name of one body."""
    said = flat(bare(text)).strip()
    named = _NAMED.match(said) or _ENGLISH.match(said)
    sentence = len(said.split()) > _LONGEST or text.rstrip().endswith((".", ";")) or _VERB.search(said)
    return bool(named) and not sentence


def name_fact(fact: Fact) -> Fact:
    """The same fact, its value the bare name: without numbering, form or acronym."""
    return Fact(bare(fact.quote), fact.quote, fact.place)


def bare(text: str) -> str:
    """« 2.1 Comité aviseur stratégique (CAS) » → « Comité aviseur stratégique »."""
    said = _FORM.sub("", _NUMBERING.sub("", text))
    return _ALIAS.sub("", said).strip(" :*_.\u00a0")


def aliases(text: str) -> tuple[str, ...]:
    """The acronyms a name carries: « (CAS) », « (ci-après « le CD ») », « – CD »."""
    return tuple(dict.fromkeys((m[1] or m[2]).strip() for m in _ALIAS.finditer(text)))


def unnumbered(text: str) -> int:
    """Where the words of an article begin: « Article 7. Le comité… », « 4.2 a) Il… »; 0 where no number stands first."""
    found = _NUMBERING.match(text)
    return found.end() if found and any(c.isdigit() for c in found.group()) else 0


def level_of(text: str) -> str:
    """« 2. Palier stratégique » → « Palier stratégique »; "" for what is no level."""
    name = _NUMBERING.sub("", text).strip(" :*_")
    said = plain(name)
    if len(said.split()) > 8 or not (found := _LEVEL.search(said)):
        return ""
    return name if found[2] or _LEVEL_WORD.search(said) else ""


def span(place: Place, text: str, start: int, end: int) -> tuple[str, Place]:
    """The words between two positions of a text, trimmed, and their place; ``place`` is where the text stands."""
    words = text[start:end]
    kept = words.strip(" \t\n;,")
    at = place.start + start + (words.index(kept) if kept else 0)
    return kept, replace(place, start=at, end=at + len(kept))


# ------------------------------------------------------------------ who presides, read inside other words
_WHO_PRESIDES = re.compile(
    r",? qui (?:en )?(?:co-?)?(?:preside|presidera|anime|dirige|pilote)(?:nt)?\b|"
    r" \((?:co-?)?(?:presidence|presidente?|president\(e\)|preside|animation|anime|chair)\)|, (?:a la )?presidente?\b"
)
_BY = re.compile(
    r"\b(?:(?:co-?)?presidee?s? par|sous la (?:co-?)?presidence d(?:e la |e l['’]|u |es |e |['’])|dirigee? par|"
    r"presidence (?:est |en est |sera )?(?:assuree|assumee|confiee|exercee)(?: par| a)|(?:presidence|animation) revient a|"
    r"(?:co-?)?chaired by|presidence (?:est|:)|"
    r", sous (?:la (?:direction|responsabilite|coordination|gouverne|conduite) d(?:e |u |es |['’]))?(?!la pres))\s*"
)
_PRESIDES = re.compile(r"^(.{3,80}?) (?:preside|anime|copreside|dirige)(?:nt)? (?:le|la|les|l['’]|ce|cette|its|the)\b")
_CUT = re.compile(
    r"[,.;:()]|\b(?:qui|et se|et compte|et siege|et il|et elle|avec|ainsi que|afin|pour|chaque|tous les|toutes les)\b"
)
_OPENS = re.compile(r"[,;:(]\s+|\bcomposee? d(?:e |es |u |['’])|\b(?:sont|reunit|regroupe|comprend)\s+")


def chair(text: str, place: Place) -> Fact | None:
    """Who presides, when the words say so; the quote is the clause that does, the value the name alone."""
    low = flat(text)
    if found := _WHO_PRESIDES.search(low):
        begins = max((m.end() for m in _OPENS.finditer(low, 0, found.start())), default=0)
        return _named_chair(text, place, (begins, found.end()), (begins, found.start()))
    if found := _BY.search(low):
        cut = _CUT.search(low, found.end())
        until = cut.start() if cut else len(text)
        return _named_chair(text, place, (found.start(), until), (found.end(), until))
    if found := _PRESIDES.match(low):
        return _named_chair(text, place, (0, len(text)), found.span(1))
    return None


def _named_chair(text: str, place: Place, quoted: tuple[int, int], named: tuple[int, int]) -> Fact | None:
    quote, where = span(place, text, *quoted)
    name = text[slice(*named)].strip(" ,;:.")
    return Fact(name, quote, where) if name and len(name.split()) <= 16 else None
