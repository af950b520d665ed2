"""What a sentence says of a governance body: that it meets, who sits on it, what it decides, to whom it answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ingest.facts.committees.bodies import BODY
from ingest.facts.values.measures import flat

_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«(]|\d+\.\d+\s+[A-ZÀ-Ý])")
_OFTEN = r"(?=.*\b(?:chaque|fois|mois|semaines?|annee|an|jours?|trimestr\w*|\w+di|besoin|demande|\w*mensuel\w*)\b)"
_MANY = r"(?:\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|onze|\w*(?:dix|douze|treize|vingt))[\w-]*"
_SEATS = r"(?:membres?|personnes?|administrat\w+|elue?s?|delegu\w+|represent\w+)"
# Each thing, and the words that say it in a flattened sentence.
_SAYS = {
    "frequency": (
        r"\bse (?:reuni(?:t|ra|ssent)|rencontre(?:nt)?)\b(?! pas)",
        rf"(?<!\bun )(?<!\ble )\bsiege(?:nt)?\b{_OFTEN}",
        r"\b(?:tient|tiennent|tiendra) (?:\w+ ){0,4}(?:reunions?|rencontres?|seances?|assemblees?)\b",
        rf"^\W*{_MANY} (?:reunions?|rencontres?|seances?)\b.*\bpar (?:an|annee|mois)\b",
        r"\bassemblee .{0,30}\b(?:se tient|a lieu)\b",
        r"\b(?:reunions?|rencontres?|seances?) (?:ont|a|auront) lieu\b",
        r"\brencontres? (?:quotidienne|hebdomadaire|mensuelle|trimestrielle|statutaire)",
        r"\bmeets\b",
    ),
    "composition": (
        r"\b(?:est|sont|sera) (?:aussi |\w+ment )?(?:composee?|constituee?|formee?)s? d",
        r"\bse compose|(?<!\bse )\b(?:reunit|regroupe|rassemble) (?!.{0,12}\bfois)",
        r"\bcompte (?:\w+ ){1,3}membres|\bcomprend\b",
        rf"\bcompte (?:au (?:plus|moins) )?{_MANY} (?!(?:jours?|mois|ans?|annees?|fois)\b)",
        rf"^\W*{_MANY} {_SEATS}\b(?!.*\b(?:present|absent|etaient|vot|suffi|doi|requis|forment le quorum|peuvent|exig)\w*)",
        r"\b(?:y siegent|siegent au|siegent a|en font partie|en sont membres|sont membres d)",
        r"\bmembres (?:en )?sont\b",
        r"\bis made up of\b|\bconsists of\b",
    ),
    "chair": (
        r"\b(?:co-?)?presidee?s? par\b|\bsous la (?:co-?)?presidence\b",
        r"\b(?:co-?)?preside(?:nt)?\b",
        r"\b(?:presidence|animation) (?:est|en est|revient|sera|assuree|assumee|confiee)\b",
        r"\b(?:will be |is |are )?(?:co-?)?chaired by\b",  # « animé par » presides nothing
    ),
    "quorum": (
        r"\bquorum\b|\b(?:presences?|membres?|personnes?|voix) suffi\w*",
        r"\b(?:faut|exige|requiert|necessite) .{0,30}\b(?:membres?|presences?|personnes?|presentes?|presents?) (?:pour|afin)",
        r"\bdelibere(?:nt)? .{0,20}\b(?:si|lorsque|avec)\b",
    ),
    "decisions": (
        r"\b(?:decide|approuve|tranche|autorise|adopte|arbitre|recommande)(?:nt)?\b",
        r"\b(?:statue|se prononce|enterine|priorise|valide)(?:nt)?\b",
        r"\b(?:peut|peuvent) (?!sieger|se |etre|deliberer)\w+(?:er|ir|re)\b|\ba le pouvoir d",
        r"\b(?:decides|approves)\b",
    ),
    "escalation": (
        r"\b(?:releve(?:nt)? (?:d[eu]|directement)|rend(?:ent)? compte|fait rapport|font rapport)",
        r"\bs'en remet|\bremonte\w* (?:a|au|vers)|\bsoumet .{3,60}\b(?:a|au) ",
        r"\bse rapporte (?:a|au)|\best porte\w* devant|\ben appelle",
        r"\breports to",
    ),
    "mandate": (
        r"\b(?:a|ont|avoir) pour (?:mandat|role|mission|fonction|but|objectif)",
        r"\b(?:est|sont) chargee?s? d|\b(?:son|leur) (?:mandat|role) (?:est|consiste)",
        r"\bveille (?:a|au)\b|\bconseille\b",
    ),
}
_CUES = tuple((key, re.compile("|".join(cues))) for key, cues in _SAYS.items())
_AIM = re.compile(r"\b(?:pour|afin)\b (?!(?:deliberer|decider)\b)")
_VERB = re.compile(
    r"\b(est|sont|sera|seront|doit|doivent|devra|devront|a|ont|peut|peuvent|se|siege|tient|preside|compte|is|are|must|has|"
    r"siège|approuve|decide|décide|reunit|réunit)\b"
)
_CAN_SAY = re.compile(  # labels that hold a verb
    r"\b(?:rend compte a|ce qu.il (?:decide|tranche)|qui (?:y )?siege|qui preside|releve d)"
)
_PASSIVE = re.compile(r"\b(?:par|au|du|avec|devant|aupres d[eu])\s+(?:le |la |l['’])?$")
_NAME_END = re.compile(r"[,(:;]|\bqui\b|\b(?:est|sont|sera|a|ont|ne|se|y|en|lui|leur|peut|doit)\b")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text."""
    start = 0
    for match in _END.finditer(text):
        yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def told(sentence: str, names: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """(key, the body the sentence names as its subject, or "") for each thing it says of a body. ``names`` are those, flat
    (« cop »), by which the body at hand is also called."""
    low = flat(sentence)
    for key, cue in _CUES:
        if (found := cue.search(low)) and (subject := _subject(sentence, low, found, names)) is not None:
            yield key, subject


def _subject(sentence: str, low: str, cue: re.Match[str], names: Collection[str] = ()) -> str | None:
    """The body before the cue; "" for a pronoun or no body at all; None when something else is the subject."""
    opening = re.match(r"\W*(?:le |la |les |l['’])?([\w-]+)", low)
    if opening and opening[1] in names:
        return ""
    bodies = list(BODY.finditer(low, 0, cue.start()))
    if not bodies:
        later = BODY.search(low, cue.end())
        if later and re.match(r"(?:y )?siegent (?:a|au)|sont membres|preside|copreside", cue[0]):
            return _name(sentence, low, later.start())
        own = not opening or opening[1] in _NEUTRAL or cue.start() < 4
        return "" if own else None
    first = bodies[0]
    if _PASSIVE.search(low[: first.start()]) and first.start() > 6:
        return None
    return _name(sentence, low, first.start())


# Words that open a sentence about the body of the heading, without naming it.
_NEUTRAL = frozenset(
    """il elle ils elles lui seul seule son sa ses leur leurs on y en sous preside presidee compose composee siegent
    quorum presidence presences animation secretariat reunion reunions rencontre rencontres seance seances membres faut
    deux trois quatre cinq six sept huit it its the""".split()
)


def _name(sentence: str, low: str, start: int) -> str:
    end = _NAME_END.search(low, start + 4)
    name = sentence[start : end.start() if end else len(sentence)]
    for _, cue in _CUES:
        if (verb := cue.search(flat(name))) and verb.start() > 5:
            name = name[: verb.start()]
    return name.strip(" .,;:")


def presents(sentence: str, name: str) -> bool:
    """« Le comité de suivi est le lieu… »: the body is the subject, and more is told than who sits and when."""
    low, head = flat(sentence), (flat(name).split() or ["?"])[0]
    begins = re.match(rf"(?:le |la |l['’]|ce |cette )?{re.escape(head)}\b", low)
    other = {key for key, _ in told(sentence)} & {"composition", "frequency", "chair", "quorum", "escalation"}
    aim = _AIM.search(low)
    return bool(begins and (aim or not other)) and not sentence.endswith(":")


def has_verb(text: str) -> bool:
    """Whether words before a colon are a sentence rather than a label."""
    return bool(_VERB.search(text.lower())) and not _CAN_SAY.search(flat(text))  # « à » is no verb
