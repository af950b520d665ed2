"""``repere doctor``: what is configured, what is missing, what to do."""

from __future__ import annotations

import importlib.util
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from bots.channels import CHANNELS, channel
from bots.commands.parsing import Parser
from bots.errors import sentence
from bots.memory.state import writable
from bots.rendering.terminal import BOLD, YELLOW, style
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import IngestError

if TYPE_CHECKING:
    from bots.settings import Settings
    from ingest.settings import Settings as Reading

Finding = tuple[str, str, str]  # (what, "ok" | "off" | "to-do", detail)


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(_: Namespace, say: Commands) -> int:
    from bots.settings import Settings
    from ingest.settings import Settings as Reading

    settings, reading = Settings(), Reading()
    found = [*_documents(reading, say), *_models(reading, say), *_channels(settings, say), *_service(settings, say)]
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
    yield _chat(say)


def _chat(say: Commands) -> Finding:
    """The chat model, asked one harmless sentence."""
    from assistant.bootstrap import chat_model
    from assistant.phrasing.probe import probe
    from assistant.settings import Settings as Chat

    try:
        model = chat_model()
    except AssistantError as error:
        return say("doc-chat"), "to-do", sentence(error, say.language)
    if model is None:
        return say("doc-chat"), "off", say("doc-chat-off")
    found = probe(model, Chat().chat_seconds)
    where = say("doc-chat-local" if model.local else "doc-chat-remote")
    detail = say(f"doc-chat-{found.outcome}", model.name, where, f"{found.seconds:.1f}")
    return say("doc-chat"), "ok" if found.outcome in ("kept", "dropped") else "to-do", detail


def _channels(settings: Settings, say: Commands) -> Iterator[Finding]:
    for name in CHANNELS:
        what = say("doc-channel", name)
        if importlib.util.find_spec(CHANNELS[name].partition(":")[0]) is None or (one := channel(name)) is None:
            yield what, "off", say("doc-uninstalled")
        elif missing := one.missing(settings):
            yield what, "off", say("doc-missing", ", ".join(missing))
        else:
            yield what, "ok", ""


def _service(settings: Settings, say: Commands) -> Iterator[Finding]:
    yield say("doc-key"), "ok" if settings.api_key else "off", "" if settings.api_key else say("doc-key-off")
    folder = settings.state_folder
    if writable(folder):
        yield say("doc-state"), "ok", str(folder)
    else:
        yield say("doc-state"), "to-do", say("doc-state-bad", folder)
    if settings.base_url:
        yield say("doc-url"), "ok", settings.base_url
    else:
        yield say("doc-url"), "off", say("doc-url-off", settings.local_url)
