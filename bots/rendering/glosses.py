"""The acronyms of an answer in full, on one quiet line: whoever did not write the documents does not know them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.library import Library
from assistant.model import Lang
from assistant.telling.glosses import in_full
from bots.rendering.message import Message
from ingest.languages import fold

MOST = 3  # on the line
_ACRONYM = re.compile(r"(?<![\w-])[A-ZÀ-Ý][\w-]*[A-ZÀ-Ý0-9](?![\w-])")


def glossed(message: Message, library: Library) -> Message:
    """The message, saying what stands behind the acronyms that it shows and that the question does not use."""
    line = " · ".join(_told(message, in_full(library, Lang(message.language))))
    return replace(message, confirmed=(*message.confirmed, line)) if line else message


def _told(message: Message, known: Mapping[str, str]) -> list[str]:
    shown = "\n".join(_shown(message))
    said, asked = fold(shown), set(_ACRONYM.findall(message.question.upper()))
    met = (one for one in dict.fromkeys(_ACRONYM.findall(shown)) if one in known and one not in asked)
    new = [one for one in met if fold(known[one]) not in said]
    return [message.words.labelled.format(one, known[one]) for one in new[:MOST]]


def _shown(message: Message) -> Iterator[str]:
    """What an answer says; a refusal's nearest rows are left as they are."""
    if not message.abstained:
        yield from (sentence.text for sentence in message.sentences)
        yield from (cell.text for row in (message.grid.rows if message.grid else ()) for cell in row)
