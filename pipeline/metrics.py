"""Metrics for Prometheus: the only file that imports its client.

Callers take a `Metrics` (the port) and are handed `METRICS` by the worker or a `RecordingMetrics` by a test.
Names are full Prometheus names: a search for what an alert rule says leads to the line that counts it.
"""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from pipeline.metric_catalogue import CATALOGUE
from pipeline.metrics_guard import LabelGuard
from pipeline.metrics_names import CounterName, GaugeName, HistogramName, MetricName
from pipeline.metrics_recording import RecordingMetrics
from pipeline.metrics_spec import Kind, Metric, MetricError, Metrics

__all__ = ["CONTENT_TYPE", "METRICS", "MetricError", "Metrics", "PrometheusMetrics", "RecordingMetrics"]

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4  # what `render` returns, for the HTTP header
_Family = Counter | Gauge | Histogram
# A `_created` series beside every counter doubles the page and serves nobody here.
disable_created_metrics()  # type: ignore[no-untyped-call]

_Key = tuple[str, tuple[tuple[str, str | int], ...]]


def _family(metric: Metric, registry: CollectorRegistry) -> _Family:
    if metric.kind == "counter":
        return Counter(metric.name, metric.help, metric.label_names, registry=registry)
    if metric.kind == "gauge":
        return Gauge(metric.name, metric.help, metric.label_names, registry=registry)
    return Histogram(metric.name, metric.help, metric.label_names, registry=registry, buckets=metric.buckets)


class PrometheusMetrics:
    """Implements `Metrics` on a registry of its own; the process's own figures are there too (`process_*`).

    A call looks one child up in a dictionary and updates it. `strict` makes a label value out of bounds an
    error; without it the value is counted as `other`, since a metric must never stop the worker.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self._registry = CollectorRegistry()
        self._guard = LabelGuard(strict=strict)
        self._families = {metric.name: _family(metric, self._registry) for metric in CATALOGUE}
        self._counters: dict[_Key, Counter] = {}
        self._gauges: dict[_Key, Gauge] = {}
        self._histograms: dict[_Key, Histogram] = {}
        ProcessCollector(registry=self._registry)

    def count(self, name: CounterName, value: float = 1, /, **labels: str | int) -> None:
        """Add `value` (>= 0) to a counter."""
        key = (name, tuple(labels.items()))
        child = self._counters.get(key)
        if child is None:
            found = self._child(name, "counter", labels)
            assert isinstance(found, Counter)  # noqa: S101 - the guard has compared the kinds
            child = self._counters[key] = found
        child.inc(value)

    def gauge(self, name: GaugeName, value: float, /, **labels: str | int) -> None:
        """Set a gauge."""
        self._gauge(name, labels).set(value)

    def observe(self, name: HistogramName, value: float, /, **labels: str | int) -> None:
        """Add one observation to a histogram."""
        key = (name, tuple(labels.items()))
        child = self._histograms.get(key)
        if child is None:
            found = self._child(name, "histogram", labels)
            assert isinstance(found, Histogram)  # noqa: S101 - the guard has compared the kinds
            child = self._histograms[key] = found
        child.observe(value)

    def stamp(self, name: GaugeName, /, **labels: str | int) -> None:
        """Set a `_timestamp_seconds` gauge to the machine's time."""
        self._gauge(name, labels).set_to_current_time()

    def forget(self, **labels: str | int) -> None:
        """Drop every gauge series that carries all these labels."""
        if not labels:
            msg = "forget needs a label; it would forget everything"
            raise MetricError(msg)
        gone = {key: str(value) for key, value in labels.items()}
        for metric in CATALOGUE:
            if metric.kind == "gauge" and gone.keys() <= set(metric.label_names):
                self._families[metric.name].remove_by_labels(gone)
        cached = {key: {(k, str(v)) for k, v in key[1]} for key in self._gauges}
        for key, carried in cached.items():
            if gone.items() <= carried:
                del self._gauges[key]

    def render(self) -> bytes:
        """Return everything in the Prometheus text format, to be served as `CONTENT_TYPE`."""
        return generate_latest(self._registry)

    def _gauge(self, name: GaugeName, labels: dict[str, str | int]) -> Gauge:
        key = (name, tuple(labels.items()))
        child = self._gauges.get(key)
        if child is None:
            found = self._child(name, "gauge", labels)
            assert isinstance(found, Gauge)  # noqa: S101 - the guard has compared the kinds
            child = self._gauges[key] = found
        return child

    def _child(self, name: MetricName, kind: Kind, labels: dict[str, str | int]) -> _Family:
        values = self._guard.values(name, kind, labels)
        family = self._families[name]
        return family.labels(*values) if values else family


METRICS = PrometheusMetrics()
