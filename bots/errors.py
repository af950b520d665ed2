"""What can go wrong at the desk itself.

BotError
├── TooBusy       too many questions are waiting (exit 69)
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


class BadInput(BotError):
    pass


class NotPermitted(BotError):
    exit_code = 77

    def __init__(self) -> None:
        super().__init__(FRENCH.key_wanted, ENGLISH.key_wanted)
