"""« préviens-moi quand PR-04 change »: the commands, in their form and in no other. A question is never taken for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

How = Literal["follow", "end", "list"]
_FORMS: tuple[tuple[How, str, str], ...] = (
    ("follow", "fr", r"pr[ée]viens[- ]moi quand (.{2,80}?) change(?:ra|nt)?"),
    ("end", "fr", r"ne me pr[ée]viens plus (?:de |du |des |d['’])?(.{2,80})"),
    ("list", "fr", r"mes avis()"),
    ("follow", "en", r"tell me when (.{2,80}?) changes?"),
    ("end", "en", r"stop telling me about (.{2,80})"),
    ("list", "en", r"my alerts()"),
)
_READ = tuple((how, language, re.compile(rf"/?{form}[\s.!]*", re.IGNORECASE)) for how, language, form in _FORMS)
_ARTICLE = re.compile(r"\A(?:(?:le|la|les|the)\s+|l['’])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """``words`` name what is followed, "" in a list; ``language`` is that of the command."""

    how: How
    words: str
    language: str


def request(text: str) -> Request | None:
    """The command a whole message is; None for anything else."""
    said = " ".join(text.split())
    if "?" in said:
        return None
    for how, language, form in _READ:
        if found := form.fullmatch(said):
            words = _ARTICLE.sub("", found[1].strip(' «»“”".'), count=1).strip()
            return Request(how, words, language) if words or how == "list" else None
    return None
