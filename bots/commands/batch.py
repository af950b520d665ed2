"""``repere batch``: many questions from a file, one answer a line."""

from __future__ import annotations

import json
import time
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from bots.commands.parsing import Parser
from bots.errors import BadInput, sentence
from bots.rendering.terminal import Bar, complain
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import NotFound

if TYPE_CHECKING:
    from bots.channel import Asked, Desk


class _Wrong(Exception):
    """What is wrong with a line, in words."""


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("questions", metavar="QUESTIONS.jsonl", help=say.options_help["questions"])
    parser.add_argument("--out", required=True, metavar="ANSWERS.jsonl", help=say.options_help["out"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, say: Commands) -> int:
    from bots.channel import Desk
    from bots.settings import Settings

    source, target = Path(given.questions), Path(given.out)
    questions = _questions(source, say)
    if target.exists() and target.samefile(source):
        raise BadInput(say("same-file"))
    desk = Desk(Settings())
    desk.assistant  # noqa: B018 – an index that is not there is said before the file of answers is touched
    refused = _answer_all(desk, questions, target, say)
    out(say("answered", len(questions) - refused, target))
    if refused:
        complain(say("refused-lines", refused))
    return 65 if refused else 0


def _answer_all(desk: Desk, questions: list[tuple[object, Asked | str]], target: Path, say: Commands) -> int:
    """Writes each line as soon as it is known; gives how many questions were refused."""
    bar, refused = Bar({}), 0
    try:
        with target.open("w", encoding="utf-8", errors="replace") as file:
            for done, (name, asked) in enumerate(questions):
                bar("", done, len(questions))
                told = {"error": asked} if isinstance(asked, str) else _answer(desk, asked, say)
                line = {**told, "id": name}
                refused += "error" in line
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
    except OSError as error:
        raise BadInput(say("not-writable", target)) from error
    finally:
        bar.clear()
    return refused


def _answer(desk: Desk, asked: Asked, say: Commands) -> dict[str, Any]:
    from bots.rendering.contract import reply_json

    started = time.perf_counter()
    try:
        line = reply_json(desk.reply(asked), desk.address)
    except AssistantError as error:
        line = {"error": sentence(error, say.language), "question": asked.text}
    return {**line, "ms": round((time.perf_counter() - started) * 1000, 1)}


def _questions(path: Path, say: Commands) -> list[tuple[object, Asked | str]]:
    """The id and question of each line, or what is wrong with it: a bad line costs the others nothing."""
    found: list[tuple[object, Asked | str]] = []
    for number, text in _lines(path, say):
        name = None
        try:
            line = json.loads(text)
            name = line.get("id") if isinstance(line, dict) else None
            found.append((name, _asked(line, say)))
        except (json.JSONDecodeError, RecursionError):
            found.append((name, say("bad-line", path, number, say("line-not-json"))))
        except _Wrong as error:
            found.append((name, say("bad-line", path, number, error)))
    return found


def _lines(path: Path, say: Commands) -> Iterator[tuple[int, str]]:
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise NotFound(say("no-file", path), say("no-file", path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(say("not-readable", path)) from error
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _asked(line: Any, say: Commands) -> Asked:
    """Raises _Wrong with what is wrong, in words."""
    from bots.channel import Asked

    if not isinstance(line, dict):
        raise _Wrong(say("line-not-object"))
    for name in ("id", "question"):
        if name not in line:
            raise _Wrong(say("line-needs", name))
    if not isinstance(line["question"], str):
        raise _Wrong(say("line-type", "question"))
    return Asked(
        text=line["question"],
        context=_texts(line, "context", say),
        groups=frozenset(_texts(line, "groups", say)),
        as_of=_date(line.get("as_of"), say),
        id=str(line["id"]),
    )


def _texts(line: dict[str, Any], name: str, say: Commands) -> tuple[str, ...]:
    value = line.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Wrong(say("line-type", name))
    return tuple(value)


def _date(value: Any, say: Commands) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _Wrong(say("line-type", "as_of")) from error
