"""A parser that speaks French (or English), and refuses in one sentence with exit status 2."""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import NoReturn

from bots.errors import BadInput
from bots.wording.commands import Commands

_SAID = (
    (r"the following arguments are required: (.+)", "missing"),
    (r"unrecognized arguments: (.+)", "unknown"),
    (r"argument .*invalid choice: '?([^'(]*)'?.*", "choice"),
    (r"argument ([^:]+): expected .*argument.*", "valueless"),
    (r"argument ([^:]+): .*", "wrong"),
)


class Parser(argparse.ArgumentParser):
    def __init__(self, *, say: Commands, **more: object) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **more)  # type: ignore[arg-type]
        self.say = say
        self._positionals.title = say.arguments
        self._optionals.title = say.options
        self.add_argument("-h", "--help", action="help", help=say.show_help)

    def error(self, message: str) -> NoReturn:
        """Raises BadInput with what argparse said, told again."""
        raise BadInput(f"{self._told(message)} {self.say.see_help.format(self.prog)}")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", f"{self.say.usage} ", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", f"{self.say.usage} ", 1)

    def _told(self, message: str) -> str:
        for pattern, name in _SAID:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                return str(getattr(self.say, name)).format(found.group(1).strip())
        return self.say.misunderstood


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)


def day(text: str) -> date:
    """An ISO date. Raises ValueError, which argparse tells as a wrong value."""
    return date.fromisoformat(text)


def group_names(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number
