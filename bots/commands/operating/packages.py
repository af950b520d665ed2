"""What the commands that make an app package share: who publishes it, and where it is written."""

from __future__ import annotations

from pathlib import Path

from bots.commands.parsing import Parser
from bots.errors import BotError
from bots.wording.commands import Commands
from bots.wording.teams import said


def identify(parser: Parser, say: Commands) -> None:
    """What an app says of the organisation that publishes it."""
    parser.add_argument(
        "--organisation", metavar="NAME", default="Repère", help=said("package_organisation", say.language)
    )
    parser.add_argument("--privacy", metavar="URL", default="", help=said("package_privacy", say.language))
    parser.add_argument("--terms", metavar="URL", default="", help=said("package_terms", say.language))
    parser.add_argument("--version", metavar="X.Y.Z", default="1.0.0", help=said("package_version", say.language))


def write(path: str, package: bytes, say: Commands) -> None:
    """Raises BotError when the place cannot be written."""
    try:
        Path(path).write_bytes(package)
    except OSError as error:
        raise BotError(say("not-writable", path)) from error
