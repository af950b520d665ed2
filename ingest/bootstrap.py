"""The only file of this folder that names adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.index.shelf import Shelf
    from ingest.ports import Embedder


def embedder(settings: Settings) -> Embedder:
    """Made at once, loaded when first used."""
    from ingest.index.embedding import NamedEmbedder, PackagedEmbedder, RerankingEmbedder

    chosen = NamedEmbedder(settings.embedding_model) if settings.embedding_model else PackagedEmbedder()
    return RerankingEmbedder(chosen, settings.reranker_model) if settings.reranker_model else chosen


def shelf(settings: Settings) -> Shelf:
    """Gives the generation in service in the settings' index folder."""
    from ingest.index.shelf import Shelf

    return Shelf(settings.index, embedder(settings).identity)
