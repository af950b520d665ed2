"""What software around a model asks besides questions is answered without the documents."""

from __future__ import annotations

import json

import pytest

from bots.rendering.tasks import TITLE, own_task, question_in

ASKED = "Qui approuve la charte de projet ?"
HISTORY = f"### Chat History:\n<chat_history>\nUSER: {ASKED}\nASSISTANT: Gestionnaire\n</chat_history>"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ('JSON: {"title": "..."}', {"title": ASKED}),
        ('JSON: { "tags": ["a"] }', {"tags": []}),
        ('JSON: { "follow_ups": ["a"] }', {"follow_ups": []}),
    ],
)
def test_a_client_s_task_is_done_from_the_conversation(output: str, expected: dict[str, object]) -> None:
    """A title is the first question; tags and follow-ups are left empty, as the JSON the client wants."""
    made = own_task(f"### Task:\nWrite something for this chat.\n### Output:\n{output}\n{HISTORY}")
    assert made is not None
    assert json.loads(made) == expected


def test_a_title_is_short() -> None:
    """Whatever the first question."""
    made = own_task(f"Generate a concise title for this conversation.\nUSER: {'mot ' * 200}")
    assert made
    assert len(made) <= TITLE


def test_a_question_is_no_task() -> None:
    """Even one that speaks of tasks and titles."""
    assert own_task("Quelles tâches (tasks) ont pour titre « title » ?") is None


def test_a_question_is_taken_out_of_its_template() -> None:
    """And left as it is where there is none."""
    wrapped = f"### Task:\nAnswer with the context.\n<context>x</context>\n<user_query>\n{ASKED}\n</user_query>"
    assert question_in(wrapped) == ASKED
    assert own_task(wrapped) is None
    assert question_in(ASKED) == ASKED
