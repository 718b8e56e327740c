"""Accounts entered by hand from a network that somebody rents, and the places where people set up new devices."""

from __future__ import annotations

from pipeline.alert_view import gathered
from schemas.event import Event
from tests.scenarios.test_entry_fanout import DAY, PLACE, known, taken
from tests.support.scenario import alerts, last_versions

NETWORK = ("entry_fanout_network",)


def rented(i: int, at: float, what: str = "email_changed") -> list[Event]:
    """An entry from another address of the thief's network on a made-up device, and a change after it."""
    return taken(i, at, f"203.0.113.{7 + 5 * i}", what)


def test_fires_on_six_entered_by_hand_from_one_network_as_one_alert() -> None:
    for hours in (4.0, 9.0):
        later = rented(7, 4 * DAY)[0]  # one who is only entered, when it is over
        events = [*known(20), *(e for i in range(6) for e in rented(i, i * hours * 3600.0)), later]
        ((head, *others), _) = gathered(last_versions(alerts(events, "takeover", *NETWORK)).values())
        assert not others
        assert (head.entity.id, head.severity, head.accounts_total) == ("203.0.113.0/24", "critical", 6)
        assert "6 accounts of 6 that logged in from one network new to them" in head.reason
        assert "(who knew its provider, or was never seen before, is neither counted nor named)" in head.reason


def test_fires_with_room_to_spare_also_where_one_other_comes_and_not_where_four_do() -> None:
    for others, seen in ((0, 1), (1, 1), (4, 0)):
        events = [e for i in range(6) for e in rented(i, i * 14_400.0)]
        events += [rented(6 + i, i * 9000.0)[0] for i in range(others)]
        found = last_versions(alerts([*known(20), *events], *NETWORK)).values()
        assert len(found) == seen
        assert all(one.signals[0].score >= 0.53 for one in found)
        assert all(("; 1 other of those only logged in, named last." in one.reason) == others for one in found)
        assert all(
            "within minutes. That was so at 6 different addresses of it within 72 h" in one.reason for one in found
        )


def test_quiet_on_a_network_where_others_come_and_change_nothing() -> None:
    """A carrier's, or a hotel's: 30 come, six of whom set up a second factor."""
    events = [e for i in range(30) for e in rented(i, i * 6000.0, "mfa_changed")[: 2 if i % 5 == 0 else 1]]
    assert alerts([*known(30), *events], *NETWORK) == []


def test_quiet_on_a_shops_counter_from_its_first_day_on_and_on_one_whose_line_changes_daily() -> None:
    counter = [e for i in range(60) for e in taken(i, i * 8640.0, PLACE)]
    daily = [e for i in range(60) for e in taken(i, i * 8640.0, f"203.0.113.{i // 10}")]
    for events in (counter, daily):
        assert alerts([*known(60), *events], *NETWORK) == []


def test_quiet_on_five_in_one_network() -> None:
    assert alerts([*known(20), *(e for i in range(5) for e in rented(i, i * 14_400.0))], *NETWORK) == []
