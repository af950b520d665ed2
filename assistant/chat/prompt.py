"""What a chat model is asked, and what is read in its answer.

What comes from documents and people is data: one JSON value between two marks that hold a number drawn for the
request, which no document can foresee. The model's answer is data too, read as a list of objects and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.chat.ports import ModelFault

LONGEST = 8_000  # characters of an answer


def enclosed(nonce: str, value: object) -> str:
    """The data of a request, between marks that hold the number drawn for it."""
    return f"<data-{nonce}>\n{json.dumps(value, ensure_ascii=False)}\n</data-{nonce}>"


def schema(name: str, **properties: Any) -> Mapping[str, Any]:
    """The JSON schema of ``{"name": [{…}]}``, each object with all the properties and no other."""
    return _object(**{name: {"type": "array", "items": _object(**properties)}})


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": [*properties], "properties": properties}


def items(pieces: Iterable[str], name: str) -> list[dict[str, Any]]:
    """The objects of the last ``{"name": [...]}`` written, whatever stands round it; a bare value is ``{"n": value}``.
    Raises ModelFault."""
    said = ""
    for piece in pieces:
        said += piece
        if len(said) > LONGEST:
            raise ModelFault("garbage")
    opened = [match.start() for match in re.finditer(rf'\{{\s*"{name}"\s*:', said)]
    if not opened:
        raise ModelFault("garbage")
    try:
        found = json.JSONDecoder().raw_decode(said, opened[-1])[0][name]
    except (ValueError, RecursionError) as error:
        cut = getattr(error, "pos", 0) >= len(said.rstrip()) or str(error).startswith("Unterminated")
        raise ModelFault("truncated" if cut else "garbage") from None
    if not isinstance(found, list):
        raise ModelFault("garbage")
    return [value if isinstance(value, dict) else {"n": value} for value in found]
