"""When an alert may go out, is sent again, and closes. START is on the hour, so that hours can be read off."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from pipeline.local import LocalPipeline
from schemas.alert import Alert
from schemas.event import Event
from tests.engine.toys import engine
from tests.support.scenario import START, entered, failed

HOUR = 3600.0


def hits(*at: float, ip: str = "10.0.0.1") -> list[Event]:
    """Three events within two seconds at each of the times: hot at the third."""
    return [failed(f"u{n}", time + n * 0.5, ip, id=f"{ip}-{time}-{n}") for time in at for n in range(3)]


def beat(*until: float) -> list[Event]:
    """A quiet event a minute, so that time passes."""
    return [entered("clock", float(at), f"10.9.{at // 60}.1") for at in range(0, int(max(until)), 60)]


def run(events: list[Event], arrive: dict[str, float] | None = None, flush: bool = True) -> list[Alert]:
    found: list[Alert] = []
    local = LocalPipeline(engine(), found.append)
    late = arrive or {}
    for one in sorted(events, key=lambda e: (late.get(e.id, e.time), e.id)):
        local.take(one)
    if flush:
        local.flush()
    return found


def versions(found: list[Alert]) -> list[tuple[int, str]]:
    return [(alert.version, alert.status) for alert in found]


def ids(found: list[Alert]) -> set[str]:
    return {alert.alert_id for alert in found}


def test_it_goes_out_at_once_and_closes_an_hour_after_the_last_event() -> None:
    found = run([*hits(1800), *beat(3 * HOUR)], flush=False)
    assert versions(found) == [(1, "open"), (2, "closed")]
    assert found[0].emitted_at == "2026-01-05T08:30:01.000Z"
    assert found[1].emitted_at == "2026-01-05T09:30:01.000Z"


def test_an_open_alert_is_sent_again_at_most_once_a_minute_and_once_it_is_half_as_large_again() -> None:
    minutes = [failed(f"u{n}", 1800 + n * 5.0, "10.0.0.1") for n in range(60)]  # five minutes, every five seconds
    found = run([*minutes, *beat(3 * HOUR)], flush=False)
    sent = [alert for alert in found if alert.status == "open"]
    assert len(ids(found)) == 1
    assert 3 <= len(sent) <= 5
    at = [datetime.fromisoformat(alert.emitted_at) for alert in sent]
    assert all([later - one >= timedelta(minutes=1) for one, later in pairwise(at)])
    assert found[-1].accounts_total == 60


def test_within_the_idle_hour_it_is_one_alert_and_beyond_it_another() -> None:
    assert len(ids(run([*hits(600, 600 + HOUR - 60), *beat(4 * HOUR)]))) == 1
    assert len(ids(run([*hits(600, 600 + HOUR + 60), *beat(4 * HOUR)]))) == 2


def test_the_id_is_that_of_the_hour_in_which_it_began() -> None:
    early, later = run(hits(600)), run(hits(3000))
    assert ids(early) == ids(later)  # the same hour
    assert ids(early) != ids(run(hits(HOUR + 600)))
    assert ids(early) != ids(run(hits(600, ip="10.0.0.2")))


def disorder() -> list[tuple[Event, float]]:
    """Events that come 280 s late, so that lateness is to be reckoned with, and when they come."""
    return [(entered("clock", at, "10.9.9.9", id=f"d{at}"), at + 280.0) for at in range(100, 12_000, 100)]


def sent_at(events: list[Event], arrive: dict[str, float]) -> list[float]:
    """Return when each first version went out: the arrival that released it, in seconds after START."""
    found: list[Alert] = []
    local, times, now = LocalPipeline(engine(), found.append), list[float](), 0.0
    for one in sorted(events, key=lambda e: (arrive.get(e.id, e.time - START), e.id)):
        before, now = len(found), arrive.get(one.id, one.time - START)
        local.take(one)
        times += [now for alert in found[before:] if alert.version == 1]
    return times


def test_near_the_hour_an_orderly_input_alerts_at_once() -> None:
    assert sent_at([*beat(3 * HOUR), *hits(HOUR + 30)], {}) == [HOUR + 31]


def test_near_the_hour_a_disorderly_input_holds_it_until_the_beginning_is_sure() -> None:
    late = disorder()
    arrive = {one.id: at for one, at in late}
    (when,) = sent_at([*beat(3 * HOUR), *(one for one, _ in late), *hits(HOUR + 30)], arrive)
    assert HOUR + 300 <= when <= HOUR + 361  # once nothing of the hour before can come
    (when,) = sent_at([*beat(3 * HOUR), *(one for one, _ in late), *hits(HOUR + 1000)], arrive)
    assert when == HOUR + 1001  # in mid-hour nothing has to be awaited


def test_what_comes_late_from_the_hour_before_makes_it_one_alert_of_that_hour() -> None:
    late, before = disorder(), hits(HOUR - 20)
    arrive = {one.id: at for one, at in late} | {one.id: HOUR + 200 + n for n, one in enumerate(before)}
    events = [*beat(3 * HOUR), *(one for one, _ in late), *before, *hits(HOUR + 30)]
    assert len(sent_at(events, arrive)) == 1
    found = run(events, {name: START + at for name, at in arrive.items()})
    assert ids(found) == ids(run(events))
    assert found[-1].first_seen == "2026-01-05T08:59:40.000Z"


def test_a_late_event_that_bridges_two_episodes_makes_one_alert_as_in_order() -> None:
    late, bridge = disorder(), hits(600 + HOUR - 50)
    arrive = {one.id: at for one, at in late} | {one.id: 600 + HOUR + 210 + n for n, one in enumerate(bridge)}
    events = [*beat(4 * HOUR), *(one for one, _ in late), *hits(600, 600 + HOUR + 200), *bridge]
    assert len(sent_at(events, arrive)) == 1
    assert len(sent_at([one for one in events if one not in bridge], arrive)) == 2


def test_flush_sends_what_is_held_or_changed_and_closes_nothing() -> None:
    found = run(hits(600))
    assert versions(found) == [(1, "open")]
    changed = run([*hits(600), failed("u7", 610, "10.0.0.1")])
    assert versions(changed) == [(1, "open"), (2, "open")]
    assert changed[-1].accounts_total == 4


def test_unchanged_content_is_not_sent_again() -> None:
    found: list[Alert] = []
    local = LocalPipeline(engine(), found.append)
    for one in hits(600):
        local.take(one)
    for _ in range(3):
        local.flush()
    assert versions(found) == [(1, "open")]


def test_what_changes_after_all_was_said_is_said() -> None:
    found: list[Alert] = []
    local = LocalPipeline(engine(), found.append)
    for one in hits(600):
        local.take(one)
    local.flush()
    local.take(failed("u1", 605, "10.0.0.1"))  # no later than what was said, by nobody new
    local.flush()
    assert versions(found) == [(1, "open"), (2, "open")]


def test_any_order_within_the_bound_ends_in_the_same_alerts() -> None:
    random = Random(5)
    events = [*hits(*(random.uniform(0, 10 * HOUR) for _ in range(25))), *beat(12 * HOUR)]
    last = {alert.alert_id: (alert.first_seen, alert.last_seen, alert.accounts) for alert in run(events)}
    assert len(last) >= 3
    for seed in range(5):
        shuffled = Random(seed)
        arrive = {one.id: one.time + shuffled.uniform(0, 295) for one in events}
        again = run(events, arrive)
        assert {a.alert_id: (a.first_seen, a.last_seen, a.accounts) for a in again} == last


def test_open_alerts_are_counted_as_they_open_and_close() -> None:
    one = engine()
    local = LocalPipeline(one, lambda alert: None)
    for event in sorted([*hits(600), *hits(700, ip="10.0.0.2")], key=lambda e: e.time):
        local.take(event)
    assert local.rooms.entities.cache.held.alerts == 2
    for event in beat(3 * HOUR)[15:]:
        local.take(event)
    assert local.rooms.entities.cache.held.alerts == 0
