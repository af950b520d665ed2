"""Every sentence the channels say of their own, in French and in English."""

from __future__ import annotations

from assistant.model import Lang
from bots.wording.english import ENGLISH
from bots.wording.french import FRENCH
from bots.wording.words import Words

__all__ = ["ENGLISH", "FRENCH", "Words", "wording"]


def wording(language: Lang | str) -> Words:
    return ENGLISH if language == Lang.EN else FRENCH
