"""What software around a model sends besides questions: titles and tags to write, a question inside a template.

Nothing here is a question to the documents: a title is made of the conversation's own first question, tags and follow-ups
are left to the person. A question wrapped in a client's retrieval template is taken out of it.
"""

from __future__ import annotations

import json
import re

from bots.rendering.plain import one_line, shorten

TITLE = 60  # characters
_TASK = re.compile(
    r"^\s*###\s*Task\b|^\s*(?:Generate|Provide|Write|Create) a (?:concise|short|brief)\b.*\btitle\b", re.IGNORECASE
)
_ASKED = re.compile(r"<(user_query|query|question)>\s*(.*?)\s*</\1>", re.DOTALL | re.IGNORECASE)
_FIRST = re.compile(r"^\s*(?:USER|user|User|Human)\s*:\s*(.+)$", re.MULTILINE)
_KEY = re.compile(r"\"(title|tags|follow_ups|queries)\"\s*:")
_LISTS = frozenset({"tags", "follow_ups", "queries"})


def question_in(words: str) -> str:
    """The question a client's template holds, or the words themselves."""
    found = _ASKED.search(words)
    return found[2] if found and found[2].strip() else words


def own_task(words: str) -> str | None:
    """The answer to a client's own task, without looking anything up; None for a question."""
    if not _TASK.search(words) or _ASKED.search(words):
        return None
    said = _FIRST.search(words)
    title = shorten(one_line(said[1]), TITLE) if said else "Repère"
    key = _KEY.search(words)
    if key is None:
        return title
    return json.dumps({key[1]: [] if key[1] in _LISTS else title}, ensure_ascii=False)
