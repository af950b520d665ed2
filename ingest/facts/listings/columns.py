"""Headers read by what they mean: a canonical key for « Date cible », « Échéance » or « Livraison prévue ».

A kind gives its keys with the patterns of the headers that say them, the most telling first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.languages import fold

_NOISE = re.compile(r"[^a-z0-9%$#]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Canonical keys and the patterns that recognise their headers. ``patterns`` order settles ties."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, aliases: Mapping[str, str]) -> Columns:
        """From key → alternatives of a regular expression over the folded header, matched as whole words."""
        return cls(tuple((key, re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])")) for key, words in aliases.items()))

    def key(self, header: str) -> str:
        """The canonical key of a header, or "". Of several, the one whose words fill the header best."""
        said = plain(header)
        if not said or len(said) > 60:
            return ""
        best, filled = "", 0.0
        for key, pattern in self.patterns:
            for match in pattern.finditer(said):
                # Words said first name the column; a longer alias is a surer one.
                share = len(match.group()) / len(said) + 0.15 * (match.start() == 0)
                if share > filled + 0.001:
                    best, filled = key, share
        return best if filled >= 0.2 else ""

    def both(self, header: str) -> list[str]:
        """The keys of a header that heads two things, « Coût et délai »; empty for one that heads one."""
        keys = [self.key(part) for part in re.split(r"\s+(?:et|and|ou|&)\s+|\s*[/,]\s*", header)]
        return keys if len(keys) > 1 and all(keys) and len(set(keys)) == len(keys) and "name" not in keys else []

    def is_alone(self, header: str) -> bool:
        """Whether a header is, from end to end, one that is known."""
        return any(pattern.fullmatch(plain(header)) for _, pattern in self.patterns)

    def has(self, key: str) -> bool:
        """Whether the key is one of these columns."""
        return any(key == known for known, _ in self.patterns)

    def read(self, headers: Sequence[str]) -> list[str]:
        """A key for each header; a key is given once, to the header that says it first; others keep their own words."""
        keys: list[str] = []
        for header in headers:
            key = self.key(header)
            keys.append(key if key and key not in keys else self._own(header, keys))
        return keys

    def _own(self, header: str, taken: Sequence[str]) -> str:
        """A key of its own words that is no column's we know: a second « Code » is not the first."""
        key = own_key(header)
        return f"{key}_{len(taken)}" if key and (key in taken or self.has(key)) else key


def plain(header: str) -> str:
    """A header folded, with one space between its words: « Avancement (%) » gives « avancement % »."""
    return _NOISE.sub(" ", fold(header)).strip()


def own_key(header: str) -> str:
    """The key of a column nobody foresaw: its own words."""
    return plain(header).replace(" ", "_")
