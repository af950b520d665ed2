"""Writes what README.md takes from the code: ``.venv/bin/python tools/readme.py`` (``make docs``).

The settings table, from the settings classes; and a real question with what ``repere ask`` prints for it on ``corpus/``.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Reply

HERE = Path(__file__).resolve().parent.parent
MODULES = ("ingest.settings", "assistant.settings", "bots.settings")
SETTINGS = ("<!-- settings:begin: generated from the settings classes, do not edit -->\n", "<!-- settings:end -->")
ANSWER = (
    "<!-- answer:begin: a real question and what `repere ask` prints for it on the shipped corpus -->\n",
    "<!-- answer:end -->",
)
QUESTION = "c'est qui qui rédige la charte d'un projet ?"


def table() -> str:
    """One row for each variable; one that two folders read is told once."""
    rows: dict[str, str] = {}
    for module in MODULES:
        if not find_spec(module):
            continue
        settings = import_module(module).Settings
        prefix = settings.model_config["env_prefix"]
        for name, field in settings.model_fields.items():
            default = field.get_default(call_default_factory=True)
            shown = "" if default in (None, "") else f"`{default}`"
            rows.setdefault(prefix + name.upper(), f"{field.description or ''} | {shown}")
    lines = [f"| `{variable}` | {row} |" for variable, row in rows.items()]
    return "\n".join(["| variable | meaning | default |", "|---|---|---|", *lines, ""])


def answer(reply: Reply) -> str:
    """What ``repere ask`` prints for a reply, as a code block under the question."""
    from bots.channels.terminal import show
    from bots.rendering.message import render

    printed = StringIO()
    with redirect_stdout(printed):
        show(render(reply, lambda citation: citation.url))
    lines = [f'$ repere ask "{reply.question}"', *printed.getvalue().rstrip().splitlines()]
    return "\n" + "\n".join(f"    {line}".rstrip() for line in lines) + "\n\n"


def placed(text: str, marks: tuple[str, str], content: str) -> str:
    """``text`` with what stands between its two marks replaced."""
    before, rest = text.split(marks[0])
    return before + marks[0] + content + marks[1] + rest.split(marks[1], 1)[1]


def written(text: str) -> str:
    """``text`` with its settings region replaced."""
    return placed(text, SETTINGS, table())


def main() -> int:
    from assistant.bootstrap import assistant
    from assistant.model import Question

    readme = HERE / "README.md"
    told = placed(readme.read_text(encoding="utf-8"), ANSWER, answer(assistant().answer(Question(QUESTION))))
    readme.write_text(written(told), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main())
