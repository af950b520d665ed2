"""The only file of this folder that names adapters and composers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering import Assistant, Composer

if TYPE_CHECKING:
    from assistant.evaluation.naive import Naive


def composers() -> tuple[Composer, ...]:
    from assistant.composition import committees, definitions, fields, offers, quotes, responsibility, status

    return (
        responsibility.propose,
        committees.propose,
        status.propose,
        offers.propose,
        fields.propose,
        definitions.propose,
        quotes.propose,
    )


def naive(compared: Assistant) -> Naive:
    """The pipeline people write first, over the same documents with the same encoder: for ``repere eval``."""
    from functools import partial

    from assistant.adapters.splitting import recursive
    from assistant.evaluation.naive import CHUNK, OVERLAP, Naive
    from ingest import bootstrap
    from ingest.settings import Settings

    return Naive(compared.library(), bootstrap.embedder(Settings()), partial(recursive, size=CHUNK, overlap=OVERLAP))


def assistant() -> Assistant:
    """The assistant over the index the settings name. Raises NoIndex, IncompatibleIndex or DamagedIndex."""
    from ingest import bootstrap
    from ingest.settings import Settings

    settings = Settings()
    return Assistant(bootstrap.shelf(settings), bootstrap.embedder(settings), composers(), settings.today)
