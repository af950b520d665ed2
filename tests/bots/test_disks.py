"""Real disks that are read-only or full: questions are answered, what cannot be kept is said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.memory.archive import backup
from bots.memory.feedback import Feedback, Opinion
from bots.settings import Settings
from ingest.index.generation import current_id
from ingest.index.shipping import Store
from ingest.index.writing import only_writer, publish
from tests.disks import where
from tests.ingest.index.conftest import CORPUS, HashEmbedder

_TOLD = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
place = Path({place!r})
def command(*words):
    from bots.cli import main
    told = io.StringIO()
    with redirect_stderr(told), redirect_stdout(told):
        status = main([str(word) for word in words])
    return [status, told.getvalue().strip()]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An index, a state, a document, and folders where disks will be mounted."""
    with only_writer(tmp_path / "index"):
        publish(tmp_path / "index", CORPUS, HashEmbedder(), lambda *_: None)
    Feedback(tmp_path / "state").record(Opinion("a0", "up", "web"))
    for name in ("corpus", "full", "temporary"):
        (tmp_path / name).mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Le comité approuve le plan.\n", "utf-8")
    return tmp_path


def sentence(told: list[object]) -> str:
    """The one line a command ended with, its status that of a service that is out or of a bad argument."""
    status, said = told
    assert status in (2, 69), told
    assert isinstance(said, str)
    assert len(said.splitlines()) == 1, said
    assert "interne" not in said
    return said


def test_where_nothing_can_be_written_questions_are_answered(place: Path) -> None:
    """State, index and documents on a read-only disk: ready, answering; opinions, ingests and backups say why not."""
    told = where(
        _TOLD.format(place=str(place))
        + """
from fastapi.testclient import TestClient
from bots.memory.deduplication import Deduplication
from bots.server import application
from bots.settings import Settings
from tests.bots.test_faults import ASKED, Real
app = application(Settings(state=place / "state", index=place / "index"), lambda: Real(place / "index"))
web = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
seen = Deduplication(place / "state")
opinion = web.post("/feedback", data={"verdict": "up", "answer": "a"}, headers={"accept": "text/html"})
print(json.dumps({
    "ready": web.get("/readyz").status_code, "answer": web.post("/api/ask", json=ASKED).status_code,
    "opinion": [opinion.status_code, opinion.text],
    "once": [seen.first("slack", "e1"), seen.first("slack", "e1")],
    "ingest": command("ingest", place / "corpus", "--index", place / "index"),
    "backup": command("backup", place / "state" / "save.tar", "--index", place / "index"),
}))
""",
        locked=[place / "state", place / "index", place / "corpus"],
    )
    assert (told["ready"], told["answer"], told["once"]) == (200, 200, [True, False])
    assert told["opinion"][0] == 503
    assert "Traceback" not in told["opinion"][1]
    assert "Read-only" in sentence(told["ingest"])
    assert "Read-only" in sentence(told["backup"])


def test_a_full_temporary_folder_is_told_from_a_damaged_index(place: Path) -> None:
    """What an index is opened from is a copy: where there is no room for one, the index is not called damaged."""
    told = where(
        _TOLD.format(place=str(place))
        + """
os.environ["TMPDIR"] = str(place / "temporary")
import tempfile
from ingest.errors import IngestError
from ingest.index.generation import open_current
from ingest.index.vectors import ChromaStore
room = next((place / "index" / "generations").glob("*/vectors/*"))
said = []
for folder in (place / "temporary", place / "full"):
    tempfile.tempdir = str(folder)
    try:
        ChromaStore(room, create=False)
    except IngestError as error:
        said.append(type(error).__name__)
print(json.dumps([said, os.listdir(place / "temporary")]))
""",
        locked=[place / "full"],
        full={place / "temporary": "16k"},
    )
    assert told == [["NoRoom", "NoRoom"], []]


def test_a_full_disk_is_said_by_what_saves_restores_fetches_and_copies(place: Path) -> None:
    """Nothing half written is left, and what served goes on."""
    settings = Settings(index=place / "index", state=place / "state")
    backup(place / "save.tar", settings)
    Store(f"file://{place}/depot").send(place / "index")
    (place / "source").mkdir()
    (place / "source" / "long.txt").write_bytes(b"a " * 200_000)
    (place / "source" / "bref.txt").write_text("Le comité approuve.\n", "utf-8")
    before = current_id(place / "index")
    told = where(
        _TOLD.format(place=str(place))
        + """
from bots.memory.deduplication import Deduplication
from ingest.errors import IngestError
from ingest.index.shipping import Store
from ingest.loaders import LOADERS
from ingest.sources.folder import Folder
from ingest.sources.syncing import Synchronisation
full = place / "full"
os.environ["REPERE_STATE"] = str(place / "state")
saved = command("backup", full / "save.tar", "--index", place / "index")
left = os.listdir(full)
restored = command("restore", place / "save.tar", "--index", full / "index")
served = (full / "index" / "CURRENT").exists()
import shutil; shutil.rmtree(full / "index", ignore_errors=True)
try:
    fetched = Store(f"file://{place}/depot").fetch(full / "index")
except IngestError as error:
    fetched = [type(error).__name__, str(error)]
served = served or (full / "index" / "CURRENT").exists()
shutil.rmtree(full / "index", ignore_errors=True)
done = Synchronisation(Folder(place / "source"), full, frozenset(LOADERS)).run()
copied = sorted(name for name in os.listdir(full) if not name.startswith("."))
seen = Deduplication(full)
print(json.dumps([saved, left, restored, served, fetched, dict(done.failed), copied,
                  [seen.first("slack", "e1"), seen.first("slack", "e1")]]))
""",
        full={place / "full": "48k"},
    )
    saved, left, restored, served, fetched, failed, copied, once = told
    assert "No space" in sentence(saved)
    assert left == []
    assert "No space" in sentence(restored)
    assert not served
    assert fetched[0] == "WriteFailed"
    assert "No space" in fetched[1]
    assert list(failed) == ["long.txt"]
    assert copied == ["bref.txt"]
    assert once == [True, False]
    assert current_id(place / "index") == before
