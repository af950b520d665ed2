"""What a question asks of a committee: who sits, who presides, how often, what it decides, to whom it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.model import Lang, Query, Word
from ingest.languages import ENGLISH, FRENCH, fold


@dataclass(frozen=True, slots=True)
class Attribute:
    """``cue`` finds it in the question, ``own`` are the question's words it explains (whole words)."""

    cue: re.Pattern[str]
    own: re.Pattern[str]


def _attribute(cue: str, own: str) -> Attribute:
    return Attribute(re.compile(rf"\b(?:{cue})\b"), re.compile(rf"(?:{own})"))


_NUMBER = r"\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|six|seven|eight|nine|ten"
_MEET = r"reuni\w*|rencontr\w*|siege\w*|seances?|tien\w*|meets?|meetings?|assembl\w*"
_MOMENTS = "|".join(
    (*FRENCH.months, *ENGLISH.months, "lundi|mardi|mercredi|jeudi|vendredi|ete|automne|hiver|printemps")
)
ATTRIBUTES: Mapping[str, Attribute] = {
    "next_meeting": _attribute(
        r"prochaines? (?:seance|rencontre|reunion|assemblee)s?|next meeting",
        r"prochaines?|seances?|rencontres?|reunions?|assemblees?|next|meetings?|date|aura|lieu",
    ),
    "attendance": _attribute(
        r"etai(?:t|ent) (?:present\w*|la$)|presences|assiste\w*|attended|present at",
        r"present\w*|presences|assiste\w*|attended|etai\w*|seances?|rencontres?|reunions?|meeting",
    ),
    "resolutions": _attribute(
        r"decisions? .{0,20}?(?:prises?|adoptees?|rendues?)\b|(?:ont|a) (?:ete )?(?:decide|resolu|tranche)\w*|resolutions?|"
        r"proces verbal|did .{0,30} decide|decided",
        r"decisions?|prises?|adoptees?|decide\w*|resolu\w*|tranche\w*|proces|verbal|seances?|rencontre|reunion|rendues?|"
        r"decided",
    ),
    "chair": _attribute(
        r"(?:co)?presid\w*|anim(?:e|er|ee|es|ateur|atrice|ation)|dirig\w*|chair\w*|heads?|leads?|runs?|mene",
        r"(?:co)?presid\w*|anim\w*|dirig\w*|chair\w*|heads?|leads?|runs?|mene",
    ),
    "composition": _attribute(
        r"(?:qui|who|whom|quels? roles?|quelles? personnes?) .{0,14}(?:siege\w*|sits?|particip\w*|compos\w*)|"
        r"siege\w* (?:sur|au|a la|dans|aux)|membres?|compos\w*|fai\w* partie|"
        r"faisant partie|particip\w*|members?|membership|sits? on|made up|"
        r"who is (?:on|in)|who s on|qui est (?:sur|dans)|qui (?:est ce qui )?siege|qui y a|places? .{0,12}(?:au|sur)",
        r"siege\w*|sits?|particip\w*|compos\w*|membres?|members?|membership|parties?|fai\w*|made|up|roles?|personnes?|places?",
    ),
    "quorum": _attribute(
        r"quorum|combien de (?:presences?|membres?|personnes?) .{0,20}?(?:faut|requis\w*|necessaires?|minimum)|"
        r"(?:presences?|membres?) (?:requis\w*|necessaires?|minimum)",
        rf"quorum|presences?|personnes?|minimum|{_NUMBER}|presents?|membres?|members?|requis|faut|exige\w*|valide\w*|seances?|combien|necessaire",
    ),
    "frequency": _attribute(
        rf"frequen\w*|(?:combien de|how many) (?:fois|times|rencontres|reunions|seances|meetings)|souvent|often|periodicit\w*|"
        rf"(?:quand|quel jour|quelle heure|quels jours|when|what day|aux combien|chaque combien|quand est ce)\b.*\b(?:{_MEET})|"
        rf"(?:siege\w*|sits?|{_MEET}) (?:t (?:il|elle) )?(?:en|durant|pendant|le|l|au|in|on) (?:{_MOMENTS})|"
        rf"(?:quand|quel jour|when|ou) (?:est ce qu )?.{{0,6}}\blieu|lieu quand|takes? place|"
        rf"(?:{_MEET}) .{{0,25}}(?:quand|souvent|quel jour|quelle heure|when|combien)|reuni\w*|rencontr\w*|meets?|"
        r"rencontres?|reunions?|seances?|cadence|rythme|horaires?",
        rf"frequen\w*|fois|souvent|often|periodicit\w*|times?|annees?|ans?|years?|mois|semaines?|jours?|heures?|day|{_MEET}|lieu|"
        rf"cadence|rythme|combien|horaires?|regul\w*|chaque|tou(?:te)?s|every|each|{_NUMBER}|premiere?|deuxieme|dernier|"
        r"\w*mensuel\w*|hebdo\w*|trimestr\w*|semestr\w*|annuel\w*|quotidien\w*|monthly|weekly|quarterly|month|week|"
        r"lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday",
    ),
    "decisions": _attribute(
        r"decid\w*|decisions?|decisionnel\w*|pouvoirs?|tranch\w*|droits? de decision|autorit\w*|authority|power|attributions?",
        r"decid\w*|decisions?|decisionnel\w*|pouvoirs?|tranch\w*|droits?|autorit\w*|authority|rights?|power|attributions?|"
        r"prend\w*|make\w*|peut",
    ),
    "mandate": _attribute(
        r"mandats?|roles?|missions?|sert|raison d etre|a quoi|fait quoi|que fait|s occupe|purpose|what does|charge\w* de|"
        r"fonctions?|mandate|responsabilites?|but|objectif",
        r"mandats?|roles?|missions?|sert|raison|etre|fait|faire|occupe\w*|purpose|fonctions?|mandate|"
        r"charge\w*|exactement|responsabilites?|but|objectif",
    ),
    "escalation": _attribute(
        r"rend\w* (?:des )?comptes?|releve\w*|a qui .{0,20}(?:report\w*|rapport\w*)|report\w* to|(?:fait|font) rapport|rapporte|"
        r"escalad\w*|escalat\w*|answer\w* to|accountable to|"
        r"remonte\w*|monte\w*|au dessus|instance superieure|palier superieur|superieur\w*",
        r"rend\w*|comptes?|releve\w*|report\w*|rapport\w*|escalad\w*|escalat\w*|answer\w*|accountable|remonte\w*|monte\w*|"
        r"dessus|superieur\w*|instance|palier",
    ),
    "secretariat": _attribute(r"secretari\w*|secretary", r"secretari\w*|secretary|assur\w*|tien\w*|soutien"),
    "level": _attribute(
        r"(?:quel|a quel|which|what) (?:palier|niveau|level|tier)|paliers?|niveaux?",
        r"paliers?|niveaux?|level|tier|situe\w*|releve|appartien\w*",
    ),
}
# What a longer cue explains, a shorter one does not ask too.
_INSTEAD = {
    "next_meeting": {"frequency"},
    "attendance": {"composition", "frequency"},
    "resolutions": {"decisions", "frequency"},
    "chair": {"frequency", "composition"},
    "composition": {"frequency", "mandate"},
    "quorum": {"attendance", "composition", "frequency", "decisions"},
    "escalation": {"level", "mandate"},
    "secretariat": {"frequency"},
    "decisions": {"mandate"},
}
# « qui siège au CDMI et à quelle fréquence » asks both; « qui siège » alone says nothing of when.
_WHEN = re.compile(r"\b(frequen\w*|souvent|often|combien de fois|how many times|quand|when|quel jour)\b")
_WHICH_LEVEL = re.compile(r"\b(quel|which|what) (palier|niveau|level|tier)\b")
_SITS = re.compile(r"\b(siege\w*|sits?|membres?)\b")
_WHAT = re.compile(
    r"\b(quoi|c est quoi|cest quoi|qu est ce|what is|what s|parle\w*|decri\w*|present\w*|tell me about|describe|expliqu\w*)\b"
)
# Words around such questions that name nothing.
_HOLLOW = re.compile(
    r"(?:comites?|committees?|instances?|quels?|quelles?|exactement|actuel\w*|gouvernance|cadre|selon|juste|veut|savoir|dire|"
    r"dis|donne\w*|moi|svp|stp|please|tell|give|existe\w*|do|does|is|are|the|which|what|who|how|qui|quand|combien|qu|est|cest|"
    r"peux|peut|pouvez|tu|faut|prevu\w*|officiel\w*|organisation|centre|bien|sait|normalement|body|board|liste\w*|list|nomme\w*|"
    r"sont|etre|avoir|c|ca|on|of|for|to|it|its|reponse|question|indique\w*|parle\w*|decri\w*|expliqu\w*|about|describe|plait|"
    r"bonjour|salut|allo|merci|euh|hello|hi|thanks|demand\w*|dites|donc|voudrais|aimerais|wonder\w*|precise\w*|entre|autres?|ensuite)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys asked, and the words of the question that neither they nor the committee's name explain."""

    keys: tuple[str, ...]
    left: tuple[Word, ...]


def said(query: Query) -> str:
    """The question's words, mended, and in French where English words have a translation."""
    mended = dict(query.mended)
    return " ".join(mended.get(word, word) for word in query.words)


def read(query: Query, used: frozenset[int]) -> Asked:
    """``used`` are the positions of the words that name the committee: they ask for nothing."""
    mended = dict(query.mended)
    spoken = " ".join(mended.get(w, w) for p, w in enumerate(query.words) if p not in used)
    keys = [key for key, attribute in ATTRIBUTES.items() if attribute.cue.search(spoken)]
    replaced = {other for key in keys for other in _INSTEAD.get(key, ())}
    if "frequency" in keys and "next_meeting" not in keys and _WHEN.search(spoken):
        replaced.discard("frequency")
    if "level" in keys and _WHICH_LEVEL.search(spoken):
        replaced = replaced - {"level"} | {"escalation"}
    kept = tuple(key for key in keys if key not in replaced) or _implied(spoken)
    return Asked(kept, tuple(leftover(query, used, kept)))


def _implied(spoken: str) -> tuple[str, ...]:
    """« patient partenaire siège CPP » asks who sits; « c'est quoi le CPP » what it is for."""
    if _SITS.search(spoken):
        return ("composition",)
    return ("mandate",) if _WHAT.search(spoken) else ()


def leftover(query: Query, used: Iterable[int], keys: Iterable[str]) -> list[Word]:
    """Content words that the name, the keys and plain asking words do not explain."""
    named = frozenset(used)
    explained = [ATTRIBUTES[key].own for key in keys]
    return [
        word
        for word in query.content
        if word.position not in named
        and not any(_is(word, pattern, query.words_language) for pattern in (_HOLLOW, *explained))
    ]


def _is(word: Word, pattern: re.Pattern[str], language: Lang) -> bool:
    meant = (word.surface, *word.also) if language is Lang.FR else (word.surface,)
    return any(pattern.fullmatch(fold(w)) for w in meant)
