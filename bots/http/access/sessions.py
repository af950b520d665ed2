"""Sessions in a cookie, encrypted and signed: the server keeps nothing of them but those ended before their time."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bots.errors import StateOut
from bots.http.access.person import Person
from bots.memory.sealing import Seal
from bots.memory.state import Place, State

_SCHEMA = "CREATE TABLE IF NOT EXISTS sessions_ended (id TEXT PRIMARY KEY, until REAL NOT NULL)"
_LONGEST = 4096  # bytes of a cookie browsers keep
SIGNING_IN = 600.0  # seconds a person has to come back from the provider


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is remembered, in the browser, of somebody sent to the provider: what only they can bring back."""

    state: str
    nonce: str
    verifier: str
    to: str


class Sessions:
    """Opens and closes cookies. ``secret`` never leaves this machine; another secret ends every session."""

    def __init__(self, place: Place, secret: str, minutes: float, clock: Callable[[], float] = time.time) -> None:
        self._seal = Seal(f"session\0{secret or secrets.token_hex(32)}")
        self._seconds = minutes * 60
        self._clock = clock
        self._state = State(place, _SCHEMA, "sessions.sqlite")

    def opened(self, person: Person) -> str:
        """The cookie of somebody who has just proved who they are."""
        until = self._clock() + self._seconds
        about = {"k": person.key, "n": person.name[:80], "g": sorted(person.groups), "u": person.unsure}
        return self._sealed("in", until, about)

    def person(self, cookie: str) -> Person | None:
        """Who holds this cookie; None when it is forged, of another secret, past its time or ended."""
        held = self._read("in", cookie)
        if held is None or self._ended(held["i"]):
            return None
        return Person("session", held["k"], held["n"], frozenset(held["g"]), unsure=bool(held["u"]))

    def end(self, cookie: str) -> None:
        """Whoever kept a copy of the cookie can do nothing with it any more."""
        if held := self._read("in", cookie):
            self._spend(held["i"], held["e"])

    def left(self, leaving: Leaving) -> str:
        """The cookie of somebody on their way to the provider."""
        about = {"s": leaving.state, "o": leaving.nonce, "v": leaving.verifier, "t": leaving.to}
        return self._sealed("out", self._clock() + SIGNING_IN, about)

    def back(self, cookie: str) -> Leaving | None:
        """What they left with, once: the same cookie brings nobody in twice."""
        held = self._read("out", cookie)
        if held is None or not self._spend(held["i"], held["e"]):
            return None
        return Leaving(held["s"], held["o"], held["v"], held["t"])

    def close(self) -> None:
        self._state.close()

    def _sealed(self, kind: str, until: float, about: Mapping[str, Any]) -> str:
        held = {"c": kind, "i": secrets.token_hex(8), "e": until, **about}
        return self._seal.close(json.dumps(held, ensure_ascii=False).encode()).decode()

    def _read(self, kind: str, cookie: str) -> dict[str, Any] | None:
        if not _written_by_us(cookie):
            return None
        opened = self._seal.open(cookie.encode())
        held = json.loads(opened) if opened else None
        if not isinstance(held, dict) or held.get("c") != kind or held.get("e", 0) < self._clock():
            return None
        return held

    def _ended(self, name: str) -> bool:
        """True too while that cannot be known: nobody is let in on a doubt."""
        try:
            rows, _ = self._state.run("SELECT 1 FROM sessions_ended WHERE id = ?", (name,))
        except StateOut:
            return True
        return bool(rows)

    def _spend(self, name: str, until: float) -> bool:
        """True the first time; false too while that cannot be written."""
        try:
            self._state.run("DELETE FROM sessions_ended WHERE until < ?", (self._clock(),))
            _, added = self._state.run("INSERT OR IGNORE INTO sessions_ended (id, until) VALUES (?, ?)", (name, until))
        except StateOut:
            return False
        return added == 1


def _written_by_us(cookie: str) -> bool:
    """One way of writing for one content: what is added after its end, which decoding would pass over, is refused."""
    if not cookie or len(cookie) > _LONGEST or not cookie.isascii():
        return False
    try:
        return base64.urlsafe_b64encode(base64.urlsafe_b64decode(cookie)).decode() == cookie
    except ValueError:
        return False
