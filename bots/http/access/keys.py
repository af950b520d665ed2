"""Named API keys: a file holds the digest of each, its groups, its limit and its last day; the keys themselves nobody holds.

    keys:
      portail:
        sha256: 5f70bf18…
        groups: [direction]
        per_minute: 120
        until: 2027-06-30

A key is 32 bytes drawn at random, so that a plain digest cannot be guessed from: ``repere key`` draws one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bots.errors import BadInput
from bots.http.access.person import Person, key_of

PREFIX = "rpr_"


@dataclass(frozen=True, slots=True)
class Named:
    """``per_minute`` 0 is no limit of its own; ``until`` is the last day it opens, or None."""

    name: str
    sha256: str
    groups: frozenset[str]
    per_minute: int = 0
    until: date | None = None


class Keys:
    """The named keys, and the one key of the settings, whose holder names groups itself."""

    def __init__(self, named: tuple[Named, ...] = (), trusted: str = "") -> None:
        self._by_digest = {one.sha256: one for one in named}
        self._trusted = trusted

    def __bool__(self) -> bool:
        return bool(self._by_digest or self._trusted)

    def holder(self, given: str, today: date) -> tuple[Person, Named | None] | None:
        """Whom this key makes of its bearer; None for a key nobody gave, or one that is out of date."""
        if self._trusted and hmac.compare_digest(given.encode("utf-8", "replace"), self._trusted.encode()):
            return Person("key", key_of("key", ""), names_groups=True), None
        found = self._by_digest.get(digest(given))
        if found is None or (found.until is not None and found.until < today):
            return None
        return Person("key", key_of("key", found.name), found.name, found.groups), found


def digest(key: str) -> str:
    """What the file keeps of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def drawn() -> str:
    """A new key."""
    return PREFIX + secrets.token_urlsafe(32)


def read(path: Path | None) -> tuple[Named, ...]:
    """The keys of a file, none without one. Raises BadInput: a key that is half understood opens nothing."""
    if path is None:
        return ()
    import yaml
    from pydantic import BaseModel, ConfigDict, Field, ValidationError

    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid")
        sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
        groups: list[str]
        per_minute: int = Field(0, ge=0)
        until: date | None = None

    class File(BaseModel):
        model_config = ConfigDict(extra="forbid")
        keys: dict[str, Entry]

    try:
        given = File.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise _unreadable(path, type(error).__name__) from error
    except (yaml.YAMLError, ValidationError, ValueError, RecursionError) as error:
        raise _unreadable(path, _where(error)) from error
    return tuple(
        Named(name, one.sha256, frozenset(one.groups), one.per_minute, one.until) for name, one in given.keys.items()
    )


def _where(error: Exception) -> str:
    """The place of a fault, never its value."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        return ", ".join(".".join(map(str, found["loc"])) for found in error.errors())
    return type(error).__name__


def _unreadable(path: Path, why: str) -> BadInput:
    return BadInput(
        f"Les clés de « {path.name} » ne peuvent pas être lues ({why}) : écrivez-les comme « repere key » les propose.",
        f"The keys of “{path.name}” cannot be read ({why}): write them as “repere key” proposes.",
    )
