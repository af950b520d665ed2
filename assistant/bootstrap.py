"""The only file of this folder that names adapters and composers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering import Assistant, Composer

if TYPE_CHECKING:
    from assistant.adapters.chat import LangChainModel
    from assistant.evaluation.naive import Naive
    from assistant.phrasing.foreseeing import Foreseer
    from assistant.phrasing.rephrasing import Phrasing


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
    return Assistant(bootstrap.shelf(settings), bootstrap.embedder(settings), composers(), settings.today, phrasing())


def chat_model() -> LangChainModel | None:
    """The chat model the settings name, or None. Raises ModelUnavailable for a name or package that cannot be used."""
    from assistant.settings import Settings

    settings = Settings()
    if not settings.chat_model:
        return None
    from assistant.adapters.chat import LangChainModel

    model = LangChainModel(settings.chat_model, settings.chat_base_url, settings.chat_api_key)
    model.require()
    return model


def phrasing() -> Phrasing | None:
    """How answers are phrased: by the model the settings name, within its limits. None when none is named."""
    from assistant.settings import Settings

    model = chat_model()
    if model is None:
        return None
    from assistant.phrasing.budget import Budget
    from assistant.phrasing.rephrasing import Phrasing
    from assistant.phrasing.tally import Tally

    settings = Settings()
    budget = Budget(settings.state_folder, settings.chat_per_day, settings.chat_per_person)
    allowed, seconds = settings.restricted_allowed, settings.chat_seconds
    return Phrasing(model, budget, Tally(), allowed, seconds, settings.chat_questions)


def questioner() -> Foreseer:
    """What foresees questions at ingest. Raises ModelUnavailable when no chat model is named, or it cannot be used."""
    from assistant.errors import ModelUnavailable
    from assistant.phrasing.foreseeing import Foreseer

    found = phrasing()
    if found is None:
        raise ModelUnavailable(
            "Prévoir des questions demande un modèle de langage : définissez REPERE_CHAT_MODEL (docs/chat-model.md).",
            "Foreseeing questions needs a chat model: set REPERE_CHAT_MODEL (docs/chat-model.md).",
        )
    return Foreseer(found)
