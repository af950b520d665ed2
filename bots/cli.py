"""``repere``: each command in ``bots.commands``; here, how they are chosen and how everything ends.

Exit status: 0 done, 1 lint found an error, 2 bad arguments, 65 some input refused, 66 not found, 69 a service cannot
be reached, 77 not permitted, 130 interrupted. A person sees one sentence, never a trace (REPERE_DEBUG=1 shows it).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from types import ModuleType

from assistant.errors import AssistantError
from bots.commands import COMMANDS, OPERATING
from bots.commands.parsing import Parser
from bots.errors import BotError, sentence
from bots.rendering.terminal import complain
from bots.wording.commands import Commands, commands
from ingest.errors import DISK, IngestError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    _speak_utf8()
    say = commands(os.environ.get("REPERE_LANG", "fr"))
    try:
        status = _run(sys.argv[1:] if arguments is None else list(arguments), say)
        sys.stdout.flush()
    except (AssistantError, BotError, IngestError) as error:
        complain(sentence(error, say.language))
        return error.exit_code
    except BrokenPipeError:
        # Whoever read us has had enough. Python would complain again when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        complain(f"\n{say('interrupted')}")
        return 130
    except PermissionError as error:
        complain(say("not-readable", error.filename or "?"))
        return 77
    except OSError as error:
        if error.errno not in DISK:
            return _unexpected(error, say)
        complain(say("disk", error.strerror, error.filename or "?"))
        return 69
    except Exception as error:  # noqa: BLE001 – the last door: a person sees a sentence, never a trace
        return _unexpected(error, say)
    return status


def _run(arguments: list[str], say: Commands) -> int:
    parser = _parser(arguments, say)
    given = parser.parse_args(arguments)
    if given.tell_version:
        sys.stdout.write(f"repere {version('repere')}\n")
        return 0
    if not given.command:
        sys.stdout.write(parser.format_help())
        return 0
    if getattr(given, "index", None):
        os.environ["REPERE_INDEX"] = given.index
    status: int = _module(given.command).run(given, say)
    return status


def _parser(arguments: list[str], say: Commands) -> Parser:
    parser = Parser(say=say, prog="repere", description=say.about)
    parser.add_argument("--version", action="store_true", dest="tell_version", help=say.show_version)
    chosen = parser.add_subparsers(dest="command", metavar="COMMANDE", title=say.commands, parser_class=Parser)
    for name in COMMANDS:
        made = chosen.add_parser(name, help=say.helps[name], description=say.helps[name].capitalize() + ".", say=say)
        if name in arguments[:1]:
            _module(name).arguments(made, say)
    return parser


def _module(command: str) -> ModuleType:
    room = "operating." if command in OPERATING else ""
    return import_module(f"bots.commands.{room}{command.replace('-', '_')}")


def _unexpected(error: Exception, say: Commands) -> int:
    if os.environ.get("REPERE_DEBUG"):
        raise error
    if type(error).__name__ == "ValidationError" and hasattr(error, "errors"):
        wrong = ", ".join("REPERE_" + "_".join(str(p) for p in found["loc"]).upper() for found in error.errors())
        complain(say("bad-settings", wrong))
        return 2
    complain(say("unexpected", type(error).__name__))
    return 70


def _speak_utf8() -> None:
    """Whatever the locale: French needs its accents, and no text may make printing fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
