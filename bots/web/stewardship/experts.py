"""From the steward's page to whoever knows: a question asked of its owner with what was found, a note, and what comes back.

They go where REPERE_CONTACTS says, and only to those who may read what the question was asked with.
"""

from __future__ import annotations

from typing import Literal

from assistant.errors import AssistantError
from bots.channel import Asked, Desk
from bots.errors import BotError
from bots.memory.following.news import News
from bots.memory.following.posts import Follower, NotTold, Post
from bots.memory.following.spots import Contacts
from bots.memory.ledger import Entry
from bots.web.stewardship import steward
from bots.wording.steward import steward as wording
from ingest.errors import IngestError

Became = Literal["asked", "nobody", "unsent"]
WAITING = frozenset({"", "asked"})  # lines of the ledger that somebody has still to settle


async def ask(desk: Desk, entry: Entry, note: str) -> Became:
    """Sends a question of the ledger to the owner's place, with what the documents they may read say of it."""
    became: Became = "nobody"
    for post, follower, groups in await _places(desk, entry):
        became = "unsent"
        try:
            asked = Asked(entry.question, context=(), groups=groups, lane="steward")
            found = await desk.replying(asked)
            await post.ask(follower, entry.question, note, found, entry.id)
        except (NotTold, AssistantError, BotError, IngestError):
            continue
        return "asked"
    return became


async def tell(desk: Desk, entry: Entry, words: str) -> bool:
    """Delivers a note to the owner; whether it arrived."""
    for post, follower, _ in await _places(desk, entry):
        title = wording(follower.language)["note_for_you"].format(entry.question, words)
        try:
            await post.send(follower, title, News())
        except NotTold:
            continue
        return True
    return False


def replied(desk: Desk, name: str, words: str) -> None:
    """An expert's reply: a proposed question where a document that the askers read holds its words, else a note. Never a
    source. Raises StateOut, AssistantError, IngestError."""
    ledger = desk.noticing.ledger if desk.noticing else None
    if ledger is None or not words.strip():
        return
    entry = ledger.entry(name)
    if entry and entry.settled in WAITING:
        settle(desk, entry, words.strip(), entry.readers)


def settle(desk: Desk, entry: Entry, words: str, groups: frozenset[str]) -> bool:
    """Words that answer a line, as a proposal, or else as a note; whether it is a proposal."""
    document = steward.holding(words, desk.assistant, groups)
    if desk.noticing:
        note = steward.proposal(entry, words, document) if document else words
        desk.noticing.ledger.settle(entry.id, "proposed" if document else "noted", note, groups | entry.readers)
    return bool(document)


async def _places(desk: Desk, entry: Entry) -> list[tuple[Post, Follower, frozenset[str]]]:
    """Where the owner of a line is written to, and what is read there; not where its askers read more."""
    found = []
    for spot in Contacts(desk.settings.contacts).of(entry.owner):
        post = desk.posts.get(spot.channel)
        if post is None:
            continue
        follower = Follower("", desk.settings.lang, post.at(spot.id))
        groups = await post.groups(follower)
        if groups is not None and entry.readers <= groups:
            found.append((post, follower, groups))
    return found
