"""``repere sync``: documents that come by themselves, from a folder, a WebDAV share or a SharePoint library."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import TYPE_CHECKING

from bots.commands import ingest as reading
from bots.commands.parsing import Parser, positive
from bots.errors import sentence
from bots.rendering.terminal import complain
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.sources.model import Changes
    from ingest.sources.syncing import Synchronisation


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=say.options_help["sync-source"])
    parser.add_argument("--preview", action="store_true", help=say.options_help["sync-preview"])
    parser.add_argument("--every", type=positive, metavar="N", help=say.options_help["sync-every"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, say: Commands) -> int:
    from ingest.errors import IngestError
    from ingest.settings import Settings

    settings = Settings()
    while True:
        try:
            status = _once(given, settings, say)
        except IngestError as error:
            if not given.every:
                raise
            complain(sentence(error, say.language))
        except OSError as error:  # a disk that is full: there may be room the next time
            if not given.every:
                raise
            complain(say("disk", error.strerror, error.filename or "?"))
        if not given.every:
            return status
        time.sleep(60 * given.every)


def _once(given: Namespace, settings: Settings, say: Commands) -> int:
    synchronisation = _synchronisation(given, settings)
    if given.preview:
        _tell(synchronisation.preview(), say)
        return 0
    done = synchronisation.run()
    for path, why in done.failed.items():
        complain(say("sync-failed", path, why))
    changes = done.changes
    if changes.none:
        out(say("sync-same"))
        return 65 if done.failed else 0
    counts = [len(some) for some in (changes.added, changes.changed, changes.renamed, changes.removed)]
    out(say("sync-done", *counts, len(done.failed)))
    read = reading.run(Namespace(folder=None, anticipate=False, force=False, json=False), say)
    return 65 if done.failed else read


def _synchronisation(given: Namespace, settings: Settings) -> Synchronisation:
    from ingest import bootstrap
    from ingest.errors import SourceUnreachable
    from ingest.loaders import LOADERS
    from ingest.sources.syncing import Synchronisation

    named = given.source or settings.sync_source
    if not named:
        raise SourceUnreachable.because("REPERE_SYNC_SOURCE")
    settings.corpus.mkdir(parents=True, exist_ok=True)
    return Synchronisation(bootstrap.source(named, settings), settings.corpus, frozenset(LOADERS))


def _tell(changes: Changes, say: Commands) -> None:
    if changes.none:
        out(say("sync-same"))
    for item in changes.added:
        out(say("sync-would", say("sync-added"), item.path))
    for item in changes.changed:
        out(say("sync-would", say("sync-changed"), item.path))
    for before, item in changes.renamed:
        out(say("sync-would", say("sync-renamed"), f"{before} → {item.path}"))
    for path in changes.removed:
        out(say("sync-would", say("sync-removed"), path))
