"""What a term or an acronym means, in the words of the glossary first, of the documents otherwise; and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Asks, Citation, Claim, Draft, Query, Word
from assistant.quoting.terms import glossary
from assistant.wording.definitions import definitions
from ingest.facts.records import Term
from ingest.languages import FRENCH, content_words, fold, words

SOURCE = "definitions"
_ASKS_MEANING = re.compile(
    r"\b(c est quoi|cest quoi|kest ce|qu est ce qu|que (veut|veulent) dire|que signifie|"
    r"signification|defini\w*|mange quoi|"
    r"veut dire|signifie|what is|what are|what does|what do|stands? for|meaning|define|mean|sigle|"
    r"acronyme|acronym|abreviation|au long|ca veut|c quoi|kes ca|quoi ca)\b"
)
_ASKS_ACRONYM = re.compile(
    r"\b(quel est (le sigle|l acronyme|l abreviation)|(le|the) (sigle|acronyme|abreviation|"
    r"acronym|abbreviation) (de|du|des|d|pour|of|for)|comment abrege|how is .* abbreviated|"
    r"abrege)\b"
)
_COMPARES = re.compile(r"\b(differen\w*|compar\w*|distinction|distingu\w*|vs|versus|confond\w*)\b")
# Words of a question about meaning that name nothing.
_ASKING = frozenset(
    """sigle acronyme abreviation definition definir defini definis definissez signifie signification veut dire mange hiver terme
    terms mot word glossaire glossary quoi est ce exactement au long mean means meaning stand stands acronym
    abbreviation define does what is difference differences fait font faire entre between and compare
    comparer comparaison distinction vs versus explique expliquer explain dis dire selon according donne
    donner lettres letters voir forme longue""".split()
)


def propose(query: Query, library: Library) -> Draft | None:
    """A draft when the question asks what a known term means, or is a known term alone."""
    said = " ".join(query.words)
    if _ASKS_ACRONYM.search(said) and (found := _by_meaning(query, library)):
        return _draft(query, library, [found], 0.95, acronym=True)
    terms = _named(query, library)
    if not terms:
        return None
    if _COMPARES.search(said) and len(terms) > 1:
        return _draft(query, library, terms[:3], 0.96)
    rest = _left_over(query, terms[:1])
    if not rest and (_alone(query, terms[0]) or _ASKS_MEANING.search(said)):
        return _draft(query, library, terms[:1], 0.97)
    return None


def _alone(query: Query, term: Term) -> bool:
    """The question is the term and hardly anything else: « RSSS ? »."""
    asks_else = query.asks & {Asks.WHO, Asks.WHEN, Asks.WHERE, Asks.HOW, Asks.AMOUNT, Asks.COUNT, Asks.DURATION}
    return len(query.words) <= len(words(term.name.value)) + 2 and not query.followup and not asks_else


def _left_over(query: Query, terms: Sequence[Term]) -> list[Word]:
    """Content words that are neither the term nor a way of asking."""
    named = {w for t in terms for w in words(t.name.value)}
    return [w for w in query.content if w.surface not in named and w.surface not in _ASKING and not _like(w, named)]


def _like(word: Word, named: Iterable[str]) -> bool:
    return any(likeness(word, other) >= 0.9 for other in named)


def _named(query: Query, library: Library) -> list[Term]:
    """Terms the question names, longest names first, in the order they are said."""
    known = glossary(library)
    said, found, at = list(query.words), [], 0
    meant = {w.position: (w.surface, *w.also) for w in query.content}
    longest = max((len(name.split()) for name in known), default=0)
    while at < len(said):
        step = 1
        for size in range(min(longest, len(said) - at), 0, -1):
            if (term := _term_at(known, said, meant, at, size)) is not None:
                found.append(term)
                step = size
                break
        at += step
    return [t for t in dict.fromkeys(found) if len(words(t.name.value)) > 1 or _telling(t)]


def _term_at(
    known: dict[str, Term], said: Sequence[str], meant: dict[int, tuple[str, ...]], at: int, size: int
) -> Term | None:
    if (term := known.get(" ".join(said[at : at + size]))) is not None:
        return term
    if size == 1:
        return next((known[w] for w in meant.get(at, ()) if w in known), None) or _plural(known, said[at])
    return None


def _plural(known: dict[str, Term], word: str) -> Term | None:
    return known.get(word[:-1]) if word.endswith("s") and len(word) > 3 else None


def _telling(term: Term) -> bool:
    return fold(term.name.value) not in FRENCH.stop_words


def _by_meaning(query: Query, library: Library) -> Term | None:
    """The acronym whose long form the question says."""
    asked = [w for w in query.content if w.surface not in _ASKING]
    best: tuple[float, Term] | None = None
    for term in dict.fromkeys(glossary(library).values()):
        if term.acronym and asked:
            meaning = content_words(term.meaning.value, FRENCH)
            met = sum(any(likeness(w, m) >= 0.9 for m in meaning) for w in asked) / len(asked)
            told = sum(any(likeness(w, m) >= 0.9 for w in asked) for m in meaning) / max(len(meaning), 1)
            if min(met, told) >= 0.6 and (best is None or met + told > best[0]):
                best = (met + told, term)
    return best[1] if best else None


def _draft(query: Query, library: Library, terms: Sequence[Term], confidence: float, acronym: bool = False) -> Draft:
    say = definitions(query.language)
    claims: list[Claim] = []
    citations: list[Citation] = []
    for term in terms:
        cited = library.cite(term.document, term.meaning)
        meaning = term.meaning.value.strip().rstrip(".")
        form = say.acronym_of if acronym else say.means
        claims.append(Claim(form.format(name=term.name.value, meaning=meaning), (cited.id,)))
        citations.append(cited)
    return Draft(SOURCE, confidence, tuple(claims), tuple(citations))
