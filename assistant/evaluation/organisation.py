"""An organisation to measure on: a folder with ``docs/``, ``questions.yaml`` and, for learning, ``wordings.jsonl``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.evaluation.gold import Gold, load
from assistant.evaluation.sources import Sources
from ingest.index.generation import Generation

DOCUMENTS = "docs"
QUESTIONS = "questions.yaml"
WORDINGS = "wordings.jsonl"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Its name, the folder of its documents, and its questions, in the order of the file."""

    name: str
    documents: Path
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One more way to ask: the words of a document that answer, or no document when nothing does."""

    question: str
    document: str = ""
    quote: str = ""


def organisation(folder: Path) -> Organisation:
    """The organisation of a folder. Raises AssistantError with what is missing."""
    for name in (DOCUMENTS, QUESTIONS):
        if not (folder / name).exists():
            raise AssistantError(
                f"« {folder} » n'est pas une organisation : il y manque « {name} » (docs/evaluation.md).",
                f"“{folder}” is not an organisation: “{name}” is missing there (docs/evaluation.md).",
            )
    return Organisation(folder.resolve().name, folder / DOCUMENTS, load(folder / QUESTIONS))


def wordings(folder: Path) -> tuple[Wording, ...]:
    """The wordings of an organisation, none when it has no such file. Raises AssistantError with the line to mend."""
    path = folder / WORDINGS
    if not path.is_file():
        return ()
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    return tuple(_wording(line, path, number) for number, line in lines if line.strip())


def sources(generation: Generation) -> Sources:
    """The documents of an index, as they were read."""
    return Sources([description.document for description in generation.descriptions()], generation.document)


def _wording(line: str, path: Path, number: int) -> Wording:
    try:
        said: dict[str, Any] = json.loads(line)
        if said.get("nothing"):
            return Wording(str(said["question"]))
        return Wording(str(said["question"]), str(said["document"]), str(said["quote"]))
    except (ValueError, KeyError, AttributeError) as error:
        raise AssistantError(
            f"« {path} », ligne {number} : il faut « question », et « document » et « quote » ou « nothing ».",
            f"“{path}”, line {number}: “question” is needed, with “document” and “quote”, or “nothing”.",
        ) from error
