"""An account in many hands, and the owners who turn up in many places."""

from __future__ import annotations

from schemas.event import Event
from tests.support.scenario import alerts, entered, last_versions

NAME, DAY, HOUR, HOME = "account_sharing", 86_400.0, 3600.0, "198.51.100.1"
ABROAD = ("PL", "US", "RU", "FR", "BR", "PH", "VN", "DE", "KR", "TR")


def at_home(weeks: int = 2) -> list[Event]:
    return [entered("alice", -day * DAY, HOME, country="DE", device="pc") for day in range(1, 7 * weeks)]


def rented(countries: tuple[str, ...] = ABROAD, *, logins: int = 24, start: float = 0.0) -> list[Event]:
    """Every few hours somebody else, each at home."""
    return [entered("alice", start + i * 3.5 * HOUR, f"203.{int(start // DAY)}.{i}.7",
                    country=countries[i % len(countries)], device=f"r{start}-{i}") for i in range(logins)]  # fmt: skip


def test_fires_on_a_rented_account_within_two_days() -> None:
    found = alerts([*at_home(), *rented()], NAME)
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts) == ("account", "alice", ["alice"])
    assert found[0].emitted_at < "2026-01-07T08"
    assert "entered 24 times on devices and from addresses new to it" in alert.reason
    assert alert.signals[0].evidence["entered_from_KR"] == 2


def test_quiet_on_a_cafes_machines_and_on_a_browser_that_forgets_its_device() -> None:
    cafe = [entered("alice", i * 5 * HOUR, "192.0.2.9", country="DE", device=f"cafe{i}") for i in range(40)]
    forgets = [entered("alice", i * 5 * HOUR, f"203.0.{i}.7", country="DE", device=f"f{i}") for i in range(40)]
    assert alerts([*at_home(), *cafe], NAME) == []
    assert alerts([*at_home(), *forgets], NAME) == []
    assert alerts([*at_home(), *rented(("DE", "NL", "AT"))], NAME) == []  # and behind a tunnel's few exits


def test_quiet_on_a_traveller_with_his_own_devices() -> None:
    journey = [entered("alice", i * 16 * HOUR, f"203.0.{i}.7", country=c, device="pc") for i, c in enumerate(ABROAD)]
    assert alerts([*at_home(), *journey], NAME) == []


def test_quiet_on_one_who_has_long_been_everywhere() -> None:
    """In his first weeks he is told; then his own past speaks for him."""
    weeks = [one for week in range(12) for one in rented(start=week * 7 * DAY, logins=48)]
    told = last_versions(alerts([*at_home(), *weeks], NAME)).values()
    assert told
    assert [alert.last_seen for alert in told if alert.last_seen > "2026-02-15"] == []


def test_quiet_where_no_device_or_no_country_is_told() -> None:
    blind = [entered("alice", one.time - 1_767_600_000.0, one.ip or "", country=one.country) for one in rented()]
    nowhere = [entered("alice", one.time - 1_767_600_000.0, one.ip or "", device=one.device) for one in rented()]
    assert alerts([*at_home(), *blind], NAME) == []
    assert alerts([*at_home(), *nowhere], NAME) == []


def test_fires_on_an_account_that_was_sold_to_six_countries() -> None:
    """Nine devices in six days, each of which comes back."""
    sold = rented(("NG", "PH", "RU", "VN", "TR", "ID"), logins=9)
    back = [entered("alice", (9 + i) * 3.5 * HOUR, one.ip or "", country=one.country, device=one.device)
            for i, one in enumerate([*sold, *sold, *sold])]  # fmt: skip
    (alert,) = last_versions(alerts([*at_home(), *sold, *back], NAME)).values()
    assert alert.signals[0].evidence["count_in_window"] == 6
    assert alerts([*at_home(), *rented(("NG", "PH", "RU", "VN", "TR"), logins=9)], NAME) == []  # one who hides
