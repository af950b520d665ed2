"""Whatever an ingest dies of, at whatever step, the old generation answers and the next ingest succeeds."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.errors import WriteFailed
from ingest.index.generation import open_current
from ingest.index.writing import only_writer, publish
from tests.ingest.index.conftest import CORPUS, HashEmbedder, entry

_ROOT = Path(__file__).parents[3]
# A nursery that has imported everything once, and forks a child for each line it reads: a step and a deed. The child
# kills itself (or has a write refused) at its n-th event on the index folder: opening, renaming, making or removing a
# file, or flushing it to the disk. The nursery answers with how it ended and what it printed.
_NURSERY = """
import errno, json, os, signal, sys, tempfile, traceback
from pathlib import Path
folder = sys.argv[1]
from ingest.errors import IngestError
from ingest.index.writing import only_writer, publish
from tests.ingest.index.conftest import HashEmbedder, entry
import chromadb
def ingest(step, deed):
    seen = 0
    def strike():
        nonlocal seen
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
    with only_writer(Path(folder)):
        publish(Path(folder), new, HashEmbedder(), lambda *_: None)
    return seen
for line in sys.stdin:
    step, deed = line.split()
    told = tempfile.TemporaryFile("w+")
    child = os.fork()
    if not child:
        code = 0
        try:
            print("published", ingest(int(step), deed), file=told)
        except IngestError as error:
            print(error, file=told)
            code = error.exit_code
        except BaseException:
            traceback.print_exc(file=told)
            code = 1
        told.flush()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    told.seek(0)
    print(json.dumps({"code": os.waitstatus_to_exitcode(status), "told": told.read()}), flush=True)
"""


@dataclass(frozen=True)
class Ended:
    """How a child ended, and what it said."""

    code: int
    told: str


class Nursery:
    """Runs one ingest a step, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY, str(folder)],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, step: int, deed: str) -> Ended:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{step} {deed}\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(30)


def _first(folder: Path) -> str:
    with only_writer(folder):
        return publish(folder, CORPUS, HashEmbedder(), lambda *_: None)


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["kill", "refuse"])
def test_at_every_step(tmp_path: Path, deed: str, request: pytest.FixtureRequest) -> None:
    """Killed, or refused a write, at its 1st, 2nd… last step: the old generation answers, or the new one whole."""
    old = _first(tmp_path)
    nursery = Nursery(tmp_path)
    request.addfinalizer(nursery.close)
    step, over = 0, False
    while not over:
        step += 1
        ended = nursery.run(step, deed)
        published = ended.told.startswith("published")
        over = published and int(ended.told.split()[1]) < step  # it had fewer steps than that
        assert "Traceback" not in ended.told, ended.told
        expected = {0} if published else {-signal.SIGKILL} if deed == "kill" else {0, 69}
        assert ended.code in expected, (step, ended)
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
