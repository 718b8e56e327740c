"""The port of metrics: what both implementations do alike, and the page that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipeline.metric_catalogue import CATALOGUE
from pipeline.metrics import METRICS, MetricError, Metrics, PrometheusMetrics, RecordingMetrics

PORTS = [lambda: PrometheusMetrics(strict=True), RecordingMetrics]


@pytest.fixture(params=PORTS, ids=["prometheus", "recording"])
def port(request: pytest.FixtureRequest) -> Metrics:
    made: Metrics = request.param()
    return made


def samples(page: bytes) -> Iterator[tuple[str, dict[str, str], float]]:
    for family in text_string_to_metric_families(page.decode()):
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def test_a_counter_adds_up_per_series() -> None:
    metrics = PrometheusMetrics(strict=True)
    for _ in range(2):
        metrics.count("abusewatch_events_total", 3, type="account.login", outcome="processed")
        metrics.count("abusewatch_events_total", 1, outcome="late", type="account.login")
    found = {
        labels["outcome"]: value
        for name, labels, value in samples(metrics.render())
        if name == "abusewatch_events_total"
    }
    assert found == {"processed": 6.0, "late": 2.0}


def test_a_histogram_counts_into_its_own_buckets() -> None:
    metrics = PrometheusMetrics(strict=True)
    metrics.observe("abusewatch_batch_records", 5, stage="account")
    metrics.observe("abusewatch_batch_records", 64, stage="account")
    page = [(name, labels, value) for name, labels, value in samples(metrics.render()) if "batch_records" in name]
    buckets = {labels["le"]: value for name, labels, value in page if name.endswith("_bucket")}
    assert (buckets["4.0"], buckets["16.0"], buckets["64.0"], buckets["+Inf"]) == (0.0, 1.0, 2.0, 2.0)
    assert dict((name, value) for name, _, value in page if name.endswith("_sum")) == {
        "abusewatch_batch_records_sum": 69.0
    }


def test_the_page_carries_every_metric_and_the_process() -> None:
    page = METRICS.render().decode()
    described = {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE")}
    assert {metric.name.removesuffix("_total") for metric in CATALOGUE} <= {
        name.removesuffix("_total") for name in described
    }
    assert "process_resident_memory_bytes" in described
    assert not [line for line in page.splitlines() if line.partition("{")[0].endswith("_created")]


def test_the_page_escapes_help_and_reads_back() -> None:
    metrics = PrometheusMetrics()
    metrics.gauge("abusewatch_build_info", 1, version="0.1.0", python="3.11.7")
    assert ("abusewatch_build_info", {"version": "0.1.0", "python": "3.11.7"}, 1.0) in list(samples(metrics.render()))


def test_forget_drops_the_series_of_a_lost_partition_and_no_other(port: Metrics) -> None:
    for partition in (0, 1):
        port.gauge("abusewatch_lag_records", 7, topic="abuse.events.account", partition=partition)
        port.gauge("abusewatch_alerts_open", 2, stage="account", partition=partition)
    port.gauge("abusewatch_lag_records", 9, topic="abuse.events.content", partition=0)
    port.forget(topic="abuse.events.account", partition=0)
    assert lag_lines(port) == 2
    port.gauge("abusewatch_lag_records", 11, topic="abuse.events.account", partition=0)  # it may come back
    assert lag_lines(port) == 3


def lag_lines(port: Metrics) -> int:
    return sum(line.startswith("abusewatch_lag_records") for line in port.render().decode().splitlines())


def test_forgetting_everything_is_refused(port: Metrics) -> None:
    with pytest.raises(MetricError):
        port.forget()


def test_values_outside_their_set_are_refused(port: Metrics) -> None:
    with pytest.raises(MetricError, match="outcome"):
        port.count("abusewatch_events_total", type="account.login", outcome="203.0.113.7")
    with pytest.raises(MetricError, match="detector"):
        port.count("abusewatch_signals_total", detector="a detector of mine")


def test_open_sets_stop_at_their_limit(port: Metrics) -> None:
    for number in range(64):
        port.count("abusewatch_dead_letters_total", reason=f"reason_{number}")
    with pytest.raises(MetricError, match="reason"):
        port.count("abusewatch_dead_letters_total", reason="one_too_many")
    port.count("abusewatch_dead_letters_total", reason="reason_3")  # a known one still counts


def test_wrong_labels_or_kind_are_refused_even_when_lenient() -> None:
    for metrics in (PrometheusMetrics(), RecordingMetrics()):
        with pytest.raises(MetricError):
            metrics.count("abusewatch_signals_total", account="a")
        with pytest.raises(MetricError):
            metrics.gauge("abusewatch_signals_total", 1, detector="x")  # type: ignore[arg-type]


def test_in_production_an_unbounded_value_is_counted_as_other() -> None:
    metrics = PrometheusMetrics()
    for number in range(100):
        metrics.count("abusewatch_events_total", type=f"made.up.{number}", outcome="skipped_unknown_type")
    found = [(labels, value) for name, labels, value in samples(metrics.render()) if name == "abusewatch_events_total"]
    assert found == [({"type": "other", "outcome": "skipped_unknown_type"}, 100.0)]


def test_counters_never_fall(port: Metrics) -> None:
    with pytest.raises(ValueError):
        port.count("abusewatch_rebalances_total", -1)


def test_stamp_moves_forward(port: Metrics) -> None:
    def stamped() -> float:
        port.stamp("abusewatch_last_checkpoint_timestamp_seconds", stage="account")
        line = next(x for x in port.render().decode().splitlines() if x.startswith("abusewatch_last_checkpoint"))
        return float(line.rsplit(" ", 1)[1])

    first = stamped()
    assert stamped() >= first > 0


def test_recording_totals() -> None:
    metrics = RecordingMetrics()
    metrics.count("abusewatch_events_total", 2, type="account.login", outcome="processed")
    metrics.count("abusewatch_events_total", 5, type="account.signup", outcome="processed")
    assert metrics.total("abusewatch_events_total", outcome="processed") == 7
    assert metrics.total("abusewatch_events_total", type="account.login") == 2
    assert metrics.total("abusewatch_rebalances_total") == 0
