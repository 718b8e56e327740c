"""What a metric is: the shape of one line of the catalogue, and the port through which code reports.

Pure data and types; nothing here knows Prometheus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.metrics_names import CounterName, GaugeName, HistogramName, MetricName

Kind = Literal["counter", "gauge", "histogram"]
OTHER = "other"  # where a value outside a label's set is counted in production
_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,248}")  # the longest name Kafka takes for a topic


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what it may say: one of `values` when they are known, else at most `limit` slugs.

    Only what code or operator name belongs here (a detector, a topic, a reason), never what traffic names.
    """

    name: str
    values: frozenset[str] = frozenset()
    limit: int = 0

    def admits(self, value: str, seen: int) -> bool:
        """Say whether `value` may be a new value of this label when `seen` others are in use."""
        if self.values:
            return value in self.values
        return seen < self.limit and _SLUG.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: what it counts, in which unit, and what a person does about it."""

    name: MetricName
    kind: Kind
    help: str
    unit: str
    action: str  # what to do when it looks wrong
    labels: tuple[Label, ...] = ()
    buckets: tuple[float, ...] = ()

    @property
    def label_names(self) -> tuple[str, ...]:
        """The names of its labels, in order."""
        return tuple(label.name for label in self.labels)


class MetricError(ValueError):
    """A metric was used against its catalogue line: wrong kind, wrong labels, or a value out of bounds."""


class Metrics(Protocol):
    """Where the pipeline reports what it did: once a batch, not once an event (a call costs about 1 us)."""

    def count(self, name: CounterName, value: float = 1, /, **labels: str | int) -> None:
        """Add `value` (>= 0) to a counter."""

    def gauge(self, name: GaugeName, value: float, /, **labels: str | int) -> None:
        """Set a gauge."""

    def observe(self, name: HistogramName, value: float, /, **labels: str | int) -> None:
        """Add one observation to a histogram."""

    def stamp(self, name: GaugeName, /, **labels: str | int) -> None:
        """Set a `_timestamp_seconds` gauge to the machine's time, so that callers need no clock."""

    def forget(self, **labels: str | int) -> None:
        """Drop every gauge series that carries all these labels, e.g. of a partition that was revoked.

        Otherwise the worker that lost a partition would go on reporting its lag for ever.
        """

    def render(self) -> bytes:
        """Return everything in the Prometheus text format."""
