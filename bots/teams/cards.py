"""Adaptive Cards 1.5, as values: a table, follow-up questions, the form for a reason.

Words of documents are text runs, which no client reads as Markdown. No colour is set: the reader's theme gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bots.rendering import Sentence
from bots.teams.markup import cut, plain
from bots.wording.teams import said

Card = dict[str, Any]
REASONS = ("wrong", "incomplete", "outdated", "unclear", "silent")
_BUTTON = 120  # units of a question on a button


def attachment(card: Card) -> dict[str, Any]:
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}


def card(body: Sequence[Card], spoken: str, **more: Any) -> Card:
    """``spoken`` is what a client that cannot draw the card shows instead."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": spoken,
        "body": list(body),
        **more,
    }


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[Sentence]], addresses: dict[int, str]
) -> tuple[Card, ...]:
    """The elements of a table: its caption as a heading, its header row named as such. ``addresses``: number → link."""
    columns = max(1, len(header))
    return (
        _text(caption, weight="Bolder"),
        {
            "type": "Table",
            "firstRowAsHeaders": True,
            "showGridLines": True,
            "columns": [{"width": 1} for _ in range(columns)],
            "rows": [
                {"type": "TableRow", "cells": [_cell([_run(name, weight="Bolder")]) for name in header]},
                *({"type": "TableRow", "cells": [_sentence(cell, addresses) for cell in row]} for row in rows),
            ],
        },
    )


def suggestions(questions: Iterable[str], language: str) -> tuple[Card, list[Card]]:
    """(a heading, at most three buttons). A button asks its question as if the person had typed it."""
    actions: list[Card] = [
        {
            "type": "Action.Submit",
            "title": cut(plain(question), _BUTTON),
            "data": {"msteams": {"type": "imBack", "value": plain(question)}},
        }
        for question in tuple(questions)[:3]
    ]
    return _text(said("suggestions", language), isSubtle=True), actions


def form(reaction: str, language: str) -> Card:
    """What to tick and write after a thumb; all of it optional."""
    choices = [{"title": said(f"why_{name}", language), "value": name} for name in REASONS]
    ticked: Card = {
        "type": "Input.ChoiceSet",
        "id": "reason",
        "label": said("form_down", language),
        "isMultiSelect": True,
        "style": "expanded",
        "choices": choices,
    }
    written: Card = {
        "type": "Input.Text",
        "id": "comment",
        "label": said("form_up" if reaction == "like" else "form_comment", language),
        "isMultiline": True,
        "maxLength": 1000,
    }
    note = {"type": "TextBlock", "text": said("form_privacy", language), "wrap": True, "isSubtle": True}
    send = {"type": "Action.Submit", "title": said("form_send", language)}
    body = [written, note] if reaction == "like" else [ticked, written, note]
    return card(body, said("form", language), actions=[send])


def _sentence(cell: Sentence, addresses: dict[int, str]) -> Card:
    runs = [_run(cell.text)]
    for number in cell.numbers:
        where = addresses.get(number, "")
        opens = {"selectAction": {"type": "Action.OpenUrl", "title": f"[{number}]", "url": where}} if where else {}
        runs.append({**_run(f" [{number}]"), **opens})
    return _cell(runs)


def _cell(runs: list[Card]) -> Card:
    return {"type": "TableCell", "items": [{"type": "RichTextBlock", "inlines": runs}]}


def _text(text: str, **style: Any) -> Card:
    return {"type": "RichTextBlock", "inlines": [_run(text, **style)]}


def _run(text: str, **style: Any) -> Card:
    return {"type": "TextRun", "text": plain(text) or "–", **style}
