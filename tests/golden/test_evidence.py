"""Our own questions and descriptions are true of the documents that ship: every quote is where it is said to be."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.loaders.reading import read
from ingest.model import Block, Document

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
DESCRIBED: dict[str, dict[str, Any]] = yaml.safe_load((CORPUS / "corpus.yaml").read_text("utf-8"))["documents"]
EVIDENCE = [(q["id"], e) for q in QUESTIONS for e in q["expects"]["evidence"]]
ADDRESS = re.compile(r"[\w.-]+@([\w.-]+\w)|https?://([\w.-]+\w)")


@cache
def document(name: str) -> Document:
    return read(CORPUS / name, name)


def folded(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").split())


def stands_at(block: Block, place: str) -> bool:
    """The places of the gold schema: « page 3 », « row 12 », « section 2.1 Titre », « Feuille!C12 »."""
    kind, _, rest = place.partition(" ")
    if kind == "page":
        return block.place.page == int(rest)
    if kind == "row":
        return block.place.row == int(rest)
    if kind == "section":
        return rest in block.place.section
    return any(f"{cell.place.sheet}!{cell.place.cell}" == place for cell in block.cells)


def words_at(name: str, place: str) -> list[str]:
    blocks = [block for block in document(name).blocks if stands_at(block, place)]
    if "!" in place:
        return [c.text for b in blocks for c in b.cells if f"{c.place.sheet}!{c.place.cell}" == place]
    return [block.text for block in blocks] + [cell.text for block in blocks for cell in block.cells]


@pytest.mark.parametrize(("question", "evidence"), EVIDENCE)
def test_every_quote_of_the_gold_set_is_at_its_place(question: str, evidence: dict[str, str]) -> None:
    found = [folded(text) for text in words_at(evidence["document"], evidence["place"])]
    assert any(folded(evidence["quote"]) in text for text in found), question


def test_questions_are_many_distinct_and_of_every_register() -> None:
    assert len({q["id"] for q in QUESTIONS}) == len(QUESTIONS) >= 120
    assert len({(q["question"], *q["context"]) for q in QUESTIONS}) == len(QUESTIONS)
    registers = {q["register"] for q in QUESTIONS}
    assert registers >= {"formal", "colloquial", "Québec idiom", "typo-ridden", "no accents", "English", "acronym-only"}


def test_the_descriptions_name_the_files_that_are_there() -> None:
    assert set(DESCRIBED) == {p.name for p in CORPUS.iterdir() if p.name != "corpus.yaml"}


@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, q["answer"]) for name, about in DESCRIBED.items() for q in about.get("questions", ())],
)
def test_every_anticipated_answer_is_in_its_document_word_for_word(name: str, answer: str) -> None:
    blocks = document(name).blocks
    assert any(folded(answer) in folded(text) for b in blocks for text in (b.text, *(c.text for c in b.cells)))


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_document_says_on_its_face_that_it_is_a_demonstration(name: str) -> None:
    found = document(name)
    face = " ".join([*(block.text for block in found.blocks[:12]), *found.margins]).lower()
    assert "démonstration" in face


@pytest.mark.parametrize("name", DESCRIBED)
def test_addresses_are_examples_but_for_the_one_the_mandate_gives(name: str) -> None:
    hosts = {mail or web for mail, web in ADDRESS.findall(document(name).text)}
    assert all(host.endswith("example.org") or host == "msss.gouv.qc.ca" for host in hosts)
