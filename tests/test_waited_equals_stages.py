"""What is told of accounts taken patiently, across topics in the site's room, hangs on no order of events."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.engine import Engine
from schemas.event import Event
from tests.scenarios import (
    test_domain_again,
    test_domain_waited,
    test_takeover_payees,
    test_takeover_payouts,
    test_takeover_waited,
)
from tests.support.scenario import live
from tests.test_replay_equals_stages import carried, content, late, replayed

NAMES = ("domain_again", "takeover_payees", "takeover_payouts")


@cache
def traffic() -> list[Event]:
    """Return owners, posts of a week, three accounts that post after a change, six that pay three payees, eight two."""
    events = [*test_domain_again.site(), *test_domain_waited.owners(6), *test_domain_waited.taken(3),
              *test_takeover_waited.owners(12), *test_takeover_payees.thefts(),
              *test_takeover_payouts.thefts(changed="email_changed")]  # fmt: skip
    return sorted(events, key=lambda one: (one.time, one.id))


def engine() -> Engine:
    return live(*NAMES)


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(traffic(), engine()))
    assert {signal.detector for alert in found.values() for signal in alert["signals"]} == set(NAMES)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("partitions", [1, 4])
def test_partitions_interleaving_and_lateness_decide_nothing(
    partitions: int, expected: dict[str, dict[str, object]]
) -> None:
    assert content(carried(traffic(), partitions, partitions, by=engine())) == expected
    assert content(carried(late(traffic(), partitions), partitions, 5, by=engine())).keys() == expected.keys()
