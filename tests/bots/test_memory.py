"""What the channels remember: conversations, messages seen, opinions; and what never reaches the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.memory.conversations import REMEMBERED, Conversations
from bots.memory.deduplication import KEPT, LATE, Deduplication, Undone
from bots.memory.feedback import Feedback, Opinion
from bots.memory.masking import mask
from bots.memory.sealing import Seal


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_forgotten_with_time_and_on_request() -> None:
    """After the limit, or when asked, threads included; another chat is untouched."""
    clock = Clock()
    memory = Conversations(minutes=30, clock=clock)
    for key in ("chat", "chat/thread", "chatter"):
        memory.remember(key, "Qui approuve ?")
    assert memory.forget("chat")
    assert (memory.context("chat"), memory.context("chat/thread"), memory.context("chatter")) == (
        (),
        (),
        ("Qui approuve ?",),
    )
    clock.now += 31 * 60
    assert memory.context("chatter") == ()
    assert not memory.forget("chat")


@given(st.lists(st.text(min_size=1), max_size=20))
def test_a_conversation_keeps_the_last_questions_in_order(questions: list[str]) -> None:
    """No more than a follow-up may lean on."""
    memory = Conversations()
    for question in questions:
        memory.remember("k", question)
    assert memory.context("k") == tuple(questions[-REMEMBERED:])


def test_a_message_is_new_once_across_restarts_and_threads(tmp_path: Path) -> None:
    """One of many simultaneous deliveries is first; after a restart none is; a day later the key is free."""
    clock = Clock()
    first: list[bool] = []
    seen = Deduplication(tmp_path, clock)
    threads = [threading.Thread(target=lambda: first.append(seen.first("slack", "e1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(first) == 1
    seen.close()
    again = Deduplication(tmp_path, clock)
    assert not again.first("slack", "e1")
    assert again.first("teams", "e1")
    clock.now += KEPT + 3700
    assert again.first("slack", "e1")


def test_work_outlives_the_process_until_it_is_done(tmp_path: Path) -> None:
    """What was promised is found again with where it was being written; done or an hour late, it is not."""
    clock = Clock()
    seen = Deduplication(tmp_path, clock)
    assert seen.first("slack", "e1", b"one")
    assert not seen.first("slack", "e1", b"again")
    clock.now += 1
    assert seen.first("slack", "e2", b"two")
    seen.posted("slack", "e1", "C1/12.5")
    seen.close()
    again = Deduplication(tmp_path, clock)
    assert again.undone("slack") == [Undone(b"one", "C1/12.5"), Undone(b"two", "")]
    assert again.undone("teams") == []
    again.done("slack", "e1")
    assert again.undone("slack") == [Undone(b"two", "")]
    assert not again.first("slack", "e1")
    clock.now += LATE + 1
    assert again.undone("slack") == []


@given(st.binary(), st.text(min_size=1))
def test_what_is_sealed_opens_with_its_own_secret_only(words: bytes, secret: str) -> None:
    """And shows nothing of the words; damage is told from words."""
    sealed = Seal(secret).close(words)
    assert Seal(secret).open(sealed) == words
    assert Seal(secret + "x").open(sealed) is None
    assert Seal(secret).open(sealed[:-1]) is None
    assert len(words) < 4 or words not in sealed


def test_an_opinion_is_one_row_masked_and_erased_on_request(tmp_path: Path) -> None:
    """The reason joins the thumb's row; personal data is in no file of the folder; erasing leaves nothing."""
    feedback = Feedback(tmp_path)
    said = "Mon courriel est canari@example.org, mon NAS 123 456 789"
    feedback.record(Opinion("a1", "up", "web", "user-canari", question=said))
    feedback.record(Opinion("a1", "down", "web", "user-canari", reason="appelez 418-555-0199"))
    assert feedback.rows() == [
        ("a1", "web", "down", "appelez [téléphone]", "Mon courriel est [courriel], mon NAS [NAS]")
    ]
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        assert not any(word in data for word in (b"canari", b"123 456 789", b"555-0199", b"user-"))
    assert feedback.erase("web", "user-canari") == 1
    assert feedback.rows() == []


def test_opinions_are_kept_for_a_limited_time(tmp_path: Path) -> None:
    """What is older than the retention goes when the next one comes."""
    clock = Clock()
    feedback = Feedback(tmp_path, days=1, clock=clock)
    feedback.record(Opinion("a1", "up", "web"))
    clock.now += 2 * 86_400
    feedback.record(Opinion("a2", "up", "web"))
    assert [row[0] for row in feedback.rows()] == ["a2"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("jeanne.tremblay@ciusss.example.org", "[courriel]"),
        ("(418) 555-0199", "[téléphone]"),
        ("+1 418 555 0199", "[téléphone]"),
        ("4185550199", "[téléphone]"),
        ("123-456-789", "[NAS]"),
        ("123456789", "[NAS]"),
        ("TREJ 8501 0112", "[NAM]"),
        ("trej85010112", "[NAM]"),
        ("4540 1234 5678 9012", "[numéro]"),
        ("G1V 4G5", "[code postal]"),
        ("dossier 8812345", "dossier [numéro]"),
    ],
)
def test_personal_numbers_and_addresses_are_masked(text: str, word: str) -> None:
    """Each by a word that says what stood there."""
    assert mask(text) == word
    assert mask(f"x {text} y") == f"x {word} y"


@pytest.mark.parametrize(
    "text", ["le projet PR-01 au T3 2026", "mandat 23-PP-00009", "le 30 septembre 2026", "2026-09-30"]
)
def test_what_questions_are_about_is_left(text: str) -> None:
    """Codes, periods and dates are no one's."""
    assert mask(text) == text
