"""`abusewatch worker` as operations meets it: endpoints, metrics, dead letters, signals, and how it ends."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path

import pytest

from schemas import topics
from tests.support.command import Command
from tests.support.endpoint import Endpoint
from tests.support.live import produce, read_alerts, worker
from tests.support.scenario import entered, event, failed
from tests.support.site import PARTITIONS, Site
from tests.support.wire import to_bytes

ATTACK = [failed(f"u{n}", n * 2.0, "203.0.113.7") for n in range(30)]  # one address, 30 accounts, a minute
POSTS = [event("content.posted", "writer", float(n), content_id=f"c{n}", kind="post") for n in range(3)]

decide = Command("pipeline.decide_cli")


@pytest.fixture
def site(kafka: str, topic_prefix: str, tmp_path: Path) -> Site:
    return Site(kafka, topic_prefix, tmp_path)


def test_a_worker_at_work_tells_what_it_does_and_stops_when_told(site: Site) -> None:
    bad = [b"not json", b'{"type": "account.login"}']
    with site.running() as (process, at):
        assert at.status("/healthz") == 200
        assert at.status("/elsewhere") == 404
        produce(site.bootstrap, site.prefix, [*ATTACK, *POSTS])
        offsets = site.spoil(topics.ACCOUNT_EVENTS, 1, bad)
        at.until(lambda: at.total("abusewatch_events_total", outcome="processed") == 33, "all processed")
        at.until(lambda: at.total("abusewatch_alerts_total", detector="login_fanout") >= 1, "an alert")
        at.until(lambda: at.values("abusewatch_lag_records") == [0.0] * len(at.values("abusewatch_lag_records")), "lag")

        assert at.total("abusewatch_events_total", type="account.login", outcome="processed") == 30
        assert at.total("abusewatch_events_total", type="content.posted", outcome="processed") == 3
        assert at.total("abusewatch_records_total", topic=site.prefix + topics.ACCOUNT_EVENTS.name) == 32
        assert at.total("abusewatch_dead_letters_total", reason="not_json") == 1
        assert at.total("abusewatch_dead_letters_total", reason="schema") == 1
        assert at.values("abusewatch_up") == at.values("abusewatch_ready") == [1.0]
        assert at.values("abusewatch_build_info", version=version("abusewatch")) == [1.0]
        assert at.total("abusewatch_state_entries", stage="account") >= 30
        assert at.total("abusewatch_state_entries", stage="observations") >= 1
        assert at.total("abusewatch_commits_total") > 0
        assert at.total("abusewatch_processing_seconds_count", stage="account") >= 1
        assert at.total("abusewatch_delivery_failures_total") == 0

        letters = {letter["reason"]: letter for letter in site.dead_letters(2)}
        place = site.prefix + topics.ACCOUNT_EVENTS.name
        assert [(letters[reason]["topic"], letters[reason]["partition"], letters[reason]["offset"])
                for reason in ("not_json", "schema")] == [(place, 1, offset) for offset in offsets]  # fmt: skip

        decide(wait_for_alert(site, at), "violation", "--seconds", "7.5", "--bootstrap", site.bootstrap,
               "--prefix", site.prefix)  # fmt: skip
        at.until(lambda: at.total("abusewatch_decisions_total", verdict="violation", source="queue") == 1, "a decision")
        assert at.total("abusewatch_reviewer_seconds_total") == 7.5

        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, site.log()
    assert site.left() == dict.fromkeys(site.left(), 0)
    assert "Traceback" not in site.log()
    assert "203.0.113.7" not in site.log()


def wait_for_alert(site: Site, at: Endpoint) -> str:
    """Return the id of an alert that is committed on the queue."""
    found: list[str] = []

    def there() -> bool:
        found.extend(alert.alert_id for alert in read_alerts(site.bootstrap, site.prefix, PARTITIONS))
        return bool(found)

    at.until(there, "an alert on the queue")
    return found[0]


def test_a_detector_that_raises_is_counted_set_aside_and_the_others_go_on(site: Site) -> None:
    def errors(at: Endpoint) -> float:
        return at.total("abusewatch_detector_errors_total", detector="takeover")

    def quarantined(at: Endpoint) -> list[float]:
        return at.values("abusewatch_detector_quarantined", detector="takeover")

    with site.running(program="tests.support.broken_detector", ABUSEWATCH_ENGINE__QUARANTINE_AFTER="5") as (
        process,
        at,
    ):
        produce(site.bootstrap, site.prefix, [entered(f"v{n}", float(n), "198.51.100.9") for n in range(4)])
        at.until(lambda: errors(at) == 4, "four errors")
        assert quarantined(at) == []
        produce(site.bootstrap, site.prefix, ATTACK)
        at.until(lambda: quarantined(at) == [1.0], "quarantined")
        at.until(lambda: at.total("abusewatch_alerts_total", detector="login_fanout") >= 1, "an alert of another")
        at.until(lambda: at.total("abusewatch_events_total", outcome="processed") == 34, "every event processed")
        assert errors(at) == 5
        assert at.total("abusewatch_detector_errors_total") == 5
        assert at.status("/healthz") == at.status("/readyz") == 200
        process.terminate()
        assert process.wait(60) == 0
    assert re.search(r"ERROR .*detector takeover is quarantined until the worker is restarted", site.log())
    told = r"detector takeover failed: ValueError at support/broken_detector\.py:\d+ in _raise, called at .*"
    assert re.search(told + r"\(5 in a row\)", site.log())
    assert "cannot make sense of" not in site.log(), "an error's text may hold what an event says"


def test_mostly_bad_input_stops_the_worker_and_is_not_committed(site: Site) -> None:
    with site.running(ABUSEWATCH_ENGINE__DEAD_LETTER_WINDOW="20") as (process, _):
        good = [to_bytes(entered("u1", float(n), "198.51.100.9")) for n in range(9)]
        site.spoil(topics.ACCOUNT_EVENTS, 0, [*good, *[b"not json"] * 12])
        assert process.wait(60) == 1
    name = site.prefix + topics.ACCOUNT_EVENTS.name
    assert re.search(rf"ERROR .*1[12] of the latest 20 records of {name} are refused; last: .*not_json", site.log())
    # The twentieth record fills the window: its batch, whatever came with it, is not committed; one before it may be.
    left = site.left()[f"{name}/0"]
    assert 2 <= left <= 21
    with site.running(ABUSEWATCH_ENGINE__DEAD_LETTER_SHARE="0.9") as (process, at):  # told to put up with it
        at.until(
            lambda: at.total("abusewatch_dead_letters_total", reason="not_json") == min(12, left), "all dead-lettered"
        )
        process.terminate()
        assert process.wait(60) == 0
    assert [letter["offset"] for letter in site.dead_letters(12)] == list(range(9, 21))
    assert site.left() == dict.fromkeys(site.left(), 0)


def test_a_configuration_that_cannot_be_used_ends_it_with_2(site: Site) -> None:
    bad: Callable[..., AbstractContextManager[subprocess.Popen[bytes]]] = worker
    with bad(site.bootstrap, site.prefix, site.folder, ABUSEWATCH_WORKER__STANDBYS="many") as process:
        assert process.wait(60) == 2
    assert "abusewatch worker: worker.standbys: input should be a valid integer" in site.log()
    assert "Traceback" not in site.log()
