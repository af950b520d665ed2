"""Passages are true spans of their document, none too long, and carry what makes them mean something."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.passages import PART, passages, spans, unanswered, wholes
from ingest.model import Anticipated, Block, BlockKind, Cell, Description, Document, Place


def document(*blocks: tuple[BlockKind, str, dict[str, object]]) -> Document:
    made, start = [], 0
    for number, (kind, text, more) in enumerate(blocks):
        section = more.pop("section", ())
        place = Place(section=section, start=start, end=start + len(text))  # type: ignore[arg-type]
        made.append(Block(f"b{number}", kind, text, place, **more))  # type: ignore[arg-type]
        start += len(text) + 1
    return Document("d", "text", "\n".join(text for _, text, _ in blocks), tuple(made))


ABOUT = Description("d", "Mandat")


@given(st.lists(st.tuples(st.sampled_from(BlockKind), st.text(max_size=2000)), max_size=5))
def test_each_passage_is_a_span_of_the_text_inside_its_block(found: list[tuple[BlockKind, str]]) -> None:
    read = document(*((kind, text, {}) for kind, text in found))
    blocks = {block.id: block for block in read.blocks}
    for passage in passages(read, ABOUT):
        block = blocks[passage.blocks[0]]
        assert read.text[passage.place.start : passage.place.end] == passage.text != ""
        assert block.place.start <= passage.place.start
        assert passage.place.end <= block.place.end


@given(st.text(max_size=3000), st.integers(20, 700))
def test_spans_lose_no_word_and_are_not_too_long(text: str, size: int) -> None:
    cut = list(spans(text, size))
    assert all(end - start <= size for start, end in cut)
    assert "".join("".join(text[start:end] for start, end in cut).split()) == "".join(text.split())


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"La phrase numéro {n} dit quelque chose de simple." for n in range(40))
    cut = passages(document((BlockKind.PARAGRAPH, text, {})), ABOUT)
    assert len(cut) > 2
    assert all(len(p.text) <= PART and p.text.endswith(".") for p in cut)


def test_a_list_item_carries_its_lead_in_and_its_headings() -> None:
    item = (BlockKind.LIST_ITEM, "avise le ministère", {"lead_in": "Le centre :", "section": ("3. Rôles",)})
    assert passages(document(item), ABOUT)[0].context == "Mandat\n3. Rôles\nLe centre :"


def test_a_row_carries_its_headers() -> None:
    cells = (Cell("A", 1, Place(), "Direction"), Cell("R", 2, Place(), "Comité"))
    assert "Direction | Comité" in passages(document((BlockKind.ROW, "A | R", {"cells": cells})), ABOUT)[0].context


def test_a_heading_is_context_unless_nothing_follows_it() -> None:
    read = document(
        (BlockKind.HEADING, "Un", {"level": 1}),
        (BlockKind.PARAGRAPH, "texte", {}),
        (BlockKind.HEADING, "Fin", {"level": 1}),
    )
    assert [p.text for p in passages(read, ABOUT)] == ["texte", "Fin"]


def test_an_anticipated_question_goes_to_the_passage_that_answers_it() -> None:
    read = document((BlockKind.PARAGRAPH, "Rien ici.", {}), (BlockKind.PARAGRAPH, "L'avis est rendu en 20 jours.", {}))
    asked = (Anticipated("Combien de temps ?", "avis est  rendu en 20 JOURS"), Anticipated("Quoi ?", "absent"))
    about = Description("d", "Mandat", questions=asked)
    cut = passages(read, about)
    assert [p.questions for p in cut] == [(), ("Combien de temps ?",)]
    assert [q.question for q in unanswered(cut, asked)] == ["Quoi ?"]


def test_a_section_is_a_whole_and_a_row_is_one_by_itself() -> None:
    read = document(
        (BlockKind.PARAGRAPH, "un", {"section": ("A",)}),
        (BlockKind.LIST_ITEM, "deux", {"section": ("A",)}),
        (BlockKind.PARAGRAPH, "trois", {"section": ("B",)}),
        (BlockKind.ROW, "quatre", {"section": ("B",)}),
        (BlockKind.ROW, "cinq", {"section": ("B",)}),
    )
    assert wholes(passages(read, ABOUT), read.blocks) == [0, 0, 1, 2, 3]


def test_what_repeats_in_a_paragraph_no_person_writes_is_kept_once() -> None:
    """Beyond ten thousand characters; shorter, or in other words, every piece is there."""
    names = ", ".join(f"Prénom{n} Nom{n}" for n in range(850))
    kept = {}
    for name, text in {
        "words": "règlement " * 10_000,
        "signs": "(" * 100_000,
        "names": names,
        "short": "oui " * 2_000,
    }.items():
        kept[name] = len(passages(document((BlockKind.PARAGRAPH, text, {})), ABOUT))
    assert kept == {"words": 1, "signs": 1, "names": len(list(spans(names, PART))), "short": 14}
