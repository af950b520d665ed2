"""Whether a sentence written by a model may stand for a verified claim: it asserts what the claim asserts, and no more.

Every check has a name, which the metrics count. None of them trusts the model: they compare words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.model import Lang
from assistant.phrasing.order import same_order, segments
from assistant.phrasing.tokens import Token, equivalent, frames, optional, read, surfaces
from ingest.languages import fold

Fault = Literal["", "empty", "long", "markup", "quote", "name", "invented", "dropped", "force", "order"]

_PLAIN = frozenset(" .,;:'’«»“”\"()–—-%$/+&°\u00a0\u202f\u2011")
_LONGER = 2.0  # times the claim,
_ROOM = 60  # and this many characters more: a sentence that is longer says something else
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"")
_SPACES = re.compile(r"\s+")
_CAPITALISED = re.compile(r"(?<![^\W\d_])[^\W\d_a-zà-öø-ÿ][^\W\d_]+")
_OPENING = re.compile(r"(?:^|[.!?:;])[\s«“\"]*$")


def fault(sentence: str, claim: str, quotes: Sequence[str], language: Lang) -> Fault:
    """Why a sentence may not stand for a claim, or "" when it may. ``quotes`` are the claim's citations."""
    if not sentence.strip() or not re.search(r"\w", sentence):
        return "empty"
    if len(sentence) > _LONGER * len(claim) + _ROOM:
        return "long"
    if not _plain(sentence, claim):
        return "markup"
    if not _quotes_true(sentence, (claim, *quotes)):
        return "quote"
    if not _names_true(sentence, claim, language):
        return "name"
    return _asserts(read(claim, language), read(sentence, language))


def _plain(sentence: str, claim: str) -> bool:
    """Latin letters, figures and ordinary punctuation, or what the claim itself has; no address that it has not."""
    if re.search(r"https?:|www\.|mailto:|//|\]\(|\w@\w", sentence):
        given = set(re.findall(r"\S+", claim))
        if any(not _given(word, given) for word in sentence.split() if re.search(r"[:/@]\S|www\.", word)):
            return False
    return all(c in _PLAIN or c in claim or _ordinary(c) for c in sentence)


def _given(word: str, given: set[str]) -> bool:
    bare = word.strip(".,;:()«»“”\"'")
    return any(bare == other.strip(".,;:()«»“”\"'") for other in given)


def _ordinary(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")


def _quotes_true(sentence: str, sources: Sequence[str]) -> bool:
    """What stands between quotation marks is, word for word, in the claim or in a citation of it."""
    told = [_flat(source) for source in sources]
    for found in _QUOTED.finditer(sentence):
        said = _flat(next(part for part in found.groups() if part is not None))
        if not any(said in source for source in told):
            return False
    return sentence.count("«") == sentence.count("»") and sentence.count("“") == sentence.count("”")


def _flat(text: str) -> str:
    return _SPACES.sub(" ", fold(text)).strip(" .,;:")


def _names_true(sentence: str, claim: str, language: Lang) -> bool:
    """A word with a capital is a word of the claim, letter for letter, but for a plural."""
    known = surfaces(claim)
    for found in _CAPITALISED.finditer(sentence):
        folded = fold(found[0])
        if {folded, folded.removesuffix("s"), folded + "s"} & known:
            continue
        if not _OPENING.search(sentence[: found.start()]) or not _ordinary_word(folded, language):
            return False
    return True


def _ordinary_word(folded: str, language: Lang) -> bool:
    """A word that opens a sentence has its capital by rule: one that joins or frames, then, and no name."""
    token = next((t for t in read(folded, language) if not t.mark), None)
    return token is None or token.exact or equivalent(folded) or folded in frames()


def _asserts(claim: Sequence[Token], sentence: Sequence[Token]) -> Fault:
    said, wanted = _words(sentence), _words(claim)
    extra = said - wanted
    if any(key.startswith("!") for key in extra - Counter({"!by": 1})):
        return "force"
    if extra - _frames(sentence) - Counter({"!by": 1}):
        return "invented"
    missing = wanted - said
    if any(key.startswith("!") for key in missing - Counter({"!by": 1})):
        return "force"
    if any(not _may_miss(key, wanted[key] - count, claim) for key, count in missing.items()):
        return "dropped"
    if _turned_round(claim, sentence):
        return "order"
    kept = _without(claim, missing)
    ordered = any(same_order(kept, variant) for variant in _variants(sentence, extra))
    return "" if ordered else "order"


def _turned_round(claim: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """« du Centre à l'Agence » said « au Centre, de l'Agence »: what goes to whom is in the preposition alone."""
    ways = [_ways(claim), _ways(sentence)]
    both = (f"{ways[0].get(key, '')}{way}" for key, way in ways[1].items())
    return any(pair in ("<>", "><") for pair in both)


def _ways(tokens: Sequence[Token]) -> dict[str, str]:
    """For a key said once, « > » after « à », « < » after « de »."""
    items = [item for segment in segments(tokens) for item in segment.items]
    times = Counter(item.key for item in items)
    arrows = {"a": ">", "to": ">", "de": "<"}
    return {i.key: arrows[i.preposition] for i in items if times[i.key] == 1 and i.preposition in arrows}


def _frames(sentence: Sequence[Token]) -> Counter[str]:
    """What a sentence may add: words that assert nothing, in these very forms."""
    return Counter(token.key for token in sentence if not token.mark and token.surface in frames())


def _words(tokens: Sequence[Token]) -> Counter[str]:
    return Counter(token.key for token in tokens if not token.mark)


def _may_miss(key: str, left: int, claim: Sequence[Token]) -> bool:
    """What names the page; a letter beside the word it stands for; a label that another segment has too.

    A figure or a name is never left out; ``left`` is how many times the sentence says the key."""
    if key == "!by" or key in optional() or key.startswith("letter_"):
        return True
    if not key.startswith("="):
        return False
    return left >= max(sum(item.key == key for item in segment.items) for segment in segments(claim))


def _without(tokens: Sequence[Token], missing: Counter[str]) -> list[Token]:
    """The claim without what the sentence leaves out; of a word said again, the last times. « par » is dealt with later."""
    left = Counter({key: count for key, count in missing.items() if key != "!by"})
    kept: list[Token] = []
    for token in reversed(tokens):
        if left[token.key] > 0:
            left[token.key] -= 1
        else:
            kept.append(token)
    return kept[::-1]


def _variants(sentence: Sequence[Token], extra: Counter[str]) -> Iterator[list[Token]]:
    """The sentence without the frames it adds: taken from its end, then from its beginning."""
    added = Counter({key: count for key, count in extra.items() if key != "!by"})
    yield _without(sentence, added)
    yield _without(list(reversed(sentence)), added)[::-1]
