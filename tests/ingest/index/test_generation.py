"""A generation gives back what was written, to whom may read it, and says when it is not what was written."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.evidence.search import find
from assistant.library import Library
from ingest.errors import DamagedIndex, IncompatibleIndex, IndexBusy, IndexFault, NoIndex
from ingest.facts.records import Term
from ingest.index.generation import Generation, open_current
from ingest.index.lexical import Wanted
from ingest.index.shelf import AGAIN, Shelf
from ingest.index.writing import Entry, only_writer, publish
from ingest.languages import FRENCH, stem
from ingest.model import Passage
from tests.ingest.index.conftest import CORPUS, HashEmbedder, entry


def first(generation: Generation, text: str) -> Passage:
    """The passage that a search by words finds best."""
    return find(Library(generation, None), text, {}, None, 3)[0].passage


def put(folder: Path, entries: tuple[Entry, ...], embedder: HashEmbedder) -> str:
    with only_writer(folder):
        return publish(folder, entries, embedder, lambda *_: None)


def test_what_is_read_is_what_was_written(tmp_path: Path, embedder: HashEmbedder) -> None:
    name = put(tmp_path, CORPUS, embedder)
    generation = open_current(tmp_path, embedder.identity)
    assert generation.id == name
    assert generation.descriptions() == tuple(e.description for e in CORPUS)
    assert generation.records(Term) == tuple(r for e in CORPUS for r in e.records)
    for written in CORPUS:
        assert generation.document(written.document.name) == written.document
        assert generation.blocks(written.document.name) == written.document.blocks
        assert generation.passages_of(written.document.name) == written.passages
        assert generation.passages([p.id for p in written.passages]) == list(written.passages)


def test_an_unknown_document_has_no_blocks_and_no_passages(tmp_path: Path, embedder: HashEmbedder) -> None:
    put(tmp_path, CORPUS, embedder)
    generation = open_current(tmp_path, embedder.identity)
    assert generation.blocks("absent") == ()
    assert generation.passages_of("absent") == ()
    with pytest.raises(KeyError):
        generation.document("absent")


def test_the_vocabulary_counts_words_and_the_frequency_counts_passages(tmp_path: Path, embedder: HashEmbedder) -> None:
    put(tmp_path, CORPUS, embedder)
    generation = open_current(tmp_path, embedder.identity)
    assert generation.vocabulary()["comite"] == 2
    assert generation.frequency("budget") == 2  # the title of the document is in the context of both its passages


def test_a_search_parses_no_python(tmp_path: Path, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 fails in a thread that parses while another does: an index opened amid questions would fail them."""
    put(tmp_path, CORPUS, embedder)

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    wanted = Wanted({stem("budget", FRENCH): 1.0}, {}, {})
    with monkeypatch.context() as patched:
        patched.setattr("ast.parse", refused)
        generation = open_current(tmp_path, embedder.identity)
        found = generation.lexical(wanted, None).total.max(), generation.nearest(embedder.embed_query("budget"), 1)
    assert all(found)


def test_unchanged_passages_are_not_embedded_again(tmp_path: Path, embedder: HashEmbedder) -> None:
    put(tmp_path, CORPUS, embedder)
    embedder.asked.clear()
    put(tmp_path, (*CORPUS, entry("neuf.txt", "Un règlement nouveau.")), embedder)
    assert len(embedder.asked) == 1
    assert "règlement" in embedder.asked[0]


def test_reading_changes_no_file(tmp_path: Path, embedder: HashEmbedder) -> None:
    """Opened, searched, closed and opened again, a generation is still byte for byte what was published."""
    put(tmp_path, CORPUS, embedder)
    for _ in range(3):
        assert first(open_current(tmp_path, embedder.identity), "budget annuel")
    open_current(tmp_path, embedder.identity)


def test_no_index_says_to_ingest(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="repere ingest"):
        open_current(tmp_path, None)


def test_another_model_is_refused(tmp_path: Path, embedder: HashEmbedder) -> None:
    put(tmp_path, CORPUS, embedder)
    with pytest.raises(IncompatibleIndex, match="REPERE_EMBEDDING_MODEL"):
        open_current(tmp_path, "other@2")


def test_another_format_is_refused(tmp_path: Path, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, CORPUS, embedder)
    monkeypatch.setattr("ingest.index.manifest.FORMAT", 99)
    with pytest.raises(IncompatibleIndex, match="repere ingest"):
        open_current(tmp_path, embedder.identity)


def test_one_byte_flipped_in_any_file_is_found_at_opening(tmp_path: Path, embedder: HashEmbedder) -> None:
    name = put(tmp_path, CORPUS, embedder)
    files = [*(tmp_path / "generations" / name).rglob("*"), tmp_path / "CURRENT"]
    for file in (f for f in files if f.is_file() and f.stat().st_size):
        data = file.read_bytes()
        for place in {0, len(data) // 2, len(data) - 2}:
            file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            with pytest.raises(IndexFault):
                open_current(tmp_path, embedder.identity)
        file.write_bytes(data)
    assert open_current(tmp_path, embedder.identity).id == name


def test_a_missing_file_is_found_at_opening(tmp_path: Path, embedder: HashEmbedder) -> None:
    name = put(tmp_path, CORPUS, embedder)
    (tmp_path / "generations" / name / "store.sqlite").unlink()
    with pytest.raises(DamagedIndex):
        open_current(tmp_path, embedder.identity)


_HOLDER = """
import sys
from pathlib import Path
from ingest.index.writing import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_only_one_ingest_writes(tmp_path: Path) -> None:
    """A second one is refused at once; the death of the first, even by kill, frees the lock."""
    command = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy), only_writer(tmp_path):
            pass
        other.kill()
    with only_writer(tmp_path):
        pass


def test_the_folder_is_private(tmp_path: Path, embedder: HashEmbedder) -> None:
    put(tmp_path / "i", CORPUS, embedder)
    assert all(path.stat().st_mode & 0o077 == 0 for path in [tmp_path / "i", *(tmp_path / "i").rglob("*")])


def test_the_shelf_notices_a_new_generation_and_the_old_one_still_answers(
    tmp_path: Path, embedder: HashEmbedder
) -> None:
    put(tmp_path, CORPUS, embedder)
    shelf = Shelf(tmp_path, embedder.identity)
    old = shelf.current()
    assert shelf.current() is old
    put(tmp_path, CORPUS[:1], embedder)
    new = shelf.current()
    assert new.id != old.id
    assert len(new.descriptions()) == 1
    assert first(old, "avis du comité d'éthique").document == "ethique.txt"


def test_two_generations_are_kept(tmp_path: Path, embedder: HashEmbedder) -> None:
    names = [put(tmp_path, CORPUS, embedder) for _ in range(4)]
    kept = sorted(path.name for path in (tmp_path / "generations").iterdir())
    assert len(kept) == 2
    assert names[-1] in kept


def test_the_manifest_counts(tmp_path: Path, embedder: HashEmbedder) -> None:
    name = put(tmp_path, CORPUS, embedder)
    said = json.loads((tmp_path / "generations" / name / "manifest.json").read_text("utf-8"))
    assert said["counts"] == {"documents": 3, "passages": 4, "records": 3, "vectors": 5}


def test_readers_and_writers_together_never_mix_two_generations(tmp_path: Path, embedder: HashEmbedder) -> None:
    """Each generation holds one word of its own; every search sees the word of the generation it was given."""
    marks = ["alpha", "bravo", "charlie", "delta"]
    put(tmp_path, (entry("d.txt", f"Le mot est {marks[0]}.", "La suite."),), embedder)
    shelf, wrong, done = Shelf(tmp_path, embedder.identity), [], threading.Event()

    def read() -> None:
        while not done.is_set():
            generation = shelf.current()
            text = generation.passages_of("d.txt")[0].text
            found = first(generation, "le mot").text
            if text != found:
                wrong.append((text, found))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for mark in marks[1:]:
        put(tmp_path, (entry("d.txt", f"Le mot est {mark}.", "La suite."),), embedder)
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert shelf.current().passages_of("d.txt")[0].text.endswith("delta.")


def test_a_new_generation_that_is_damaged_leaves_the_open_one_in_service(
    tmp_path: Path, embedder: HashEmbedder
) -> None:
    put(tmp_path, CORPUS, embedder)
    shelf = Shelf(tmp_path, embedder.identity)
    old = shelf.current()
    name = put(tmp_path, CORPUS[:1], embedder)
    (tmp_path / "generations" / name / "store.sqlite").write_bytes(b"other")
    assert shelf.current() is old
    with pytest.raises(DamagedIndex):
        Shelf(tmp_path, embedder.identity).current()


def test_a_generation_named_before_its_files_are_there_serves_once_they_are(
    tmp_path: Path, embedder: HashEmbedder
) -> None:
    """Copied here by hand, CURRENT may come first: the old one answers meanwhile, and the new one is tried again."""
    put(tmp_path, CORPUS, embedder)
    now = [0.0]
    shelf = Shelf(tmp_path, embedder.identity, lambda: now[0])
    old = shelf.current()
    name = put(tmp_path, CORPUS[:1], embedder)
    file = tmp_path / "generations" / name / "store.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:1000])
    assert shelf.current() is old
    file.write_bytes(whole)
    assert shelf.current() is old, "a generation that cannot be honoured is not checked at each question"
    now[0] += AGAIN + 1
    assert shelf.current().id == name
