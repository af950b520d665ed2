"""The tests' own means keep what they promise: who is alone is alone, what is remembered is what would be said."""

from __future__ import annotations

import fcntl
import threading
import time
from pathlib import Path

import numpy as np

from ingest.index.embedding import PackagedEmbedder
from ingest.index.model.reader import PackagedReader
from tests.suite import models
from tests.suite.workers import turn

TEXTS = ("Le comité approuve le plan.", "Le quorum est de cinq membres.", "Le comité approuve le plan.")


def waits(door: Path) -> bool:
    """Whether somebody stands at the door."""
    with door.open("a") as tried:
        try:
            fcntl.flock(tried, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_who_is_to_be_alone_is_and_goes_before_who_comes_later(tmp_path: Path) -> None:
    """Two beside each other; the third alone once they are over; the fourth, who came after, once it is over."""
    inside: list[str] = []
    seen: dict[str, list[str]] = {}
    leave = threading.Event()

    def takes(name: str, alone: bool) -> None:
        with turn(tmp_path, alone):
            inside.append(name)
            seen[name] = list(inside)
            leave.wait(20)
            inside.remove(name)

    threads = []
    for name, alone in (("one", False), ("two", False), ("alone", True), ("late", False)):
        threads.append(threading.Thread(target=takes, args=(name, alone)))
        threads[-1].start()
        until = time.monotonic() + 20
        while name in ("one", "two") and name not in inside and time.monotonic() < until:
            time.sleep(0.01)
        while name == "alone" and not waits(tmp_path / "door") and time.monotonic() < until:
            time.sleep(0.01)
    time.sleep(0.2)
    assert sorted(inside) == ["one", "two"]
    leave.set()
    for one in threads:
        one.join(20)
    assert seen["alone"] == ["alone"]
    assert list(seen)[2:] == ["alone", "late"]


def test_what_the_shared_models_remember_is_what_the_packaged_ones_say() -> None:
    """Bit for bit, the second time as the first, however many are asked at once."""
    plain = PackagedEmbedder()
    for _ in range(2):
        assert np.array_equal(models.embedder().embed_passages(TEXTS), plain.embed_passages(TEXTS))
        assert np.array_equal(models.embedder().embed_query("Qui ?"), plain.embed_query("Qui ?"))
        assert np.array_equal(models.embedder().embed_passages(TEXTS[1:]), plain.embed_passages(TEXTS[1:]))
    said = PackagedReader(plain.ready).scores("Qui ?", TEXTS[:2])
    assert [np.array_equal(models.reader().scores("Qui ?", TEXTS[:2]), said) for _ in range(2)] == [True, True]
    assert models.embedder().embed_passages(()).shape == (0, plain.dimension)
