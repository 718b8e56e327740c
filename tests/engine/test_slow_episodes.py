"""What a long window counts, however slowly it comes: one alert, dated by what made it one, and open for no longer."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from detectors.base import Signal
from detectors.tally import Tally
from pipeline.local import LocalPipeline
from schemas.alert import Alert
from schemas.event import Event
from tests.engine.test_episodes import HOUR, beat, ids, versions
from tests.engine.toys import Counted, Counter, engine
from tests.support.scenario import START, event, failed, shipped

WINDOW = 6 * HOUR


class Slow(Counter):
    """Makes all of six hours hot once they hold three events of an entity."""

    name = "slow"
    reach_s = WINDOW

    def learn(self, event: Event, state: Counted, signal: Signal | None) -> bool:
        tally = state.tallies.setdefault(int(event.time // 60), Tally())
        tally.seen(event.time, event.id)
        tally.member(event.subject, event.time)
        return any([self._heat(state, end) for end in state.tallies if 0 <= end - event.time // 60 < WINDOW / 60])

    def _heat(self, state: Counted, end: int) -> bool:
        window = [tally for index, tally in state.tallies.items() if 0 <= end - index < WINDOW / 60]
        enough = sum(tally.n for tally in window) >= self.least
        for tally in window:
            tally.hot = tally.hot or enough
        return enough

    def prune(self, state: Counted, watermark: float) -> None:
        for index in [i for i, t in state.tallies.items() if not t.hot and t.last < watermark - HOUR - WINDOW]:
            del state.tallies[index]


def trickle(*hours: float, ip: str = "10.0.0.1") -> list[Event]:
    return [failed(f"u{n}", at * HOUR, ip, id=f"{ip}-{n}") for n, at in enumerate(hours)]


def run(events: list[Event], arrive: dict[str, float] | None = None, **settings: Any) -> list[tuple[float, Alert]]:
    """Return every version with when it was sent: by the arrival of which event, in seconds after START."""
    found: list[Alert] = []
    local, sent, late = (
        LocalPipeline(engine(Slow(), **settings), found.append),
        list[tuple[float, Alert]](),
        arrive or {},
    )
    for one in sorted(events, key=lambda e: (late.get(e.id, e.time), e.id)):
        before = len(found)
        local.take(one)
        sent += [(late.get(one.id, one.time) - START, alert) for alert in found[before:]]
    return sent


def said(sent: list[tuple[float, Alert]]) -> list[Alert]:
    return [alert for _, alert in sent]


def test_a_slow_trickle_is_one_alert_dated_by_the_event_that_made_it_one() -> None:
    sent = run([*trickle(1.5, 3.5, 5.5, 7.5, 9.5, 11.5), *beat(24 * HOUR)])
    assert len(ids(said(sent))) == 1
    at, first = sent[0]
    assert at == 5.5 * HOUR
    assert (first.first_seen, first.emitted_at) == ("2026-01-05T09:30:00.000Z", "2026-01-05T13:30:00.000Z")
    assert [alert.accounts_total for alert in said(sent)] == [3, 4, 5, 6, 6]


def test_accounts_of_one_device_one_every_two_hours_are_one_alert() -> None:
    found: list[Alert] = []
    local = LocalPipeline(engine(shipped("signup_device")), found.append)
    farm = [event("account.signup", f"u{n}", n * 2 * HOUR, ip=f"10.0.{n}.1", device="held") for n in range(12)]
    for one in sorted([*farm, *beat(72 * HOUR)], key=lambda e: e.time):
        local.take(one)
    assert len(ids(found)) == 1
    assert found[0].emitted_at == f"2026-01-05T{8 + 2 * (found[0].accounts_total - 1):02}:00:00.000Z"
    assert (found[-1].status, found[-1].accounts_total) == ("closed", 12)


def test_quiet_for_longer_than_the_window_parts_two() -> None:
    assert len(ids(said(run([*trickle(1, 2, 3, 8.9, 9.0), *beat(24 * HOUR)])))) == 1
    assert len(ids(said(run([*trickle(1, 2, 3, 9.2, 9.3, 9.4), *beat(24 * HOUR)])))) == 2


def test_it_closes_a_window_after_its_last_evidence() -> None:
    sent = run([*trickle(1, 2, 3), *beat(24 * HOUR)])
    assert versions(said(sent)) == [(1, "open"), (2, "closed")]
    at, closed = sent[-1]
    assert closed.emitted_at == "2026-01-05T17:00:00.000Z"
    assert 10 * HOUR + 300 <= at <= 10 * HOUR + 420  # an hour for what comes very late, and the lateness bound


def test_what_came_since_and_may_still_become_hot_keeps_it_open_until_it_is_out_of_reach() -> None:
    alone = run([*trickle(1, 2, 3, 8.5), *beat(24 * HOUR)])
    at, closed = alone[-1]
    assert closed.emitted_at == "2026-01-05T17:00:00.000Z"
    assert 14.5 * HOUR + 300 <= at <= 14.5 * HOUR + 420
    joined = run([*trickle(1, 2, 3, 8.5, 14.2, 14.3), *beat(36 * HOUR)])
    assert len(ids(said(joined))) == 1
    assert joined[-1][1].accounts_total == 6


def test_the_first_version_waits_for_nothing_that_came_before_the_window() -> None:
    sent = run([*trickle(0.2, 6.5, 7.5, 8.5), *beat(24 * HOUR)])
    assert sent[0][0] == 8.5 * HOUR


@pytest.mark.parametrize("idle_s", [60.0, HOUR])
def test_any_order_within_the_bound_ends_in_the_same_alerts(idle_s: float) -> None:
    random = Random(7)
    events = [*trickle(*sorted(random.uniform(0, 90) for _ in range(32))), *beat(110 * HOUR)]
    last = {a.alert_id: (a.first_seen, a.last_seen, a.accounts, a.status) for a in said(run(events, idle_s=idle_s))}
    assert len(last) >= 3
    for seed in range(2):
        shuffled = Random(seed)
        arrive = {one.id: one.time + shuffled.uniform(0, 295) for one in events}
        again = said(run(events, arrive, idle_s=idle_s))
        assert {a.alert_id: (a.first_seen, a.last_seen, a.accounts, a.status) for a in again} == last


def test_an_alert_that_goes_on_for_days_is_sent_again_ever_more_seldom() -> None:
    found: list[Alert] = []
    local = LocalPipeline(engine(Slow()), found.append)
    for number in range(2 * 24 * 120):
        local.take(failed(f"u{number % 50}", number * 30.0, "10.0.0.1"))
    local.flush()
    seen = [datetime.fromisoformat(alert.emitted_at) for alert in found]
    apart = [(later - earlier).total_seconds() for earlier, later in pairwise(seen)]
    assert len(ids(found)) == 1
    assert len(found) < 30  # of 2,880 minutes
    assert apart[0] <= 90
    assert max(apart[:-1]) > 4 * 3600.0  # nothing that anybody acts on has changed: a quarter of its age
    assert max(apart[:-1]) < 13 * 3600.0
    assert found[-1].signals[0].evidence == found[-2].signals[0].evidence or found[-1].last_seen > found[-2].last_seen
