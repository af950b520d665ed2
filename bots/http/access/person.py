"""Who is asking: what a door found out, in one frozen noun that travels with the request."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Via = Literal["public", "key", "session", "token"]
PLACE = "repere.person"  # where the entrance leaves it in an ASGI scope


@dataclass(frozen=True, slots=True)
class Person:
    """``key`` tells people apart without naming them; ``groups`` are the audiences they belong to.

    ``names_groups`` is for a trusted program that says for whom it asks. ``unsure``: their groups could not be known, so
    they read what is public, and are told so.
    """

    via: Via = "public"
    key: str = ""
    name: str = ""
    groups: frozenset[str] = frozenset()
    names_groups: bool = False
    unsure: bool = False

    def asking(self, named: frozenset[str] = frozenset()) -> frozenset[str]:
        """The groups a question is asked with: those named by a trusted program; otherwise one's own, which naming some
        can only narrow."""
        if self.names_groups:
            return named
        return self.groups & named if named else self.groups


PUBLIC = Person()


def of(scope: Mapping[str, Any]) -> Person:
    """Whom the entrance let in; the public where there is no entrance."""
    found = scope.get(PLACE)
    return found if isinstance(found, Person) else PUBLIC


def key_of(*parts: str) -> str:
    """A stable name for a person that says nothing of them."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
