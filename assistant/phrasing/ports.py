"""What phrasing needs from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Protocol

Kind = Literal["busy", "denied", "garbage", "refusal", "rejected", "slow", "truncated", "unreachable"]


class ModelFault(Exception):
    """A chat model did not do what was asked. Never reaches a person: our own wording answers instead."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


class ChatModel(Protocol):
    """Text in, text out, as it comes. No tool, no memory, temperature 0."""

    @property
    def name(self) -> str: ...

    @property
    def local(self) -> bool:
        """Whether what it is sent stays on this machine."""
        ...

    def warm(self) -> None:
        """Loads what the first call would have to, and reaches no one."""
        ...

    def stream(self, instructions: str, data: str, schema: Mapping[str, Any] | None, seconds: float) -> Iterator[str]:
        """Pieces of an answer that follows a JSON schema where the provider can hold it to one. Raises ModelFault."""
        ...
