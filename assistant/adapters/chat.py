"""Any chat model LangChain knows, behind the ``ChatModel`` port. The only door to LangChain's models.

Nothing of it is imported before the first call. Each provider's package is an extra: ``pip install '.[openai]'``.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.chat.ports import Kind, ModelFault, Used
from assistant.errors import ModelUnavailable

MOST_TOKENS = 1000  # of an answer: numbers, or three questions
_OLLAMA = "http://127.0.0.1:11434"
_STATUS: dict[int, Kind] = {
    400: "rejected",
    401: "denied",
    403: "denied",
    404: "rejected",
    408: "slow",
    422: "rejected",
    429: "busy",
    529: "busy",
}


@dataclass(frozen=True, slots=True)
class Provider:
    """How one provider's class of LangChain names what we set. ``{}`` of ``schema`` is where the JSON schema goes."""

    langchain: str
    extra: str
    address: str = "base_url"
    seconds: str = "timeout"
    tokens: str = "max_tokens"
    keyed: bool = True
    default_address: str = ""


PROVIDERS: dict[str, Provider] = {
    "openai": Provider("openai", "openai"),
    "azure": Provider("azure_openai", "azure", address="azure_endpoint"),
    "azure_openai": Provider("azure_openai", "azure", address="azure_endpoint"),
    "anthropic": Provider("anthropic", "anthropic"),
    "mistral": Provider("mistralai", "mistral", address="endpoint"),
    "mistralai": Provider("mistralai", "mistral", address="endpoint"),
    "ollama": Provider(
        "ollama", "ollama", seconds="", tokens="num_predict", keyed=False, default_address=_OLLAMA
    ),
}  # fmt: skip


class LangChainModel:
    """A model named « provider:name ». Made without reaching it; loaded when first used. Thread-safe."""

    def __init__(self, model: str, base_url: str = "", api_key: str = "") -> None:
        """Raises ModelUnavailable when the name is not « provider:name » with a provider we know."""
        provider, _, name = model.partition(":")
        if provider not in PROVIDERS or not name.strip():
            known = ", ".join(sorted(PROVIDERS))
            raise ModelUnavailable(
                f"REPERE_CHAT_MODEL vaut « {model} » : écrivez « fournisseur:nom », avec un de ces fournisseurs : {known}.",
                f"REPERE_CHAT_MODEL is “{model}”: write “provider:name”, with one of these providers: {known}.",
            )
        self.name = model
        self._provider, self._model = PROVIDERS[provider], name.strip()
        self._address, self._key = base_url or self._provider.default_address, api_key
        self._structured = True
        self._clients: dict[int, Any] = {}
        self._opening = threading.Lock()

    @property
    def local(self) -> bool:
        """Loopback, or a name without a dot (a neighbour in a compose file). A provider's own address is remote."""
        host = urlsplit(self._address).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return bool(host) and "." not in host

    def stream(
        self, instructions: str, data: str, schema: Mapping[str, Any] | None, seconds: float, used: Used
    ) -> Iterator[str]:
        """Raises ModelFault. A server that refuses the schema is asked once more without it, then always."""
        try:
            yield from self._pieces(instructions, data, schema if self._structured else None, seconds, used)
        except ModelFault as fault:
            if fault.kind != "rejected" or schema is None or not self._structured:
                raise
            self._structured = False
            yield from self._pieces(instructions, data, None, seconds, used)

    def _pieces(
        self, instructions: str, data: str, schema: Mapping[str, Any] | None, seconds: float, used: Used
    ) -> Iterator[str]:
        from langsmith import tracing_context

        model = self._opened(seconds)
        try:
            if schema:
                model = model.bind(**_held_to(self._provider.langchain, schema))
            # A variable of the environment could send every exchange to a third party's tracing service.
            with tracing_context(enabled=False):
                for chunk in model.stream([("system", instructions), ("human", data)]):
                    _refuse(chunk)
                    if counted := getattr(chunk, "usage_metadata", None):
                        used.update(read=counted.get("input_tokens", 0), written=counted.get("output_tokens", 0))
                    if text := _text(chunk.content):
                        yield text
        except ModelFault:
            raise
        except Exception as error:  # noqa: BLE001 – each vendor has its own tree; none may get out
            raise ModelFault(_kind(error)) from None

    def _opened(self, seconds: float) -> Any:
        """A client whose time-out is what is left, in whole seconds: a few clients serve every call."""
        whole = math.ceil(seconds)
        with self._opening:
            if whole not in self._clients:
                self._clients[whole] = self._made(float(whole))
            return self._clients[whole]

    def _made(self, seconds: float) -> Any:
        """No retry: our own choice is at hand."""
        from langchain.chat_models import init_chat_model

        how = self._provider
        options: dict[str, Any] = {"temperature": 0, how.tokens: MOST_TOKENS}
        if self._address:
            options[how.address] = self._address
        if how.keyed:
            options |= {"max_retries": 0} | ({"api_key": self._key or "none"} if self._key or self._address else {})
        # A model that thinks aloud first would spend the time of the answer on it.
        options |= (
            {how.seconds: seconds} if how.seconds else {"client_kwargs": {"timeout": seconds}, "reasoning": False}
        )
        try:
            return init_chat_model(self._model, model_provider=how.langchain, **options)
        except ImportError:
            raise ModelFault("unreachable") from None
        except Exception:  # noqa: BLE001 – a setting the vendor does not accept
            raise ModelFault("rejected") from None

    def require(self) -> None:
        """Raises ModelUnavailable when the provider's package is not installed."""
        from importlib.util import find_spec

        package = f"langchain_{self._provider.langchain.removeprefix('azure_')}"
        if find_spec("langchain") is None or find_spec(package) is None:
            extra = self._provider.extra
            raise ModelUnavailable(
                f"Le modèle « {self.name} » demande un paquet de plus : lancez « .venv/bin/pip install '.[{extra}]' ».",
                f"The model “{self.name}” needs one more package: run “.venv/bin/pip install '.[{extra}]'”.",
            )


def _held_to(provider: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """How each provider is told to follow a schema without a tool. Anthropic is told in words alone."""
    if provider in ("openai", "azure_openai"):
        return {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "reply", "schema": dict(schema), "strict": True},
            }
        }
    if provider == "mistralai":
        return {"response_format": {"type": "json_object"}}
    return {"format": dict(schema)} if provider == "ollama" else {}


def _refuse(chunk: Any) -> None:
    """A refusal, or a filter, in the words of each vendor."""
    said = {**getattr(chunk, "additional_kwargs", {}), **getattr(chunk, "response_metadata", {})}
    ended = said.get("finish_reason") or said.get("stop_reason") or said.get("done_reason")
    if said.get("refusal") or ended in ("content_filter", "refusal"):
        raise ModelFault("refusal")


def _text(content: Any) -> str:
    """The text of a piece, whether it comes as text or as blocks; reasoning and tool calls are not text."""
    if isinstance(content, str):
        return content
    return "".join(
        block if isinstance(block, str) else str(block.get("text", ""))
        for block in content
        if isinstance(block, str) or block.get("type") == "text"
    )


def _kind(error: Exception) -> Kind:
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int) and status in _STATUS:
        return _STATUS[status]
    slow = isinstance(error, TimeoutError) or "timeout" in type(error).__name__.lower()
    return "slow" if slow else "unreachable"
