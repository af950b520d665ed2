"""Whatever an ingest dies of, at whatever step, the old generation answers and the next ingest succeeds."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import WriteFailed
from ingest.index.generation import open_current
from ingest.index.writing import only_writer, publish
from tests.ingest.index.conftest import CORPUS, HashEmbedder, entry

_ROOT = Path(__file__).parents[3]
# The child kills itself (or has a write refused) at its n-th event on the index folder: opening, renaming, making or
# removing a file, or flushing it to the disk.
_CHILD = """
import errno, os, signal, sys
from pathlib import Path
folder, step, deed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
from ingest.errors import IngestError
from ingest.index.writing import only_writer, publish
from tests.ingest.index.conftest import HashEmbedder, entry
import chromadb
seen = 0
def strike():
    global seen
    seen += 1
    if seen == step:
        if deed == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, "No space left on device")
def hear(event, args):
    writes = event in ("os.rename", "os.mkdir", "sqlite3.connect") or (event == "open" and args[2] & 3)
    if writes and any(str(a).startswith(folder) for a in args[:2]):
        strike()
flush = os.fsync
def fsync(descriptor):
    strike()
    flush(descriptor)
os.fsync = fsync
sys.addaudithook(hear)
new = (entry("neuf.txt", "Une règle nouvelle entre en vigueur."),)
try:
    with only_writer(Path(folder)):
        publish(Path(folder), new, HashEmbedder(), lambda *_: None)
except IngestError as error:
    print(error)
    sys.exit(error.exit_code)
print("published", seen)
"""


def _run(folder: Path, step: int, deed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _CHILD, str(folder), str(step), deed]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)


def _first(folder: Path) -> str:
    with only_writer(folder):
        return publish(folder, CORPUS, HashEmbedder(), lambda *_: None)


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["kill", "refuse"])
def test_at_every_step(tmp_path: Path, deed: str) -> None:
    """Killed, or refused a write, at its 1st, 2nd… last step: the old generation answers, or the new one whole."""
    old = _first(tmp_path)
    step, over = 0, False
    while not over:
        step += 1
        ended = _run(tmp_path, step, deed)
        published = ended.stdout.startswith("published")
        over = published and int(ended.stdout.split()[1]) < step  # it had fewer steps than that
        assert "Traceback" not in ended.stderr, ended.stderr
        expected = {0} if published else {-signal.SIGKILL} if deed == "kill" else {0, 69}
        assert ended.returncode in expected, (step, ended)
        now = open_current(tmp_path, HashEmbedder.identity)
        documents = [d.document for d in now.descriptions()]
        assert documents == ["neuf.txt"] if now.id != old else len(documents) == 3, step
        if now.id != old and not over:
            old = _first(tmp_path)
    assert step > 20
    assert not list((tmp_path / "generations").glob(".*")), "leftovers of dead ingests are taken away"


def test_a_full_disk_is_said_and_the_old_generation_stays(tmp_path: Path) -> None:
    old = _first(tmp_path)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    many = tuple(entry(f"{n}.txt", *(f"Article {n} {k} du règlement." for k in range(40))) for n in range(40))
    for limit in (1_000, 30_000, 100_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            with pytest.raises(WriteFailed, match="libérez"), only_writer(tmp_path):
                publish(tmp_path, many, HashEmbedder(), lambda *_: None)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert open_current(tmp_path, HashEmbedder.identity).id == old
