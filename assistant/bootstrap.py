"""The only file of this folder that names adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering import Assistant

if TYPE_CHECKING:
    from assistant.adapters.chat import LangChainModel
    from assistant.chat.foreseeing import Foreseer
    from assistant.chat.service import Service
    from assistant.choosing.chooser import Chooser
    from assistant.choosing.finalists import Reader
    from assistant.evaluation.naive import Naive


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
    embedder = bootstrap.embedder(settings)
    return Assistant(bootstrap.shelf(settings), embedder, chooser(bootstrap.reader(embedder)), settings.today)


def chooser(reader: Reader) -> Chooser:
    """The chat model's choice where the settings name one, the fitted one elsewhere. Raises ModelUnavailable."""
    from assistant.choosing.chooser import FittedChooser

    fitted, service = FittedChooser(reader), chat()
    if service is None:
        return fitted
    from assistant.chat.choosing import ChatChooser

    return ChatChooser(service, fitted)


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


def chat() -> Service | None:
    """The chat model the settings name, within its limits. None when none is named."""
    from assistant.settings import Settings

    model = chat_model()
    if model is None:
        return None
    from assistant.chat.budget import Budget
    from assistant.chat.service import Service, Tally

    settings = Settings()
    budget = Budget(settings.state_folder, settings.chat_per_day, settings.chat_per_person)
    price = (settings.chat_price_in, settings.chat_price_out)
    allowed, seconds = settings.restricted_allowed, settings.chat_seconds
    return Service(model, budget, Tally(), allowed, seconds, settings.chat_questions, price)


def questioner() -> Foreseer:
    """What foresees questions at ingest. Raises ModelUnavailable when no chat model is named, or it cannot be used."""
    from assistant.chat.foreseeing import Foreseer
    from assistant.errors import ModelUnavailable

    found = chat()
    if found is None:
        raise ModelUnavailable(
            "Prévoir des questions demande un modèle de langage : définissez REPERE_CHAT_MODEL (docs/chat-model.md).",
            "Foreseeing questions needs a chat model: set REPERE_CHAT_MODEL (docs/chat-model.md).",
        )
    return Foreseer(found)
