"""Block Kit's limits, as documented, for the fake: what Slack would answer ``invalid_blocks`` to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}


def check(blocks: list[dict[str, Any]], most: int) -> str:
    """The first thing wrong, or ""."""
    return next(_wrong(blocks, most), "")


def _wrong(blocks: list[dict[str, Any]], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(names) != len(set(names)):
        yield "block_id twice"
    actions = [e["action_id"] for b in blocks for e in b.get("elements", ()) if "action_id" in e]
    if len(actions) != len(set(actions)):
        yield "action_id twice"
    for block in blocks:
        kind = block.get("type")
        if kind not in _KNOWN:
            yield f"block {kind}"
        else:
            yield from _KNOWN[kind](block)


def _section(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block.get("text"), 3000)


def _header(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block.get("text"), 150, plain=True)


def _divider(_: dict[str, Any]) -> Iterator[str]:
    yield from ()


def _gathering(block: dict[str, Any]) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= _ELEMENTS[block["type"]]:
        yield f"{block['type']} of {len(elements)}"
    for element in elements:
        if block["type"] == "context":
            yield from _text(element, 3000)
        elif element["type"] == "button":
            yield from _text(element["text"], 75, plain=True)
            yield from _short(element, "value", 2000)
            yield from _short(element, "action_id", 255)
        elif element["type"] == "feedback_buttons" and block["type"] == "context_actions":
            for side in ("positive_button", "negative_button"):
                yield from _text(element[side]["text"], 75, plain=True)
                yield from _short(element[side], "value", 2000)
        else:
            yield f"element {element['type']}"


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block.get("label"), 2000, plain=True)
    element = block["element"]
    if element["type"] not in ("plain_text_input", "radio_buttons", "checkboxes", "users_select"):
        yield f"element {element['type']}"
    if "options" in element and not 1 <= len(element["options"]) <= 10:
        yield "options"


def _text(text: Any, most: int, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield "text object"
    elif not 1 <= len(text["text"]) <= most:
        yield f"text of {len(text['text'])}"


def _short(element: dict[str, Any], name: str, most: int) -> Iterator[str]:
    if len(element.get(name, "")) > most:
        yield f"{name} of {len(element[name])}"


_KNOWN = {
    "section": _section, "header": _header, "divider": _divider, "input": _input,
    "actions": _gathering, "context": _gathering, "context_actions": _gathering,
}  # fmt: skip
