"""A backup is worth what is restored of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bots.errors import BadInput
from bots.memory.archive import backup, restore
from bots.memory.deduplication import Deduplication
from bots.memory.feedback import Feedback, Opinion
from bots.settings import Settings
from ingest.errors import IndexFault
from ingest.index.generation import current_id, open_current
from ingest.index.writing import only_writer, publish
from tests.ingest.index.conftest import CORPUS, HashEmbedder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(index=tmp_path / "index")
    with only_writer(made.index):
        publish(made.index, CORPUS, HashEmbedder(), lambda *_: None)
    Feedback(made.state_folder).record(Opinion("a1", "up", "web", question="q"))
    return made


def test_what_was_saved_comes_back(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index answers, opinions and promises are there; taken while all of them are written; no secret is in it."""
    monkeypatch.setenv("REPERE_API_KEY", "canari-secret")
    monkeypatch.setenv("REPERE_LANG", "en")
    seen, over = Deduplication(settings.state_folder), threading.Event()
    seen.first("slack", "before", b"work")

    def writing() -> None:
        number = 0
        while not over.is_set():
            seen.first("slack", f"e{number}")
            number += 1

    thread = threading.Thread(target=writing)
    thread.start()
    try:
        about = backup(tmp_path / "save.tar", settings)
    finally:
        over.set()
        thread.join()
    assert b"canari-secret" not in (tmp_path / "save.tar").read_bytes()
    assert (about["settings"]["REPERE_API_KEY"], about["settings"]["REPERE_LANG"]) == ("…", "en")
    there = Settings(index=tmp_path / "there")
    assert restore(tmp_path / "save.tar", there)["generation"] == about["generation"]
    assert current_id(there.index) == current_id(settings.index)
    assert len(open_current(there.index, "hash@1").descriptions()) == len(CORPUS)
    assert [row[0] for row in Feedback(there.state_folder).rows()] == ["a1"]
    again = Deduplication(there.state_folder)
    assert not again.first("slack", "before")
    assert [one.work for one in again.undone("slack")] == [b"work"]
    assert not list(there.index.glob(".*"))


def test_a_state_already_there_is_not_written_over(settings: Settings, tmp_path: Path) -> None:
    """Restoring over a service that lives would forget what it promised."""
    backup(tmp_path / "save.tar", settings)
    with pytest.raises(BadInput):
        restore(tmp_path / "save.tar", settings)


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.9])
def test_a_damaged_backup_is_refused(settings: Settings, tmp_path: Path, where: float) -> None:
    """A byte changed in the index, or half of the file missing: one sentence, and nothing is put in service."""
    file, there = tmp_path / "save.tar", Settings(index=tmp_path / "there")
    backup(file, settings)
    data = bytearray(file.read_bytes())
    (tmp_path / "half.tar").write_bytes(data[: int(len(data) * where)])
    with pytest.raises((BadInput, IndexFault)):
        restore(tmp_path / "half.tar", there)
    assert not (there.index / "CURRENT").exists()
    (tmp_path / "none.tar").write_bytes(b"x" * 20_000)
    with pytest.raises(BadInput):
        restore(tmp_path / "none.tar", there)
