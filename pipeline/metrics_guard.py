"""Keeps labels within their catalogue: the right names, and no value that traffic could multiply."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.metric_catalogue import BY_NAME
from pipeline.metrics_names import MetricName
from pipeline.metrics_spec import OTHER, Kind, Label, MetricError


class LabelGuard:
    """Checks each use of a metric. A value out of bounds raises if strict, else becomes `other`."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._seen: dict[tuple[MetricName, str], set[str]] = {}

    def values(self, name: MetricName, kind: Kind, given: Mapping[str, str | int]) -> tuple[str, ...]:
        """Return the label values in catalogue order; a wrong kind or label name raises in either mode."""
        metric = BY_NAME[name]
        if metric.kind != kind or set(given) != set(metric.label_names):
            msg = f"{name}: a {metric.kind} with {metric.label_names}, used as {kind} with {tuple(given)}"
            raise MetricError(msg)
        return tuple(self._bounded(name, label, str(given[label.name])) for label in metric.labels)

    def _bounded(self, name: MetricName, label: Label, value: str) -> str:
        seen = self._seen.setdefault((name, label.name), set())
        if value in seen:
            return value
        if label.admits(value, len(seen)):
            seen.add(value)
            return value
        if self._strict:
            msg = f"{name}: label {label.name} may not be {value!r}"
            raise MetricError(msg)
        return OTHER
