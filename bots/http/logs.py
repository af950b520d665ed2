"""Lines of the log, for people or for programs. A line holds names of ours and numbers: never a question."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Json(logging.Formatter):
    """One object a line: time, level, logger, message, and whatever the line was given besides."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an error, its kind alone: a trace may hold a question."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
        return json.dumps(said, ensure_ascii=False, default=str)


def begin(form: str) -> None:
    """``form``: « json », or « text » for warnings alone, as a terminal likes them."""
    ours = logging.getLogger("repere")
    handler = logging.StreamHandler(sys.stderr)
    if form == "json":
        handler.setFormatter(Json())
        ours.setLevel(logging.INFO)
    else:
        handler.setFormatter(logging.Formatter("%(message)s"))
        ours.setLevel(logging.WARNING)
    logging.getLogger("repere.audit").setLevel(logging.INFO)  # a change of rights is told whatever the form
    ours.handlers[:] = [handler]
    ours.propagate = False
    logging.getLogger("psycopg.pool").setLevel(
        logging.CRITICAL
    )  # each failed attempt, many a second; ours says it once
