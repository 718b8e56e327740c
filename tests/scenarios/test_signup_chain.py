"""Trees of invitations: farms that invite themselves, and people who invite their friends, class or firm."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from msgspec.structs import replace

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

HOUR = 3600.0


def invited(name: str, at: float, by: str, **fields: Any) -> Event:
    return event("account.signup", name, at, invited_by=by, **{"ip": f"192.0.2.{int(at) % 250}", **fields})


def everybody(seed: int, count: int, hours: float) -> list[Event]:
    """Return people who come by invitations of members, one in five of whom has just been invited."""
    chance, events = Random(seed), list[Event]()
    for i in range(count):
        at = hours * HOUR * i / count
        inviter = (
            f"p{chance.randrange(max(0, i - 30), i)}" if i and chance.random() < 0.2 else f"m{chance.randrange(90)}"
        )
        mail = "mailinator.com" if chance.random() < 0.05 else "mail.example"
        events.append(invited(f"p{i}", at, inviter, device=f"d{i}", email_domain=mail, handle="maria"))
    return events


def test_fires_on_a_chain_in_which_each_invites_the_next() -> None:
    chain = [invited(f"bot{i}", i * 240.0, f"bot{i - 1}" if i else "thief", device=f"x{i}") for i in range(20)]
    (alert,) = last_versions(alerts([*everybody(1, 200, 6), *chain], "signup_chain")).values()
    assert (alert.entity.type, alert.policy, alert.accounts[0]) == ("site", "fake_accounts", "thief")
    assert set(alert.accounts[1:]) == {f"bot{i}" for i in range(20)}


def test_fires_on_a_tree_that_doubles() -> None:
    tree = [invited(f"bot{i}", i * 60.0, f"bot{(i - 1) // 2}" if i > 1 else "thief") for i in range(40)]
    assert alerts(tree, "signup_chain")


def test_fires_on_one_inviter_of_accounts_with_throw_away_mail() -> None:
    farm = [invited(f"bot{i}", i * 400.0, "thief", email_domain="mailinator.com") for i in range(14)]
    found = last_versions(alerts([*everybody(2, 200, 6), *farm], "signup_chain")).values()
    assert {name for alert in found for name in alert.accounts} == {"thief", *(f"bot{i}" for i in range(14))}
    told = next(iter(found))
    assert told.reason == "14 accounts go back to one inviter, thief, within 6 h, 14 with a throw-away mail domain."
    assert told.suggested_action.endswith("look at thief, who invited them.")


def test_names_the_inviter_of_the_largest_tree_first_and_counts_the_others() -> None:
    farms = [invited(f"{by}{i}", i * 400.0 + at, by, email_domain="mailinator.com")
             for by, at, size in (("small", 0.0, 9), ("large", 90.0, 16)) for i in range(size)]  # fmt: skip
    (alert,) = last_versions(alerts([*everybody(2, 200, 6), *farms], "signup_chain")).values()
    assert alert.accounts[:2] == ["large", "small"]
    assert "one inviter, large, within" in alert.reason
    assert alert.reason.endswith("; 1 other such inviter at that time.")


def test_quiet_on_a_class_and_on_a_firm_that_is_set_up_by_its_administrator() -> None:
    teacher = event("account.signup", "teacher", -300.0)
    pupils = [invited(f"pupil{i}", i * i * 1.3, "teacher", device=f"d{i}", handle="luca") for i in range(30)]
    staff = [invited(f"staff{i}", i * 5.0, "admin", email_domain="firm.example") for i in range(400)]
    assert alerts([teacher, *pupils, *staff], "signup_chain") == []


def test_quiet_on_a_launch_that_goes_from_friend_to_friend() -> None:
    for seed in range(3):
        assert alerts(everybody(seed, 1500, 12), "signup_chain") == []


def test_quiet_on_a_conference_where_colleagues_bring_each_other() -> None:
    chance, events = Random(4), list[Event]()
    for i in range(120):
        by = f"guest{chance.randrange(i)}" if i > 10 and chance.random() < 0.25 else "host"
        events.append(invited(f"guest{i}", i * 60.0, by, device=f"d{i}", handle="olga"))
    assert alerts(events, "signup_chain") == []


def test_quiet_on_a_site_whose_people_like_throw_away_mail() -> None:
    chance = Random(5)
    crowd = [
        invited(f"p{i}", i * 30.0, "star" if i % 4 == 0 else f"m{chance.randrange(80)}", device=f"d{i}",
                email_domain="mailinator.com" if chance.random() < 0.25 else "mail.example") for i in range(600)
    ]  # fmt: skip
    assert [a for a in alerts(crowd, "signup_chain") if a.first_seen > "2026-01-05T09:00"] == []


def test_quiet_on_friends_and_family() -> None:
    chain = [invited(f"kin{i}", i * 200.0, f"kin{i - 1}", device=f"d{i // 2}") for i in range(1, 6)]
    assert alerts(chain, "signup_chain") == []


DAY = 24 * HOUR


def grown(seed: int, count: int, days: float, shape: float = 0.8) -> list[tuple[str, float, str]]:
    """Return name, time and inviter of a tree: most by others of it."""
    chance, found = Random(seed), list[tuple[str, float, str]]()
    for i in range(count):
        by = f"t{seed}-{chance.randrange(i)}" if i and chance.random() < shape else "root"
        found.append((f"t{seed}-{i}", days * DAY * i / count + chance.uniform(0, HOUR), by))
    return found


def members(seed: int) -> list[Event]:
    """Return a site's ordinary invitations of a week."""
    return everybody(seed, 60, 24 * 7)


def test_fires_slowly_on_a_tree_of_days_on_a_few_devices() -> None:
    for seed in range(3):
        tree = [invited(name, at, by, device=f"phone{i % 5}") for i, (name, at, by) in enumerate(grown(seed, 30, 5))]
        assert alerts([*members(seed), *tree], "signup_chain") == []
        (alert,) = last_versions(alerts([*members(seed), *tree], "signup_chain_slow")).values()
        assert (alert.entity.type, alert.accounts[0], alert.accounts_total) == ("site", "root", 31)
        assert "accounts go back to one inviter, root, within 7 days, " in alert.reason
        assert " were made on 5 devices (usual: at most 5 % on one that another account used, too)." in alert.reason


def placed(name: str, at: float, by: str, ip: str, agent: str, mail: str = "mail.example") -> Event:
    return event("account.signup", name, at, invited_by=by, ip=ip, user_agent=agent, email_domain=mail)


def test_fires_slowly_on_a_tree_at_two_addresses_with_one_program_where_no_device_is_told() -> None:
    tree = [placed(*one, f"203.0.113.{i % 2}", "Browser/7") for i, one in enumerate(grown(7, 44, 3))]
    (alert,) = last_versions(alerts([*members(7), *tree], "signup_chain_slow")).values()
    assert alert.accounts_total == 45
    assert "on 2 pairs of an address and a program" in alert.reason


def test_quiet_slowly_on_a_campus_on_friends_and_on_a_launch() -> None:
    for seed in range(3):
        chance, tree = Random(seed), grown(seed, 60, 6)
        campus = [placed(*one, "203.0.113.9", f"Browser/{min(20, int(chance.expovariate(0.15)))}") for one in tree]
        friends = [invited(*one, device=f"d{i // 8 if i % 8 == 1 else i}") for i, one in enumerate(tree)]
        assert alerts([*members(seed), *campus], "signup_chain_slow") == []
        assert alerts([*members(seed), *friends], "signup_chain_slow") == []
        assert alerts(everybody(seed, 600, 24 * 7), "signup_chain_slow") == []


def test_quiet_slowly_on_an_office_and_on_a_seller_with_a_tablet() -> None:
    office = [placed(*one, "203.0.113.9", "Browser/7", "firm.example") for one in grown(1, 50, 4)]
    seller = [invited(f"c{i}", i * HOUR * 2, "seller", device="tablet") for i in range(40)]
    assert alerts([*members(1), *office], "signup_chain_slow") == []
    assert alerts([*members(2), *seller], "signup_chain_slow") == []


def brought(count: int, days: float, phones: int, places: int) -> list[Event]:
    """Return what one inviter brings on some phones, each seen at so many networks of its own."""
    return [
        invited(f"b{i}", (i + 0.5) * days * DAY / count, "boss", device=f"phone{i % phones}",
                ip=f"100.{i % phones}.{i // phones % places}.{i}")
        for i in range(count)
    ]  # fmt: skip


def test_fires_slowly_on_one_inviters_phones_that_move_day_after_day() -> None:
    (alert,) = last_versions(alerts([*members(3), *brought(36, 4, 6, 3)], "signup_chain_slow")).values()
    assert (alert.accounts[0], alert.accounts_total) == ("boss", 37)
    assert (
        "36 accounts go back to one inviter, boss, within 7 days; the 36 of which it is told were made on 6 devices"
        in alert.reason
    )


def test_quiet_slowly_on_shops_that_have_a_tablet_each_on_a_class_and_on_a_seller_who_goes_from_door_to_door() -> None:
    assert alerts([*members(4), *brought(36, 4, 6, 1)], "signup_chain_slow") == []
    assert alerts([*members(5), *brought(36, 0.2, 6, 3)], "signup_chain_slow") == []
    assert alerts([*members(6), *brought(36, 4, 2, 18)], "signup_chain_slow") == []


NAMES = ("lotte", "emil", "sofia", "karim", "ingrid", "pablo", "yasmin", "viktor")


def named(seed: int, count: int, handle: Callable[[Random], str], mail: str = "mail.example") -> list[Event]:
    """Return what one inviter brings in six days on three telephones of one carrier's network."""
    chance = Random(seed)
    return [
        invited(f"n{i}", (i + chance.random()) * 6 * DAY / count, "boss", device=f"phone{i % 3}",
                ip=f"100.64.7.{chance.randrange(3)}", handle=handle(chance), email_domain=mail)
        for i in range(count)
    ]  # fmt: skip


def drawn(chance: Random) -> str:
    return f"{chance.choice(NAMES)}{chance.randrange(100, 1000)}k"


def chosen(chance: Random) -> str:
    return f"{chance.choice(NAMES)}{chance.choice(['', '_', '.', str(chance.randrange(100)), '1990'])}"


def test_fires_slowly_on_one_inviters_accounts_with_handles_of_one_build() -> None:
    for seed in range(3):
        events = [*members(seed), *named(seed, 60, drawn)]
        assert alerts(events, "signup_device", "signup_device_slow", "signup_chain", "signup_groups") == []
        (alert,) = last_versions(alerts(events, "signup_chain_slow")).values()
        assert (alert.accounts[0], alert.accounts_total) == ("boss", 61)
        assert "60 have handles of one build with drawn digits." in alert.reason


def test_quiet_slowly_on_a_stand_whose_visitors_choose_handles_and_on_a_school_that_gives_them() -> None:
    for seed in range(3):
        assert alerts([*members(seed), *named(seed, 60, chosen)], "signup_chain_slow") == []
        assert alerts([*members(seed), *named(seed, 60, drawn, "school.example")], "signup_chain_slow") == []


def test_quiet_slowly_where_the_product_proposes_handles_and_where_too_little_is_known_of_others() -> None:
    given = [replace(one, handle=drawn(Random(i))) for i, one in enumerate(members(7))]
    assert alerts([*given, *named(7, 60, drawn)], "signup_chain_slow") == []
    assert alerts([*members(7)[:10], *named(7, 60, drawn)], "signup_chain_slow") == []


def recruited(count: int, apart: float) -> list[Event]:
    """Return what one recruiter invites and has sign up at two tablets."""
    return [invited(f"rider{i}", i * apart, "recruiter", device=f"tablet{i * 5 % 2}") for i in range(count)]


def test_quiet_on_a_recruiters_two_tablets() -> None:
    assert alerts(recruited(45, 300.0), "signup_chain") == []


def test_fires_on_one_inviters_two_devices_that_are_quicker_than_people() -> None:
    assert alerts(recruited(45, 20.0), "signup_chain")


def recommended(seed: int, count: int, days: float, agent: Callable[[Random], str], **fields: Any) -> list[Event]:
    """Return those whom one inviter brought, each on a device and in a network of its own, some an hour by day."""
    chance = Random(seed)
    times = [(i * days // count) * DAY + chance.uniform(8, 20) * HOUR for i in range(count)]
    return [
        invited(f"r{i}", at, "patron", **{"device": f"own{i}", "ip": f"10.{i % 7}.{i}.9", **fields},
                user_agent=agent(chance))
        for i, at in enumerate(sorted(times))
    ]  # fmt: skip


def old_model(_: Random) -> str:
    return "Wallet/3.1 (Android 9; G7)"


def any_model(chance: Random) -> str:
    return f"Wallet/3.{chance.randrange(4)} (Model {min(30, int(chance.expovariate(0.15)))})"


def customers(seed: int, agent: Callable[[Random], str] = any_model) -> list[Event]:
    """Return a site's ordinary invitations of a week, which tell programs."""
    chance = Random(seed)
    return [replace(one, user_agent=agent(chance)) for one in members(seed)]


def test_fires_slowly_on_one_inviters_accounts_with_one_program_and_a_place_each() -> None:
    for seed in range(3):
        (alert,) = last_versions(
            alerts([*customers(seed), *recommended(seed, 48, 4, old_model)], "signup_chain_slow")
        ).values()
        assert (alert.accounts[0], alert.accounts_total) == ("patron", 49)
        assert "; 48 came day after day with one program, each from a place of its own." in alert.reason
        assert alert.signals[0].evidence["with_one_program"] == 48


def test_quiet_slowly_on_a_streamers_followers_with_all_sorts_of_programs() -> None:
    for seed in range(3):
        crowd = recommended(seed, 300, 6, any_model)
        assert alerts([*customers(seed), *crowd], "signup_chain_slow", "signup_chain") == []


def test_quiet_slowly_on_one_program_at_a_school_of_a_firm_within_a_day_and_of_a_few_friends() -> None:
    school = recommended(1, 48, 4, old_model, ip="203.0.113.5")
    firm = recommended(2, 48, 4, old_model, email_domain="firm.example")
    seller = recommended(3, 48, 4, old_model, device="tablet")
    at_once, friends = recommended(4, 48, 1, old_model), recommended(5, 5, 4, old_model)
    for some in (school, firm, seller, at_once, friends):
        assert alerts([*customers(4), *some], "signup_chain_slow") == []


def test_quiet_slowly_where_everybody_has_that_program_and_where_too_little_is_known_of_others() -> None:
    farm = recommended(6, 48, 4, old_model)
    assert alerts([*customers(6, old_model), *farm], "signup_chain_slow") == []
    assert alerts([*customers(6)[:10], *farm], "signup_chain_slow") == []


def by_members(count: int, days: float, brings: float = 0.0) -> list[Event]:
    """Return people whom members invite over days, and of whom so many bring another the day after."""
    chance, events = Random(7), list[Event]()
    for i in range(count):
        at = days * 24 * HOUR * i / count
        events.append(invited(f"p{i}", at, f"m{chance.randrange(90)}", device=f"d{i}", handle="maria"))
        name, n = f"p{i}", 0
        while chance.random() < brings:
            at, n = at + 20 * HOUR, n + 1
            events.append(invited(f"{name}.{n}", at, f"{name}.{n - 1}" if n > 1 else name, device=f"d{i}.{n}"))
    return events


def relay(count: int, by: str = "member") -> list[Event]:
    """Return a chain, one a day, each on a device and in a network of its own."""
    return [invited(f"bot{i}", (2 + i) * 24 * HOUR + 900.0 * i, f"bot{i - 1}" if i else by, device=f"x{i}",
                    ip=f"203.0.{i}.9", handle="anna") for i in range(count)]  # fmt: skip


def test_fires_slowly_on_a_chain_of_two_weeks_of_which_each_brings_the_next() -> None:
    (alert,) = last_versions(alerts([*by_members(30, 16), *relay(13)], "signup_chain_slow")).values()
    assert sorted(alert.accounts) == sorted(f"bot{i}" for i in range(13))
    assert "13 accounts are one chain of invitations within 12 days, each brought by the one before; " in alert.reason
    assert (
        "the first came by member, who is not listed, since a member may just have been asked for it. Hardly any "
        "chain gets so long: of 2" in alert.reason
    )
    assert alert.reason.endswith(" came by one that had been invited, too.")


def test_fires_slowly_and_tells_a_chain_from_all_that_are_named() -> None:
    (alert,) = last_versions(alerts([*by_members(30, 24), *relay(21)], "signup_chain_slow")).values()
    assert alert.accounts_total == 21
    assert " accounts (21 with those of other days) are one chain of invitations within " in alert.reason


def test_quiet_slowly_on_a_short_chain_and_on_friends_who_bring_friends() -> None:
    assert alerts([*by_members(30, 16), *relay(5)], "signup_chain_slow") == []
    assert alerts(by_members(200, 16, brings=0.6), "signup_chain_slow") == []
    assert alerts([*by_members(200, 16, brings=0.6), *relay(9)], "signup_chain_slow") == []


def left(
    by: str, count: int, gap_s: float, *, back: Callable[[int], bool], network: str = "10.9", **fields: Any
) -> list[Event]:
    """Return whom one inviter brings one by one: accounts used at once, and a day later where `back` says so."""
    found = list[Event]()
    for i in range(count):
        place = {"ip": f"{network}.{i}.9", "device": f"{by}-{i}", **fields}
        found.append(invited(f"{by}{i}", i * gap_s, by, **place))
        found.append(event("account.usage", f"{by}{i}", i * gap_s + 240.0, ip=place["ip"], requests=3.0))
        if back(i):
            found.append(event("account.login", f"{by}{i}", i * gap_s + DAY, ip=place["ip"], outcome=True))
    return found


def friends_of_members(stay: float) -> list[Event]:
    """Return people whom members brought in two weeks, of whom so many come back the day after."""
    found = list[Event]()
    for i in range(60):
        for one in left(f"m{i}-", 1, 0.0, back=lambda _: i % 10 < 10 * stay):  # noqa: B023  # called at once
            found.append(replace(one, time=one.time + i * DAY / 4))
    return found


def test_fires_slowly_on_one_inviters_accounts_that_are_never_used_again() -> None:
    farm = left("thief", 27, 8 * HOUR, back=lambda _: False)
    (alert,) = last_versions(alerts([*friends_of_members(0.8), *farm], "signup_chain_slow")).values()
    assert (alert.accounts[0], alert.accounts_total, alert.severity) == ("thief", 28, "medium")
    assert "accounts that one inviter, thief, brought have not been used since the hour in which" in alert.reason
    told = alert.signals[0].evidence
    assert (told["brought"], told["with_time_for_it"]) == (27, told["not_used_again"])
    assert float(told["of_them_not_used_again"]) < float(told["other_invited"]) / 3


def test_quiet_slowly_on_a_code_that_many_follow_and_few_stay_with_and_on_a_product_that_few_stay_with() -> None:
    code = left("star", 60, 5 * HOUR, back=lambda i: i % 3 == 0)
    nobody = left("thief", 27, 8 * HOUR, back=lambda _: False)
    assert alerts([*friends_of_members(0.8), *code], "signup_chain_slow") == []
    assert alerts([*friends_of_members(0.4), *nobody], "signup_chain_slow") == []
    assert alerts(nobody, "signup_chain_slow") == []


def test_quiet_slowly_on_classes_of_one_school_and_on_a_fair_of_which_nobody_comes_back() -> None:
    classes = left("teacher", 40, 4 * HOUR, back=lambda _: False, ip="203.0.113.5")
    fair = left("stand", 60, 600.0, back=lambda _: False)
    assert alerts([*friends_of_members(0.8), *classes, *fair], "signup_chain_slow") == []
