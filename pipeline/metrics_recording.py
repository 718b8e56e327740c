"""Metrics that only remember, for tests and for runs nobody scrapes. As strict as the catalogue."""

from __future__ import annotations

from pipeline.metrics_guard import LabelGuard
from pipeline.metrics_names import CounterName, GaugeName, HistogramName, MetricName
from pipeline.metrics_spec import Kind, MetricError

Series = tuple[MetricName, frozenset[tuple[str, str]]]


class RecordingMetrics:
    """Implements `Metrics` in dictionaries; a value outside its label's set raises `MetricError`."""

    def __init__(self) -> None:
        self._guard = LabelGuard(strict=True)
        self.counts: dict[Series, float] = {}
        self.gauges: dict[Series, float] = {}
        self.observations: dict[Series, list[float]] = {}

    def _series(self, name: MetricName, kind: Kind, labels: dict[str, str | int]) -> Series:
        self._guard.values(name, kind, labels)
        return name, frozenset((key, str(value)) for key, value in labels.items())

    def count(self, name: CounterName, value: float = 1, /, **labels: str | int) -> None:
        """Add to a counter; a negative value raises."""
        if value < 0:
            msg = f"{name} cannot fall by {-value}"
            raise MetricError(msg)
        series = self._series(name, "counter", labels)
        self.counts[series] = self.counts.get(series, 0.0) + value

    def gauge(self, name: GaugeName, value: float, /, **labels: str | int) -> None:
        """Set a gauge."""
        self.gauges[self._series(name, "gauge", labels)] = value

    def observe(self, name: HistogramName, value: float, /, **labels: str | int) -> None:
        """Append an observation."""
        self.observations.setdefault(self._series(name, "histogram", labels), []).append(value)

    def stamp(self, name: GaugeName, /, **labels: str | int) -> None:
        """Set a timestamp gauge to 1 more than it was: time passes, no clock is read."""
        series = self._series(name, "gauge", labels)
        self.gauges[series] = self.gauges.get(series, 0.0) + 1

    def forget(self, **labels: str | int) -> None:
        """Drop the gauge series that carry all these labels."""
        if not labels:
            msg = "forget needs a label; it would forget everything"
            raise MetricError(msg)
        gone = {(key, str(value)) for key, value in labels.items()}
        self.gauges = {series: value for series, value in self.gauges.items() if not gone <= series[1]}

    def render(self) -> bytes:
        """Return a sorted `name value` line per counter or gauge series, to read in a failing test."""
        both = {**self.counts, **self.gauges}
        lines = (f"{name}{dict(sorted(labels))} {value}" for (name, labels), value in both.items())
        return "\n".join(sorted(lines)).encode()

    def total(self, name: CounterName, **labels: str | int) -> float:
        """Return the sum of a counter over all series with these labels; 0 when never counted."""
        wanted = {(key, str(value)) for key, value in labels.items()}
        return sum(value for (other, carried), value in self.counts.items() if other == name and wanted <= carried)
