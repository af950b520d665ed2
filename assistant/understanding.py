"""A question as typed → a ``Query``: language, a question that stands alone, its words, what kind of thing is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.conversation import standalone
from assistant.lexicon import translate
from assistant.mending import mend, plainly
from assistant.model import Asks, Lang, Query, Question, Word
from assistant.turns import in_plain_words
from ingest.languages import ENGLISH, FRENCH, fold, stem, words
from ingest.languages.spelling import Speller, known_words

# Looked for in the folded question, both languages at once: people mix them.
_ASKS: tuple[tuple[Asks, re.Pattern[str]], ...] = tuple(
    (asks, re.compile(pattern))
    for asks, pattern in (
        (Asks.WHO, r"(?<!\bce )\bqui\b(?! (est|sont|etait) (le|la|l) (but|objectif))|\b(a|de|par|avec|chez) qui\b|\bwho(m|se)?\b|\bquel(le)?s? (role|personne|comite|direction|organisme|instance)s?\b|\bla job a\b"),
        (Asks.WHEN, r"\bquand\b|\bwhen\b|\b(quelle|a quelle|quelles) dates?\b|\bwhat date\b|\bdepuis quand\b|\bd ici quand\b|\becheance\b|\bdate (de|d|limite)\b"),
        (Asks.FREQUENCY, r"\bfrequence\b|\bhow often\b|\ba tou(te)?s les combien\b|\bcombien de fois\b|\bperiodicite\b|\bau combien\b|\bsouvent\b"),
        (Asks.WHERE, r"\bou (est|sont|se|peut|puis|trouve|demander|dois|je|on|jpeux|faut|s)\b|^ou\b|\bwhere\b|\b(dans|sur) quel(le)?s? (livrable|section|document|article|partie|site|endroit)\b"),
        (Asks.HOW, r"\bcomment\b|\bhow (do|can|to|does|should)\b|\bde quelle (facon|maniere)\b"),
        (Asks.AMOUNT, r"\bcombien (ca |cela |est ce que ca )?cout|\bquel(le)? (est le |est la )?(cout|prix|tarif|montant|budget)\b|\bhow much\b|\bbudget\b|\bsalaire\b|\bdepenses?\b|\bcout\b"),
        (Asks.COUNT, r"\bcombien (de|d|y|il)\b|\by a combien\b|\bhow many\b|\bnombre (de|d)\b|(?<!phone )(?<!telephone )\bnumber of\b"),
        (Asks.DURATION, r"\bcombien de (temps|jours|semaines|mois|annees)\b|\bcombien temps\b|\bhow long\b|\bduree\b|\bdelai\b|\bprend combien\b"),
        (Asks.WHY, r"\bpourquoi\b|\bwhy\b|\bpour quelles? raisons?\b|\ba quoi (ca )?ser(t|vent)\b|\bdans quel but\b|\bquel est (le but|l objectif)\b|\bwhat for\b|\bpurpose\b"),
        (Asks.LIST, r"\bquel(le)?s sont\b|\bc est quoi (les|ses|leurs|vos|nos)\b|\benumere|\bliste[zr]?\b|\blist\b|\blesquel(le)?s\b|\bdressez\b|\bnomme[zr]?\b|\bwhat are\b|\bwhich .*s\b|\btou(te)?s les\b|\bquels\b|\bquelles\b"),
        (Asks.DEFINITION, r"\b(c est quoi|cest quoi|qu est ce qu|que (veut dire|signifie)|defini\w*|define\w*|sigle|acronyme|mange quoi|veut dire|signifie|what is|what does|stands? for|meaning)\b"),
        (Asks.COMPARISON, r"\bdifferen|\bcompar|\bvs\b|\bversus\b|\bdistinction\b|\bpar rapport a\b"),
        (Asks.YES_NO, r"^(est ce|es ce|y a t|ya tu|yatu|peut|doit|is|are|does|do|can|has|have|was|were|should|must)\b|\b\w+ (tu|t il|t elle|t ils|t elles|t on)\b|\bc est tu\b|\bc tu\b|\bright$"),
        (Asks.STATUS, r"\bou en (est|sont|etait|etaient)\b|\brendus? ou\b|\b(ou|en est ou|est ou)\b.*\brendu\b|\bstatu(t|s)\b|\betat (actuel|du projet|d avancement|de sante)\b|\bavance\w*\b|\bsante d|\bprogress\b|\bca en est ou\b|\bou ca en est\b|\bva bien\b|\bva le projet\b"),
        (Asks.ADDRESS, r"\badresse\b|\baddress\b|\bcourriel\b|\be ?mail\b|\btelephone\b|\bphone\b|\bnumero de tele"),
    )
)  # fmt: skip


def detect(text: str) -> Lang:
    """English when more of its function words than French ones are there; French otherwise."""
    said = words(text)
    english = sum(w in ENGLISH.stop_words and w not in FRENCH.stop_words for w in said)
    french = sum(w in FRENCH.stop_words and w not in ENGLISH.stop_words for w in said)
    return Lang.EN if english > french else Lang.FR


def asked(text: str) -> frozenset[Asks]:
    """What kinds of thing would answer."""
    spaced = " ".join(_spelt(words(text)))
    return frozenset(asks for asks, pattern in _ASKS if pattern.search(spaced))


def _spelt(said: Sequence[str]) -> list[str]:
    return [w for word in said for w in FRENCH.spoken.get(word, word).split()]


def understand(question: Question, speller: Speller, today: date | None = None) -> Query:
    """The question as the engine sees it: courtesies aside, spelling mended, what it borrows from earlier ones added.

    Pure but for the speller's memory."""
    asked_text = _plain(question.text)
    language = detect(asked_text)
    own = mend(asked_text, language, speller)
    earlier = [mend(_plain(said), detect(said), speller).text for said in question.context]
    text, followup = standalone(own.text, earlier)
    said = _spelt(words(text))
    content = _content(said, language, speller, own.others)
    return Query(
        question=question,
        language=language,
        standalone=text,
        words=tuple(said),
        terms=tuple(word.stem for word in content),
        content=content,
        asks=asked(own.text) or asked(text),
        mended=own.pairs,
        followup=followup,
        today=today,
        words_language=language,
    )


def _plain(text: str) -> str:
    return in_plain_words(plainly(text))


def inverted(said: str) -> bool:
    """« se réunit-il », « peut-elle », « est-ce que »: put so as to be answered by yes or no. ``said`` is folded."""
    return bool(_INVERTED.search(said))


_INVERTED = re.compile(r"\best ce que\b|\w[td] (?:il|elle|ils|elles|on)\b")


def asks_in_words(query: Query) -> bool:
    """Whether a word of asking is there: « projets rouges T3 » has none, « quels projets… » has one."""
    return bool(_INTERROGATIVE.search(" ".join(query.words)))


_INTERROGATIVE = re.compile(
    r"\b(qui|que|quoi|quel\w*|quand|ou|comment|combien|pourquoi|who|what|which|when|where|how|why|est ce)\b"
)


def _content(
    said: Sequence[str], language: Lang, speller: Speller, others: Mapping[str, tuple[str, ...]]
) -> tuple[Word, ...]:
    stops = FRENCH.stop_words if language is Lang.FR else FRENCH.stop_words | ENGLISH.stop_words
    translated = _translations(said) if language is Lang.EN else {}
    kept = []
    for position, word in enumerate(said):
        if position in translated or (word not in stops and (len(word) > 1 or word.isdigit())):
            also = translated.get(position) or others.get(word) or _meant(word, language, speller)
            kept.append(Word(position, word, stem(word, FRENCH), also))
    return tuple(kept)


def _meant(word: str, language: Lang, speller: Speller) -> tuple[str, ...]:
    """What a misspelt word may stand for. A word of English is none, whatever French word it resembles."""
    return () if language is Lang.EN and word in known_words(ENGLISH) else speller.mend(word)


def _translations(said: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """French words by position; a phrase's words are told at each of its positions."""
    found: dict[int, tuple[str, ...]] = {}
    for start, end, french in translate(tuple(said)):
        found.update(dict.fromkeys(range(start, end), french))
    return found


def folded(text: str) -> str:
    """The question folded, words apart by one space: what patterns are matched against."""
    return " ".join(_spelt(words(fold(text))))
