"""Names of roles in a sentence: the article the documents put before them, or the one their first word calls for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from assistant.known.things import Cells, Thing
from assistant.library import Library
from assistant.model import Lang
from ingest.languages import fold

_MANY = 300  # documents: beyond, articles are not looked for in them
_VOWEL = re.compile(r"[aeiouyh]")
_FEMININE = re.compile(r"(ion|ance|ence|ee|ie|ure|rice|euse|ette|table)$")
_ABBREVIATION = re.compile(r"[A-ZÀ-Ý][\w&/.-]{0,6}[A-ZÀ-Ý0-9.]")
_BEFORE = r"(?<!\w)(de la|du|des|au|aux|la|le|les|l['’]) ?"
_AS = {"du": "le", "au": "le", "des": "les", "aux": "les", "de la": "la", "l’": "l'"}


def in_sentence(role: Thing, library: Library, language: Lang) -> str:
    """« la Table de pilotage », « l'Intendance »: the name as the documents write it, after its article."""
    return with_article(role.name, language, _heard(library).get(fold(role.name), "") if language is Lang.FR else "")


def with_article(name: str, language: Lang, article: str = "") -> str:
    """« la Direction des ports »: a name after ``article``, or after the one its first word calls for."""
    if language is Lang.EN:
        return name if _ABBREVIATION.fullmatch(name) else f"the {name}"
    article = article or _guessed(name)
    return f"{article}{name}" if article.endswith("'") or not article else f"{article} {name}"


def plural(said: str) -> bool:
    """Whether a name said with its article takes a verb in the plural."""
    return said.startswith("les ")


def _guessed(name: str) -> str:
    if _ABBREVIATION.fullmatch(name):
        return ""
    first = fold(name.split(maxsplit=1)[0])
    if first.endswith("s") and not first.endswith("us"):
        return "les"
    if _VOWEL.match(first):
        return "l'"
    return "la" if _FEMININE.search(first) else "le"


def _heard(library: Library) -> dict[str, str]:
    """Name of a role (folded) → the article most often before it in the documents; found once a generation."""
    return library.remember("articles", _listened)


def _listened(library: Library) -> dict[str, str]:
    names = sorted({role.name for role in Cells.of(library).role_of.values()}, key=len, reverse=True)
    if not names or len(library.descriptions()) > _MANY:
        return {}
    pattern = re.compile(_BEFORE + f"({'|'.join(map(re.escape, names))})(?!\\w)", re.IGNORECASE)
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for document in library.descriptions():
        for block in library.blocks(document.document):
            for found in pattern.finditer(block.text):
                article = found[1].lower()
                heard[fold(found[2])][_AS.get(article, article)] += 1
    return {name: counted.most_common(1)[0][0] for name, counted in heard.items()}
