"""Questions about several committees, and about what goes up: which ones X sits on, which one does Y, who settles Z."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.committees.asking import ATTRIBUTES, leftover, said
from assistant.committees.known import Board, Boards, Named, Said, names_activity, unexplained
from assistant.committees.telling import Telling, part
from assistant.library import Library
from assistant.matching import Names, likeness
from assistant.model import Asks, Query, Word
from assistant.quoting.terms import glossary
from ingest.facts.records import Escalation
from ingest.facts.statements import stems
from ingest.languages import FRENCH, content_words, fold

_PLURALS = r"(?:comites|instances|committees|bodies|tables|forums)"
_BODIES = r"(?:comites?|instances?|committees?|bod(?:y|ies)|tables?|forums?)"
_WHICH = re.compile(
    rf"\b(?:quels?|quelles?|which|what) (?:sont |est |are |is )?(?:les |le |la |the |autres? |other )*{_BODIES}\b|"
    rf"\b(?:combien|how many|listes?|list|enumere\w*|nomme\w*|tou(?:te)?s les|all the|all)\b.{{0,22}}?\b{_PLURALS}\b"
)
_SEVERAL = re.compile(r"\b(quels|quelles|combien d\w*|how many|comites|instances|committees|bodies|forums)\b")
_SITS = ATTRIBUTES["composition"].cue
_SITTING = re.compile(
    r"\b(siege\w*|membre|particip\w*|fai\w* partie|present\w*|sits?|member|belong\w*|part of|representee?s?|"
    r"ont|comptent|compte|inclu\w*|comprenn\w*|comport\w*|has|have|includes?)\b"
)
_DECIDES = re.compile(
    r"\b(decid\w*|approuv\w*|tranch\w*|autoris\w*|adopt\w*|arbitr\w*|se prononc\w*|prononc\w*|recommand\w*|valid\w*|"
    r"priori\w*|statu\w*|approv\w*|decides?|rend un avis|suspend\w*|peut \w+|peuvent \w+|can|may)\b"
)
_CLIMBS = re.compile(
    r"\b(escalad\w*|escalat\w*|remont\w*|mont(?:e|er|ent)|palier|recours|vers qui|a qui|en cas d\w*|si|lorsqu\w*|quand|"
    r"quoi faire|que faire|fait quoi|delai|combien de temps|what happens|who do|whom|regl\w*|adress\w*|"
    r"intervien\w*|avis\w*|se passe|arriv\w*|survien\w*|next level|step|etapes?|prevenir|avertir)\b"
)
_CLIMBING = re.compile(
    r"(?:escalad\w*|escalat\w*|remont\w*|mont\w*|paliers?|recours|cas|delai\w*|temps|regl\w*|adress\w*|faire|fait|"
    r"passe\w*|situations?|"
    r"abord|premiere?|deuxieme|dernier\w*|suivant\w*|combien|happens?|next|level|step\w*|etapes?|prevenir|avertir|avis\w*|intervien\w*|saisi\w*|"
    r"survient|arrive\w*|probleme\w*|cheminement|processus|first|then|after|long|quickly|vite)"
)
_ASIDE = re.compile(
    r"(?:siege\w*|membres?|particip\w*|fai\w*|parties?|present\w*|sits?|members?|belongs?|part|preside\w*|chairs?|represente\w*|"
    r"compte\w*|inclu\w*|comprenn\w*|comport\w*|has|have)"
)
_SPLIT = re.compile(
    r"\s*(?:[,;•\n]|\bet (?=(?:le |la |l['’]|les |un |une |des |deux |trois |quatre |cinq |du |de ))|\band )\s*"
)
_MATRIX = re.compile(r"\b(responsab\w*|imputab\w*|consult\w*|inform\w*|raci|realis\w*|accountab\w*)\b")
_MEET = re.compile(r"reuni\w*|rencontr\w*|sieg\w*|meets?|tien\w*")
_UNSAID = frozenset(
    {"decisions", "mandate", "composition", "level", "quorum", "chair", "attendance", "next_meeting"}
)  # told first, or no doing
_ONLY_TIME = re.compile(r"\b(delai\w*|combien de temps|avis\w*)\b")
# Of a situation's weight: « un facteur bloquant » for « Facteur bloquant hors du contrôle du centre »; nearly all of it.
_SITUATION, _WHOLE = 0.38, 0.85
_CLOSE = 0.08  # two situations nearer than this are both meant


def about_several(query: Query, keys: Sequence[str] = ()) -> bool:
    """« quels comités… » asks for a list, even when a committee is named in it; « à quel comité rend compte X » not."""
    spoken = said(query)
    return bool(_WHICH.search(spoken)) and ("escalation" not in keys or bool(_SEVERAL.search(spoken)))


def tell(query: Query, boards: Boards, named: Sequence[Named], telling: Telling) -> float:
    """Adds what answers to ``telling``; returns how sure that is, 0 when the question is none of these."""
    spoken = said(query)
    if rows := _climbing(query, spoken, named, telling.library):
        for row in rows:
            telling.climb(row)
        return 0.95
    if not boards.all:
        return 0.0
    if _WHICH.search(spoken):
        return _which(query, spoken, boards, telling)
    if re.search(r"\b(qui|who)\b", spoken) and _DECIDES.search(spoken) and not named:
        return _who_decides(query, boards, telling)
    return 0.0


# ------------------------------------------------------------------ which committees
def _which(query: Query, spoken: str, boards: Boards, telling: Telling) -> float:
    if _SITTING.search(spoken) or re.search(r"\b(presid\w*|chairs?|anime\w*)\b", spoken):
        return _sits_on(query, spoken, boards, telling)
    left = leftover(query, (), ())
    if not left:
        return _all_of(boards.all, query.asks, telling)
    if by_level := _at_level(left, boards):
        return _all_of(by_level, query.asks, telling)
    return _doing(spoken, left, boards, telling)


def _all_of(boards: Sequence[Board], asks: frozenset[Asks], telling: Telling) -> float:
    if Asks.COUNT in asks:
        text = telling.say.counted.format(number=len(boards))
        telling.told(text, [board.title for board in boards])
    for board in boards:
        telling.listed(board, board.title)
    return 0.97


def _at_level(left: Sequence[Word], boards: Boards) -> list[Board]:
    """« du palier tactique »: the committees whose level has all the words left."""
    return [
        b
        for b in boards.all
        if (level := b.facts("level")) and not unexplained(left, [f"{level[0].fact.value} palier niveau"])
    ]


def _sits_on(query: Query, spoken: str, boards: Boards, telling: Telling) -> float:
    """The committees in whose composition a role stands, in one clause of it."""
    left = [w for w in leftover(query, (), ()) if not _ASIDE.fullmatch(fold(w.surface))]
    if not left:
        return 0.0
    presides = bool(re.search(r"\b(presid\w*|chairs?|anime\w*)\b", spoken))
    meant = _meanings(left, telling.library)
    found = [(b, s) for b in boards.all if (s := _seat(b, "chair" if presides else "composition", meant))]
    for board, seat in found:
        telling.listed(board, seat)
    return 0.96 if found else 0.0


def _meanings(left: Sequence[Word], library: Library) -> list[list[Word]]:
    """The words of the role; where one is an acronym, those of its long form as well."""
    spelt = [list(left)]
    known = glossary(library)
    if len(left) == 1 and (term := known.get(left[0].surface)):
        spelt.append([Word(left[0].position, w, w) for w in content_words(term.meaning.value, FRENCH)])
    spelt.extend(
        [Word(left[0].position, fold(term.name.value), fold(term.name.value))]
        for term in known.values()
        if term.acronym and _long_form(term.meaning.value, left)
    )
    return spelt


def _long_form(meaning: str, left: Sequence[Word]) -> bool:
    """The words left are those of an acronym's long form, no more and no fewer."""
    return len(content_words(meaning, FRENCH)) == len(left) and not unexplained(left, [meaning], floor=0.9)


def _seat(board: Board, key: str, meant: Sequence[Sequence[Word]]) -> Said | None:
    for stated in board.facts(key):
        for clause in _clauses(stated):
            if any(not unexplained(words, [clause.fact.quote], floor=0.9) for words in meant):
                return clause
    return None


def _clauses(stated: Said) -> Iterator[Said]:
    """The members of a list, each with its place."""
    quote = stated.fact.quote
    start = quote.find(": ") + 2 if ": " in quote[:40] else 0
    for mark in [*_SPLIT.finditer(quote, start), None]:
        end = mark.start() if mark else len(quote.rstrip(" ."))
        if end > start:
            yield part(stated, start, end)
        start = mark.end() if mark else end


def _doing(spoken: str, left: Sequence[Word], boards: Boards, telling: Telling) -> float:
    """The committees one fact of which has all the words left."""
    meets = [w for w in left if _MEET.fullmatch(w.surface)]
    told = [w for w in left if w not in meets]
    only = ("frequency",) if meets else ()
    found = [(b, s) for b in boards.all if told and (s := _fact_with(b, told, only))]
    if not found or (len(found) > 1 and not _SEVERAL.search(spoken)):
        decided = [(b, s) for b, s in found if s in (*b.facts("decisions"), *b.facts("mandate"))]
        found = decided if len(decided) == 1 else []
    for board, stated in found:
        telling.listed(board, stated)
    return 0.95 if found else 0.0


def _fact_with(board: Board, left: Sequence[Word], only: Sequence[str] = ()) -> Said | None:
    keys = only or (
        "decisions",
        "mandate",
        *(k for k in board.keys if k not in _UNSAID),
    )
    for key in keys:
        # « le comité d'éthique se prononce… »; a cell under « Décide de » does not say again that it decides.
        around = [board.name, "décide"] if key == "decisions" else [board.name] if key == "mandate" else []
        for stated in board.facts(key):
            if not unexplained(left, [stated.fact.quote, *around]):
                return stated
    return None


def _who_decides(query: Query, boards: Boards, telling: Telling) -> float:
    """« qui tranche les différends ? »: the one committee whose powers have all the words."""
    if names_activity(query, telling.library):
        return 0.0
    left = leftover(query, (), ())
    if len(left) < 2:
        return 0.0
    found = [(b, s) for b in boards.all for s in b.facts("decisions") if not unexplained(left, [s.fact.quote])]
    if len(found) != 1:
        return 0.0
    telling.listed(*found[0])
    return 0.94


# ------------------------------------------------------------------ escalation
def _climbing(query: Query, spoken: str, named: Sequence[Named], library: Library) -> list[Escalation]:
    rows = library.current(Escalation)
    if not rows or not _CLIMBS.search(spoken) or _MATRIX.search(spoken):
        return []
    names = library.remember("situations", lambda _: Names((n, (r.situation.value,)) for n, r in enumerate(rows)))
    used = frozenset(p for n in named for p in n.used)
    found = names.find([w for w in query.content if w.position not in used], floor=_SITUATION)
    # « combien de temps pour un avis » names no difficulty: only one said whole may answer it.
    if found and not _CLIMBS.search(_ONLY_TIME.sub(" ", spoken)) and found[0].score < _WHOLE:
        return []
    if found:
        close = [m for m in found if m.score >= found[0].score - _CLOSE]
        left = [
            w
            for w in leftover(query, close[0].used, ())
            if w.position not in used and not _CLIMBING.fullmatch(fold(w.surface))
        ]
        strange = [w for w in left if not w.surface.isdigit() and not _meets(w, rows[close[0].key])]
        return [rows[m.key] for m in close] if not strange and (len(close[0].used) > 1 or close[0].score >= 0.9) else []
    if named and re.search(r"\b(situations?|quoi|quels cas|dossiers)\b", spoken) and re.search(r"escal|mont", spoken):
        name = stems(named[0].board.name)
        return [row for row in rows if any(name <= stems(step.value) for step in row.steps)]
    return []


def _meets(word: Word, row: Escalation) -> bool:
    texts = [row.situation.value, *(s.value for s in row.steps)]
    return any(likeness(word, other) >= 0.75 for text in texts for other in content_words(text, FRENCH))
