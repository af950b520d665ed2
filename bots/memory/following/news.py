"""What changed since a generation, for one reader: each fact with its words and where they are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bots.memory.following.comparing import place, told
from ingest.errors import IngestError

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.library import Library
    from assistant.model import Citation
    from bots.memory.confirmations import Confirmations
    from bots.memory.subscriptions import Subscriptions
    from bots.settings import Settings
    from ingest.facts.changes import Change, How, Said
    from ingest.index.generation import Generation

log = logging.getLogger("repere")
MOST = 20  # changes told in one message


class Desk(Protocol):
    """What is asked of the desk (``bots.channel.Desk``)."""

    settings: Settings
    subscriptions: Subscriptions
    confirmations: Confirmations

    @property
    def assistant(self) -> Assistant: ...

    def address(self, citation: Citation) -> str:
        """Where a citation leads outside a web page, or ""."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """A change: ``what`` changed, its exact words before and after ("" for none), their place, and its address or ""."""

    how: How
    what: str
    before: str
    after: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """``more`` are those not shown; ``since`` is the instant (ISO) the earlier generation was made; ``way`` the address of the
    steward's page, where something is to be done there."""

    items: tuple[Item, ...] = ()
    more: int = 0
    since: str = ""
    way: str = ""


class Comparison:
    """Two generations, compared once for each audience: people with the same rights are told the same."""

    def __init__(self, desk: Desk, since: str, address: Callable[[Citation], str] | None = None) -> None:
        """``since`` is a generation's id; the oldest one kept where it is not there any more. ``address`` is the desk's,
        unless given."""
        self._address = address or desk.address
        self._pair = _pair(desk, since)
        self._made: dict[frozenset[str], tuple[Library, Library, tuple[Change, ...]]] = {}

    def news(self, groups: frozenset[str], words: str = "") -> News:
        """What somebody of these groups may be told, of what these words name; nothing where the earlier generation cannot be
        read any more."""
        from ingest.facts.changes import about

        if self._pair is None:
            return News()
        try:
            before, after, changes = self._told(groups, *self._pair)
        except Exception as error:  # noqa: BLE001 – another version of Repère wrote it, or it is damaged
            log.warning("changes: the earlier generation cannot be compared: %s", type(error).__name__)
            return News()
        found = about(changes, words)
        items = tuple(self._item(one, after) for one in found[:MOST])
        return News(items, max(0, len(found) - MOST), before.generation.manifest.created)

    def _told(
        self, groups: frozenset[str], before: Generation, after: Generation
    ) -> tuple[Library, Library, tuple[Change, ...]]:
        from assistant.library import Library

        if groups not in self._made:
            then, now = Library(before, None, groups), Library(after, None, groups)
            self._made[groups] = (then, now, told(then, now))
        return self._made[groups]

    def _item(self, one: Change, after: Library) -> Item:
        # The page of a source shows what is in service: what is gone has no address any more.
        cited = after.cite(one.after.document, one.after.fact) if one.after else None
        return Item(
            one.how,
            f"{one.name} · {one.label}" if one.label else one.name,
            _words(one.before),
            _words(one.after),
            place(one.after or one.before),
            self._address(cited) if cited else "",
        )


def known(desk: Desk, groups: frozenset[str], words: str) -> str:
    """The name of the first thing in force that somebody of these groups reads and these words name, or ""."""
    from ingest.facts.changes import name_of, named
    from ingest.facts.records import Subject

    subjects = desk.assistant.library(groups).current(Subject)
    return next((name_of(one) for one in subjects if named(name_of(one), words)), "")


def _pair(desk: Desk, since: str) -> tuple[Generation, Generation] | None:
    """None where there is nothing earlier to compare with."""
    from ingest.index import history

    try:
        kept = history.kept(desk.settings.index)
        past = [one.id for one in kept if not one.current]
        if not past or any(one.current and one.id == since for one in kept):
            return None
        return history.pair(desk.settings.index, since if since in past else past[-1])
    except IngestError:
        return None


def _words(said: Said | None) -> str:
    return " ".join(said.fact.quote.split()) if said else ""
