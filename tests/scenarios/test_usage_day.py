"""A person's account with which a program goes on for a day, and the long days that people have."""

from __future__ import annotations

from typing import Any

from detectors.usage_shares import BEFORE, slot_of
from schemas.event import Event
from tests.support.scenario import START, alerts, event, last_versions, shipped

NAME, HOUR, DAY = "usage_day", 3600.0, 86_400.0


def use(at: float, requests: float = 1.0, name: str = "ana", **fields: Any) -> Event:
    told = {"product": "swipe", "status": 200, "ip": "192.0.2.9", "requests": requests}
    return event("account.usage", name, at, **(told | fields))


def evenings(*sums: int) -> list[Event]:
    """Return earlier days, the last of them yesterday, with so many requests."""
    return [use((i - len(sums)) * DAY + 10 * HOUR + j * 60.0, n / 2) for i, n in enumerate(sums) for j in (0, 1)]


def night(each: float, times: int = 10, **fields: Any) -> list[Event]:
    return [use(HOUR + i * 1500.0, each, ip="203.0.113.7", **fields) for i in range(times)]


def test_fires_on_a_night_of_swipes_by_an_account_that_swipes_a_little() -> None:
    (alert,) = last_versions(alerts([*evenings(8, 10, 22, 9), *night(480)], NAME)).values()
    assert (alert.entity.id, alert.policy, alert.severity) == ("ana", "api_abuse", "medium")
    assert alert.accounts == ["ana"]
    assert (
        "made 4,800 requests in a day (UTC), 218 times as many as on the fullest of the 4 days before" in alert.reason
    )


HOST: dict[str, Any] = {"ip": "203.0.113.7", "asn": 64500, "country": "NL", "user_agent": "python-httpx/0.27.0"}
HOME: dict[str, Any] = {"ip": "192.0.2.9", "asn": 3320, "country": "DE", "user_agent": "Slots/5.31 (iOS 17.6)"}


def polled() -> list[Event]:
    """Return a program's night on ana's account: of three requests one is answered, the others are too many."""
    own = [use(one.time - START, one.requests or 0.0, **HOME) for one in evenings(8, 10, 22, 9)]
    return [*own, *[use(HOUR + i * 10.0, status=(200, 429, 429)[i % 3], **HOST) for i in range(2100)]]


def test_fires_on_who_goes_on_though_told_that_it_is_too_much() -> None:
    """What he was given alone, 700 requests, would say too little beside four days."""
    (alert,) = last_versions(alerts(polled(), NAME)).values()
    assert alert.severity == "medium"
    assert " It went on where " in alert.reason
    assert " answered requests were of swipe" in alert.reason
    assert alert.reason.endswith("New to the account, program and provider: python-httpx 0.27.0 from AS64500 in NL.")
    assert alerts([one for one in polled() if one.status == 200], NAME) == []


def test_quiet_on_a_client_that_is_stuck_at_a_limit() -> None:
    stuck = [use(HOUR + i * 10.0, status=200 if i % 100 == 0 else 429, ip="203.0.113.7") for i in range(6000)]
    assert alerts([*evenings(8, 10, 22, 9), *stuck], NAME) == []


def test_is_low_where_all_comes_from_where_the_account_was_before() -> None:
    """An administrator takes his firm's recordings out, from his own desk."""
    export = [use(HOUR + i * 60.0, 9.0, product="recording.download") for i in range(520)]
    (alert,) = last_versions(alerts([*evenings(8, 10, 22, 9), *export], NAME)).values()
    assert alert.severity == "low"
    assert alert.reason.endswith("All came from addresses and devices that it had before.")


def test_fires_on_seats_held_and_let_go_all_day() -> None:
    for days in (5, 9):
        held = [use(i * 120.0, product="hold") for i in range(340)]
        assert len(last_versions(alerts([*evenings(*[2, 4, 6, 2, 4, 2, 4, 2, 6][:days]), *held], NAME))) == 1


def test_quiet_on_a_long_evening_and_on_days_that_differ() -> None:
    assert alerts([*evenings(8, 10, 22, 9), *night(11)], NAME) == []
    assert alerts([*evenings(2, 60, 8, 30, 2, 90, 4), *night(40)], NAME) == []


def test_quiet_on_what_an_earlier_day_had() -> None:
    assert alerts([*evenings(8, 10, 5000, 9), *night(480)], NAME) == []


def test_quiet_on_keys_on_refusals_and_on_accounts_of_two_days() -> None:
    keyed = [*evenings(8, 10, 22, 9), *night(480)]
    for one in keyed:
        one.key = "k1"
    assert alerts(keyed, NAME) == []
    assert alerts([*evenings(8, 10, 22, 9), *night(480, status=429)], NAME) == []
    assert alerts([*evenings(8, 10), *night(480)], NAME) == []


def test_quiet_on_a_little_that_is_much_for_the_account() -> None:
    assert alerts([*evenings(2, 2, 2, 2, 2, 2), *night(1.9)], NAME) == []


def test_it_names_the_product_whose_share_has_risen() -> None:
    """Ana swipes, and looks at a profile in one of ten; then somebody takes the profiles out."""
    some = [use(one.time - START + 1.0, 1.0, product="profile.read") for one in evenings(4, 4, 4, 4)]
    past = [*evenings(34, 36, 38, 36), *some]
    (alert,) = last_versions(alerts([*past, *night(480, product="profile.read"), *night(9)], NAME)).values()
    assert " 4,800 of its 4,890 requests in all were of profile.read (5 in 100 before)." in alert.reason
    told = alert.signals[0].evidence
    assert (told["product"], told["product_requests"], told["product_share_before"]) == ("profile.read", 4800, 0.0526)


def test_it_names_what_most_is_of_though_it_is_as_ever_and_nothing_where_all_is_mixed() -> None:
    (alert,) = last_versions(alerts([*evenings(8, 10, 22, 9), *night(480)], NAME)).values()
    assert " All of its 4,800 requests were of swipe (100 in 100 before)." in alert.reason
    mixed = [use(one.time - START, 480.0 / 5, ip="203.0.113.7", product=name)
             for one in night(1) for name in "abcde" for _ in range(10)]  # fmt: skip
    (alert,) = last_versions(alerts([*evenings(8, 10, 22, 9), *mixed], NAME)).values()
    assert "product" not in alert.signals[0].evidence


def test_the_share_before_is_the_same_whenever_days_that_are_over_are_forgotten() -> None:
    """Each earlier day counts once, and none of the nights that are told, whether or not a timer has come by."""
    detector, told = shipped(NAME), []
    nights = [*night(480, product="read"), *[use(DAY + HOUR + i * 1500.0, 9e8, product="read") for i in range(9)]]
    for often in (False, True):
        state = detector.state_type()
        for one in [*evenings(8, 10, 22, 9), *nights]:
            detector.learn(one, state, None)
            if often:
                detector.prune(state, one.time)
                detector.prune(state, one.time)
        hot = [tally for tally in state.tallies.values() if tally.hot]
        told.append([{name: n for name, n in (one.extra or {}).items() if name.startswith(BEFORE)} for one in hot])
    assert told[0] == told[1] == [{f"{BEFORE}{slot_of('swipe')}": 49.0}] * 2
