"""Writes the settings table of README.md from the settings classes: ``.venv/bin/python tools/settings_table.py``."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
MODULES = ("ingest.settings", "assistant.settings", "bots.settings")
BEGIN = "<!-- settings:begin: generated from the settings classes, do not edit -->\n"
END = "<!-- settings:end -->"


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


def written(text: str) -> str:
    """``text`` with its settings region replaced."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END, 1)[1]


def main() -> int:
    readme = HERE / "README.md"
    readme.write_text(written(readme.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main())
