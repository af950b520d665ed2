"""One span an answer, for OpenTelemetry: its channel, what became of it, its steps; never a word of anybody's.

The only door to OpenTelemetry. Off unless ``OTEL_EXPORTER_OTLP_ENDPOINT`` says where spans go (its other variables count
too); sent by a thread of its own, so that a collector that is slow or dead delays no answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

NAME = "repere"
_WHERE = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_LAST = 1_000  # milliseconds to send what is left when the service ends


class Mark(Protocol):
    """What is noted of one answer."""

    def step(self, name: str) -> None:
        """A step is over."""
        ...

    def became(self, outcome: str) -> None:
        """What became of it."""
        ...


class Traces(Protocol):
    """Where answers are noted. Thread-safe."""

    @contextmanager
    def answer(self, channel: str) -> Iterator[Mark]:
        """Notes an answer that is being computed, from its beginning to its end."""
        ...

    def close(self) -> None:
        """Sends what is left, within a second."""
        ...


def traces(environment: Mapping[str, str] = os.environ) -> Traces:
    """Those of OpenTelemetry where the environment names a collector, else none."""
    return _Open() if any(environment.get(name) for name in _WHERE) else _Off()


class _Off:
    @contextmanager
    def answer(self, channel: str) -> Iterator[Mark]:  # noqa: ARG002 – nothing is noted
        yield self

    def step(self, name: str) -> None:
        """Nothing is noted."""

    def became(self, outcome: str) -> None:
        """Nothing is noted."""

    def close(self) -> None:
        """Nothing is held."""


class _Span:
    def __init__(self, span: Any) -> None:
        self._span = span

    def step(self, name: str) -> None:
        self._span.add_event(name)

    def became(self, outcome: str) -> None:
        self._span.set_attribute("repere.outcome", outcome)


class _Open:
    def __init__(self) -> None:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        named = Resource.create({SERVICE_NAME: os.environ.get("OTEL_SERVICE_NAME", NAME)})
        self._provider = TracerProvider(resource=named, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(NAME)

    @contextmanager
    def answer(self, channel: str) -> Iterator[Mark]:
        # What an error says may be a person's words: its kind is the outcome, and nothing more is kept.
        with self._tracer.start_as_current_span(
            "answer",
            attributes={"repere.channel": channel},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield _Span(span)

    def close(self) -> None:
        self._provider.force_flush(_LAST)
