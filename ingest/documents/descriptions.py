"""``corpus.yaml``, read strictly: what cannot be understood is said with its line of advice, never skipped."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import DescriptionError
from ingest.model import Anticipated, Kind

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LARGEST = 2_000_000  # bytes
_NOTHING = ("", "~", "null")  # how YAML writes nothing
_ALIKE, _SHORT_GROUP = 0.88, 4  # likeness of two names of groups, and how long a name is before a letter may be a slip
_EVERYONE = ("tous", "toutes", "tout le monde", "public", "everyone", "everybody", "all")


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
    verified: str = ""
    review: str = ""
    precedence: int = 0
    questions: tuple[Anticipated, ...] = ()


def read_descriptions(path: Path) -> dict[str, Said]:
    """File name → what is said of it; nothing at all when there is no such file. Raises DescriptionError."""
    if not path.is_file():
        _refuse_misnamed(path)
        return {}
    content = _yaml(path)
    documents = content.get("documents") or {}
    if set(content) - {"documents"} or not isinstance(documents, dict):
        raise _wrong("il doit tenir sous une seule clé « documents: »", "everything belongs under one key “documents:”")
    said = {one_form(name): _said(name, about) for name, about in documents.items()}
    _refuse_lookalikes({group for about in said.values() for group in about.audience or ()})
    return said


def _refuse_lookalikes(groups: set[str]) -> None:
    """« dirction » beside « direction »: one of the two is nobody's group, and its documents would be closed to all."""
    known = sorted(groups)
    for number, group in enumerate(known):
        like = get_close_matches(group.casefold(), [other.casefold() for other in known[number + 1 :]], 1, _ALIKE)
        if like and len(group) > _SHORT_GROUP:
            raise _wrong(
                f"les groupes « {group} » et « {like[0]} » se ressemblent trop; écrivez partout le même nom",
                f"the groups “{group}” and “{like[0]}” look too much alike; write the same name everywhere",
            )


def one_form(name: str) -> str:
    """A file's name with its accents in one form (NFC): macOS writes « é » as two signs, corpus.yaml as one."""
    return unicodedata.normalize("NFC", name)


def _refuse_misnamed(path: Path) -> None:
    """« corpus.yml », « Corpus.yaml »: what it says of who may read would be passed over in silence."""
    for near in path.parent.glob("*.y*ml"):
        if near.stem.lower() == path.stem.lower():
            raise DescriptionError(
                f"« {near.name} » décrit sans doute les documents, mais n'est pas lu : renommez-le « {path.name} », "
                "puis relancez « repere ingest ».",
                f"“{near.name}” must describe the documents, but is not read: rename it “{path.name}”, "
                "then run “repere ingest” again.",
            )


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    if path.stat().st_size > _LARGEST:
        raise _wrong("il dépasse 2 Mo, écrivez moins de questions", "it is over 2 MB, write fewer questions")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if re.search(r"^[^#\n]*[:\-]\s+[&*]\w", text, re.MULTILINE):
            raise _wrong("les ancres (& et *) n'y sont pas permises", "anchors (& and *) are not allowed")
        _refuse_doubles(yaml.compose(text, Loader=yaml.BaseLoader))
        # Every value as it is written: « 2.10 » is no number, and a date that no calendar has is refused with its name.
        content = yaml.load(text, Loader=yaml.BaseLoader) or {}  # noqa: S506  # builds strings, lists and mappings only
        _refuse_halves(content)
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


def _refuse_halves(content: Any) -> None:
    """« \\ud800 » between quotes: half a character, which no answer could be written with."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _wrong(
            f"« {error.object[error.start : error.end].encode('unicode_escape').decode()} » n'est pas un caractère entier; "
            "écrivez le caractère lui-même",
            f"“{error.object[error.start : error.end].encode('unicode_escape').decode()}” is no whole character; "
            "write the character itself",
        ) from error


def _refuse_doubles(node: Any) -> None:
    """A document described twice, an attribute written twice: YAML would keep the last in silence."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            _refuse_doubles(entry)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        name = one_form(str(key.value))
        if name in seen:
            line = key.start_mark.line + 1
            raise _wrong(
                f"« {name} » y est écrit deux fois (ligne {line}); gardez une seule des deux entrées",
                f"“{name}” is written twice (line {line}); keep one of the two entries",
            )
        seen.add(name)
        _refuse_doubles(value)


def _said(name: str, about: object) -> Said:
    if about in _NOTHING:
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
    return Said(**{key: _value(name, key, value) for key, value in about.items() if _written(key, value)})


def _written(key: str, value: Any) -> bool:
    """A blank attribute says nothing; a blank audience may have been meant, and is refused as unreadable."""
    return key == "audience" or not (isinstance(value, str) and value.strip() in _NOTHING)


def _value(name: str, key: str, value: Any) -> Any:
    try:
        reader: Callable[[Any], Any] = _READERS.get(key, _text)
        return reader(value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _wrong(
            f"« {key} » de « {name} » ne peut pas être « {str(value)[:60]} »{_hint(key)[0]}",
            f"“{key}” of “{name}” cannot be “{str(value)[:60]}”{_hint(key)[1]}",
        ) from error


def _hint(key: str) -> tuple[str, str]:
    """What to write instead, in French and in English."""
    several = ", ".join(kind.value for kind in Kind)
    return {
        "kind": (f" (écrivez {several})", f" (write {several})"),
        "audience": (
            " (écrivez [groupe, groupe], ou [] pour tout le monde)", " (write [group, group], or [] for everyone)",
        ),
        "date": (" (écrivez AAAA-MM-JJ)", " (write YYYY-MM-DD)"),
        "expires": (" (écrivez AAAA-MM-JJ)", " (write YYYY-MM-DD)"),
        "verified": (" (écrivez AAAA-MM-JJ)", " (write YYYY-MM-DD)"),
        "review": (" (écrivez AAAA-MM-JJ)", " (write YYYY-MM-DD)"),
        "url": (" (écrivez une adresse http, https ou mailto)", " (write an http, https or mailto address)"),
        "precedence": (" (écrivez un nombre entier)", " (write a whole number)"),
    }.get(key, ("", ""))  # fmt: skip


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
    groups = [value] if isinstance(value, str) else value
    if not isinstance(groups, list) or not all(_is_group(_text(group)) for group in groups):
        raise ValueError(value)
    return frozenset(_text(group) for group in groups)


def _is_group(said: str) -> bool:
    """One group; « direction, dri » in one piece is two, « tous » is the empty list."""
    return said not in _NOTHING and not re.search(r"[,;\[\]]", said) and said.casefold() not in _EVERYONE


def _url(value: Any) -> str:
    """An address people may follow; a script in its place would run on their page."""
    said = _text(value)
    parts = urlsplit(said)
    there = parts.netloc if parts.scheme in ("http", "https") else parts.scheme == "mailto" and "@" in parts.path
    if not there or re.search(r"[\s<>\"]", said):
        raise ValueError(said)
    return said


def _name(value: Any) -> str:
    return one_form(_text(value))


def _number(value: Any) -> int:
    return int(value)


def _questions(value: Any) -> tuple[Anticipated, ...]:
    if not isinstance(value, list):
        raise TypeError
    asked = [{"question": entry} if isinstance(entry, str) else entry for entry in value]
    if any(set(entry) - {"question", "answer"} for entry in asked):
        raise ValueError
    return tuple(Anticipated(_text(entry["question"]), _text(entry.get("answer") or "")) for entry in asked)


_READERS: dict[str, Callable[[Any], Any]] = {
    "kind": _kind,
    "date": _date,
    "expires": _date,
    "verified": _date,
    "review": _date,
    "audience": _audience,
    "url": _url,
    "supersedes": _name,
    "precedence": _number,
    "questions": _questions,
}


def _wrong(french: str, english: str) -> DescriptionError:
    return DescriptionError(
        f"corpus.yaml ne peut pas être compris : {french}, puis relancez « repere ingest ».",
        f"corpus.yaml cannot be understood: {english}, then run “repere ingest” again.",
    )
