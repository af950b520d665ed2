"""What every VectorStore promises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import DamagedIndex
from ingest.index.vectors import ChromaStore
from ingest.ports import Opens, VectorStore

STORES: tuple[Opens, ...] = (ChromaStore,)
VECTORS = np.random.default_rng(1).standard_normal((1200, 24)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)
IDS = [f"p{n}" for n in range(len(VECTORS))]


@pytest.fixture(params=STORES, ids=lambda store: store.__name__)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], VectorStore]:
    store = request.param(tmp_path / "v", create=True)
    store.add(IDS, VECTORS)
    store.close()
    return lambda: request.param(tmp_path / "v", create=False)


def test_the_nearest_of_a_vector_is_itself_then_what_cosine_says(opened: Callable[[], VectorStore]) -> None:
    found = opened().nearest(VECTORS[7], 10)
    assert found[0][0] == "p7"
    assert found[0][1] == pytest.approx(1, abs=1e-5)
    exact = np.sort(VECTORS @ VECTORS[7])[::-1][:10]
    assert [near for _, near in found] == pytest.approx(exact.tolist(), abs=1e-5)


def test_what_was_added_is_got_back(opened: Callable[[], VectorStore]) -> None:
    got = opened().get(["p3", "absent", "p900"])
    assert set(got) == {"p3", "p900"}
    assert np.allclose(got["p900"], VECTORS[900])


def test_no_more_than_there_is(opened: Callable[[], VectorStore]) -> None:
    store = opened()
    assert len(store.nearest(VECTORS[0], 5000)) == len(IDS)
    assert store.nearest(VECTORS[0], 0) == []
    assert store.get([]) == {}


def test_two_readers_agree_and_change_no_file(opened: Callable[[], VectorStore], tmp_path: Path) -> None:
    before = {f: f.read_bytes() for f in (tmp_path / "v").rglob("*") if f.is_file()}
    one, other = opened(), opened()
    assert one.nearest(VECTORS[5], 20) == other.nearest(VECTORS[5], 20)
    one.close()
    other.close()
    assert {f: f.read_bytes() for f in (tmp_path / "v").rglob("*") if f.is_file()} == before


def test_a_folder_that_is_no_store_is_damage(tmp_path: Path) -> None:
    for place in (tmp_path / "absent", tmp_path):
        with pytest.raises(DamagedIndex):
            ChromaStore(place, create=False)
