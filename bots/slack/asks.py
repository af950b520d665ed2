"""A question heard in Slack, and where its answer goes: what is kept, sealed, until it is answered."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """``key`` is what the same question shows again; ``thread`` the message to answer under ("" for none).

    ``direct`` is a conversation with one person, who is answered with their own rights. ``private`` answers are seen by
    the asker alone; ``url`` is where to send them, or "" to post them in the channel for that person's eyes.
    """

    key: str
    text: str
    team: str
    user: str
    channel: str
    thread: str = ""
    direct: bool = False
    private: bool = False
    url: str = ""

    @property
    def conversation(self) -> str:
        """The key of what was asked before: a person's own in direct messages, a thread's in a channel."""
        if self.private:
            return ""
        return f"slack/{self.user}/{self.thread}" if self.direct else f"slack/{self.channel}/{self.thread}"

    @property
    def place(self) -> str:
        """Names the work, so that the native stop finds it."""
        return f"{self.channel}/{self.thread}"

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def unpacked(data: bytes) -> Ask:
    """Raises ValueError or TypeError on what another version packed otherwise."""
    return Ask(**json.loads(data))
