"""How the workers of pytest-xdist share the tests: what goes to which, and what one has to itself.

What is costly to set up and read by several files is a fixture of their folder's session: those files go to one worker. A test
of how long things take is marked ``alone``: while it runs, the other workers wait.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

_HERE = Path(__file__).parents[1]
# Folders whose files share what a session sets up, the longest first: what is long and comes last leaves a worker idle.
TOGETHER = ("golden", "e2e", "security", "assistant/chat")


def group(path: Path) -> str:
    """The worker's share a file is in: its folder's where that is one of ``TOGETHER``, else the file's own."""
    name = path.relative_to(_HERE).as_posix()
    return next((folder for folder in TOGETHER if name.startswith(f"{folder}/")), name)


def share_out(items: list[pytest.Item]) -> None:
    """Gives each test its group, and puts the long groups first. The order within a group stays."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item.path)))
    ranks = {name: rank for rank, name in enumerate(TOGETHER)}
    items.sort(key=lambda item: ranks.get(group(item.path), len(ranks)))


@contextmanager
def _held(path: Path, how: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield  # closing the file lets go


@contextmanager
def turn(place: Path, alone: bool) -> Iterator[None]:
    """One test's, beside others or ``alone``. Who is to be alone waits at the door, so that nobody passes before."""
    with ExitStack() as held:
        with _held(place / "door", fcntl.LOCK_EX):
            held.enter_context(_held(place / "room", fcntl.LOCK_EX if alone else fcntl.LOCK_SH))
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Each takes its turn, with all that it sets up and tears down; waiting is no part of its time limit."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    place = item.config._tmp_path_factory.getbasetemp().parent  # type: ignore[attr-defined]
    with turn(place, item.get_closest_marker("alone") is not None):
        return (yield)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two where folders are asked for, none where files are: starting them takes longer than a file of tests."""
    asked = [Path(argument.split("::")[0]) for argument in config.args]
    return 2 if any(path.is_dir() for path in asked) else 0
