"""What a document says of its own standing: that it is replaced (« remplacé », « ancien »), or that it replaces another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.documents.lineage import UNDATED
from ingest.facts.opening import name_in_words, opening
from ingest.facts.values.dates import moments
from ingest.languages import fold
from ingest.model import Document

_OLD_NAME = re.compile(r"\((?:ancienne?|old|perimee?|archive|obsolete)\)|\b(?:perimee?|obsolete|abrogee?|remplacee?)\b")
# « PÉRIMÉ – … », « DOCUMENT REMPLACÉ par … », « Remplacée par le règlement le 1er avril 2024; conservée pour mémoire. »
_OLD = re.compile(
    r"(?:^|[.;–—]\s*)(?:document |texte |version )?(?:perime|remplace|abroge|obsolete|superseded)e?\b"
    r"(?!\s+(?:la|le|les|l'|celle))"
)
_NEW = re.compile(
    r"\b(?:re(?:m)?plac|abrog|annul|supersed)e?(?:s|nt)?\b\s+(?:et \w+ )?(?:la|le|l'|celle|celui|the|that)\b"
)


def ended(document: Document) -> str:
    """The last day (ISO) a document gives as the end of its force, ``UNDATED`` where it says no day, "" while in force."""
    told = next((text for text in _opening(document) if _OLD.search(text)), "")
    if told:
        return _last_day(told) or UNDATED
    return UNDATED if _OLD_NAME.search(fold(name_in_words(document))) else ""


def replacing(document: Document) -> bool:
    """Whether a document in force says that it takes the place of another."""
    return any(_NEW.search(text) for text in _opening(document))


def _opening(document: Document) -> Iterator[str]:
    yield from (fold(block.text) for block in opening(document))


def _last_day(said: str) -> str:
    """« remplacé le 18 septembre 2024 », « du 1er mai 2022 au 31 mars 2025 »: the last day said."""
    days = [moment.day.isoformat() for moment in moments(said) if moment.exact]
    return max(days, default="")
