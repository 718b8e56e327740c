"""A key used a little each night from ever other homes, and keys whose addresses change for honest reasons."""

from __future__ import annotations

from schemas.event import Event
from tests.scenarios.test_key_sharing_slow import DAY, NAME, quiet, used
from tests.support.scenario import alerts, last_versions

OWN = [used(day * DAY + hour * 3600.0, 7, "198.51.100.9", country="FR") for day in range(-12, 12) for hour in (2, 14)]
HOMES = (3370, 3387, 3404, 3421)


def nights(asns: tuple[int, ...] = HOMES, each: int = 4, homes: int = 1 << 30, days: int = 10) -> list[Event]:
    """Return uses by night, every one from another network; of each provider so many networks at the most."""
    found, number = list[Event](), 0
    for day in range(days):
        for i in range(each):
            number += 1
            asn = asns[number * 7 % 11 % len(asns)]
            ip = f"{asn % 200}.{asn // 200}.{number % homes}.{number % 250}"
            found.append(used(day * DAY + 3 * 3600.0 + i * 900, asn, ip, country="US"))
    return found


def test_fires_on_a_key_used_sparingly_from_ever_other_homes() -> None:
    found = alerts([*OWN, *nights()], NAME)
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("key", "k1", "medium")
    assert found[0].emitted_at < "2026-01-15"
    assert "from 4 providers new to it (1 country new to it, too) within 14 days (there its " in alert.reason
    assert "hardly one of which came twice); in the 8 days before it had been used from 1 provider" in alert.reason


def test_quiet_on_a_team_at_home_on_telephones_and_build_runners() -> None:
    assert quiet([*OWN, *nights(homes=3)])  # each has an address for days
    assert quiet([*OWN, *nights((3370, 3387), 6)])  # a telephone and a hotel's network
    most = (3370,) * 9 + (3387, 3404)  # build runners of one cloud, and two colleagues
    assert quiet([*OWN, *nights(most)])


def test_quiet_on_an_app_whose_users_always_come_from_ever_other_places() -> None:
    before = [used(-11 * DAY + i * 3600.0 * 8, 500 + i % 6, f"20.{i % 6}.{i}.1", country="US") for i in range(30)]
    assert quiet([*OWN, *before, *nights()])
    assert quiet(nights(days=12))  # nothing is known of it yet
