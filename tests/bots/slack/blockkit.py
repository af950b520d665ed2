"""What Slack takes in a message, a stream or a view, as documented: the fake's own measure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any


class No(Exception):
    """Slack's word for why not."""


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
    if element["type"] not in ("plain_text_input", "radio_buttons", "checkboxes", "users_select", "datepicker"):
        yield f"element {element['type']}"
    if element["type"] == "datepicker" and not re.fullmatch(
        r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01")
    ):
        yield "initial_date"
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


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in strings(one)]


def streamed(chunks: Any, more: dict[str, Any]) -> str:
    """The text of chunks; refuses what is not one."""
    text = str(more.get("markdown_text") or "")
    for chunk in chunks:
        kind = chunk.get("type")
        if kind == "task_update":
            if not {"id", "title", "status"} <= set(chunk) or chunk["status"] not in (
                "pending", "in_progress", "complete", "error",
            ):  # fmt: skip
                raise No("invalid_chunks")
        elif kind == "markdown_text":
            text += chunk["text"]
        else:
            raise No("invalid_chunks")
    if len(text) > 12_000:
        raise No("msg_too_long")
    return text


def content(text: str, blocks: Any) -> None:
    """A message has text, for notifications; its blocks keep the limits; the whole is not too long."""
    if not text:
        raise No("no_text")
    if len(text) + len(json.dumps(list(blocks), ensure_ascii=False)) > 13_000:
        raise No("msg_too_long")
    if wrong := check(list(blocks), 50):
        raise No(f"invalid_blocks {wrong}")


def surface(view: dict[str, Any], kind: str) -> None:
    if view.get("type") != kind or (kind == "modal" and len(view["title"]["text"]) > 24):
        raise No("invalid_view")
    if len(view.get("private_metadata", "")) > 3000:
        raise No("view_too_large")
    if wrong := check(view["blocks"], 100):
        raise No(f"invalid_blocks {wrong}")
