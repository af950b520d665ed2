"""Hostile files meet one clear sentence, within limits, or are read without what they hid."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.reading import lines, read

TOOLS = Path(__file__).parents[3] / "shared" / "tools"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMMAND = f"""{sys.executable} -c "
import sys
from pathlib import Path
from ingest.errors import IngestError
from ingest.loaders.reading import lines, read
try:
    text = chr(10).join(lines(read(Path(sys.argv[1]), seconds=8)))
except IngestError as error:
    print(error, file=sys.stderr)
    raise SystemExit(error.exit_code)
sys.stdout.buffer.write(text.encode())
" {{file}}"""


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def word(head: str, text: str) -> bytes:
    body = f"{head}<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return zipped(word__document_xml=body.encode())


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
REFUSED = {
    "vide.pdf": b"",
    "faux.pdf": b"MZ\x90\x00" + bytes(500),
    "ole.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "rires.docx": word(LAUGHS, "&j;"),
    "externe.docx": word('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
    "bombe.docx": zipped(word__document_xml=b"A" * (160 << 20)),
    "profond.docx": word("", "<w:p>" * 50_000),
    "nombreux.xlsx": zipped(**{f"x{n}": b"" for n in range(10_500)}),
    "long.txt": b"a" * (9 << 20),
    "bombe.pdf": b"%PDF-1.4\n1 0 obj<</Length 9/Filter/FlateDecode>>stream\n" + zlib.compress(b" " * (64 << 20)),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_hostile_file_is_refused_in_one_sentence_that_says_what_to_do(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(REFUSED[name])
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / name)
    assert caught.value.exit_code == 65
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
    assert name in str(caught.value)
    assert name in caught.value.english


def test_links_and_pipes_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "lien.txt").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "tube.txt")
    for name in ("lien.txt", "tube.txt"):
        with pytest.raises(DocumentError, match="fichier ordinaire"):
            read(tmp_path / name)


def test_a_file_larger_than_allowed_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "creux.txt").open("wb") as hollow:
        hollow.truncate(8 << 30)
    with pytest.raises(DocumentError, match="dépasse"):
        read(tmp_path / "creux.txt")


def test_no_hidden_instruction_reaches_the_printed_text(tmp_path: Path) -> None:
    runs = "<w:r><w:t>Mandat</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>PWNED</w:t></w:r>"
    hidden = f"<w:document {W}><w:body><w:p>{runs}</w:p></w:body></w:document>"
    (tmp_path / "a.docx").write_bytes(zipped(word__document_xml=hidden.encode()))
    (tmp_path / "b.html").write_text("<p>Mandat</p><!-- PWNED --><p hidden>PWNED</p><script>PWNED</script>")
    tags = "".join(chr(0xE0000 + ord(char)) for char in "PWNED")
    (tmp_path / "c.txt").write_text(f"Mandat{tags}", encoding="utf-8")
    for name in ("a.docx", "b.html", "c.txt"):
        assert "PWNED" not in "\n".join(lines(read(tmp_path / name)))
        assert "Mandat" in "\n".join(lines(read(tmp_path / name)))


@pytest.mark.skipif(
    not (TOOLS / "make_hostile.py").exists(), reason="the tools that make hostile files are not beside the repository"
)
def test_the_hostile_folder_gives_nothing_bad_and_nothing_unexpected(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, str(TOOLS / "make_hostile.py"), str(tmp_path / "h")], check=True, capture_output=True
    )
    done = subprocess.run(
        [
            *(sys.executable, str(TOOLS / "robust.py"), "--cmd", COMMAND, "--dir", str(tmp_path / "h"), "--special"),
            *("--expect", str(tmp_path / "h" / "expect.jsonl"), "--out", str(tmp_path / "out.jsonl")),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    bad = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert done.returncode == 0, done.stdout[-2000:]
    assert len(bad) > 90
