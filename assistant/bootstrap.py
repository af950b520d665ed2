"""The only file of this folder that names adapters and composers."""

from __future__ import annotations

from assistant.answering import Assistant, Composer


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


def assistant() -> Assistant:
    """The assistant over the index the settings name. Raises NoIndex, IncompatibleIndex or DamagedIndex."""
    from ingest import bootstrap
    from ingest.settings import Settings

    settings = Settings()
    return Assistant(bootstrap.shelf(settings), bootstrap.embedder(settings), composers(), settings.today)
