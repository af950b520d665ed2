"""What can go wrong at the desk itself.

BotError
├── TooBusy       too many questions are waiting (exit 69)
├── TookTooLong   an answer was not there in time (exit 69)
├── StateOut      what is remembered cannot be read or written (exit 69)
├── Broken        an error nobody expected, in another process (exit 70)
├── BadInput      a line or an argument that cannot be understood (exit 2)
└── NotPermitted  the key is missing or wrong (exit 77)
"""

from __future__ import annotations

from assistant.errors import AssistantError
from bots.wording import ENGLISH, FRENCH, wording
from ingest.errors import IngestError


class BotError(Exception):
    """Carries a French sentence and an English one, both ending with what to do."""

    exit_code = 2

    def __init__(self, french: str, english: str = "") -> None:
        super().__init__(french)
        self.french = french
        self.english = english or french


def sentence(error: Exception, language: str = "fr") -> str:
    """What to tell a person of an error: one sentence that ends with what to do; never a trace."""
    if isinstance(error, AssistantError | IngestError | BotError):
        return error.english if language == "en" else error.french
    return wording(language).broken


class TooBusy(BotError):
    exit_code = 69

    def __init__(self) -> None:
        super().__init__(FRENCH.too_busy, ENGLISH.too_busy)


class TookTooLong(BotError):
    """``seconds``: what an answer may take."""

    exit_code = 69

    def __init__(self, seconds: float) -> None:
        super().__init__(FRENCH.too_slow.format(seconds), ENGLISH.too_slow.format(seconds))


class StateOut(BotError):
    """``why``: what the database or the system said, in a word."""

    exit_code = 69

    def __init__(self, why: str) -> None:
        super().__init__(FRENCH.state_out.format(why), ENGLISH.state_out.format(why))


class Broken(BotError):
    """``name``: the kind of the error, for the log alone."""

    exit_code = 70

    def __init__(self, name: str) -> None:
        super().__init__(FRENCH.broken, ENGLISH.broken)
        self.name = name


class BadInput(BotError):
    pass


class NotPermitted(BotError):
    exit_code = 77

    def __init__(self) -> None:
        super().__init__(FRENCH.key_wanted, ENGLISH.key_wanted)
