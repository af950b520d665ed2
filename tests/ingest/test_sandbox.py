"""A hang, a crash or a flood loses one file; the next is read, and nothing is left running."""

from __future__ import annotations

import os
import signal
import threading
import zlib
from pathlib import Path

import pytest

from ingest.errors import LimitExceeded, NotFound, UnreadableDocument, UnsupportedFormat
from ingest.loaders.reading import lines, load, read
from ingest.sandbox.process import Limits, Sandbox

SLOW = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Length %d/Filter/FlateDecode>>stream\n"
    b"%s\nendstream endobj trailer<</Root 1 0 R>>"
)


def bomb() -> bytes:
    stream = zlib.compress(b"BT /F 12 Tf (a) Tj ET\n" * 2_000_000)
    return SLOW % (len(stream), stream)


@pytest.mark.alone
def test_a_slow_file_is_stopped_and_the_next_one_is_read() -> None:
    with Sandbox(Limits(seconds=0.4, total=0.4)) as sandbox:
        with pytest.raises(LimitExceeded, match=r"trop long à lire; divisez-le"):
            sandbox.read(bomb(), "a.pdf")
        assert sandbox.read(b"Mandat.", "b.txt").text == "Mandat."


def test_a_file_that_wants_too_much_memory_is_refused() -> None:
    with Sandbox(Limits(memory=150 << 20)) as sandbox, pytest.raises((LimitExceeded, UnreadableDocument)):
        sandbox.read(bomb(), "a.pdf")


def test_the_server_killed_is_started_again_and_closing_leaves_no_process() -> None:
    sandbox = Sandbox()
    sandbox.read(b"un", "a.txt")
    server = sandbox._server
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    assert sandbox.read(b"deux", "a.txt").text == "deux"
    again = sandbox._server
    sandbox.close()
    assert again is not None
    assert again.returncode is not None
    assert not Path(f"/proc/{again.pid}").exists()


def test_threads_may_share_a_sandbox() -> None:
    found: list[str] = []
    with Sandbox() as sandbox:
        threads = [
            threading.Thread(target=lambda n=n: found.append(sandbox.read(str(n).encode(), "a.txt").text))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == [str(n) for n in range(8)]


def test_what_the_sandbox_gives_is_what_the_loader_gives() -> None:
    data = b"# Cadre\n\n| Sigle | Sens |\n|---|---|\n| A | B |\n"
    with Sandbox() as sandbox:
        assert sandbox.read(data, "a.md") == load(data, "a.md")


def test_a_missing_or_unknown_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="introuvable; vérifiez"):
        read(tmp_path / "absent.txt")
    (tmp_path / "a.exe").write_bytes(b"MZ")
    with pytest.raises(UnsupportedFormat, match="convertissez-le"):
        read(tmp_path / "a.exe")


def test_reading_prints_one_block_a_line_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Cadre\n\nTexte.\n", encoding="utf-8")
    assert list(lines(read(tmp_path / "a.md", "dossier/a.md"))) == [
        "[b1 · heading · ligne 1 · Cadre] Cadre",
        "[b2 · paragraph · ligne 3 · Cadre] Texte.",
    ]
