"""What words have to do with one another: families, synonyms, English terms. Data files beside; edited by hand.

``families.txt``   words of one family that suffix rules cannot bring together (gérer, gestion)
``synonyms.txt``   words people use for one another in this field
``fillers.txt``    words of talk that name nothing
``turns.txt``      turns of phrase, and how the same is asked in plain words
``needs.txt``      words of one need, and the words services are described with
``bilingual.txt``  English terms and the French words that say them
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ingest.languages import ENGLISH, FRENCH, fold, stem, words

# Longest first. Stripped from a folded word when at least four letters remain.
_SUFFIXES = tuple(
    sorted(
        "isations isation ations ation ateurs ateur atrice atrices ements ement issement ments ment ages age ances ance "
        "ences ence antes ants ant ante eurs eur euses euse itions ition tions ions ion ives ive ifs if ables able ibles "
        "ible iques ique ics ic istes iste ites ite es e s er ees ee ent ir it re ez ait aient era eront ons al ale aux els el "
        "elle elles".split(),
        key=len,
        reverse=True,
    )
)


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """The family of a folded French word: « formation », « former » and « formateur » share « form »."""
    irregular = _irregular_roots().get(word)
    if irregular:
        return irregular
    bare = _bare(word)
    return _irregular_bases().get(bare, bare)


def _bare(word: str) -> str:
    if word.endswith("s") and len(word) > 4:
        word = word[:-1]  # « chantiers » loses what « chantier » loses
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return _hard(word[: -len(suffix)])
    return word


def _hard(base: str) -> str:
    """« homologuer » and « homologation », « communiquer » and « communication » write one sound in two ways;
    « planifier » gives « planification »."""
    if base.endswith("ific"):
        return base[:-1]
    if base.endswith("gu"):
        return base[:-1]
    return base[:-2] + "c" if base.endswith("qu") else base


@dataclass(frozen=True, slots=True)
class Term:
    """An English phrase (folded words) and the French words that may say it."""

    english: tuple[str, ...]
    french: tuple[str, ...]


def _lines(name: str) -> Iterable[str]:
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


@cache
def _irregular_roots() -> Mapping[str, str]:
    roots: dict[str, str] = {}
    for line in _lines("families.txt"):
        members = words(line)
        roots.update(dict.fromkeys(members, members[0]))
    return roots


@cache
def _irregular_bases() -> Mapping[str, str]:
    """« participent » and « signé » are of the families « participer » and « signer », listed or not."""
    bases: dict[str, str] = {}
    for member, first in _irregular_roots().items():
        if (bare := _bare(member)) != member:
            bases.setdefault(bare, first)
    return bases


@cache
def _synonym_groups() -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _lines("synonyms.txt"):
        members = {root(w) for w in words(line)}
        for member in members:
            groups.setdefault(member, set()).update(members - {member})
    return {member: frozenset(others) for member, others in groups.items()}


def synonyms(word: str) -> frozenset[str]:
    """Roots that may stand for a folded word."""
    return _synonym_groups().get(root(word), frozenset())


@cache
def _need_groups() -> Mapping[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("needs.txt")):
        for member in words(line):
            groups.setdefault(root(member), set()).add(number)
    return {member: frozenset(numbers) for member, numbers in groups.items()}


def needs(word: str) -> frozenset[int]:
    """The needs (numbers of lines of ``needs.txt``) that a folded word speaks of."""
    return _need_groups().get(root(word), frozenset())


@cache
def _bilingual() -> Mapping[str, tuple[Term, ...]]:
    """By first English word, longest phrase first."""
    terms: dict[str, list[Term]] = {}
    for line in _lines("bilingual.txt"):
        english, _, french = line.partition("=")
        term = Term(tuple(words(english)), tuple(words(french)))
        terms.setdefault(term.english[0], []).append(term)
    return {first: tuple(sorted(found, key=lambda t: -len(t.english))) for first, found in terms.items()}


def translate(english: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, French words) for every known term among folded English words, longest first, no overlap."""
    found, at = [], 0
    while at < len(english):
        standing = [t for t in _candidates(english[at]) if _stands_at(t, english, at)]
        term = max(standing, key=lambda t: len(t.english), default=None)
        if term:
            found.append((at, at + len(term.english), term.french))
        at += len(term.english) if term else 1
    return found


def _candidates(word: str) -> tuple[Term, ...]:
    """Terms that may begin with a word: those of its very form first, then those of its other forms."""
    same = _bilingual().get(word, ())
    return same + tuple(term for term in _by_stem().get(stem(word, ENGLISH), ()) if term not in same)


@cache
def _by_stem() -> Mapping[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for terms in _bilingual().values():
        for term in terms:
            found.setdefault(stem(term.english[0], ENGLISH), []).append(term)
    return {key: tuple(sorted(terms, key=lambda t: -len(t.english))) for key, terms in found.items()}


def _stands_at(term: Term, english: Sequence[str], at: int) -> bool:
    """In any form: « approved » and « approving » say « approve »."""
    window = english[at : at + len(term.english)]
    return len(window) == len(term.english) and all(
        w == t or stem(w, ENGLISH) == stem(t, ENGLISH) for w, t in zip(window, term.english, strict=True)
    )


def french_stem(word: str) -> str:
    return stem(fold(word), FRENCH)


@cache
def _attributes() -> frozenset[str]:
    return frozenset(root(word) for line in _lines("attributes.txt") for word in words(line))


@cache
def asking_words() -> frozenset[str]:
    """French words people ask with, whatever the documents: question words, attributes, months, everyday verbs."""
    listed = {
        w for name in ("attributes.txt", "families.txt", "synonyms.txt") for line in _lines(name) for w in words(line)
    }
    known = listed | FRENCH.interrogatives | FRENCH.stop_words | set(FRENCH.months) | set(FRENCH.numbers)
    return frozenset(w for w in known if len(w) >= _SPELT)


@cache
def english_words() -> frozenset[str]:
    """English words the glossary translates, and those of asking."""
    listed = {word for terms in _bilingual().values() for term in terms for word in term.english}
    known = listed | ENGLISH.interrogatives | ENGLISH.stop_words | set(ENGLISH.months)
    return frozenset(w for w in known if len(w) >= _SPELT)


_SPELT = 4  # letters: a shorter word is too near too many others to be mended


def asks_only(word: str) -> bool:
    """Whether a folded word asks for an attribute (« coût », « approuver ») rather than naming a thing."""
    return root(word) in _attributes() or word.isdigit()


@cache
def _fillers() -> frozenset[str]:
    return frozenset(root(word) for line in _lines("fillers.txt") for word in words(line))


def turns() -> tuple[tuple[str, str], ...]:
    """What people say (a pattern over folded words), and what they ask; in the order to try them."""
    lines = (line.partition(" = ") for line in _lines("turns.txt"))
    return tuple((said.strip(), plain.strip()) for said, _, plain in lines)


def names_nothing(word: str) -> bool:
    """Whether a folded word only fills a sentence (« dossier », « faut », « stuff »)."""
    return root(word) in _fillers()
