"""``repere doctor``: what is configured, what is missing, what to do."""

from __future__ import annotations

import importlib.util
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from bots.channels import CHANNELS, channel
from bots.commands.parsing import Parser
from bots.errors import BotError, sentence
from bots.memory.following.spots import Contacts, misread
from bots.memory.following.spots import spots as places
from bots.memory.state import State, place_of, writable
from bots.rendering.terminal import BOLD, YELLOW, style
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import IngestError

if TYPE_CHECKING:
    from assistant.chat.service import Service
    from bots.settings import Settings
    from ingest.settings import Settings as Reading

Finding = tuple[str, str, str]  # (what, "ok" | "off" | "to-do", detail)


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(_: Namespace, say: Commands) -> int:
    from bots.settings import Settings
    from ingest.settings import Settings as Reading

    settings, reading = Settings(), Reading()
    found = [
        *_documents(reading, say),
        *_models(reading, say),
        *_channels(settings, say),
        *_places(settings, say),
        *_service(settings, say),
    ]
    for what, state, detail in found:
        mark = style(f"[{say(state)}]", YELLOW if state == "to-do" else BOLD)
        out(f"{mark} {what}" + (f" : {detail}" if detail else ""))
    return 69 if any(state == "to-do" for _, state, _ in found) else 0


def _documents(reading: Reading, say: Commands) -> Iterator[Finding]:
    if not reading.corpus.is_dir():
        yield say("doc-corpus"), "to-do", say("doc-corpus-missing", reading.corpus)
    else:
        files = [path for path in reading.corpus.rglob("*") if path.is_file()]
        yield say("doc-corpus"), "ok", say("doc-documents", reading.corpus, len(files))
    yield _index(reading, say)


def _index(reading: Reading, say: Commands) -> Finding:
    from ingest import bootstrap

    try:
        generation = bootstrap.shelf(reading).current()
    except IngestError as error:
        return say("doc-index"), "to-do", sentence(error, say.language)
    current = reading.index / "CURRENT"
    newer = reading.corpus.is_dir() and any(
        path.stat().st_mtime > current.stat().st_mtime for path in reading.corpus.rglob("*") if path.is_file()
    )
    if newer:
        return say("doc-index"), "to-do", say("doc-index-old")
    return say("doc-index"), "ok", say("doc-index-ok", len(generation.descriptions()), generation.id)


def _models(reading: Reading, say: Commands) -> Iterator[Finding]:
    from ingest import bootstrap

    try:
        yield say("doc-model"), "ok", bootstrap.embedder(reading).identity
    except IngestError as error:
        yield say("doc-model"), "to-do", sentence(error, say.language)
    yield from _chat(say)


def _chat(say: Commands) -> Iterator[Finding]:
    """The chat model, asked one harmless question; whether it may hear those of people; what a question costs."""
    from assistant.bootstrap import chat
    from assistant.chat.probe import probe

    try:
        service = chat()
    except AssistantError as error:
        yield say("doc-chat"), "to-do", sentence(error, say.language)
        return
    if service is None:
        yield say("doc-chat"), "off", say("doc-chat-off")
        return
    found = probe(service.model, service.seconds)
    where = say("doc-chat-local" if service.model.local else "doc-chat-remote")
    detail = say(f"doc-chat-{found.outcome}", service.model.name, where, f"{found.seconds:.1f}")
    yield say("doc-chat"), "ok" if found.outcome in ("kept", "dropped") else "to-do", detail
    if not service.may_hear():
        yield say("doc-hears"), "off", say("doc-hears-off")
    yield say("doc-cost"), "ok" if any(service.price) else "off", _cost(service, say)


def _cost(service: Service, say: Commands) -> str:
    """Tokens of a usual question, and the price of a thousand questions where the settings give one."""
    from assistant.chat.service import TYPICAL, dollars

    told = say("doc-cost-tokens", *TYPICAL)
    if not any(service.price):
        return f"{told}; {say('doc-cost-off')}"
    return f"{told}; {say('doc-cost-price', f'{1000 * dollars(service.price, TYPICAL):.2f}')}"


def _channels(settings: Settings, say: Commands) -> Iterator[Finding]:
    for name in CHANNELS:
        what = say("doc-channel", name)
        if importlib.util.find_spec(CHANNELS[name].partition(":")[0]) is None or (one := channel(name)) is None:
            yield what, "off", say("doc-uninstalled")
        elif missing := one.missing(settings):
            yield what, "off", say("doc-missing", ", ".join(missing))
        else:
            yield what, "ok", ""


def _places(settings: Settings, say: Commands) -> Iterator[Finding]:
    """Where notes and reminders go: to a channel that is on, by a name that is one."""
    for name, setting, spots in (
        ("REPERE_WEEKLY", settings.weekly, places(settings.weekly)),
        ("REPERE_CONTACTS", settings.contacts, Contacts(settings.contacts).all),
    ):
        off = [spot.channel for spot in spots if (one := channel(spot.channel)) is None or one.missing(settings)]
        if wrong := (*misread(setting), *dict.fromkeys(off)):
            yield name, "to-do", say("doc-places-bad", ", ".join(wrong))
        elif spots:
            yield name, "ok", ", ".join(f"{spot.channel}:{spot.id}" for spot in spots)


def _database(settings: Settings, say: Commands) -> Finding:
    """Whether the database that machines share answers."""
    try:
        State(place_of(settings), ()).run("SELECT 1")
    except BotError as error:
        return say("doc-state"), "to-do", sentence(error, say.language)
    return say("doc-state"), "ok", "PostgreSQL"


def _service(settings: Settings, say: Commands) -> Iterator[Finding]:
    yield say("doc-key"), "ok" if settings.guarded else "off", "" if settings.guarded else say("doc-key-off")
    folder = settings.state_folder
    if settings.database_url:
        yield _database(settings, say)
    elif writable(folder):
        yield say("doc-state"), "ok", str(folder)
    else:
        yield say("doc-state"), "to-do", say("doc-state-bad", folder)
    if settings.base_url:
        yield say("doc-url"), "ok", settings.base_url
    else:
        yield say("doc-url"), "off", say("doc-url-off", settings.local_url)
