"""One process that answers: it reads tasks from its pipe, one at a time, and ends when nobody holds the other end."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bots.working.tasks import Task, counts_of
from bots.working.threads import once, warmed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from assistant.answering import Assistant

# What is sent back: ("step", words) and ("claim", Claim) any number of times, then one of
# ("done", value, counts of the chat model), ("refused", error of ours), ("broken", name of an error nobody expected).
Sent = tuple[Any, ...]


def serve(pipe: Connection, opens: Callable[[], Assistant]) -> None:
    """The life of a worker. Interrupts are for whoever started it: it ends with its pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    opened = once(opens)
    warmed(opened)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(("ready",))
        while True:
            pipe.send(_done(pipe.recv(), pipe, opened))


def _done(task: Task, pipe: Connection, opened: Callable[[], Assistant]) -> Sent:
    from assistant.errors import AssistantError
    from ingest.errors import IngestError

    try:
        assistant = opened()
        made = task.run(assistant, lambda step: pipe.send(("step", step)), lambda claim: pipe.send(("claim", claim)))
    except (AssistantError, IngestError) as error:
        return "refused", error
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise  # nobody holds the other end
    except Exception as error:  # noqa: BLE001 – its message may hold a question: its name alone leaves
        return "broken", type(error).__name__
    return "done", made, counts_of(assistant)


def from_settings() -> Assistant:
    """The assistant the settings name. Raises why there is none."""
    from assistant.bootstrap import assistant

    return assistant()
