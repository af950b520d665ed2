"""What is counted while it runs, for ``/metrics`` and the log: numbers and names of ours, never a word of anybody's."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from bots.working.traces import Mark, traces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.model import Reply
    from ingest.index.manifest import Manifest

log = logging.getLogger("repere.answers")
_STEPS = ("reading", "gathering", "choosing", "telling")  # what is done before each sign of progress, then after them
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
Gauge = Callable[[], float]
_MARK: ContextVar[Mark | None] = ContextVar("mark", default=None)  # of the answer this thread computes


class Watch:
    """The counts of one service, in a registry of its own; and its spans, where they are asked for."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._traces = traces()
        self.registry = CollectorRegistry()
        within: dict[str, Any] = {"registry": self.registry}
        self._questions = Counter(
            "repere_questions", "Questions, by channel and what became of them", ("channel", "outcome"), **within
        )
        self._refusals = Counter(
            "repere_refusals", "Answers that the documents do not hold, by reason", ("reason",), **within
        )
        self._answers = Histogram(
            "repere_answer_seconds", "Seconds to compute an answer", ("channel",), buckets=_SECONDS, **within
        )
        self._waits = Histogram(
            "repere_wait_seconds", "Seconds a question waited for its turn", ("channel",), buckets=_SECONDS, **within
        )
        self._steps = Histogram("repere_step_seconds", "Seconds by step", ("step",), buckets=_SECONDS, **within)

    def waited(self, lane: str, seconds: float) -> None:
        """A question's turn has come."""
        self._waits.labels(channel_of(lane)).observe(seconds)

    @contextmanager
    def answering(self, lane: str) -> Iterator[Callable[[Reply], None]]:
        """Counts an answer being computed; what is given is to be told of the reply."""
        channel, began, outcome = channel_of(lane), time.perf_counter(), "error"

        def told(reply: Reply) -> None:
            nonlocal outcome
            outcome = "refused" if reply.abstained else "answered"
            if reply.abstained:
                self._refusals.labels(reply.reason).inc()

        with self._traces.answer(channel) as mark:
            held = _MARK.set(mark)
            try:
                yield told
            except Exception as error:
                outcome = type(error).__name__
                raise
            finally:
                _MARK.reset(held)
                mark.became(outcome)
                self._answered(channel, outcome, time.perf_counter() - began)

    def _answered(self, channel: str, outcome: str, seconds: float) -> None:
        self._answers.labels(channel).observe(seconds)
        self._questions.labels(channel, outcome).inc()
        log.info("answer", extra={"channel": channel, "outcome": outcome, "ms": round(seconds * 1000, 1)})

    def steps(self, on_step: Callable[[str], None] | None) -> Callable[[str], None]:
        """``on_step``, with the seconds between two steps observed."""
        last, number, mark = time.perf_counter(), 0, _MARK.get()

        def step(said: str) -> None:
            nonlocal last, number
            now = time.perf_counter()
            done = _STEPS[min(number, len(_STEPS) - 1)]
            self._steps.labels(done).observe(now - last)
            if mark:
                mark.step(done)
            last, number = now, number + 1
            if on_step:
                on_step(said)

        return step

    def close(self) -> None:
        """Sends the spans that are left, within a second."""
        self._traces.close()

    def told(self, gauges: Mapping[str, tuple[str, Gauge]], calls: Callable[[], Mapping[str, float]]) -> bytes:
        """Everything, in Prometheus' text format. ``gauges``: name → (what it is, its value now); ``calls``: those to the
        chat model, by outcome."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        class Now:
            def collect(self) -> Iterable[Any]:
                for name, (about, value) in gauges.items():
                    yield GaugeMetricFamily(name, about, value=value())
                family = CounterMetricFamily("repere_model_calls", "Calls to the chat model", labels=("outcome",))
                for outcome, count in calls().items():
                    family.add_metric((outcome,), count)
                yield family

        now = CollectorRegistry()
        now.register(Now())
        return generate_latest(self.registry) + generate_latest(now)


def of_generation(manifest: Manifest) -> dict[str, tuple[str, Gauge]]:
    """What is in service, and since when."""
    from datetime import datetime

    made = datetime.fromisoformat(manifest.created).timestamp()
    found: dict[str, tuple[str, Gauge]] = {
        "repere_generation_timestamp_seconds": ("When the index in service was made", lambda: made),
        "repere_generation_age_seconds": ("Age of the index in service", lambda: time.time() - made),
    }
    for kind, count in manifest.counts.items():
        found[f"repere_index_{kind}"] = (f"Of the index in service: {kind}", lambda count=count: float(count))  # type: ignore[misc]
    return found


def channel_of(lane: str) -> str:
    """« slack/U1 » → « slack »; what has no channel is local."""
    return lane.split("/", 1)[0] if "/" in lane else "local"
