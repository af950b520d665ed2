"""What can go wrong between Teams and us.

TeamsFault
├── Malformed     the body is not an activity (400)
├── TooLarge      the body is longer than any activity (413)
├── Untrusted     nothing proves that Teams sent it to us, from where we agreed to be reached (401)
└── Undelivered   Teams did not take what we sent, after all the attempts it deserves
"""

from __future__ import annotations


class TeamsFault(Exception):
    status = 400
    sentence = "malformed"


class Malformed(TeamsFault):
    """The argument names what is wrong, for logs: never a value."""


class TooLarge(TeamsFault):
    status = 413


class Untrusted(TeamsFault):
    status = 401
    sentence = "unsigned"


class Undelivered(Exception):
    """``status`` is what the service answered; 0 when it could not be reached. ``over``: the stream had already ended,
    so what was to end it is there."""

    def __init__(self, status: int, *, over: bool = False) -> None:
        super().__init__(f"status {status}")
        self.status, self.over = status, over
