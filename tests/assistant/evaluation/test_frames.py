"""Frames of questions: each is of a known kind, and is filled with names by chance, always the same."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.frames import FILLED, FRAMES, filled
from assistant.reading.meaning import examples


def test_every_frame_is_of_a_kind_that_has_examples_and_its_slots_have_names() -> None:
    made = filled()
    assert set(made) <= set(examples())
    assert not [text for texts in made.values() for text in texts if "{" in text]


def test_a_frame_is_filled_with_many_names_and_always_with_the_same() -> None:
    once = filled()
    assert once == filled()
    assert len(set(once["who.A"][:FILLED])) > FILLED / 2  # of its first frame


def test_articles_join_as_french_joins_them(tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "role.txt").write_text("le comité\n", "utf-8")
    (tmp_path / "part.txt").write_text("la part de {role} va à {role}\nqui fait ça\n", "utf-8")
    assert set(filled(tmp_path)["part"]) == {"la part du comité va au comité", "qui fait ça"}


def test_no_frame_names_anything_itself() -> None:
    """A frame that held a name would teach that the name tells the kind."""
    frames = {frame for texts in examples(FRAMES).values() for frame in texts}
    assert len([frame for frame in frames if "{" not in frame]) < len(frames) / 20
