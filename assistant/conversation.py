"""Follow-ups: a question that leans on earlier ones becomes one that stands alone.

Two ways to lean. « Pis qui approuve ça ? » asks something new of the same thing: the thing comes from before.
« Et celui de la littératie ? » asks the same of another thing: what is asked comes from before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon import asks_only
from ingest.languages import ENGLISH, FRENCH, fold, words

_LINKS = re.compile(r"^(et|pis|puis|and|then|alors|ok|ben|mais|but|or|also|aussi|what about|how about|non|no|plutot)\b")
_POINTS_BACK = re.compile(
    r"\b(ca|cela|celui|celle|ceux|celles|il|elle|ils|elles|lui|leur|le meme|la meme|ce dernier|cette derniere|it|its|"
    r"they|them|their|that|this|those|he|she|y|en)\b"
)
_CORRECTION = re.compile(r"\b(je voulais dire|je parle d|i meant|non plutot|pas celui|pas celle)\b")
_DATE_WORD = re.compile(
    r"[tq][1-4]|\d+|trimestres?|quarter|annee|year|mois|month"
    r"|premiere?|deuxieme|troisieme|quatrieme|dernier|last|first|second|third|fourth"
)
_ASKING = FRENCH.interrogatives | ENGLISH.interrogatives | {"ca", "est", "en", "c", "il", "y", "a", "t", "tu"}


# The kind of thing an earlier question was about goes with what it asked: « et celui de la littératie ».
_GENERIC = frozenset("projet offre comite role project service committee activite activity".split())


def standalone(text: str, context: Sequence[str]) -> tuple[str, bool]:
    """The question with what it borrows from earlier ones (oldest first), and whether it borrowed anything."""
    earlier = ""
    for said in context:
        earlier = _merge(said, earlier)
    merged = _merge(text, earlier)
    return merged, merged != text


def _merge(text: str, earlier: str) -> str:
    if not earlier or not _leans(text):
        return text
    things = [w for w in _content(text) if not asks_only(w)]
    if not things:
        return f"{earlier} {text}" if _only_dates(text) else f"{text} {_things(earlier)}".strip()
    if _asks_nothing_new(text):
        return f"{_frame(earlier)} {text}".strip()
    # It names something and asks something, but points back: keep both, its own words first.
    return f"{text} {_things(earlier)}" if _short(things) and _points_back(text) else text


def _only_dates(text: str) -> bool:
    """« et au T2 ? », « en juin ? »: another moment of the same question."""
    said = [w for w in _content(text) if w not in ("et", "and")]
    return bool(said) and all(_DATE_WORD.fullmatch(w) or w in FRENCH.months or w in ENGLISH.months for w in said)


_WHOLES = frozenset(
    "projets offres services comites roles activites documents projects offers committees activities".split()
)


def _leans(text: str) -> bool:
    said = fold(text)
    content = _content(text)
    if _WHOLES & set(content) and not _LINKS.search(said):
        return False  # « quels projets », « combien d'offres »: all of them, whatever was asked before
    alone = [w for w in content if not asks_only(w)]
    return bool(_LINKS.search(said) or _CORRECTION.search(said) or not alone or (_points_back(text) and _short(alone)))


def _points_back(text: str) -> bool:
    return bool(_POINTS_BACK.search(" ".join(words(text))))


def _short(things: Sequence[str]) -> bool:
    return len(things) <= 3


def _content(text: str) -> list[str]:
    stops = FRENCH.stop_words | ENGLISH.stop_words
    return [w for w in words(text) if w not in stops and len(w) > 1 and not FRENCH.spoken.get(w)]


def _asks_nothing_new(text: str) -> bool:
    said = [w for w in words(text) if w not in ("et", "and")]
    return not any(asks_only(w) for w in _content(text)) and not any(w in _ASKING - {"c", "en", "a"} for w in said[:3])


def _things(earlier: str) -> str:
    """The words of an earlier question that name what it was about."""
    return " ".join(token for token, thing in _parted(earlier) if thing)


def _frame(earlier: str) -> str:
    """The words of an earlier question that say what was asked: its question words and attributes."""
    kept = [t for t, thing in _parted(earlier) if not t.isdigit() and (not thing or fold(t) in _GENERIC)]
    return " ".join(kept)


def _parted(earlier: str) -> Iterator[tuple[str, bool]]:
    """Each word of a question, and whether it names what the question is about.

    What follows « le projet » names it, up to a comma or a verb, were it « Tri des demandes de consultation »; what
    stands between « the » and « project » does too.
    """
    tokens = re.findall(r"[\w'’-]+|[,;:?!]", earlier)
    before = _before_noun([fold(token) for token in tokens])
    naming = False
    for number, token in enumerate(tokens):
        said = fold(token)
        naming = said in _GENERIC or (naming and not _ENDS_NAME.fullmatch(said))
        if re.match(r"\w", token):
            yield token, naming or number in before or not _is_asking(token)


def _before_noun(said: Sequence[str]) -> set[int]:
    """Where the words of an English name stand: « the fall risk project »."""
    found: set[int] = set()
    for number, word in enumerate(said):
        if word in _ENGLISH_NOUNS:
            first = next((n for n in range(number - 1, max(-1, number - 7), -1) if said[n] in _ARTICLES), number)
            found |= set(range(first + 1, number))
    return found


_ENGLISH_NOUNS = frozenset("project service committee activity".split())
_ARTICLES = frozenset("the a an this that".split())
_ENDS_NAME = re.compile(r"[,;:?!]|est|sont|etait|etaient|a|ont|en|c'est|is|are|was|were|has|et|qui|il|elle")


def _is_asking(token: str) -> bool:
    parts = words(token)
    stops = FRENCH.stop_words | ENGLISH.stop_words
    return all(w in _ASKING or w in stops or asks_only(w) for w in parts)
