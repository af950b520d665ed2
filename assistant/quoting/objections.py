"""Reasons that no likeness of words makes up for: the best words of the documents are then no answer.

Each is a function of the question, its ranking and the candidate to quote; ``OBJECTIONS`` lists them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.lexicon import root
from assistant.matching import likeness
from assistant.model import Lang, Query
from assistant.quoting import premises
from assistant.quoting.evidence import Weighed
from assistant.quoting.moments import other_moment
from assistant.quoting.scoring import Candidate, Ranking
from assistant.quoting.types import PERSON, STRICT
from assistant.quoting.units import Role
from assistant.quoting.weights import hollow
from assistant.understanding import asks_in_words
from ingest.languages import FRENCH, fold, words

# A word as heavy as this that the evidence lacks changes the subject.
TOLERANCE = 0.85
_PERSON = 0.4  # a name is given for the very function asked, or not at all
_TELLING = 0.3  # of a word's weight
_ALIKE = (0.25, 0.7)  # nearness of a word that is only like another


def forbidden(query: Query, ranking: Ranking, best: Candidate) -> bool:
    """Whether any objection holds."""
    return any(objects(query, ranking, best) for objects in OBJECTIONS)


def _lacks(query: Query, ranking: Ranking, best: Candidate) -> bool:
    """A special word that the evidence lacks, a thing asked that it does not hold, a number nobody wrote, a claim the
    question rests on."""
    return (
        best.missing > TOLERANCE
        or (bool(ranking.needs & STRICT) and not best.typed)
        or ("person" in ranking.needs and best.missing > _PERSON)
        or bool(premises.unknown_numbers(query, ranking.index.numbers))
        or premises.presumes(query)
    )


def _at(ranking: Ranking, best: Candidate) -> int:
    return ranking.index.spans()[best.unit.document][best.unit.number]


def _hardly_asked(_: Query, ranking: Ranking, best: Candidate) -> bool:
    """One telling word in common is no answer when the evidence does not hold the kind of thing asked, or only has a
    word somewhat like it (« écrire », « article »)."""
    telling = [w for w in ranking.weighed if w.weight > _TELLING]
    number = _at(ranking, best)
    alike = any(_only_like(w, best, number) for w in telling)
    return len(telling) < 2 and bool(ranking.needs) and (not best.typed or alike)


def _only_like(weighed: Weighed, best: Candidate, number: int) -> bool:
    """The unit has a word somewhat like it, and nothing above it has the word itself."""
    above = words(" ".join((best.unit.block.lead_in, *best.unit.headings)))
    alike = _ALIKE[0] <= float(weighed.found.own[number]) < _ALIKE[1]
    return alike and not any(likeness(weighed.word, said) >= _ITSELF for said in above)


_ITSELF = 0.9


def _one_common_word(query: Query, ranking: Ranking, _: Candidate) -> bool:
    """« Quel temps fait-il ? »: one word of everyday speech, wherever the documents happen to have it."""
    if len(ranking.weighed) != 1 or ranking.needs or query.asks:
        return False
    weight = ranking.weighed[0].weight
    return weight < _EVERYDAY or (weight < _SPECIAL and asks_in_words(query))


_SPECIAL, _EVERYDAY = 0.6, 0.45


def _of_oneself(query: Query, _: Ranking, best: Candidate) -> bool:
    """« Je veux déclarer mes vacances »: who tells of themselves asks nothing that half of their words would answer."""
    speaks = bool(_FIRST.search(" ".join(query.words))) and not query.asks and not asks_in_words(query)
    return speaks and best.missing > _TELLING


_FIRST = re.compile(r"\b(j|je|mon|ma|mes|notre|nos|i|my|our)\b")


def _part_of_a_name(query: Query, _: Ranking, best: Candidate) -> bool:
    """« le ministre » is not « le sous-ministre adjoint »."""
    told, said = fold(best.unit.text), {*query.words, *(also for word in query.content for also in word.also)}
    lesser = {m[2] for m in _LESSER.finditer(told) if m[1] not in said}
    return any(word in said and not re.search(rf"(?<!-)\b{word}\b", told) for word in lesser)


_LESSER = re.compile(r"\b(sous|vice|ex)-(\w{4,})")


def _named_already(_: Query, ranking: Ranking, best: Candidate) -> bool:
    """« Qui remplacera Caroline Paquin ? » is not answered by her name."""
    if "actor" not in ranking.needs or not (named := PERSON.search(best.unit.text)):
        return False
    said = {w.word.surface for w in ranking.weighed}
    number = _at(ranking, best)
    lacking = [w for w in ranking.weighed if w.weight > _TELLING and w.found.near[number] < _ALIKE[0]]
    return bool(lacking) and set(words(named[0])) <= said


def _apart(query: Query, _: Ranking, best: Candidate) -> bool:
    """« Qui est le directeur de l'Agence ? »: a sentence in which the two words stand for other things says nothing."""
    asked = _FUNCTION.search(" ".join(query.words))
    if asked is None or best.unit.role is Role.FIELD:
        return False
    function, of = root(asked[1]), root(asked[2])
    told = [root(word) for word in words(best.unit.text) if word not in FRENCH.stop_words]
    return not any(function in pair and of in pair for pair in pairwise(told))


_FUNCTION = re.compile(r"^(?:c est )?qui (?:est )?(?:le |la |l )(\w+) (?:de|du|des|d) (?:la |le |l |les )?(\w+)$")


def _denied(query: Query, _: Ranking, best: Candidate) -> bool:
    """« Qui ne participe pas… ? » is answered by words that deny something, or not at all."""
    said = " ".join(query.words)
    return bool(_WHICH_NOT.search(said)) and not _DENIES.search(" ".join(words(best.unit.text)))


_WHICH_NOT = re.compile(
    r"\b(?:qui|quel\w*|lesquel\w*) (?:\w+ ){0,4}(?:ne|n) (?:\w+ ){1,3}(?:pas|jamais|aucune?|plus)\b|"
    r"\b(?:who|which|what) (?:\w+ ){0,3}(?:not|never|no)\b"
)
_DENIES = re.compile(r"\b(?:ne|n|pas|sans|aucune?|jamais|non|sauf|excepte|exclu\w*|ni)\b")


def _other_kind(query: Query, ranking: Ranking, best: Candidate) -> bool:
    """« Quel fournisseur… ? » is not answered by words that speak of no supplier."""
    head = premises.head(query)
    if head is None or hollow(head.surface) or (best.typed and ranking.needs) or query.words_language is Lang.EN:
        return False
    number = _at(ranking, best)
    return any(w.word == head and w.found.near[number] < _KIND for w in ranking.weighed)


_KIND = 0.5  # nearness under which the evidence does not speak of the kind of thing asked


def _other_moment(query: Query, _: Ranking, best: Candidate) -> bool:
    return other_moment(query, best.unit)


OBJECTIONS = (
    _lacks,
    _other_kind,
    _hardly_asked,
    _one_common_word,
    _of_oneself,
    _part_of_a_name,
    _denied,
    _named_already,
    _apart,
    _other_moment,
)
