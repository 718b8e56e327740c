"""Lists of accounts tried out by password resets."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, entered, event, last_versions

DAY, HOUR = 86_400.0, 3600.0
PROBER, OFFICE, CARRIER = "203.0.113.7", "198.51.100.1", "100.64.7"


def known(number: int, ip: str | None = None) -> list[Event]:
    """Return a login of each account at home, or all at one address, five days ago."""
    return [entered(f"user{i}", -5 * DAY + i, ip or f"192.0.{i // 250}.{i % 250}") for i in range(number)]


def reset(subject: str, at: float, ip: str) -> Event:
    return event("account.password_reset", subject, at, ip=ip)


def test_fires_on_a_list_from_one_address() -> None:
    names = [f"user{i}" if i % 10 < 3 else f"guess{i}" for i in range(300)]
    found = alerts([*known(300), *(reset(name, i * 9.0, PROBER) for i, name in enumerate(names))], "reset_enumeration")
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.accounts_total) == ("ip", "203.0.112.0/22", 300)
    assert "from 1 address of one network" in alert.reason
    assert alert.suggested_action.startswith("Limit resets from the address, which the events shown tell;")
    assert found[0].emitted_at < "2026-01-05T08:04:00"


def test_fires_on_a_list_from_neighbouring_addresses_and_names_first_who_was_entered() -> None:
    asked = [reset(f"user{i}", i * 9.0, f"203.0.113.{i % 6}") for i in range(300)]
    (alert,) = last_versions(
        alerts([*known(300), *asked, entered("user250", 2600.0, "203.0.113.3")], "reset_enumeration")
    ).values()
    assert (alert.severity, alert.accounts[0]) == ("critical", "user250")
    assert alert.signals[0].evidence["addresses"] == 6
    assert "address, which" not in alert.suggested_action


def test_fires_on_a_list_from_neighbouring_networks_of_one_range() -> None:
    """Twenty-four an hour from sixteen addresses, six in each /24; a /22 further they are others'."""
    for beside, seen in ((1, 1), (4, 0)):
        asked = [reset(f"user{i}", i * 150.0, f"203.0.{112 + i % 4 * beside}.{i % 16}") for i in range(48)]
        found = last_versions(alerts([*known(300), *asked], "reset_enumeration")).values()
        assert [(one.entity.id, one.accounts_total) for one in found] == [("203.0.112.0/22", 48)] * seen


def test_a_list_worked_through_with_pauses_is_one_alert() -> None:
    parts = [reset(f"user{i}", i * 100.0 + i // 60 * 5 * HOUR, f"203.0.113.{i % 6}") for i in range(180)]
    (alert,) = last_versions(alerts([*known(300), *parts], "reset_enumeration")).values()
    assert alert.accounts_total == 180


def test_quiet_when_all_are_told_to_set_a_new_password() -> None:
    """At home and in their office they are known."""
    chance, events = Random(4), [*known(2000), *(entered(f"user{i}", -4 * DAY + i, OFFICE) for i in range(400))]
    for i in range(2000):
        at = chance.expovariate(1 / (2 * HOUR))
        events.append(reset(f"user{i}", at, OFFICE if i < 400 else f"192.0.{i // 250}.{i % 250}"))
    assert alerts(events, "reset_enumeration") == []


def test_quiet_on_a_carrier_when_all_are_told_to_set_a_new_password() -> None:
    """Its customers come from a new address nearly every time."""
    chance, events = Random(5), known(2000)
    for at in sorted(chance.uniform(-2 * DAY, 8 * HOUR) for _ in range(2000)):
        user, ip = f"user{chance.randrange(2000)}", f"{CARRIER}.{chance.randrange(250)}"
        events += [reset(user, at - 30, ip)] if at > 0 else []
        events.append(entered(user, at, ip))
    assert alerts(events, "reset_enumeration") == []


def test_quiet_on_a_carrier_of_several_networks_when_all_are_told_to_set_a_new_password() -> None:
    chance, events = Random(8), known(2000)
    for at in sorted(chance.uniform(-2 * DAY, 8 * HOUR) for _ in range(4000)):
        user, ip = f"user{chance.randrange(2000)}", f"100.64.{chance.randrange(4)}.{chance.randrange(250)}"
        events += [reset(user, at - 30, ip)] if at > 0 else []
        events.append(entered(user, at, ip))
    assert alerts(events, "reset_enumeration") == []


def test_quiet_on_a_shared_office_where_some_forget_their_password() -> None:
    """A new building: fifteen of two hundred set a new one on the first morning."""
    events = known(200)
    for i in range(200):
        events += [reset(f"user{i}", i * 20.0, OFFICE)] if i % 14 == 0 else []
        events.append(entered(f"user{i}", i * 20.0 + 60, OFFICE))
    assert alerts(events, "reset_enumeration") == []


def test_quiet_on_a_support_desk_from_its_first_day_on() -> None:
    chance, events = Random(6), known(3000)
    for day in range(10):
        for hour in range(8):
            for _ in range(8 + chance.randrange(8)):
                user = f"user{chance.randrange(3000)}"
                events.append(reset(user, day * DAY + (hour + chance.random()) * HOUR, PROBER))
    assert alerts(events, "reset_enumeration") == []


def desk(days: int, each: int, last: int) -> list[Event]:
    """Return a support desk's days with so many resets over ten hours, and one more on which it has many callers."""
    chance, events = Random(8), known(3000)
    for day in range(days + 1):
        for at in sorted(chance.uniform(0, 10 * HOUR) for _ in range(last if day == days else each)):
            events.append(reset(f"user{chance.randrange(3000)}", day * DAY + at, PROBER))
    return [*events, *(reset(f"user{i}", days * DAY + 11 * HOUR + i * 120, PROBER) for i in range(20))]


def test_quiet_on_a_support_desk_whose_callers_are_many_after_an_update() -> None:
    assert alerts(desk(15, 16, 40), "reset_enumeration") == []


def test_fires_on_a_list_from_where_a_desk_had_a_few_and_on_one_from_a_place_of_few_days() -> None:
    assert alerts(desk(15, 3, 60), "reset_enumeration")
    assert alerts(desk(3, 16, 40), "reset_enumeration")


def test_quiet_on_one_owner_who_asks_again_and_again() -> None:
    asked = [reset("user1", i * 20.0, PROBER) for i in range(200)]
    assert alerts([*known(3), *asked], "reset_enumeration") == []


def unnamed(number: int, seconds: float, named: int, ip: str = PROBER) -> list[Event]:
    """Return resets of which every so many-th is for an account; the producer leaves out names that nobody has."""
    return [
        reset(f"user{i // named}" if named and i % named == 0 else f"unknown:{ip}", i * seconds, ip)
        for i in range(number)
    ]  # fmt: skip


def test_fires_on_a_slow_list_whose_unknown_names_are_all_told_as_one() -> None:
    """Forty an hour, a third of them accounts: too few by these alone."""
    found = alerts([*known(300), *unnamed(120, 90.0, 3)], "reset_enumeration")
    (alert,) = last_versions(found).values()
    assert alert.accounts_total == 40
    assert not any(name.startswith("unknown:") for name in alert.accounts)
    assert "asked for 40 accounts and 80 times for a name that no account has, from 1 address" in alert.reason
    assert found[0].emitted_at < "2026-01-05T08:40:00"


def test_quiet_on_who_asks_again_and_again_for_a_name_that_does_not_exist() -> None:
    assert alerts([*known(300), *unnamed(120, 20.0, 0)], "reset_enumeration") == []


def test_quiet_on_an_office_where_five_forget_their_password_and_one_his_name() -> None:
    assert alerts([*known(300), *unnamed(60, 45.0, 12)], "reset_enumeration") == []


def test_quiet_on_a_carrier_whose_customers_forget_names_and_passwords_every_day() -> None:
    """Three in ten ask for a new password, half of them for a wrong name first."""
    chance, events = Random(7), known(2000)
    for at in sorted(chance.uniform(-DAY, DAY) for _ in range(2 * 24 * 60)):
        user, ip = f"user{chance.randrange(2000)}", f"{CARRIER}.{chance.randrange(5)}"
        if at > 0 and chance.random() < 0.3:
            events += [reset(f"unknown:{ip}", at - 40, ip)] if chance.random() < 0.5 else []
            events.append(reset(user, at - 30, ip))
        events.append(entered(user, at, ip))
    assert alerts(events, "reset_enumeration") == []
