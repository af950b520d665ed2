"""Answers computed in other processes: what dies is replaced, what lasts is stopped, what goes wrong is said."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionRefused
from assistant.model import Claim, Question
from bots.errors import Broken, TookTooLong
from bots.working.processes import Processes
from bots.working.tasks import Answering
from tests.bots.replies import Scripted, answer

HERE = Path(__file__).resolve().parents[3]


def scripted() -> Any:
    return Scripted()


@dataclass(frozen=True)
class Doing:
    """A task that does what its name says, in the worker."""

    what: str
    file: str = ""

    def run(self, _assistant: Any, step: Any, claim: Any) -> Any:
        step("begun")
        if self.what == "sleep":
            time.sleep(60)
        if self.what == "die once" and not Path(self.file).exists():
            Path(self.file).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.what == "refuse":
            raise QuestionRefused("non", "no")
        if self.what == "break":
            raise KeyError("un secret")
        claim(Claim("dit", ("c1",)))
        return os.getpid()


@pytest.fixture(scope="module")
def workers() -> Iterator[Processes]:
    made = Processes(1, scripted)
    made.warm()
    yield made
    made.close()


def run(workers: Processes, task: Any, seconds: float = 30.0) -> tuple[Any, list[Any]]:
    heard: list[Any] = []
    return workers.run(task, heard.append, heard.append, seconds), heard


def test_an_answer_comes_with_its_steps_and_claims(workers: Processes) -> None:
    """The very value, from another process, over and over the same one."""
    reply, heard = run(workers, Answering(Question("Qui ?")))
    assert reply == answer(question="Qui ?")
    assert heard == ["Recherche dans les documents"]
    pid, told = run(workers, Doing("claim"))
    assert pid != os.getpid()
    assert told == ["begun", Claim("dit", ("c1",))]
    assert run(workers, Doing("claim"))[0] == pid


def test_what_is_refused_or_broken_is_said_and_the_worker_goes_on(workers: Processes) -> None:
    """Our own errors whole, in both languages; of others their name, and nothing of their message."""
    before = run(workers, Doing("claim"))[0]
    with pytest.raises(QuestionRefused) as refused:
        run(workers, Doing("refuse"))
    assert (refused.value.french, refused.value.english) == ("non", "no")
    with pytest.raises(Broken) as broken:
        run(workers, Doing("break"))
    assert broken.value.name == "KeyError"
    assert "secret" not in str(broken.value)
    assert run(workers, Doing("claim"))[0] == before


def test_a_worker_that_dies_is_replaced_and_the_answer_comes(workers: Processes, tmp_path: Path) -> None:
    """Killed in mid-answer: another one answers the same question."""
    before = run(workers, Doing("claim"))[0]
    after = run(workers, Doing("die once", str(tmp_path / "died")))[0]
    assert after not in (before, os.getpid())
    with contextlib.suppress(ProcessLookupError):
        os.kill(before, 0)
        pytest.fail("the worker that died is still there")


def test_what_lasts_too_long_is_stopped(workers: Processes) -> None:
    """The deadline is kept, the process is gone, the next question is answered."""
    run(workers, Doing("claim"))
    began, pid = time.monotonic(), workers.pids[0]
    with pytest.raises(TookTooLong):
        run(workers, Doing("sleep"), 0.3)
    assert time.monotonic() - began < 5
    assert run(workers, Doing("claim"))[0] != pid


def test_no_worker_outlives_the_server() -> None:
    """Killed without a word (kill -9), the server takes its workers with it."""
    code = (
        "import time\nfrom bots.working.processes import Processes\n"
        "from tests.bots.working.test_processes import Doing, scripted\n"
        "if __name__ == '__main__':\n"
        "    made = Processes(1, scripted)\n"
        "    print(made.run(Doing('claim'), print, print, 60), flush=True)\n    time.sleep(60)\n"
    )
    script = subprocess.Popen([sys.executable, "-c", code], cwd=HERE, stdout=subprocess.PIPE, text=True)
    assert script.stdout is not None
    watch = threading.Timer(100, script.kill)
    watch.start()
    pid = next(int(line) for line in script.stdout if line.strip().isdigit())
    script.kill()
    script.wait()
    watch.cancel()
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists() or "Z" in _state(pid)


def _state(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return "Z"
