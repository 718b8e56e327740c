"""A detector that raises is counted and set aside, visibly; the others and the event go on."""

from __future__ import annotations

import logging
import re
from inspect import getsourcelines
from pathlib import Path

import pytest

from detectors.base import Finding
from detectors.tally import Tally
from pipeline.guard import Quarantine
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from tests.engine.toys import Broken, Counted, Counter, engine
from tests.support.scenario import failed


def gauge(metrics: RecordingMetrics) -> float | None:
    return metrics.gauges.get(("abusewatch_detector_quarantined", frozenset({("detector", "broken")})))


def test_the_others_go_on_and_the_broken_one_is_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    metrics, found = RecordingMetrics(), list[Alert]()
    one = engine(Broken(), Counter(), quarantine_after=5)
    one.metrics = metrics
    one._quarantine._metrics = metrics
    local = LocalPipeline(one, found.append)
    with caplog.at_level(logging.ERROR):
        for n in range(9):
            local.take(failed(f"bad-{n}", float(n), "10.0.0.1"))
    assert {alert.signals[0].detector for alert in found} == {"counter"}
    assert metrics.total("abusewatch_detector_errors_total", detector="broken") == 5
    assert gauge(metrics) == 1
    assert "quarantined" in caplog.text
    assert "bad-" not in caplog.text  # what an event says is not logged
    line = getsourcelines(Broken.learn)[1]
    said = re.search(
        r"ZeroDivisionError at engine/toys.py:(\d+) in learn, called at pipeline/keyed.py:\d+ in show", caplog.text
    )
    assert said is not None
    assert line < int(said[1]) < line + 10
    assert "/".join(Path(__file__).parts[:3]) not in caplog.text  # nor where it lies on this machine


class Stutters(Counter):
    """Cannot explain itself once an alert is to be closed, for the first time."""

    name = "stutters"
    failures = 0

    def explain(self, run: Tally, state: Counted, key: str) -> Finding:
        if run.n >= 3 and Stutters.failures == 1:
            Stutters.failures = 2
            raise ZeroDivisionError
        Stutters.failures += Stutters.failures == 0
        return super().explain(run, state, key)


def test_an_alert_whose_detector_failed_is_looked_at_again() -> None:
    found: list[Alert] = []
    local = LocalPipeline(engine(Stutters()), found.append)
    for n in range(3):
        local.take(failed(f"u{n}", float(n), "10.0.0.1"))
    for at in range(60, 4 * 3600, 60):
        local.take(failed("clock", float(at), f"10.1.{at // 60}.1"))
    assert [(alert.version, alert.status) for alert in found] == [(1, "open"), (2, "closed")]
    assert Stutters.failures == 2


def test_failures_that_are_not_in_a_row_do_not_add_up() -> None:
    metrics, one = RecordingMetrics(), engine(Broken(), quarantine_after=3)
    one._quarantine._metrics = metrics
    local = LocalPipeline(one, lambda alert: None)
    for n in range(20):
        local.take(failed("bad" if n % 2 else "good", float(n), "10.0.0.1"))
    assert metrics.total("abusewatch_detector_errors_total", detector="broken") == 10
    assert gauge(metrics) is None


def test_it_is_one_quarantine_for_all_partitions_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    metrics = RecordingMetrics()
    guard = Quarantine(2, metrics)
    with caplog.at_level(logging.ERROR):
        for _ in range(4):
            guard.failed("x", ValueError("text with data"))
    assert guard.out == {"x"}
    assert caplog.text.count("is quarantined") == 1
    assert "text with data" not in caplog.text
