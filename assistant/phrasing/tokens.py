"""What a sentence asserts, word by word: numbers, dates, codes, addresses, forces (negation, modality…) and words.

Two texts are compared by the keys of their tokens: « 2027-06-18 » and « 18 juin 2027 » have one key, « doit » and
« peut » have two. Words that join (``glue``) have no token at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.model import Lang
from ingest.facts.values.dates import moments
from ingest.languages import ENGLISH, FRENCH, fold, stem

_LETTER = re.compile(r"(?<![\w'’.-])([A-Z])(?![\w'’.-])")
_HAS = re.compile(r"(?<![\w'’])a(?![\w'’])")  # « a » the verb, before folding makes it « à »
_CONTRACTED = ((r"n't\b", " not"), (r"\bcannot\b", "can not"), (r"\bs'(ils?)\b", r"si \1"), (r"\bwon't\b", "will not"))
_TOKEN = re.compile(
    r"(?P<url>https?://[^\s»”\")]+|www\.[^\s»”\")]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<date>\bdate_[\d-]+)"
    r"|(?P<letter>\bletter_[a-z]\b)"
    r"|(?P<ordinal>\b\d+(?:er|ere|e|eme|st|nd|rd|th)\b)"
    r"|(?P<code>(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"|(?P<number>(?:(?<![\w%$)])[+\-−])?(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?:\s?(?:%|\$|pour cent\b|percent\b))?)"
    r"|(?P<word>[a-z]+)"
    r"|(?P<stop>[.!?](?=\s|$|[»”\")])|[;\n])"
    r"|(?P<label>:|–|—|=|(?<=\s)-(?=\s))"
    r"|(?P<comma>,)|(?P<open>\()|(?P<close>\))|(?P<quote>[«“])|(?P<unquote>[»”])"
)
_MARKS = frozenset("stop label comma open close quote unquote".split())
# Light prepositions assert nothing alone, but say how what follows belongs: kept as marks.
_PREPOSITIONS = {
    word: group
    for group in (
        "a au aux",
        "de du des d of from",
        "pour for",
        "dans in",
        "en",
        "selon",
        "lors",
        "chez",
        "sur on",
        "avec with",
        "to",
        "at",
    )
    for word in group.split()
    for group in (group.split()[0],)
}
_AGENT = re.compile(r"(eur|euse|rice)s?$")
_FUTURE = re.compile(r"(er|ir|dr|tr|vr)(a|ont)$")
_CONDITIONAL = re.compile(r"r(ait|aient)$")
_IMPERFECT = re.compile(r"[^f](ait|aient)$")
_NEAR = 6  # words between « ne » and what completes it
_NEGATIONS = frozenset({"!neg", "!never", "!ni", "!only"})


@dataclass(frozen=True, slots=True)
class Token:
    """``key`` is compared; ``surface`` is the folded text. ``exact``: may not be left out, even when repeated."""

    key: str
    surface: str
    exact: bool = False

    @property
    def mark(self) -> bool:
        """Punctuation: it cuts, and asserts nothing."""
        return self.key.startswith("<")


def read(text: str, language: Lang) -> tuple[Token, ...]:
    """The tokens of a text in order, marks included, glue left out."""
    found = list(_tokens(_prepared(text), language))
    return tuple(_lettered([token for token in _negated(found) if token.key]))


def surfaces(text: str) -> frozenset[str]:
    """Every folded word of a text."""
    return frozenset(re.findall(r"[a-z0-9]+", fold(text)))


@cache
def optional() -> frozenset[str]:
    """Keys a sentence may leave out."""
    return frozenset(_key(w, lang) for line in _lines("optional.txt") for w in line.split() for lang in Lang)


@cache
def frames() -> frozenset[str]:
    """Folded words a sentence may add, in these very forms."""
    return frozenset(word for line in _lines("frames.txt") for word in line.split())


def _prepared(text: str) -> str:
    """Folded, with dates, capital letters standing alone and contractions in one shape."""
    shaped = _HAS.sub("avoir", text.replace("où", "en").replace("Où", "en"))
    shaped = _LETTER.sub(lambda m: f" letter_{m[1]} ", shaped)
    folded = fold(shaped).replace("\u2212", "-")
    for pattern, plain in _CONTRACTED:
        folded = re.sub(pattern, plain, folded)
    for moment in reversed(moments(folded)):
        day = moment.day.isoformat()
        written = day if moment.exact else day[:7]
        folded = f"{folded[: moment.start]} date_{written} {folded[moment.end :]}"
    return folded


def _tokens(folded: str, language: Lang) -> Iterator[Token]:
    for found in _TOKEN.finditer(folded):
        kind, said = found.lastgroup or "", found.group()
        if kind in _MARKS:
            yield Token(f"<{kind}", said)
        elif kind == "word":
            yield _word(said, language)
        elif kind == "letter":
            yield Token(said, said)
        else:
            yield Token(_fact(kind, said), said, exact=True)


def _fact(kind: str, said: str) -> str:
    if kind == "ordinal":
        return "#" + re.sub(r"\D", "", said)
    if kind == "number":
        return "#" + _number(said)
    return f"{kind}:{said.rstrip('.,;')}"


def _number(said: str) -> str:
    """« 1 234,50 $ » → « 1234.5$ »; the sign and the unit are part of it."""
    unit = "%" if re.search(r"%|cent", said) else "$" if "$" in said else ""
    digits = re.sub(r"[^\d.,+-]", "", said).replace(",", ".")
    whole, _, part = digits.partition(".")
    sign = whole[0] if whole[0] in "+-" else ""
    whole = whole.lstrip("+-").lstrip("0") or "0"
    part = part.rstrip("0")
    return f"{sign}{whole}{'.' + part if part else ''}{unit}"


def _word(said: str, language: Lang) -> Token:
    if said in ("ne", "n"):
        return Token("ne", said)
    if force := _forces().get(said):
        return Token("!" + force, said, exact=True)
    number = FRENCH.numbers.get(said, ENGLISH.numbers.get(said))
    if number is not None and said not in _ARTICLES:
        return Token(f"#{number}", said, exact=True)
    if said in _PREPOSITIONS and said in _glue(language):
        return Token("<prep", _PREPOSITIONS[said])
    if said in ("et", "and"):
        return Token("<and", said)
    if said in _glue(language):
        return Token("", said)
    return Token(_key(said, language), said)


_ARTICLES = frozenset({"un", "une", "one", "second", "seconde"})


def _negated(found: list[Token]) -> Iterator[Token]:
    """« ne » says nothing beside « pas » or « aucun »; with « que » it restricts; alone, or with « plus », it denies."""
    words = [token for token in found if not token.mark or token.key == "<stop"]
    read_as: dict[int, Token] = {}
    for at, token in enumerate(words):
        if token.key != "ne":
            continue
        after, before = words[at + 1 : at + 1 + _NEAR], words[max(0, at - _NEAR) : at]
        if any(t.key in _NEGATIONS for t in (*after, *before)):
            read_as[id(token)] = Token("", token.surface)
        else:
            only = any(t.surface in ("que", "qu") for t in after)
            read_as[id(token)] = Token("!only" if only else "!neg", token.surface, exact=True)
    return (read_as.get(id(token), token) for token in found)


def _lettered(found: list[Token]) -> list[Token]:
    """« R (responsable) » in the order of « responsable (R) »."""
    for at, token in enumerate(found[:-2]):
        if token.key.startswith("letter_") and found[at + 1].key == "<open" and not found[at + 2].mark:
            found[at], found[at + 2] = found[at + 2], token
    return found


def _key(word: str, language: Lang) -> str:
    if word in _equivalents():
        return _equivalents()[word]
    return stem(word, ENGLISH if language is Lang.EN else FRENCH) + _shape(word)


def _shape(word: str) -> str:
    """An agent is not its action (« directeur », « direction »), nor a promise a fact (« publiera », « publie »)."""
    for name, pattern in (("agent", _AGENT), ("future", _FUTURE), ("conditional", _CONDITIONAL), ("past", _IMPERFECT)):
        if pattern.search(word):
            return "~" + name
    return ""


@cache
def _glue(language: Lang) -> frozenset[str]:
    """Words that join: articles, pronouns, light prepositions, auxiliaries of the present."""
    stops = FRENCH.stop_words | (ENGLISH.stop_words if language is Lang.EN else frozenset())
    letters = FRENCH.elisions | {"s", "y", "re", "ve", "ll"}
    kept = {"eux", "genre", "monde", "chose", "choses", "truc", "trucs", "affaire", "affaires", "bonjour", "merci"}
    kept |= {"faire", "fait", "font", "fais"}  # « fait approuver » is not « approuve »
    return frozenset((stops | letters | {"pouvez", "pouvons", "etant"}) - set(_forces()) - kept)


@cache
def _forces() -> dict[str, str]:
    pairs = (line.partition(":") for line in _lines("forces.txt"))
    return {word: force for force, _, words in pairs for word in words.split()}


@cache
def _equivalents() -> dict[str, str]:
    return {word: f"={line.split()[0]}" for line in _lines("equivalents.txt") for word in line.split()}


def equivalent(word: str) -> bool:
    """Whether a folded word is listed with others that say the same."""
    return word in _equivalents()


def _lines(name: str) -> Iterator[str]:
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
