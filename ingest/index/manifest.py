"""What a generation says of itself, and the checks that it is still what was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.errors import DamagedIndex, IncompatibleIndex

FORMAT = 4  # of the files of a generation
ANALYSER = 1  # of ingest.languages: raise it when terms change, so that old ones are not asked with new ones
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files`` maps each file to the SHA-256 of its bytes; ``documents`` each document to that of its own."""

    id: str
    embedding: str
    created: str
    format: int = FORMAT
    analyser: int = ANALYSER
    documents: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    rooms: tuple[str, ...] = ()  # those that hold vectors


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Every file of a generation but its manifest."""
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f.name != NAME)
    return {f.relative_to(folder).as_posix(): digest(f) for f in files}


def write(folder: Path, manifest: Manifest) -> str:
    """Writes the manifest and returns the digest that CURRENT carries."""
    (folder / NAME).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
    return digest(folder / NAME)


def read(folder: Path, expected: str) -> Manifest:
    """The manifest, when it is the one CURRENT names. Raises DamagedIndex or IncompatibleIndex."""
    try:
        data = (folder / NAME).read_bytes()
    except OSError as error:
        raise damaged() from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise damaged()
    said = json.loads(data)
    if said.get("format") != FORMAT or said.get("analyser") != ANALYSER:
        raise IncompatibleIndex(
            "L'index vient d'une autre version de Repère : relancez « repere ingest ».",
            "The index comes from another version of Repère: run “repere ingest” again.",
        )
    return Manifest(**{**said, "rooms": tuple(said["rooms"])})


def check(folder: Path, manifest: Manifest) -> None:
    """Every byte of every file is the one written (1.7 GB/s where measured). Raises DamagedIndex."""
    for name, expected in manifest.files.items():
        try:
            found = digest(folder / name)
        except OSError as error:
            raise damaged() from error
        if found != expected:
            raise damaged()


def require_model(manifest: Manifest, identity: str | None) -> None:
    """Vectors of two models cannot be compared. ``None``: the reader uses no vectors."""
    if identity is not None and identity != manifest.embedding:
        raise IncompatibleIndex(
            f"L'index a été fait avec le modèle « {manifest.embedding} » et la configuration nomme « {identity} » : "
            "relancez « repere ingest », ou remettez REPERE_EMBEDDING_MODEL comme avant.",
            f"The index was made with the model “{manifest.embedding}” and the settings name “{identity}”: "
            "run “repere ingest” again, or set REPERE_EMBEDDING_MODEL back.",
        )


def damaged() -> DamagedIndex:
    """The error for an index whose files are not those that were written."""
    return DamagedIndex(
        "L'index est abîmé (un fichier manque ou a changé) : relancez « repere ingest ».",
        "The index is damaged (a file is missing or has changed): run “repere ingest” again.",
    )
