"""Rates that fall out of their season, and producers that fall silent."""

from __future__ import annotations

from random import Random

import pytest

from schemas.event import Event
from tests.scenarios.rate_traffic import DAY, HOUR, Change, ordinary_alerts, traffic
from tests.support.scenario import alerts, event, last_versions


def silent(since: float, until: float, name: str, share: float = 0.0) -> Change:
    """Return a change of rate: one producer's events fall to a share of the usual."""
    return lambda at, kind, source: share if source == name and since <= at < until else 1.0


def test_fires_within_hours_on_a_small_site() -> None:
    """The first here, since the contract suite plays it a dozen times, and cheap therefore."""
    found = alerts(traffic(9.6, 1, silent(9 * DAY + 2 * HOUR, 9 * DAY + 6 * HOUR, "/app"), level=4.0), "rate_silence")
    assert "account.login from /app: nothing came within 4 h" in found[0].reason


def test_fires_on_a_producer_that_falls_silent_though_no_event_comes_from_it() -> None:
    found = alerts(traffic(10, 1, silent(9 * DAY + 2 * HOUR, 9 * DAY + 5 * HOUR, "/app")), "rate_silence")
    (alert,) = last_versions(found).values()
    assert (alert.entity.id, alert.accounts, alert.policy) == ("*", [], "signal_health")
    assert "account.login from /app" in alert.reason
    assert found[0].emitted_at < "2026-01-14T11:30:00.000Z"  # within 90 minutes


def test_fires_on_a_drop_to_a_tenth() -> None:
    events = traffic(10, 2, silent(9 * DAY + 2 * HOUR, 9 * DAY + 8 * HOUR, "/web", 0.08))
    assert "account.login from /web" in alerts(events, "rate_silence")[-1].reason


def test_quiet_on_nights_and_weekends_from_the_first_on() -> None:
    assert ordinary_alerts() == []


def test_quiet_on_a_holiday() -> None:
    assert alerts(traffic(16, 3, lambda at, kind, source: 0.45 if 8 <= at // DAY < 9 else 1.0), "rate_silence") == []


def test_quiet_on_a_batch_that_is_over() -> None:
    batch = [event("account.usage", f"b{i}", 3 * DAY + i * 2.0, source="/import") for i in range(3000)]
    assert alerts([*traffic(10, 4), *batch], "rate_silence") == []


def nightly(days: range) -> list[Event]:
    """Return a job that pays 200 bills within half an hour, day after day."""
    return [event("account.payment", f"b{i}", day * DAY + 18 * HOUR + i * 9.0, source="/billing")
            for day in days for i in range(200)]  # fmt: skip


def paid_by_day(days: int) -> list[Event]:
    """Return what the same producer brings between 08:00 and 24:00."""
    return [event("account.payment", f"p{i}", day * DAY + i * 120.0, source="/billing")
            for day in range(days) for i in range(16 * 30)]  # fmt: skip


def test_quiet_after_a_job_that_is_over_before_its_hour_is() -> None:
    assert alerts([*traffic(12, 6), *paid_by_day(12), *nightly(range(12))], "rate_silence") == []


def test_fires_where_such_a_job_does_not_come() -> None:
    found = alerts([*traffic(12, 6), *paid_by_day(11), *nightly(range(11))], "rate_silence")
    assert "account.payment from /billing" in found[-1].reason


def test_says_how_long_it_looked() -> None:
    found = alerts(traffic(10, 1, silent(9 * DAY + 2 * HOUR, 9 * DAY + 5 * HOUR, "/app")), "rate_silence")
    assert "came within 45 min in which" in found[0].reason


def sale(at: float, kind: str, source: str) -> float:
    """Return a change of rate: for five hours of the second day one producer sends twenty times the usual."""
    return 20.0 if source == "/web" and 26 * HOUR <= at < 31 * HOUR else 1.0


def test_quiet_a_week_after_a_sale() -> None:
    """The only time this hour of the week was seen before, it was far busier than on other days."""
    assert alerts(traffic(8.8, 5, sale), "rate_silence") == []


def test_what_was_usual_is_counted_once_however_long_it_lasts() -> None:
    """An hour's usual events are named when it begins, and each further quarter of an hour adds its own."""
    hours = 4
    found = alerts(traffic(10, 1, silent(9 * DAY + 2 * HOUR, 9 * DAY + (2 + hours) * HOUR, "/app")), "rate_silence")
    evidence = found[-1].signals[0].evidence
    usual = float(evidence["account.login from /app: usual"])
    before = [event for event in traffic(10, 1) if event.source == "/app" and event.type == "account.login"]
    an_hour = len([one for one in before if 2 * HOUR <= (one.time - before[0].time) % DAY < (2 + hours) * HOUR]) / 10
    assert 0.5 * an_hour < usual < 1.5 * an_hour


def restless(at: float, kind: str, source: str) -> float:
    """Return a change of rate: quarters of an hour differ by a third; from 10:12 to 11:06 of the tenth day all stop."""
    since = 9 * DAY + 2 * HOUR + 720.0
    stopped = max(0.0, min(1.0, (min(at + 900.0, since + 3240.0) - max(at, since)) / 900.0))
    return max(0.1, Random(int(at)).gauss(1.0, 0.33)) * (1.0 - stopped)


def test_fires_on_an_outage_of_three_quarters_of_an_hour() -> None:
    found = alerts(traffic(10, 1, restless, 13.0), "rate_silence")
    assert "came within 45 min" in found[-1].reason


def shifts(days: int, seed: int) -> list[Event]:
    """Return what four moderators report, 25 to 70 each in an hour and a half, beginning between 15 and 18 h."""
    random, found = Random(seed), []
    for day in range(days):
        for name in range(4):
            at, number = day * DAY + random.uniform(7, 10) * HOUR, random.randint(25, 70)
            found += [event("content.reported", f"s{day}-{name}-{i}", at + i * 1.5 * HOUR / number, source="/web",
                            reporter=f"mod{name}") for i in range(number)]  # fmt: skip
        found += [event("content.reported", f"o{day}-{i}", day * DAY + random.random() * DAY, source="/web",
                        reporter=f"r{i}") for i in range(150)]  # fmt: skip
    return found


def test_quiet_where_a_few_people_make_most_of_a_stream_and_begin_late() -> None:
    for seed in range(8):
        assert alerts(shifts(24, seed), "rate_silence") == []


def used(product: str, since: float, until: float) -> list[Event]:
    """Return the use of a product, each 160 seconds."""
    return [event("account.usage", f"u{i % 9}", since + i * 160.0, product=product, source="/api")
            for i in range(int((until - since) // 160.0))]  # fmt: skip


@pytest.mark.parametrize(("began", "severity"), [(8.2, "medium"), (6.0, "high"), (8.5, "high")])
def test_a_product_whose_people_move_to_a_new_one_is_less_grave_than_an_outage(began: float, severity: str) -> None:
    """Begun days before it has not taken the place, nor has what began this minute had as many."""
    events = [*used("v1", 0.0, 8.375 * DAY), *used("v2", began * DAY, 8.62 * DAY)]
    events.sort(key=lambda one: one.time)
    moved = " account.usage of v2 began a day before at most, and has had as many: people may have moved there."
    found = last_versions(alerts(events, "rate_silence")).values()
    assert found
    for alert in found:
        assert alert.reason.startswith("Silence of account.usage of v1: nothing came within")
        assert (alert.severity, alert.reason.endswith(moved)) == (severity, severity == "medium")
