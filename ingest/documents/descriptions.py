"""``corpus.yaml``, read strictly: what cannot be understood is said with its line of advice, never skipped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from ingest.errors import DescriptionError
from ingest.model import Anticipated, Kind

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LARGEST = 2_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What is written of one document. Empty means not written; ``audience`` None too (empty: written, everyone)."""

    title: str = ""
    kind: Kind | None = None
    version: str = ""
    date: str = ""
    owner: str = ""
    audience: frozenset[str] | None = None
    url: str = ""
    supersedes: str = ""
    expires: str = ""
    precedence: int = 0
    questions: tuple[Anticipated, ...] = ()


def read_descriptions(path: Path) -> dict[str, Said]:
    """File name → what is said of it; nothing at all when there is no such file. Raises DescriptionError."""
    if not path.is_file():
        return {}
    content = _yaml(path)
    documents = content.get("documents") or {}
    if set(content) - {"documents"} or not isinstance(documents, dict):
        raise _wrong("il doit tenir sous une seule clé « documents: »", "everything belongs under one key “documents:”")
    return {str(name): _said(str(name), about) for name, about in documents.items()}


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        text = path.read_bytes()[:_LARGEST].decode("utf-8-sig")
        if re.search(r"^[^#\n]*[:\-]\s+[&*]\w", text, re.MULTILINE):
            raise _wrong("les ancres (& et *) n'y sont pas permises", "anchors (& and *) are not allowed")
        content = yaml.safe_load(text) or {}
    except UnicodeDecodeError as error:
        raise _wrong("enregistrez-le en UTF-8", "save it as UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"ligne {mark.line + 1}" if mark else "le fichier"
        raise _wrong(
            f"{line} : vérifiez les deux-points, les guillemets et les espaces en début de ligne",
            f"line {mark.line + 1 if mark else '?'}: check colons, quotes and leading spaces",
        ) from error
    if not isinstance(content, dict):
        raise _wrong("il doit commencer par « documents: »", "it must begin with “documents:”")
    return content


def _said(name: str, about: object) -> Said:
    if about is None:
        return Said()
    if not isinstance(about, dict):
        raise _wrong(f"« {name} » attend des attributs, un par ligne", f"“{name}” expects attributes, one a line")
    known = [f.name for f in fields(Said)]
    for key in about:
        if key not in known:
            listed = ", ".join(known)
            raise _wrong(
                f"« {key} » (sous « {name} ») n'est pas un attribut connu; utilisez {listed}",
                f"“{key}” (under “{name}”) is not a known attribute; use {listed}",
            )
    return Said(**{key: _value(name, key, value) for key, value in about.items() if value is not None})


def _value(name: str, key: str, value: Any) -> Any:
    try:
        reader: Callable[[Any], Any] = _READERS.get(key, _text)
        return reader(value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _wrong(
            f"« {key} » de « {name} » ne peut pas être « {str(value)[:60]} »{_hint(key)}",
            f"“{key}” of “{name}” cannot be “{str(value)[:60]}”{_hint(key)}",
        ) from error


def _hint(key: str) -> str:
    hints = {"kind": " (" + ", ".join(kind.value for kind in Kind) + ")", "audience": " ([groupe, groupe])"}
    hints |= dict.fromkeys(("date", "expires"), " (AAAA-MM-JJ)")
    return hints.get(key, "")


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise TypeError
    return str(value).strip()


def _kind(value: Any) -> Kind | None:
    return Kind(str(value).strip().lower()) if str(value).strip() else None


def _date(value: Any) -> str:
    said = str(value).strip()
    if said and not _ISO.fullmatch(said):
        raise ValueError(said)
    return date.fromisoformat(said).isoformat() if said else ""


def _audience(value: Any) -> frozenset[str]:
    groups = [value] if isinstance(value, str) else list(value)
    return frozenset(_text(group) for group in groups if _text(group))


def _number(value: Any) -> int:
    return int(value)


def _questions(value: Any) -> tuple[Anticipated, ...]:
    asked = [{"question": entry} if isinstance(entry, str) else entry for entry in value]
    if any(set(entry) - {"question", "answer"} for entry in asked):
        raise ValueError
    return tuple(Anticipated(_text(entry["question"]), _text(entry.get("answer") or "")) for entry in asked)


_READERS: dict[str, Callable[[Any], Any]] = {
    "kind": _kind,
    "date": _date,
    "expires": _date,
    "audience": _audience,
    "precedence": _number,
    "questions": _questions,
}


def _wrong(french: str, english: str) -> DescriptionError:
    return DescriptionError(
        f"corpus.yaml ne peut pas être compris : {french}, puis relancez « repere ingest ».",
        f"corpus.yaml cannot be understood: {english}, then run “repere ingest” again.",
    )
