"""Hand-made replies for the tests of channels: no index, no model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.library import Library
from assistant.model import Answer, Citation, Claim, Contact, Lang, Nearest, Notice, Question, Refusal, Reply, Table
from ingest.index.manifest import Manifest
from ingest.model import Place

CITATION = Citation(
    id="c1",
    document="matrice.xlsx",
    quote="A",
    place=Place(sheet="Matrice", cell="D12", row=12, start=10, end=11),
    title="Matrice des rôles",
    version="3.1",
    date="2026-09-02",
    url="https://documents.example.org/matrice.xlsx",
)
SECOND = replace(
    CITATION, id="c2", document="cadre.docx", quote="Le comité approuve.", place=Place(section=("Titre", "Rôles"))
)


def answer(text: str = "Le comité approuve le plan.", **more: Any) -> Answer:
    given: dict[str, Any] = {
        "id": "a1",
        "question": "Qui approuve le plan ?",
        "language": Lang.FR,
        "text": text,
        "claims": (Claim(text, ("c2", "c1")),),
        "citations": (CITATION, SECOND),
        "notices": (Notice("stale", "Le document date d'un an.", ("c2",)),),
        "suggestions": ("Qui est consulté ?",),
        "generation": "g1",
        "as_of": "2026-11-24",
    }
    return Answer(**{**given, **more})


def refusal(**more: Any) -> Refusal:
    given: dict[str, Any] = {
        "id": "r1",
        "question": "Quelle est la capitale ?",
        "language": Lang.FR,
        "text": "Les documents ne le disent pas.\nCe qui s'en approche le plus : « Cadre ».",
        "reason": "unknown",
        "nearest": (Nearest("cadre.docx", "Cadre", "https://documents.example.org/cadre.docx"),),
        "ask": Contact("Gestionnaire", "responsable de « Cadre »", ("c1",)),
        "citations": (CITATION,),
        "generation": "g1",
        "as_of": "2026-11-24",
    }
    return Refusal(**{**given, **more})


TABLE = Table("Rôles", ("Rôle", "Lettre"), ((("Comité", ()), ("A", ("c1",))), (("Direction", ()), ("R", ("c2",)))))


class Bare:
    """A generation without documents."""

    id = "g1"
    manifest = Manifest(id="g1", embedding="", created="2026-11-24T12:00:00+00:00")

    def descriptions(self) -> tuple[()]:
        return ()

    def records(self, kind: object) -> tuple[()]:
        return ()

    def near_subjects(self) -> NDArray[np.float16]:
        return np.zeros((0, 2, 0), np.float16)


class Scripted:
    """An assistant that gives the replies it was told to, and keeps the questions it was asked."""

    def __init__(self, *replies: Reply | Exception) -> None:
        self._replies = list(replies) or [answer()]
        self.asked: list[Question] = []
        self.generation = Bare()

    def library(self, groups: frozenset[str] = frozenset()) -> Library:
        return Library(Bare(), None, groups)  # type: ignore[arg-type]

    def answer(self, question: Question, on_step: Any = None, on_claim: Any = None) -> Reply:
        self.asked.append(question)
        if on_step:
            on_step("Recherche dans les documents")
        given = self._replies[min(len(self.asked), len(self._replies)) - 1]
        if isinstance(given, Exception):
            raise given
        return replace(given, question=question.text)


NAIVE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "<!channel> <@U123> [label](https://evil.example) *gras* _it_",
    "\x1b[31mrouge\x1b[0m \x07",
    "abc\u202edcba\u202c \u2066isolé\u2069",
    "Z" + "\u0301" * 500,
    "\u200b\u200b\ufeff\u00ad",
    "ligne\r\nInjectée: oui\n\n",
    "\ud800 seul",
    "🧑‍🤝‍🧑 é ﷽ Ω≈ç√∫",
    "a" * 5000,
    "",
    "\x00nul",
    "</textarea></form><form action=//evil.example>",
    "Robert'); DROP TABLE feedback;--",
    "%s%n%x {0} {name}",
)
