"""What a question asks of projects: which ones, which of their columns, and whether of one or of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon import asks_only, root
from assistant.matching import Match
from assistant.model import Asks, Query, Word
from assistant.projects.moments import Meant, meant
from assistant.projects.portfolio import Portfolio
from assistant.understanding import asks_in_words
from ingest.languages import ENGLISH, FRENCH

# Columns in the order an answer gives them, with the words that ask for each.
COLUMNS: dict[str, re.Pattern[str]] = {
    key: re.compile(rf"\b(?:{words})\b")
    for key, words in {
        "health": r"sante|feux?|couleurs?|meteo|health|colou?rs?|cotes?|pastilles?|rag|va bien|en difficulte",
        "progress": r"avancement|(?:a|ont|avait) avance|progres|progression|pourcentage|percent\w*|complet\w*|"
        r"% |how far|combien de points?|"
        r"realise a|(?:est|etait|rendus?|rendue|sont|etaient) (?:rendus? )?(?:a )?combien|combien$",
        "phase": r"phases?|etapes?|stages?|stades?",
        "due": r"echeances?|date de fin|date prevue|fin prevue|dates? de livraison|livre\w*|livraison|se termine\w*|"
        r"va finir|finit|fini|finir|se terminer|prendra fin|prend fin|due|deadlines?|end dates?|finish\w*|"
        r"complete by|date butoir|date cible",
        "milestone": r"jalons?|prochaines? etapes?|milestones?|next steps?|prochaine activite|a venir",
        "risk": r"risques?|enjeux?|risks?|issues?|menaces?|obstacles?|bloqu\w+|problemes?|difficultes?",
        "lead": r"(?:qui|who) (?:est|is|en est)? ?(?:le |la |the )?(?:mene|dirige|pilote|porte|responsable|"
        r"charge|lead|leads|"
        r"manages?|owner|in charge)|responsables?|charge\w* de projet|chef\w* de projet|porteur|porteuse|menes? par|"
        r"pilote\w*|led by|"
        r"lead|manager|mene\w*|dirige\w*|relev\w+ (?:de|du|des|d)|sous la responsabilite",
        "site": r"etablissements?|sites?|installations?|milieux|lieux?|endroits?|hopital|hopitaux|facility|"
        r"locations?|"
        r"ou se (?:deroule|passe)",
        "budget": r"budgets?|couts?|coute\w*|enveloppe|depens\w+|costs?|money|montants?",
        "start": r"debut\w*|commenc\w*|start\w*|began|begin|lancement|lance",
        "comment": r"commentaires?|remarques?|faits saillants|comments|explications?",
    }.items()
}
FULL = ("health", "progress", "phase", "due", "milestone", "risk", "lead")
CHANGING = ("health", "progress", "phase", "due", "milestone", "risk", "lead", "budget")

_MANY = re.compile(
    r"\b(quel (?:projet|chantier|dossier)|quelle initiative|which project|projets|initiatives|chantiers|"
    r"dossiers|projects|quels|quelles|"
    r"lesquels|lesquelles|which|combien de|how many|"
    r"liste\w*|list|tous les|all|nombre de)\b"
)
_THING = re.compile(r"\b(projets?|initiatives?|chantiers?|dossiers?|projects?|etats? de situation)\b")
_HOW = re.compile(
    r"\b(etat|etats|statut\w*|situation|status|ou en|en est|rendu\w*|va|vont|allait|allaient|avance\w*|comment|"
    r"nouvelles|doing|going|stand\w*|update|progress\w*|astheure|presentement|actuel\w*|current\w*|retard\w*|late|"
    r"overdue|annul\w*|cancel\w*|termine\w*|suspend\w*|abandon\w*|arrete\w*)\b"
)
_CHANGE = re.compile(
    r"\b(evolu\w*|change\w*|changing|bouge\w*|depuis|since|avance\w* (?:de )?combien|passes?|progresse\w*|"
    r"a avance|difference|entre|between|compar\w*|passe\w* de|went from|moved|report\w*|repousse\w*|glisse\w*|devanc\w*)\b"
)
_LATE = re.compile(
    r"\b(en retard|retards?|late|overdue|delayed|behind schedule|depasse\w*|repousse\w*|postponed|glisse\w*)\b"
)
_GONE = re.compile(
    r"\b(dispar\w*|no longer|ne (?:figure|apparai)\w* plus|plus (?:dans|a) l etat|plus au|missing|"
    r"absents?|manquants?|"
    r"retires?|sortis?|dropped|but not|mais pas)\b"
)
_NEW = re.compile(r"\b(nouveaux?|nouvelles?|new|ajoutes?|added|apparus?|apparue?s?|entrants?)\b")
_OFF = re.compile(
    r"\b(passes?|pass\w+|went|turned|changed?|bascul\w+|quitte\w*|tombes?)\b.{0,40}"
    r"\b(autre couleur|another colou?r|other colou?r)\b"
)
# Words around a question on projects that name nothing in it.
_HOLLOW = frozenset(
    root(w)
    for w in """projet projets initiative initiatives chantier dossier project projects etat etats statut situation status
    portefeuille portfolio rapport rapports report reports dernier derniere derniers actuel actuelle
    actuellement presentement astheure maintenant current currently now latest last recent couleur color colour
    fin debut courant trimestre quarter annee year mois month premier deuxieme troisieme quatrieme first second
    third fourth entre between depuis since passer passes autre autres another other rendu rendus aller allait
    va comment combien nombre list liste figurer figurent figure apparaitre appears appear present presents
    longer plus lesquels quels ceux celui celle avoir avaient etre etait lie lies relatif concerner retard late
    overdue delayed changement changer change evoluer evolution bouger avancer avancement point points chose
    nouveau nouvelle nouveaux nouvelles update doing going stand standing dire sante jalon prochain prochaine echeance date phase
    risque risques responsable mener mene menes pilote piloter dirige etablissement site milieu budget
    commentaire livraison livrer livre terminer termine termines finir fini prevu prevue relever relevent
    dependre dependent appartenir mal bien moment ce jour aujourd hui disparu disparus disparaitre finit
    finissent suivi suivis apparu apparue apparus ajoute ajoutes led compter compte comptent contenir contient
    inclure annuler annule suspendre suspendu suspendus arreter arrete arretes abandonner abandonne fermer ferme
    clos cancelled stopped suspended finished selon niveau pourcentage feu meteo suivre donner moi dis parler
    monde the is how far what s advanced advance""".split()
)


_NO_MOMENT = Meant()


@dataclass(frozen=True, slots=True)
class Asked:
    """``projects`` are keys. ``words`` are content words left over: conditions on a column, or another subject."""

    projects: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    when: Meant = _NO_MOMENT
    colours: tuple[str, ...] = ()
    target: str = ""  # « passés au rouge »: the colour they came to
    words: tuple[Word, ...] = ()
    many: bool = False
    change: bool = False
    late: bool = False
    gone: bool = False
    new: bool = False
    listed: bool = False  # all of them are asked for, or how many
    most: str = ""  # « le plus avancé », « le moins avancé »
    plain: bool = False  # keywords, not a question
    fit: float = 0.0


def read(query: Query, portfolio: Portfolio) -> Asked | None:
    """What the question asks of the projects; None when it is about something else."""
    if not portfolio.periods or query.today is None:
        return None
    said = " ".join(query.words)
    when = meant(query.standalone, portfolio.periods, query.today)
    named = _named(query, portfolio)
    columns = _columns(query, named)
    if named and not columns and _HOW_MUCH.search(said) and not _CHANGE.search(said):
        return None  # « combien a été ajouté au projet »: no column says so
    if named and (
        _HOW.search(said)
        or columns
        or _THING.search(said)
        or _CHANGE.search(said)
        or Asks.STATUS in query.asks
        or _bare(query, named)
    ):
        fit = _fit(named[0], query, columns) * _doubt(named[0], query, said)
        change = bool(_CHANGE.search(said)) and bool(when.since or len(when.periods) == 2 or _moves(said))
        late = bool(_LATE.search(said))
        return Asked(tuple(m.key for m in named), columns, when, change=change, late=late, fit=fit)
    if _RANKED.search(said) or _OF_A_BODY.search(said):
        return None  # the reports give projects no order, and tell nothing of committees
    compared = bool(_CHANGE.search(said)) and when.since and "trimestre" in said
    if not (_THING.search(said) or compared):
        return None
    return _of_all(query, said, when, columns)


_OF_A_BODY = re.compile(r"\b(quorum|siege\w*|sits?|composition|membres?|members?)\b")
_HOW_MUCH = re.compile(r"\b(?:combien|how much|how many)\b(?! (?:de|d) (?:points?|projets?))")
_RANKED = re.compile(r"\b(en premier|en priorite|prioritaires?|d abord|comes? first|go(?:es)? first|top priority)\b")


def _doubt(match: Match[str], query: Query, said: str) -> float:
    """A name half said, beside words that are none of it, may be that of something else than a project."""
    half = match.score < _WHOLE and [w for w in left_over(query.content, match.used) if not _of_column(w)]
    return _HALF_SAID if half and not (_THING.search(said) or _HOW.search(said)) else 1.0


_WHOLE, _HALF_SAID = 0.85, 0.6


def _columns(query: Query, named: Sequence[Match[str]]) -> tuple[str, ...]:
    """The columns asked for, by words that are not those of the project's name (« risque de chute »)."""
    spans = [range(min(match.used), max(match.used) + 1) for match in named[:1]]
    used = {position for span in spans for position in span if len(span) <= _BREATH}
    said = " ".join("·" if n in used else word for n, word in enumerate(query.words))
    return tuple(key for key, words in COLUMNS.items() if words.search(said))


_BREATH = 9  # words in which a name is said, its small words included


_ONE = re.compile(r"\b(?:le|du|au|ce|un|the|a) (?:\w+ ){0,3}?(?:projet|chantier|initiative|project)\b")
_STANDS = re.compile(
    r"\b(?:ou (?:ca )?en (?:est|sont|etait|es)|status|etat (?:du|de la|d un)|avancement (?:du|de)|rendus? ou)\b"
)


def unknown(query: Query, portfolio: Portfolio) -> bool:
    """« Où en est le projet de tramway ? » when no report has a project that resembles it even a little."""
    said = " ".join(query.words)
    if not (_ONE.search(said) and _STANDS.search(said)) or portfolio.names.find(query.content, floor=0.3):
        return False
    return bool(left_over(query.content, frozenset()))


def _of_all(query: Query, said: str, when: Meant, columns: tuple[str, ...]) -> Asked:
    return Asked(
        columns=columns, when=when, colours=_colours(said), words=tuple(left_over(query.content, frozenset())),
        many=bool(_MANY.search(said)), change=bool(_CHANGE.search(said)), late=bool(_LATE.search(said)),
        gone=bool(_GONE.search(said)), new=bool(_NEW.search(said)),
        listed=bool(query.asks & {Asks.LIST, Asks.COUNT, Asks.STATUS}),
        most=_most(said), plain=not asks_in_words(query), fit=1.0, target=_target(said),
    )  # fmt: skip


def _moves(said: str) -> bool:
    return bool(
        re.search(
            r"\b(avance\w* (?:de )?combien|evolu\w*|change\w*|bouge\w*|repousse\w*|glisse\w*|progresse\w*)\b", said
        )
    )


_SURE = 0.55  # of a project's name


def _named(query: Query, portfolio: Portfolio) -> list[Match[str]]:
    """The project meant; several when they are named as well, or each in its own words."""
    found = portfolio.names.find(query.content, floor=_SURE) or _by_one_word(query, portfolio)
    if not found:
        return []
    best = found[0]
    apart = [m for m in found[1:] if m.score >= 0.8 and not m.used & best.used]
    tied = [m for m in found[1:] if m.used == best.used and m.score >= best.score - 0.02]
    return [best, *(apart or tied)][:3]


def _by_one_word(query: Query, portfolio: Portfolio) -> list[Match[str]]:
    """« La scierie est-elle en retard ? »: half of a name, when no other project has that word and nothing else is said."""
    found = portfolio.names.find(query.content, floor=_HALF)
    if not found and (_ONE.search(" ".join(query.words)) or Asks.STATUS in query.asks):
        found = portfolio.names.find(
            query.content, floor=_THIRD
        )  # « le projet des congés », « où en est l'observatoire »
    alone = len(found) == 1 and not left_over(query.content, found[0].used)
    return [replace(found[0], score=_SURE)] if alone else []


_HALF, _THIRD = 0.4, 0.25


def _bare(query: Query, named: Sequence[Match[str]]) -> bool:
    """The name and hardly anything else."""
    return len(left_over(query.content, named[0].used)) == 0 and named[0].score >= 0.8


def _fit(match: Match[str], query: Query, columns: Sequence[str]) -> float:
    rest = len([w for w in left_over(query.content, match.used) if not (columns and _of_column(w))])
    return match.score * len(match.used) / (len(match.used) + (0.5 if columns else 0.8) * rest)


def _of_column(word: Word) -> bool:
    return any(pattern.fullmatch(word.surface) for pattern in COLUMNS.values())


def left_over(content: Iterable[Word], used: frozenset[int]) -> list[Word]:
    return [w for w in content if w.position not in used and not _empty(w)]


def _empty(word: Word) -> bool:
    verb = word.surface in ("leads", "led", "runs", "manages")  # « a project lead » is a role
    if verb or asks_only(word.surface) or root(word.surface) in _HOLLOW or word.surface.isdigit():
        return True
    if (
        word.surface in FRENCH.months
        or word.surface in ENGLISH.months
        or re.fullmatch(r"[tq][1-4]|\d+(?:er|e|eme)", word.surface)
    ):
        return True
    hollow = bool(word.also) and all(root(also) in _HOLLOW for also in word.also)
    return hollow or bool(_colours(word.surface))


_COLOURS = {
    "red": r"rouges?|red|critiques?|(?:vont|va) mal|en difficulte|en peril|in trouble|off track",
    "yellow": r"jaunes?|yellow|ambre|orange|amber|a surveiller|sous surveillance|at risk",
    "green": r"verte?s?|green|(?:vont|va) bien|selon le plan|en controle|on track",
    "grey": r"gris|grise?s?|grey|gray",
    "blue": r"bleue?s?|blue",
}


def _colours(said: str) -> tuple[str, ...]:
    """Healths named by their colour, in the order of the question."""
    spots = [(m.start(), key) for key, words in _COLOURS.items() if (m := re.search(rf"\b(?:{words})\b", said))]
    return tuple(key for _, key in sorted(spots))


def _most(said: str) -> str:
    """Whether the most or the least advanced is asked for."""
    if re.search(r"\b(?:plus avances?|most advanced|furthest|plus loin|plus haut pourcentage)\b", said):
        return "most"
    return "least" if re.search(r"\b(?:moins avances?|least advanced|plus en arriere)\b", said) else ""


def _target(said: str) -> str:
    """The colour after « au », « en », « to »: where projects went, not where they came from."""
    for key, words in _COLOURS.items():
        if re.search(rf"\b(?:au|en|a|to|into|turned|went|devenus?|tombes? (?:au|en)) (?:{words})\b", said):
            return key
    told = _colours(said)
    # « passés rouge », without its small word.
    alone = len(told) == 1 and re.search(r"\bpasses?\b", said) and not leaves_colour(said) and not _FROM.search(said)
    return told[0] if alone else ""


_FROM = re.compile(r"\b(?:de|du|from) (?:vert|jaune|rouge|gris|bleu|green|yellow|red|grey|blue)")


def leaves_colour(said: str) -> bool:
    """« passés de vert à une autre couleur »."""
    return bool(_OFF.search(said))


__all__ = ["CHANGING", "COLUMNS", "FULL", "Asked", "leaves_colour", "left_over", "read", "unknown"]
