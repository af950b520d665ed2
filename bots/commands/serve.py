"""``repere serve``: the web page, the API, and the channels that are configured."""

from __future__ import annotations

import os
import socket
import sys
from argparse import Namespace

from bots.commands.parsing import Parser, positive
from bots.errors import BotError
from bots.rendering.terminal import complain
from bots.wording.commands import Commands

# Seconds an answer being computed keeps the interpreter when a connection wants it. The default, 5 ms, is paid at each
# read and write: under load, acknowledgements then take a second. See docs/decisions.md.
_TURN = 0.0005
_DRAIN = 20  # seconds questions under way have to end once the server is told to stop


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--host", metavar="HOST", help=say.options_help["host"])
    parser.add_argument("--port", type=positive, metavar="PORT", help=say.options_help["port"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, say: Commands) -> int:
    import uvicorn

    from bots.http.connections import Impatient, many
    from bots.http.logs import begin
    from bots.server import application
    from bots.settings import LOOPBACK, Settings

    # Options go by the environment: every part of the program then reads the same values.
    os.environ.update({f"REPERE_{n.upper()}": str(v) for n in ("host", "port") if (v := getattr(given, n))})
    settings = Settings()
    begin(settings.log)
    listening = _socket(settings.host, settings.port, say)
    complain(say("serving", settings.local_url))
    if settings.host not in LOOPBACK and not settings.guarded:
        complain(say("serving-open", settings.host))
    config = uvicorn.Config(
        application(settings),
        log_level="warning",
        access_log=False,  # an address may hold a question
        server_header=False,
        timeout_graceful_shutdown=_DRAIN,
        http=Impatient,
    )
    many()
    sys.setswitchinterval(_TURN)
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _socket(host: str, port: int, say: Commands) -> socket.socket:
    """The listening socket. Raises BotError (exit 69) when the port is taken."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except (OSError, OverflowError) as error:
        made.close()
        raise _PortTaken(say("port-taken", port, host)) from error
    made.set_inheritable(True)
    return made


class _PortTaken(BotError):
    exit_code = 69
