"""What a question asks of the matrix: the activities and roles it names, the letters it wants, and what is left over.

A word that names the activity (« Autoriser l'accès ») does not also ask for a letter (« qui autorise… »); a word the
matrix cannot explain (« l'accès au stationnement ») makes the question less surely about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon import asks_only, root
from assistant.matching import Match, likeness
from assistant.model import Query, Word
from assistant.responsibilities.matrix import LEVELS, Matrix
from ingest.facts.records import Level
from ingest.languages import FRENCH, content_words

ENOUGH = 0.45  # of an activity's weight times the share of the question it explains
ROLE_SAID = 0.7  # of a role's weight
# What an object said whole is worth: beside another verb, alone.
_OTHER_VERB, _LETTER_ASKED = 0.75, 0.9
WHOLE = 0.85  # of an activity's weight: its name was said
_BESIDE = 0.3  # what a word beside a name said whole counts
_CLOSE = 0.06  # two activities nearer than this are both meant

_SAID: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        Level.ACCOUNTABLE,
        re.compile(
            r"\b(approuv\w*|approbat\w*|approbation\w*|aprouv\w*|imputab\w*|accountab\w*|approv\w+|autoris\w+|"
            r"tranch\w+|"
            r"sign(?:e|er|ent|ature)|sign(?:s|ed)? off|boss|decid\w+|valid\w+|dernier mot|final say|last word|"
            r"feu vert|enterin\w*|aval|responsable du resultat|repond\w* du resultat|responsable ultime|"
            r"rend\w* (?:des )?comptes?|adopt\w+|ultime)\b"
        ),
    ),
    (
        Level.CONSULTED,
        re.compile(r"\b(consult\w*|avis|opinion|input|conseil\w* (?:sur|pour)|son mot a dire|mot a dire)\b"),
    ),
    (
        Level.INFORMED,
        re.compile(
            r"\b(inform\w*|avis(?:er|e|es|ee|ees)|au courant|in the loop|notif\w*|told|recoi\w* l information|"
            r"recevoir l information|mis(?:e|es)? au fait)\b"
        ),
    ),
    (
        Level.RESPONSIBLE,
        re.compile(
            r"\b(responsab\w*|responsib\w*|realis\w*|execut\w*|effectu\w*|s occup\w*|occup\w*|charge\w*|tache\w*|job|"
            r"in charge|looks? after|takes? care|handles?|does|carr(?:y|ies) out|"
            r"s en vient|met\w* en oeuvre|porteur|pilot(?:e|er)|mene\w*)\b"
        ),
    ),
)
# Ways to ask who acts, without a word of the legend: both who does and who answers for it are useful.
_WHO = re.compile(
    r"\b(qui|who|whom|whose|a qui|quels? roles?|quelles? (?:direction|personne|equipe|instance)s?|which roles?)\b"
)
# « lui-même », « de ses mains », « ça fait quoi »: what a role does, in the sense of R.
_BY_ITSELF = re.compile(r"\b(lui meme|elle meme|eux memes|elles memes|concretement|itself|themselves|de ses mains)\b")
_PART = re.compile(
    r"\b(roles?|implique\w*|interv\w*|participe\w*|titre|involved|part|lettre|letter|case|cellule|cell|raci|matrice|"
    r"matrix|activites?|activity|activities|fait quoi|vient faire|faire)\b"
)
_ELSEWHERE = re.compile(
    r"\b(adresses?|joindre|contact\w*|ecrire|courriel|telephone|email|phone|nom de|nomme|s appelle|"
    r"salaire|combien de "
    r"(?:temps|jours)|cout\w*|prix|delai|depuis quand|quand est ce|c est quoi un|quorum|preside\w*|"
    r"siege\w*|reunit|reunion|(?:a|ont) (?:decide|resolu|tranche|adopte|approuve)\w* .*\d)\b"
)
# Words around a question on the matrix that name nothing in it.
_HOLLOW = frozenset(
    root(w)
    for w in """activite activites tache taches matrice matrix raci role roles lettre letter ligne case cellule titre
    intervenir intervient implique impliquer participer participe dossier dossiers travail job liste lister enumerer
    dresser juste temps venir vient moment personne demande demander avis selon apres quand inscrite inscrit porter
    porte seulement toutes tous tout doit devoir doivent charge chargee responsable responsabilite realiser realise
    faire fait occuper occupe approuver approuve approbateur imputable consulter consulte informer informe mot dernier
    boss revient revenir passer passe faut falloir pouvoir peut accord information recoit recevoir quoi niveau level
    row column colonne activity activities task tasks responsible accountable approve approves approved consulted
    informed involved part played play according listed list who does do doing handle handles decide decides decision
    courant tenu tenue tenir savoir dit dire carry carries carried out before every goes done make makes sujet objet
    concerne concernant cas confie confier
    attribue attribuer donner donne exactement cadre avoir veut
    signer signe trancher tranche autoriser autorise valider valide final say word direct equipe instance relever
    releve relevent adresser""".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """``fit`` in [0, 1] is how surely the question is about what was found. ``levels`` is empty when none is said."""

    activities: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    who: bool = False
    fit: float = 0.0


def read(query: Query, matrix: Matrix) -> Asked | None:
    """What the question asks of the matrix; None when it is about something else."""
    said = " ".join(query.words)
    if not matrix.cells or _ELSEWHERE.search(said):
        return None
    roles = [role for role in _roles(query, matrix) if not _inside(role, query, matrix)]
    taken = frozenset(p for role in roles for p in role.used)
    left = [w for w in query.content if w.position not in taken]
    activities = matrix.activity_names.find(left, floor=0.35)
    objects = _by_object(left, matrix)
    if objects and (not activities or _fit(activities[0], left) < _fit(objects[0], left)):
        activities = objects
    activity = activities[0] if activities else None
    levels = _levels(query, matrix, _words_of(activity, left))
    who = bool(_WHO.search(said))
    if activity and (fit := _fit(activity, left)) >= ENOUGH and (levels or who or roles):
        near = _as_near(activities, left, fit)
        return Asked(near, tuple(r.key for r in roles[:1]), levels, who, fit)
    beside = " ".join(word for position, word in enumerate(query.words) if position not in taken)
    if roles and not _unexplained(left, frozenset()) and (levels or _PART.search(beside)):
        return Asked((), tuple(r.key for r in roles[:1]), levels or _itself(said), who, roles[0].score)
    return None


def _by_object(left: Sequence[Word], matrix: Matrix) -> list[Match[str]]:
    """Activities whose object was said whole under another verb: « qui fixe les horaires d'hiver » of « Établir les… »."""
    found = [m for m in matrix.object_names.find(left, floor=WHOLE) if len(m.used) > 1 and _literally(m, left)]
    # « qui approuve… », « à informer de… »: a letter asked for stands in the place of the verb.
    kept = [(m, len(_unexplained(left, m.used))) for m in found]
    return [replace(m, score=_OTHER_VERB if rest else _LETTER_ASKED) for m, rest in kept if rest <= 1]


def _literally(match: Match[str], left: Sequence[Word]) -> bool:
    """Its own words, in any form: « projets pilotes » is not said by « qui pilote le projet »."""
    own = content_words(match.name, FRENCH)
    return all(any(likeness(w, o) >= 0.95 for o in own) for w in left if w.position in match.used)


def _inside(role: Match[str], query: Query, matrix: Matrix) -> bool:
    """Words that name a role only within the name of an activity: « appuyer le comité directeur »."""
    found = matrix.activity_names.find(query.content, floor=WHOLE)
    return bool(found) and role.used < found[0].used


def _itself(said: str) -> tuple[Level, ...]:
    return (Level.RESPONSIBLE,) if _BY_ITSELF.search(said) else ()


def _roles(query: Query, matrix: Matrix) -> list[Match[str]]:
    """Roles said in one breath: « le chef de l'ingénierie des données », not a word here and one there."""
    found = [m for m in matrix.role_names.find(query.content, floor=ROLE_SAID) if _together(m) and _said(m, query)]
    best = found[0].weight if found else 0.0
    return [m for m in found if m.weight >= best - 0.01 and m.score >= found[0].score - 0.01]


def _together(match: Match[str]) -> bool:
    return max(match.used) - min(match.used) <= 2 * len(content_words(match.name, FRENCH)) + 2


def _said(match: Match[str], query: Query) -> bool:
    """A role is called by its name, not by words that resemble it."""
    own = content_words(match.name, FRENCH)
    used = [w for w in query.content if w.position in match.used]
    return all(any(likeness(w, o) >= 0.9 for o in own) for w in used)


def _words_of(activity: Match[str] | None, left: Sequence[Word]) -> frozenset[int]:
    """Positions of the words that are the activity's own, not merely near in meaning."""
    if activity is None:
        return frozenset()
    own = content_words(activity.name, FRENCH)
    return frozenset(
        w.position for w in left if w.position in activity.used and any(likeness(w, o) >= 0.9 for o in own)
    )


def _levels(query: Query, matrix: Matrix, taken: frozenset[int]) -> tuple[Level, ...]:
    """Letters asked for, in the order of the legend: written as letters first, else as words."""
    if written := _written(query.question.text, matrix):
        return written
    meant = {w.position: w.also[0] for w in query.content if w.also}
    said = " ".join("·" if n in taken else f"{w} {meant.get(n, '')}".strip() for n, w in enumerate(query.words))
    found = [level for level, pattern in _SAID if pattern.search(said)]
    if Level.RESPONSIBLE in found and len(found) > 1 and not re.search(r"\b(et|and|ou|or)\b", said):
        found.remove(Level.RESPONSIBLE)  # « responsable d'approuver », « chargé de valider »
    twice = _AND_WHO.search(said)
    if twice and found and not any(pattern.search(twice[1]) for _, pattern in _SAID):
        found.append(Level.RESPONSIBLE)  # « qui embauche… et qui l'approuve ? »: the first « qui » asks who acts
    return tuple(level for level in LEVELS if level in found)


_AND_WHO = re.compile(r"\b(?:qui|who)\b(.*)\b(?:et|and) (?:par |a |by )?(?:qui|who|whom)\b")
_LETTER = re.compile(r"(?<![\w'’/-])([A-Z])(?![\w'’/-])(?!\s*[-–]t)")


def _written(text: str, matrix: Matrix) -> tuple[Level, ...]:
    """« (R) », « porte le A », « homologation modèles R »: a capital alone that is a letter of the matrix."""
    found: set[Level] = set()
    for match in _LETTER.finditer(text):
        opens = not text[: match.start()].strip()
        marked = text[: match.start()].rstrip()[-1:] in "(«:\"'" or re.search(
            r"(?i)\b(le|lettre|the|letter|un|code)\s*$", text[: match.start()]
        )
        if (marked or (not opens and not text[match.end() :].strip(" ?.!"))) and match[1] in matrix.letters:
            found |= matrix.letters[match[1]]
    return tuple(level for level in LEVELS if level in found)


def _unexplained(left: Iterable[Word], used: frozenset[int]) -> list[Word]:
    return [w for w in left if w.position not in used and not asks_only(w.surface) and not _hollow(w)]


def _hollow(word: Word) -> bool:
    return root(word.surface) in _HOLLOW or any(root(also) in _HOLLOW for also in word.also)


def _fit(match: Match[str], left: Sequence[Word]) -> float:
    """A name said whole leaves little doubt, whatever stands around it; a name half said must explain the question."""
    rest = len(_unexplained(left, match.used)) * (_BESIDE if _whole(match) else 1.0)
    return match.score * len(match.used) / (len(match.used) + rest)


def _whole(match: Match[str]) -> bool:
    return match.score >= WHOLE and len(match.used) > 1


def _as_near(found: Sequence[Match[str]], left: Sequence[Word], best: float) -> tuple[str, ...]:
    """The activity meant, and any other that the same words name as well; three at most."""
    return tuple(m.key for m in found if _fit(m, left) >= best - _CLOSE and m.score >= found[0].score - _CLOSE)[:3]
