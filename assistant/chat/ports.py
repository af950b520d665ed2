"""What a chat model is to us: text in, text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Protocol

Kind = Literal["busy", "denied", "garbage", "refusal", "rejected", "slow", "truncated", "unreachable"]
Used = Counter[str]  # « read », « written »: tokens; « characters » written


class ModelFault(Exception):
    """A chat model did not do what was asked. Never reaches a person: our own choice answers instead."""

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

    def stream(
        self, instructions: str, data: str, schema: Mapping[str, Any] | None, seconds: float, used: Used
    ) -> Iterator[str]:
        """Pieces of an answer that follows a JSON schema where the provider can hold it to one. Adds to ``used`` what
        the provider counted, where it counts. Raises ModelFault."""
        ...
