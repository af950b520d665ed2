"""Generations sent elsewhere and fetched back: whole or not at all, whatever dies, is missing or was changed on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from ingest.errors import DamagedIndex, IngestError, NoIndex, StoreUnreachable
from ingest.index.generation import current_id, open_current
from ingest.index.shipping import Store
from ingest.index.writing import only_writer, publish
from tests.ingest.index.conftest import CORPUS, HashEmbedder

EMBEDDER = HashEmbedder()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    made = tmp_path / "index"
    published(made)
    return made


def published(index: Path) -> str:
    with only_writer(index):
        return publish(index, CORPUS, EMBEDDER, lambda *_: None)


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    url = {"file": f"file://{tmp_path}/depot", "memory": f"memory://{tmp_path.name}/depot"}[request.param]
    return Store(url)


def test_what_is_sent_is_what_is_fetched_and_serves(store: Store, index: Path, tmp_path: Path) -> None:
    """Byte for byte; fetched again it is nothing; the next generation takes its place on every machine."""
    machines = [tmp_path / "m1", tmp_path / "m2"]
    first = store.send(index)
    assert [store.fetch(one) for one in machines] == [first, first]
    assert [current_id(one) for one in machines] == [current_id(index)] * 2
    assert store.fetch(machines[0]) == ""
    for one in machines:
        assert open_current(one, EMBEDDER.identity).descriptions()
    second = published(index)
    store.send(index)
    assert [store.fetch(one) for one in machines] == [second, second]
    assert open_current(machines[1], EMBEDDER.identity).id == second


def test_nothing_sent_is_said(store: Store, tmp_path: Path) -> None:
    """And the machine keeps what it serves."""
    with pytest.raises(NoIndex):
        store.fetch(tmp_path / "m1")
    with pytest.raises(StoreUnreachable):
        Store("nulle-part://x").fetch(tmp_path / "m1")


def test_a_generation_half_copied_or_changed_never_serves(index: Path, tmp_path: Path) -> None:
    """A byte changed in any file, a file missing, a manifest changed: refused, and the one before goes on serving."""
    depot, machine = tmp_path / "depot", tmp_path / "m1"
    store = Store(f"file://{depot}")
    store.send(index)
    store.fetch(machine)
    before = current_id(machine)
    published(index)
    name = store.send(index)
    place = depot / "generations" / name
    kept = tmp_path / "kept"
    shutil.copytree(place, kept)
    for file in sorted(one.relative_to(kept) for one in kept.rglob("*") if one.is_file()):
        data = (kept / file).read_bytes()
        for spoilt in (None, data[:-1], bytes([data[0] ^ 1]) + data[1:] if data else b"x"):
            (place / file).unlink(missing_ok=True)
            if spoilt is not None:
                (place / file).write_bytes(spoilt)
            if spoilt == data:
                continue
            with pytest.raises(IngestError):
                store.fetch(machine)
            assert current_id(machine) == before
            assert not list((machine / "generations").glob(".*"))
        (place / file).write_bytes(data)
    assert store.fetch(machine) == name


def test_a_name_that_climbs_is_refused(index: Path, tmp_path: Path) -> None:
    """What a store says is data: it names no folder outside the index."""
    depot = tmp_path / "depot"
    store = Store(f"file://{depot}")
    store.send(index)
    (depot / "CURRENT").write_text("../../etc 0000\n")
    with pytest.raises(DamagedIndex):
        store.fetch(tmp_path / "m1")


def test_old_generations_leave_the_store(index: Path, tmp_path: Path) -> None:
    """The one in service and the two before it stay: a machine may still be fetching them."""
    depot = tmp_path / "depot"
    store = Store(f"file://{depot}")
    for _ in range(5):
        published(index)
        name = store.send(index)
    left = {one.name for one in (depot / "generations").iterdir()}
    assert name in left
    assert len(left) == 3


class Strange(MemoryFileSystem):
    """A store whose library raises errors of its own, as those of clouds do."""

    protocol = "strange"

    def cat_file(self, path: str, **_: object) -> bytes:
        raise RuntimeError(f"secret of {path}")


def test_whatever_a_store_raises_is_one_error(tmp_path: Path) -> None:
    """Who fetches again and again lives on, and the log repeats no secret."""
    fsspec.register_implementation("strange", Strange, clobber=True)
    with pytest.raises(StoreUnreachable) as refused:
        Store("strange://depot").fetch(tmp_path / "m1")
    assert "secret" not in str(refused.value)
