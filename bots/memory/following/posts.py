"""How a channel delivers what was not asked for at that moment."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Protocol

from bots.memory.following.news import News

if TYPE_CHECKING:
    from assistant.model import Reply


class NotTold(Exception):
    """A message did not arrive. ``later``: another try may do."""

    def __init__(self, *, later: bool) -> None:
        super().__init__(f"later: {later}")
        self.later = later


@dataclass(frozen=True, slots=True)
class Follower:
    """Whom to tell of what. ``at`` is what the channel needs to write to them; ``words`` "" is everything."""

    words: str
    language: str
    at: dict[str, str] = field(default_factory=dict)

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()


class Post(Protocol):
    """How a channel delivers."""

    @property
    def name(self) -> str: ...

    def at(self, spot: str) -> dict[str, str]:
        """What writing to a place of the settings takes: the service's own name of a person or a channel."""
        ...

    async def groups(self, follower: Follower) -> frozenset[str] | None:
        """What they may read, today; None when that cannot be known."""
        ...

    async def send(self, follower: Follower, title: str, news: News) -> None:
        """The title, then the changes there are. Raises NotTold."""
        ...

    async def ask(self, follower: Follower, question: str, note: str, found: Reply, entry: str) -> None:
        """A question that somebody could not find the answer to, what was found, and a way to reply; ``entry`` is its line
        in the ledger. Raises NotTold."""
        ...
