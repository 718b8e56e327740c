"""Another state secret than that which signed the stored state: the worker stops, and both ways on lead on."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from schemas.event import Event
from tests.support.kafka_topics import delete_topics
from tests.support.live import produce, worker
from tests.support.scenario import failed
from tests.support.site import Site


@pytest.fixture
def site(kafka: str, topic_prefix: str, tmp_path: Path) -> Site:
    return Site(kafka, topic_prefix, tmp_path)


def attack(address: str, start: float) -> list[Event]:
    """Return failed logins of 30 accounts at one address within a minute."""
    return [failed(f"u{n}", start + n * 2.0, address) for n in range(30)]


def work(site: Site, secret: str, events: Iterable[Event]) -> int:
    """Run a worker until it has taken `events` and all alerts are out; return how many alert versions it made."""
    with site.running(ABUSEWATCH_ENGINE__STATE_SECRET=secret, ABUSEWATCH_WORKER__STORE="rocksdb") as (process, at):
        sent = produce(site.bootstrap, site.prefix, events)
        at.until(lambda: at.total("abusewatch_events_total", outcome="processed") == sent, "all processed")
        if sent:
            at.until(lambda: at.total("abusewatch_alerts_total", detector="login_fanout") >= 1, "an alert")
        made = int(at.total("abusewatch_alerts_total"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, site.log()
    return made


def test_another_secret_stops_it_until_it_is_put_back_or_the_state_is_removed(site: Site, admin: AdminClient) -> None:
    work(site, "one", attack("203.0.113.7", 0.0))
    with worker(site.bootstrap, site.prefix, site.folder, ABUSEWATCH_ENGINE__STATE_SECRET="another",
                ABUSEWATCH_WORKER__STORE="rocksdb") as process:  # fmt: skip
        assert process.wait(60) == 1
    assert "put back the secret that signed it" in site.log().splitlines()[-1]
    assert "AbusewatchStateTampered in deploy/runbooks/durability.md" in site.log().splitlines()[-1]

    assert work(site, "one", ()) == 0, "the secret put back: it goes on where it was"

    delete_topics(admin, f"{site.group}-")  # as the runbook says: the state's topics and its folder
    shutil.rmtree(site.folder / "state" / site.group)
    assert work(site, "another", attack("198.51.100.9", 3600.0)) >= 1, "a cold start judges what comes from here on"
    assert site.left() == dict.fromkeys(site.left(), 0)
