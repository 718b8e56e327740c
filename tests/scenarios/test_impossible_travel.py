"""Two logins too far apart for the time between them."""

from __future__ import annotations

from itertools import permutations

import pytest

from schemas.event import NEW_COUNTRY, NEW_DEVICE, NEW_IP, ROAMING, Event
from tests.support.scenario import alerts, entered, event, last_versions, shipped

HOME, THIEF, DAY, HOUR = "198.51.100.1", "203.0.113.7", 86_400.0, 3600.0


def at_home(**more: object) -> list[Event]:
    return [entered("alice", -day * DAY, HOME, country="DE", asn=64500, **more) for day in range(1, 12)]


def test_fires_on_a_login_from_another_continent_ten_minutes_later() -> None:
    events = [*at_home(), entered("alice", 0.0, HOME, country="DE", asn=64500),
              entered("alice", 600.0, THIEF, country="BR", asn=64900)]  # fmt: skip
    (alert,) = last_versions(alerts(events, "impossible_travel")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("account", "alice", "account_security")
    assert alert.signals[0].evidence["speed_km_h"] == 37_130
    assert alert.reason == (
        "The account was entered from DE and BR, BR new to it, 10 min apart: no journey takes so little (37,130 "
        "km/h or more); from the new place within the hour: nothing changed, no payee paid."
    )
    assert alert.suggested_action == "Ask the owner; end the sessions from BR."
    assert alert.accounts_entered == 1
    assert alert.first_seen == "2026-01-05T08:10:00.000Z"  # the thief's, not the owner's


def test_advises_to_undo_what_the_newcomer_changed() -> None:
    there = {"ip": THIEF, "country": "BR", "asn": 64900}
    events = [*at_home(), entered("alice", 0.0, HOME, country="DE", asn=64500),
              entered("alice", 600.0, THIEF, country="BR", asn=64900),
              event("account.email_changed", "alice", 700.0, **there),
              event("account.mfa_changed", "alice", 760.0, **there)]  # fmt: skip
    (alert,) = last_versions(alerts(events, "impossible_travel")).values()
    assert alert.suggested_action == (
        "Ask the owner; end the sessions from BR; put the mail address back; undo the change of the second factor."
    )


def test_fires_when_the_owner_comes_back_after_the_thief() -> None:
    events = [*at_home(device="laptop"), entered("alice", 0.0, THIEF, country="US", asn=64900, device="other"),
              entered("alice", HOUR, HOME, country="DE", asn=64500, device="laptop")]  # fmt: skip
    assert alerts(events, "impossible_travel")


def test_quiet_on_a_traveller_and_at_a_border() -> None:
    events = [*at_home(), entered("alice", 0.0, HOME, country="DE", asn=64500),
              entered("alice", 1200.0, "192.0.2.1", country="PL", asn=64600),
              entered("alice", 14 * HOUR, "192.0.2.9", country="US", asn=64700)]  # fmt: skip
    assert alerts(events, "impossible_travel") == []


def test_quiet_on_the_owners_own_tunnel() -> None:
    events = [*at_home(device="laptop"), entered("alice", 0.0, HOME, country="DE", device="laptop"),
              entered("alice", 60.0, "192.0.2.1", country="JP", device="laptop")]  # fmt: skip
    assert alerts(events, "impossible_travel") == []


def test_quiet_on_an_account_that_is_everywhere() -> None:
    countries = ("DE", "US", "JP", "BR", "ZA", "AU", "IN", "CL", "KE", "KR", "SG", "CA")
    events = [entered("bot", day * DAY + i * 900.0, f"192.0.2.{day * 3 + i}", country=countries[(day * 3 + i) % 12])
              for day in range(-40, -20) for i in range(3)]  # fmt: skip
    late = [entered("bot", i * 900.0, f"198.51.100.{i}", country=c) for i, c in enumerate(("NZ", "NO"))]
    assert [a for a in alerts([*events, *late], "impossible_travel") if a.first_seen >= "2026-01-05"] == []


def test_quiet_without_countries() -> None:
    events = [*at_home(), entered("alice", 0.0, HOME), entered("alice", 9.0, THIEF)]
    assert alerts(events, "impossible_travel") == []


def test_quiet_on_an_account_of_which_little_is_known() -> None:
    events = [entered("new", day * DAY, HOME, country="DE", device="laptop") for day in range(-3, 1)]
    assert alerts([*events, entered("new", 600.0, THIEF, country="US", device="phone")], "impossible_travel") == []


def test_quiet_on_the_owners_browser_in_a_tunnel_where_no_device_is_told() -> None:
    events = [*at_home(user_agent="Firefox/140"), entered("alice", 0.0, HOME, country="DE", user_agent="Firefox/140"),
              entered("alice", 60.0, "192.0.2.1", country="JP", asn=64900, user_agent="Firefox/140")]  # fmt: skip
    assert alerts(events, "impossible_travel") == []


def test_a_device_told_for_the_first_time_is_no_new_one() -> None:
    """A release begins to tell it, on its owner's journey by tunnel; one that had another told is accused."""
    tunnel = entered("alice", 0.95 * HOUR, THIEF, country="US", asn=64900, device="phone")
    for known in ({}, {"device": "laptop"}):
        home = [*at_home(**known), entered("alice", 0.0, HOME, country="DE", asn=64500, **known)]
        assert bool(alerts([*home, tunnel], "impossible_travel")) == bool(known)


def test_fires_on_a_strange_browser_where_no_device_is_told() -> None:
    events = [*at_home(user_agent="Firefox/140"), entered("alice", 0.0, HOME, country="DE", user_agent="Firefox/140"),
              entered("alice", 600.0, THIEF, country="BR", asn=64900, user_agent="curl/8")]  # fmt: skip
    assert alerts(events, "impossible_travel")


def homes(number: int, *, met: bool = False) -> list[Event]:
    """Weeks of logins by so many devices, each in a network of its own; `met`: all were in the first one, too."""
    found = []
    for day in range(-25, -2):
        i = day % number
        ip = HOME if met and day % 2 else f"198.18.{i}.1"
        found.append(entered("alice", day * DAY, ip, country="DE", asn=64500 + i, device=f"tv{i}"))
    return found


def abroad_at_once() -> list[Event]:
    return [entered("alice", 0.0, HOME, country="DE", asn=64500, device="tv0"),
            entered("alice", 600.0, THIEF, country="BR", asn=64900, device="other")]  # fmt: skip


def test_quiet_on_an_account_that_several_homes_share() -> None:
    assert alerts([*homes(5), *abroad_at_once()], "impossible_travel") == []


def test_fires_on_devices_of_one_home_and_on_two_that_never_met() -> None:
    assert alerts([*homes(5, met=True), *abroad_at_once()], "impossible_travel")
    assert alerts([*homes(2), *abroad_at_once()], "impossible_travel")


def changed(kind: str, at: float, ip: str, **more: object) -> Event:
    return event(f"account.{kind}", "new", at, ip=ip, **more)


def hardly_known(*, thief_first: bool = False) -> list[Event]:
    """An account's second login ever comes 25 minutes after the first, from another continent; or the other way."""
    home = {"country": "DE", "device": "laptop"}
    seen = [entered("new", -12 * DAY, HOME, **home)] if thief_first else []
    return [*seen, entered("new", 1500.0 * thief_first, HOME, **home),
            entered("new", 1500.0 * (not thief_first), THIEF, country="VN", device="other")]  # fmt: skip


@pytest.mark.parametrize("thief_first", [False, True])
@pytest.mark.parametrize("kind", ["api_key_created", "email_changed", "mfa_changed"])
def test_what_is_changed_from_the_new_place_tells_of_an_account_with_hardly_any_logins(
    kind: str, thief_first: bool
) -> None:
    events = hardly_known(thief_first=thief_first)
    assert alerts(events, "impossible_travel") == []
    found = alerts([*events, changed(kind, 1600.0, THIEF, country="VN", device="other")], "impossible_travel")
    (alert,) = last_versions(found).values()
    assert alert.signals[0].evidence[kind] == 1.0
    assert alert.reason.endswith(f"; from the new place within the hour: {kind.replace('_', ' ')}.")


@pytest.mark.parametrize("more", [{"at": 1600.0, "ip": HOME, "device": "laptop"},
                                  {"at": 1600.0, "ip": THIEF, "device": "laptop"},
                                  {"at": 1600.0 + HOUR, "ip": THIEF, "device": "other"}])  # fmt: skip
def test_quiet_on_what_the_owner_changes_at_home_and_on_what_comes_hours_later(more: dict[str, object]) -> None:
    key = changed("api_key_created", key="k1", **more)  # type: ignore[arg-type]
    assert alerts([*hardly_known(), key], "impossible_travel") == []


def test_quiet_on_a_key_made_after_a_journey_that_is_possible_and_in_the_owners_tunnel() -> None:
    home = [entered("new", 0.0, HOME, country="DE", device="laptop")]
    for at, country, device in ((14 * HOUR, "VN", "other"), (1500.0, "NL", "other"), (1500.0, "VN", "laptop")):
        there = {"country": country, "device": device}
        key = changed("api_key_created", at + 90.0, THIEF, key="k1", **there)
        assert alerts([*home, entered("new", at, THIEF, **there), key], "impossible_travel") == []


@pytest.mark.parametrize("later", [False, True])
def test_says_that_something_was_paid_from_there_though_once_tells_nothing(later: bool) -> None:
    there = {"country": "BR", "asn": 64900, "device": "other"}
    paid = event("account.payment", "alice", 700.0, ip=THIEF, merchant="camp", amount_minor=9.0, outcome=True, **there)
    events = [*at_home(device="laptop"), entered("alice", 0.0, HOME, country="DE", asn=64500, device="laptop"),
              entered("alice", 600.0, THIEF, **there)]  # fmt: skip
    (alert,) = last_versions(alerts([*events, paid] if later else [*events[:-1], paid, events[-1]],
                                    "impossible_travel")).values()  # fmt: skip
    assert alert.reason.endswith("; from the new place within the hour: 1 payment.")
    assert alert.suggested_action.endswith("end the sessions from BR; hold what was paid there.")


def test_all_that_was_changed_is_named_and_the_rarest_counts() -> None:
    kinds = ("email_changed", "api_key_created", "password_reset")
    there = [changed(kind, 1600.0 + i, THIEF, country="VN", device="other") for i, kind in enumerate(kinds)]
    (alert,) = last_versions(alerts([*hardly_known(), *there], "impossible_travel")).values()
    assert alert.reason.endswith(": email changed, api key created, password reset.")
    assert alert.severity == "critical"  # two changes and more lock out who was at home just before
    assert alert.signals[0].evidence["surprise_log10"] == pytest.approx(8.0, abs=0.01)


def test_a_second_factor_alone_is_medium_unless_both_places_go_on_or_one_payee_is_paid_again() -> None:
    """As where a site asks all for one: who sets it by way of a tunnel is its owner, or a colleague."""
    place = {"country": "VN", "device": "other"}
    factor = changed("mfa_changed", 1600.0, THIEF, **place)
    spent = {"ip": THIEF, "merchant": "camp", "amount_minor": 9.0, **place}
    paid = [event("account.payment", "new", 1700.0 + n, **spent) for n in range(2)]
    mail = changed("email_changed", 1650.0, THIEF, **place)
    for more, severity in (([], "medium"), (paid[:1], "medium"), (paid, "high"), ([mail], "critical")):
        (alert,) = last_versions(alerts([*hardly_known(), factor, *more], "impossible_travel")).values()
        assert alert.severity == severity


def hardly_entered(device: str = "tablet") -> list[Event]:
    """An account with three logins in weeks, used at home, and then entered from far away within the half hour."""
    home = [entered("mia", -day * DAY, HOME, country="DE", asn=64500, device="laptop") for day in (14, 6, 0)]
    return [*home, entered("mia", 1500.0, THIEF, country="NZ", asn=64900, device=device)]


def used(minutes: float, ip: str, **place: object) -> Event:
    place = {"product": "chat", "units": 800.0} | place
    return event("account.usage", "mia", 60 * minutes, ip=ip, **place)


def both(device: str = "laptop", apart: float = 25.0, rounds: int = 2) -> list[Event]:
    """Return what is used from both places by turns, with so many minutes between."""
    found = []
    for i in range(1, 2 * rounds + 1):
        at_home = {"country": "DE", "asn": 64500, "device": device}
        away = {"country": "NZ", "asn": 64900, "device": "tablet"}
        found.append(used(25 + i * apart, HOME if i % 2 else THIEF, **(at_home if i % 2 else away)))
    return found


def test_fires_where_both_places_go_on_by_turns_on_a_device_in_each() -> None:
    assert alerts(hardly_entered(), "impossible_travel") == []
    (alert,) = last_versions(alerts([*hardly_entered(), *both()], "impossible_travel")).values()
    assert alert.signals[0].evidence["by_turns"] == 1
    assert "by turns" in alert.reason
    factor = event("account.mfa_changed", "mia", 1560.0, ip=THIEF, country="NZ", device="tablet")
    (alert,) = last_versions(alerts([*hardly_entered(), factor, *both()], "impossible_travel")).values()
    assert alert.severity == "high"  # though a second factor alone was set


def test_logins_in_turn_count_as_what_is_used_does() -> None:
    again = [entered("mia", 3600.0, HOME, country="DE", asn=64500, device="laptop"),
             entered("mia", 5400.0, THIEF, country="NZ", asn=64900, device="tablet")]  # fmt: skip
    assert alerts([*hardly_entered(), *again], "impossible_travel")


def test_quiet_on_a_new_device_whose_tunnel_is_switched_on_and_off() -> None:
    assert alerts([*hardly_entered(), *both(device="tablet")], "impossible_travel") == []


def test_quiet_on_a_probe_that_goes_round_from_its_first_event_on() -> None:
    places = [(HOME, "DE", "laptop"), (THIEF, "NZ", "tablet")]
    events = [entered("probe", i * 1800.0, ip, country=country, asn=64500 + i % 2, device=device)
              for i in range(10) for ip, country, device in [places[i % 2]]]  # fmt: skip
    assert alerts(events, "impossible_travel") == []


def test_quiet_where_the_owner_is_seen_at_home_once_or_after_a_flight() -> None:
    assert alerts([*hardly_entered(), *both()[:1]], "impossible_travel") == []
    assert alerts([*hardly_entered(), *both(apart=16 * 60.0)], "impossible_travel") == []


def test_turns_count_the_same_whatever_comes_first() -> None:
    home, entry = hardly_entered()[-2:]
    found = set()
    for run in permutations([home, entry, *both()]):
        detector, state = shipped("impossible_travel"), shipped("impossible_travel").fresh()
        for one in run:
            strange = NEW_IP | NEW_DEVICE | NEW_COUNTRY if one is entry else 0
            one.novel = ROAMING if one.type == "account.usage" else strange
            detector.hot_from = 4.0
            detector.learn(one, state, None)
        (hot,) = [tally for tally in state.tallies.values() if tally.hot]
        found.add((round(hot.surprise, 6), (hot.extra or {})["by_turns"]))
    assert len(found) == 1


def phished(who: str, at: float, ip: str, device: str | None) -> list[Event]:
    """Return days of an account at home, then the thief minutes after its owner."""
    home, own = f"198.51.{100 + len(who)}.{ord(who[0])}", f"{who}'s laptop" if device else None
    past = [entered(who, -day * DAY, home, country="DE", asn=64500, device=own) for day in range(1, 12)]
    return [*past, entered(who, at, home, country="DE", asn=64500, device=own),
            entered(who, at + 600.0, ip, country="BR", asn=64900, device=device)]  # fmt: skip


@pytest.mark.parametrize(
    ("ip", "device", "campaigns"),
    [
        (THIEF, None, 1),  # his address
        ("203.0.{}.9", None, 1),  # his provider, an address each
        ("{}.9.7.9", "his", 1),  # his device
        ("{}.9.7.9", None, 3),  # of several places: travellers, or as many thieves
        (THIEF, "of {}", 3),  # behind a carrier's address
    ],
)
def test_who_enters_several_accounts_from_one_place_is_one_campaign(
    ip: str, device: str | None, campaigns: int
) -> None:
    events = []
    for number, who in enumerate(("alice", "bob", "carol")):
        phone = device.format(who) if device else None
        events += phished(who, number * 3 * HOUR, ip.format(20 + 7 * number), phone)
    found = last_versions(alerts(events, "impossible_travel")).values()
    assert {alert.entity.id for alert in found} == {"alice", "bob", "carol"}
    assert len({alert.campaign_id or alert.alert_id for alert in found}) == campaigns
    assert all(alert.signals[0].evidence["new_address"] == 1.0 for alert in found)


def gift(at: float, payee: str = "camp", ip: str = THIEF, **more: object) -> Event:
    place = {"country": "VN", "device": "other", "outcome": True, "amount_minor": 30_000.0, "merchant": payee}
    return event("account.payment", "new", at, ip=ip, **(place | more))


@pytest.mark.parametrize("thief_first", [False, True])
def test_fires_where_one_payee_is_paid_again_from_the_new_place(thief_first: bool) -> None:
    gifts = [gift(1560.0 + 70 * i) for i in range(3)]
    (alert,) = last_versions(alerts([*hardly_known(thief_first=thief_first), *gifts], "impossible_travel")).values()
    assert alert.signals[0].evidence["payments_to_one_payee"] == 3
    assert alert.reason.endswith("; from the new place within the hour: one payee paid 3 times.")
    assert alert.severity == "high"


@pytest.mark.parametrize("times", [(3000.0, 3100.0), (1560.0, 3100.0)])
def test_fires_however_late_within_the_hour_it_is_paid(times: tuple[float, float]) -> None:
    assert alerts([*hardly_known(), *map(gift, times)], "impossible_travel")


@pytest.mark.parametrize("second", [
    {"payee": "another"}, {"outcome": False}, {"ip": HOME, "device": "laptop", "country": "DE"}, {"payee": None},
    {"at": 1500.0 + HOUR + 60}])  # fmt: skip
def test_quiet_on_one_payment_and_on_what_another_is_paid(second: dict[str, object]) -> None:
    gifts = [gift(1560.0, second.get("payee") and "camp"), gift(**({"at": 1630.0} | second))]  # type: ignore[arg-type]
    assert alerts([*hardly_known(), *gifts], "impossible_travel") == []


def test_quiet_on_who_pays_again_after_a_journey_that_is_possible_and_in_his_own_tunnel() -> None:
    home = [entered("new", 0.0, HOME, country="DE", device="laptop")]
    for at, country, device in ((14 * HOUR, "VN", "other"), (1500.0, "NL", "other"), (1500.0, "VN", "laptop")):
        there = {"country": country, "device": device}
        gifts = [gift(at + 60.0 + 70 * i, **there) for i in range(3)]
        assert alerts([*home, entered("new", at, THIEF, **there), *gifts], "impossible_travel") == []


def test_what_is_paid_counts_the_same_whatever_comes_first() -> None:
    run, found = [*hardly_known()[-2:], *[gift(1560.0 + 70 * i) for i in range(3)]], set()
    for one in run[1:]:
        one.novel = NEW_IP | NEW_DEVICE | NEW_COUNTRY
    for order in permutations(run):
        detector, state = shipped("impossible_travel"), shipped("impossible_travel").fresh()
        for one in order:
            detector.learn(one, state, None)
        (hot,) = [tally for tally in state.tallies.values() if tally.hot]
        found.add((round(hot.surprise, 6), (hot.extra or {})["payments_to_one_payee"]))
    assert len(found) == 1


@pytest.mark.parametrize(("payee", "campaigns"), [("camp", 1), ("camp{}", 3)])
def test_accounts_that_are_emptied_to_one_payee_are_one_campaign(payee: str, campaigns: int) -> None:
    events = []
    for number, who in enumerate(("alice", "bob", "carol")):
        at, ip = number * 2 * DAY, f"{20 + 7 * number}.9.7.9"
        there = {"ip": ip, "device": f"of {who}", "country": "BR", "merchant": payee.format(number), "outcome": True}
        events += phished(who, at, ip, f"of {who}")
        events += [event("account.payment", who, at + 700.0 + 60 * i, amount_minor=9.0, **there) for i in range(2)]
    found = last_versions(alerts(events, "impossible_travel")).values()
    assert {alert.entity.id for alert in found} == {"alice", "bob", "carol"}
    assert len({alert.campaign_id or alert.alert_id for alert in found}) == campaigns
