"""What a project was called before: « Clic-Bloc (anciennement Ligne) »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.facts.records import Fact

_FORMERLY = re.compile(
    r"\b(?:anciennement|ancien(?:ne)? nom|(?<=\()(?:ancien(?:ne)?|anc\.|ex(?=[ -]))|on l['’]appelait|auparavant|autrefois|"
    r"formerly|ci-devant)"
    r"\s*[:-]?\s*[«“\"(]?\s*((?:[^»”\"();.]|\.(?=\d)){3,90})",
    re.IGNORECASE,
)
# What is taken out of a name: the former one, with its parentheses when it stands in some.
_FORMERLY_ASIDE = re.compile(
    rf"\s*\(\s*(?:{_FORMERLY.pattern})[^()]*\)|\s*[–—,-]?\s*(?:{_FORMERLY.pattern})", re.IGNORECASE
)
_NEW_ASIDE = re.compile(r"\s*\((?:nouveau|nouvelle|new)\b[^()]{0,20}\)", re.IGNORECASE)


def bare(name: str) -> str:
    """A name without what it says of a former or a new one."""
    return _NEW_ASIDE.sub("", _FORMERLY_ASIDE.sub("", name)).strip(" –—-,;")


def names(facts: Iterable[Fact], former: Fact | None) -> Iterable[str]:
    """The former names that facts say, that of a column of its own first."""
    if former:
        yield former.quote.strip(' «»"')
    for fact in facts:
        for match in _FORMERLY.finditer(fact.quote):
            yield match.group(1).strip(' «»"')
