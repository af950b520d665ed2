"""The only file of this folder that names adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.index.model.reader import PackagedReader
    from ingest.index.shelf import Shelf
    from ingest.index.shipping import Store
    from ingest.ports import Embedder
    from ingest.sources.model import Source


def embedder(settings: Settings) -> Embedder:
    """Made at once, loaded when first used."""
    from ingest.index.embedding import NamedEmbedder, PackagedEmbedder, RerankingEmbedder

    chosen = NamedEmbedder(settings.embedding_model) if settings.embedding_model else PackagedEmbedder()
    return RerankingEmbedder(chosen, settings.reranker_model) if settings.reranker_model else chosen


def reader(beside: Embedder | None = None) -> PackagedReader:
    """The packaged reader of pairs; it shares the packaged encoder that is ``beside`` it, where that is one."""
    from ingest.index.embedding import NamedEmbedder, PackagedEmbedder
    from ingest.index.model.reader import PackagedReader

    held = beside.packaged if isinstance(beside, NamedEmbedder) else beside
    packaged = held if isinstance(held, PackagedEmbedder) else PackagedEmbedder()
    return PackagedReader(packaged.ready)


def shelf(settings: Settings) -> Shelf:
    """Gives the generation in service in the settings' index folder."""
    from ingest.index.shelf import Shelf

    return Shelf(settings.index, embedder(settings).identity)


def store(settings: Settings) -> Store | None:
    """Where generations are sent to and fetched from, when the settings name it."""
    from ingest.index.shipping import Store

    return Store(settings.index_url) if settings.index_url else None


def source(named: str, settings: Settings) -> Source:
    """Where documents come from: a folder, « dav+https://… » or « graph:SITE ». Raises SourceUnreachable."""
    from pathlib import Path

    if named.startswith("graph:"):
        from ingest.sources.graph import Graph

        return Graph(named[6:], settings.graph_tenant, settings.graph_client_id, settings.graph_client_secret)
    if named.startswith(("dav+http://", "dav+https://")):
        from ingest.sources.webdav import WebDav

        return WebDav(named[4:], settings.sync_user, settings.sync_password)
    from ingest.sources.folder import Folder

    return Folder(Path(named))
