"""What a question asks for, and whether words contain it: a person, a date, an amount, a number of things, a reason…"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.model import Asks, Lang, Query
from assistant.understanding import inverted
from ingest.facts.values.measures import Quantity, measures
from ingest.languages import fold

_ACTOR = re.compile(
    r"\b[A-Z]{2,}[A-Z0-9-]*\b|\b(?:[Dd]irect(?:ion|eur|rice)|[Gg]estionnaires?|[Cc]omités?|"
    r"[Mm]inist(?:ère|re)|[Ss]ous-ministre|"
    r"[Cc]harg(?:é|ée)s? de|[Aa]nalystes?|[Éé]tablissements?|[Rr]esponsables?|[Dd]élégué|"
    r"[Éé]quipes?|[Cc]hef|[Cc]onseill\w+|"
    r"[Mm]andataires?|[Mm]andant|[Rr]épondant|[Pp]artenaires?|[Aa]gence|[Cc]entre|[Ii]nstitut|"
    r"[Rr]eprésentant\w*|[Pp]résident\w*|"
    r"[Mm]embres?|[Aa]djoint\w*|[Aa]rchitecte|[Pp]ilote|[Cc]ommunauté|[Ii]ntendants?|[Pp]ersonnel|"
    r"[Ee]mployés?|[Cc]lients?|"
    r"[Pp]atients?|[Uu]sagers?|[Cc]hercheurs?|[Ff]ournisseurs?|[Cc]oordonn\w+|[Ss]ecr[ée]ta\w+|"
    r"[Cc]onseil|[Bb]ureau|[Ss]ervice|"
    r"[Ee]ntreprises?|[Oo]rganis(?:ation|me)s?)\b"
)
PERSON = re.compile(
    r"\b[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?(?: (?:de |du |des |Le |La |"
    r"St-)?[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?){1,2}\b"
)
_WHEN = re.compile(
    r"\b(janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"(?:19|20)\d\d|periode|durant|"
    r"au besoin|des que|une fois|lorsqu|avant|apres|a la suite|au plus tard|calendrier|delai|"
    r"echeance|annuel\w*|trimestr\w*|"
    r"mensuel\w*|hebdomadaire\w*|quotidien\w*|quinquennal\w*|regulier\w*|reguliere\w*|en continu|"
    r"periodique\w*|chaque|presentement|"
    r"jusqu|lundi|mardi|mercredi|jeudi|vendredi|toutes les|tous les|fois par|aux \w+ (?:semaines|mois|jours))\b"
)
_OFTEN = re.compile(
    r"\b(annuel\w*|trimestr\w*|mensuel\w*|hebdomadaire\w*|quotidien\w*|quinquennal\w*|semestr\w*|"
    r"bimensuel\w*|reguli\w+|en continu|"
    r"continue|periodique\w*|chaque|toutes les|tous les|fois par|au besoin|aux \w+ (?:semaines|"
    r"mois|jours|ans)|base reguliere)\b"
)
_WHY = re.compile(
    r"\b(afin|pour|parce|puisqu\w*|car|permet\w*|raison|objectif|but|vis(?:e|ent|ant)|en vue|"
    r"grace|ainsi|necessite|apport\w*|"
    r"garanti\w*|assurer|favoris\w*|ce qui|de maniere a|de facon a|empech\w*|evit\w*|contribu\w*|susceptibles)\b"
)
_URL = re.compile(r"https?://|www\.|\.org\b|\.ca\b|\.com\b")
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_PHONE = re.compile(r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\bposte \d{2,}")
_STREET = re.compile(r"\b\d{1,5},? (?:rue|chemin|boul|boulevard|avenue|av|place|route)\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b")
_PLACE = re.compile(
    r"\b(site|portail|bureau|salle|region|etablissement|hopital|milieu|secteur|reseau|"
    r"environnement|annexe|partie|section|"
    r"guichet|adresse|formulaire|quebec|visioconference|page|aupres|sein)\b"
)
_EXAMPLE = re.compile(r"\b(ex\.|par exemple|tels? que|telles? que|comme|notamment|dont|incluant|etc)")
_EXAMPLE_ASKED = re.compile(r"\b(exemples?|examples?)\b")
_ENGLISH_WHEN = re.compile(
    r"^(?:\w+ ){0,2}when\b|\bwhen (is|are|was|were|will|does|do|did|must|should|can)\b|\b(since|until|by) when\b"
)
_TIME_COUNTED = re.compile(
    r"\b(combien d|combien de|how many) (annees?|ans|mois|semaines?|jours?|years|months|weeks|days)\b"
)
_DATE_ASKED = re.compile(r"\b(quelles? (est |sont )?(la |les )?|what (is |are )?(the )?|a quelles? )dates?\b")
_MOMENT_ASKED = re.compile(r"\b(heures?|horaires?|a quelle heure|quel jour|jour heure|what time|schedule)\b")
_DAY = re.compile(
    r"\b(janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"lundi|mardi|mercredi|jeudi|vendredi)\b"
)
_DIGITS = re.compile(r"\b\d")

# In the question: a narrower thing than its question word says.
_PERSON_NAME = re.compile(
    r"\b(noms? de (la|des|l) ?(personne|titulaire)s?|quelle personne|prenom|name of the person|"
    r"s appelle|person s name)\b"
)
_PHONE_ASKED = re.compile(r"\b(telephones?|phone|numero de tele\w*|cellulaire|appeler au)\b")
_EMAIL_ASKED = re.compile(r"\b(courriels?|e ?mails?|adresse electronique)\b")
_STREET_ASKED = re.compile(
    r"\b(adresse (civique|postale|physique)|code postal|street address|mailing address|"
    r"civic address|where is .{0,40}located)\b"
)
_ONLINE_ASKED = re.compile(r"\b(en ligne|online|site web|website|url|lien (web|vers)|telecharger|download|intranet)\b")
_PERCENT_ASKED = re.compile(r"\b(taux|pourcentage|percentage|pour cent|percent)\b")
_MONEY_ASKED = re.compile(
    r"\b(salaires?|salary|paye|paie|remuneration|couts?|coute\w*|montants?|prix|tarifs?|"
    r"combien d argent|how much money|"
    r"total des depenses|total depenses|depense (totale|annuelle)|budget (annuel|total|alloue|"
    r"prevu|de)|depenses? (total|annuel)\w*|"
    r"somme|valeur (totale|en dollars)|cost|how much (does|did|will|is|was))\b|\b(quel|combien|what)\b.{0,25}\bbudget\b"
)


def needs(query: Query) -> frozenset[str]:
    """The names of the things the evidence must contain. Empty: any statement may do."""
    said = " ".join(query.words)
    asked = set[str]()
    for name, pattern in (
        ("person", _PERSON_NAME), ("phone", _PHONE_ASKED), ("email", _EMAIL_ASKED), ("street", _STREET_ASKED),
        ("online", _ONLINE_ASKED), ("when", _MOMENT_ASKED), ("date", _DATE_ASKED), ("example", _EXAMPLE_ASKED),
        ("percent", _PERCENT_ASKED), ("money", _MONEY_ASKED), ("hour", _HOUR_ASKED),
    ):  # fmt: skip
        if pattern.search(said):
            asked.add(name)
    simple = {
        Asks.WHO: "actor", Asks.WHEN: "when", Asks.FREQUENCY: "often", Asks.COUNT: "count", Asks.WHY: "why",
        Asks.DURATION: "duration", Asks.AMOUNT: "amount", Asks.ADDRESS: "address", Asks.WHERE: "place",
    }  # fmt: skip
    asked |= {simple[a] for a in query.asks if a in simple}
    if not _SUM_ASKED.search(said) and (Asks.WHO in query.asks or _YES_NO.search(said) or inverted(said)):
        asked -= {"money", "amount"}  # « le budget annuel » is then what something else is asked of
    if "why" in asked and _PURPOSE_ASKED.search(said):
        asked.add("purpose")
    if "duration" in asked or _TIME_COUNTED.search(said):
        asked.discard("count")
    if query.words_language is Lang.EN and not _ENGLISH_WHEN.search(said):
        asked.discard("when")
    return frozenset(asked)


_SUM_ASKED = re.compile(r"\b(combien|quel(le)?s?|how much|what)\b|\d|\$|millions?|milliers?")
_YES_NO = re.compile(r"\b(?:peu[tx]|doit|can|must|may|does|is|are)\b")
_PURPOSE_ASKED = re.compile(r"\b(a quoi (ca |cela )?ser(t|vent)|what (is|are) .{1,60} for|purpose)\b")
_HOUR_ASKED = re.compile(r"\b(a quelle heure|quelles? heures?|heures? d ouverture|what time|opening hours|its hours)\b")
_HOUR = re.compile(
    r"\b(?:a|de|des|jusqu a|entre|vers|at|from) (?:[01]?\d|2[0-3]) ?h(?:eures?)?\b|\b\d{1,2} ?h ?\d\d\b|\b\d{1,2}:\d\d\b|"
    r"\b(?:a midi|a minuit|a\.m\.|p\.m\.)"
)
# Without these in the evidence there is no answer; the others are only evidence for it.
STRICT = frozenset(
    {"person", "phone", "email", "street", "online", "percent", "money", "count", "duration", "date", "hour"}
)


@lru_cache(maxsize=20_000)
def holds(text: str) -> frozenset[str]:
    """The names of the things a text contains."""
    low = fold(text)
    found = {
        name
        for name, pattern, said in (
            ("actor", _ACTOR, text), ("person", PERSON, text), ("when", _WHEN, low), ("often", _OFTEN, low),
            ("why", _WHY, low), ("online", _URL, low), ("email", _EMAIL, text), ("phone", _PHONE, text),
            ("street", _STREET, text), ("place", _PLACE, low),
            ("example", _EXAMPLE, low), ("hour", _HOUR, low),
        )
        if pattern.search(said)
    }  # fmt: skip
    if "@" in text or found & {"online", "phone", "street"}:
        found |= {"address", "place"}
    names = {m.quantity for m in measures(text)}
    found |= {_QUANTITIES[quantity] for quantity in names}
    if Quantity.MONEY in names:
        found |= {"amount"}
    if names & {Quantity.DATE, Quantity.FREQUENCY, Quantity.DURATION}:
        found |= {"when"}
    if Quantity.DATE in names or _DAY.search(low):
        found.add("date")
    if _DIGITS.search(low):
        found.add("digits")
    return frozenset(found)


_QUANTITIES = {
    Quantity.FREQUENCY: "often",
    Quantity.DURATION: "duration",
    Quantity.MONEY: "money",
    Quantity.PERCENT: "percent",
    Quantity.DATE: "when",
    Quantity.COUNT: "count",
}
