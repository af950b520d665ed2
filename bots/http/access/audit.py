"""One line for every change of rights: who (a hash), by which door, from which groups to which. Never a question."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict

log = logging.getLogger("repere.audit")
KNOWN = 10_000  # people whose last groups are remembered


class Audit:
    """Says what changed, once. Thread-safe; a restart tells everyone's groups again."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._lock = threading.Lock()

    def seen(self, person: str, door: str, groups: frozenset[str]) -> None:
        """Notes the groups a person comes with."""
        with self._lock:
            before = self._last.get(person)
            self._last[person] = groups
            self._last.move_to_end(person)
            while len(self._last) > KNOWN:
                self._last.popitem(last=False)
        if before is None and groups:
            log.info("rights %s %s: [] -> %s", door, person, sorted(groups))
        elif before is not None and before != groups:
            log.info("rights %s %s: %s -> %s", door, person, sorted(before), sorted(groups))


def confirmed(person: str, document: str, owner: str, until: str) -> None:
    """Says that somebody confirmed a document until a day (ISO), or took that back (``until`` is "")."""
    log.info("confirmation %s %r of %r: %s", person, document, owner, f"until {until}" if until else "withdrawn")


AUDIT = Audit()
