"""What is known of a detector as of an hour: the verdicts, whatever their order, and no others."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.campaigns.case import COUNTS_S, HOUR_S, LATE_S, UNIT, Case, Part
from pipeline.campaigns.ledger import Ledger
from pipeline.campaigns.ledger_sums import REVIEWS_BEFORE
from pipeline.precision import estimate
from schemas.event import Decision
from tests.support.alerts import NOON

HOUR = int(NOON // HOUR_S)
AREAS = {"takeover": "account_security"}


def name(number: int) -> str:
    return f"takeover-{number:024x}"


def said(number: int, hours: float, verdict: str, **facts: object) -> Decision:
    at = NOON + hours * HOUR_S
    return Decision(f"d{number}-{hours}", "u1", at, verdict, alert_id=name(number), **facts)  # type: ignore[arg-type]


def ledger(*decisions: Decision, chances: dict[int, float] | None = None) -> Ledger:
    found = Ledger(AREAS, 2.0)
    for one in decisions:
        found.hear(one.alert_id or "", one)
    for number in {int((one.alert_id or "")[-24:], 16) for one in decisions}:
        found.file(name(number), [Part("takeover", f"account:u{number}", 0.7)], NOON, (chances or {}).get(number, 1.0))
    return found


def precision(found: Ledger, hours: int) -> object:
    known = found.of("takeover", HOUR + hours)
    return known.precision if known else None


def test_a_verdict_counts_from_the_second_full_hour_after_it() -> None:
    found = ledger(said(1, 0.9, "violation"), said(2, 3.0, "benign"))
    assert [precision(found, hours) for hours in (1, 2, 4, 5)] == [
        estimate(0, 0), estimate(1, 0), estimate(1, 0), estimate(1, 1),
    ]  # fmt: skip


def test_nothing_said_is_nothing_known() -> None:
    assert Ledger(AREAS, 2.0).of("takeover", HOUR) is None


def test_a_sample_counts_for_as_many_as_it_stands_for() -> None:
    """Two of weight 1 upheld, one of weight 4 not: a third upheld, as sure as 6² / (1 + 1 + 16) = 2 would be."""
    found = ledger(
        said(1, 0, "violation"), said(2, 0, "violation"), said(3, 0, "benign", source="audit"), chances={3: 0.25}
    )
    known = found.of("takeover", HOUR + 9)
    assert known is not None
    alike = estimate(round(2 / 3, 6), round(4 / 3, 6))
    assert (known.precision.mean, known.precision.low, known.precision.high) == (alike.mean, alike.low, alike.high)
    assert known.precision.mean == pytest.approx((0.5 + 2 / 3) / 3, abs=1e-6)
    assert known.precision.verdicts == 3


def test_the_minutes_of_a_review_are_learned_from_those_timed() -> None:
    found = ledger(*(said(n, 0, "violation", seconds=600.0) for n in range(30)), said(99, 0, "benign"))
    known = found.of("takeover", HOUR + 2)
    assert known is not None
    assert known.minutes == pytest.approx((30 * 10 + REVIEWS_BEFORE * 2.0) / (30 + REVIEWS_BEFORE))


def test_a_verdict_counts_for_ninety_days() -> None:
    found, ends = ledger(said(1, 0, "benign", seconds=60.0)), int(COUNTS_S // HOUR_S)
    assert precision(found, ends + 1) == estimate(0, 1)
    assert precision(found, ends + 2) == estimate(0, 0)


def test_forgetting_decides_nothing_for_what_may_still_be_asked() -> None:
    decisions = [said(n, n * 7.0, "violation" if n % 3 else "benign", seconds=n) for n in range(1, 200)]
    whole, pruned = ledger(*decisions), ledger(*decisions)
    before = NOON + COUNTS_S + 500 * HOUR_S
    pruned.forget(before)
    assert 0 < len(pruned.cases) < len(whole.cases)
    for hours in range(int((before - NOON) // HOUR_S), int((before - NOON) // HOUR_S) + 1500, 97):
        assert precision(pruned, hours) == precision(whole, hours)
    pruned.forget(before + 2 * COUNTS_S)
    assert (pruned.cases, pruned.of("takeover", HOUR)) == ({}, None)


def test_an_alert_without_verdicts_waits_thirty_days_for_one() -> None:
    found = Ledger(AREAS, 2.0)
    found.file(name(1), [Part("takeover", "account:u1", 0.7)], NOON)
    found.forget(NOON + LATE_S)
    assert found.cases
    found.forget(NOON + LATE_S + 3 * HOUR_S)
    assert not found.cases


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_arrival_decides_nothing_nor_does_a_restart(seed: int) -> None:
    random = Random(seed)
    decisions = [said(random.randrange(12), random.uniform(0, 80), random.choice(["violation", "benign", "unsure"]),
                      source=random.choice(["queue", "queue", "appeal", "audit"]), seconds=random.uniform(1, 500),
                      reviewer=random.choice(["a", "b", None])) for _ in range(60)]  # fmt: skip
    whole = ledger(*decisions, chances={3: 0.3, 4: 0.7})
    shuffled = sorted(decisions, key=lambda _: random.random())
    other = Ledger(AREAS, 2.0)
    for number in range(12):  # some findings come before the verdicts on them, some after
        if random.random() < 0.5:
            other.file(name(number), [Part("takeover", "x:y", random.random())], NOON - 5)
    for one in [*shuffled, *shuffled[:9]]:
        other.hear(one.alert_id or "", one)
    for about, case in whole.cases.items():
        other.file(about, case.parts, case.last, UNIT / case.weight)
    again = Ledger(AREAS, 2.0, dict(sorted(other.cases.items(), key=lambda _: random.random())))
    for hours in range(100):
        assert (
            whole.of("takeover", HOUR + hours)
            == other.of("takeover", HOUR + hours)
            == again.of("takeover", HOUR + hours)
        )


def test_cases_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.campaigns.ledger.CASES_MOST", 10)
    found = Ledger(AREAS, 2.0, {name(n): Case(NOON + n) for n in range(30)})
    found.forget(NOON)
    assert sorted(found.cases) == [name(n) for n in range(20, 30)]


def test_a_verdict_counts_for_no_detector_that_joined_the_alert_after_it() -> None:
    areas = AREAS | {"login_fanout": "account_security"}
    found = Ledger(areas, 2.0)
    parts = [Part("takeover", "account:u1", 0.7, begun=HOUR), Part("login_fanout", "ip:i", 0.7, begun=HOUR + 8)]
    found.file(name(1), parts, NOON + 9 * HOUR_S)
    found.hear(name(1), said(1, 2.0, "benign"))
    known = [found.of(detector, HOUR + 12) for detector in areas]
    assert [one.precision.verdicts if one else 0 for one in known] == [1, 0]
    found.hear(name(1), said(1, 10.0, "violation", reviewer="ann"))
    assert [found.of(detector, HOUR + 12).precision.verdicts for detector in areas] == [0, 1]  # type: ignore[union-attr]
