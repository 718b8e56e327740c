"""New accounts that tell one telephone number, a few a day, in words that have nothing in common."""

from __future__ import annotations

from random import Random
from typing import Any

from schemas.contacts import contacts_of
from schemas.event import ADDRESSED, Event
from tests.scenarios.test_domain_push import members, posted
from tests.support.scenario import alerts, last_versions

HOUR, DAY = 3600.0, 86_400.0
NUMBER = "0899 441 278"


def told(subject: str, at: float, number: str = NUMBER, **fields: Any) -> Event:
    """Return a post from an address of the subject's own that tells a number."""
    n = Random(subject).randrange(1 << 16)
    made = posted(subject, at, None, **{"ip": f"10.{n // 256}.{n % 256}.9", **fields})
    made.text = f"{made.text}, call {number}"
    made.contacts = contacts_of(made.text)
    return made


def site(new: float, days: int = 6) -> list[Event]:
    """Return days of posts with contacts of their own, a share `new` of them by newcomers."""
    chosen, found = Random(days), members(50, days=days + 1)
    for day in range(-days, 4):
        for i in range(60):
            at, own = day * DAY + chosen.uniform(0, 23) * HOUR, chosen.random() < new
            name = f"fresh{day}-{i}" if own else f"member{chosen.randrange(50)}"
            found.append(told(name, at, f"0700 {chosen.randrange(10**6, 10**7)}"))
    return found


def hotline(number: int, gap: float = 6 * HOUR, at: float = 0.0, **fields: Any) -> list[Event]:
    return [told(f"caller{i}", at + i * gap, **fields) for i in range(number)]


def test_fires_on_aged_accounts_just_entered_and_not_on_members_who_mention_one() -> None:
    before = [posted(f"old{i}", -day * DAY - i, None, device=f"phone{i}") for i in range(120) for day in range(1, 5)]
    taken = [told(f"old{i}", i * HOUR, device=f"other{i}", ip=f"10.{i}.3.4") for i in range(12)]
    (alert,) = last_versions(alerts([*before, *taken], "contact_push")).values()
    assert (alert.signals[0].evidence["from_new_places"], len(alert.accounts)) == (12, 12)
    mention = [told(f"old{i}", i * 900.0, device=f"{'other' if i % 4 == 0 else 'phone'}{i}") for i in range(120)]
    assert alerts([*before, *mention], "contact_push") == []


def test_fires_on_a_handful_a_day() -> None:
    (alert,) = last_versions(alerts([*site(0.1), *hotline(9)], "contact_push")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("content", contacts_of(NUMBER)[0], "spam")
    assert set(alert.accounts) == {f"caller{i}" for i in range(9)}
    assert "9 accounts told one telephone number within 72 h" in alert.reason
    assert "% of this site's posts with such contacts are by newcomers" in alert.reason


def linked(days: int = 6) -> list[Event]:
    """Return days of posts with links, one in ten by newcomers, and none that tells a contact."""
    chosen, found = Random(days), members(50, days=days + 1)
    for day in range(-days, 4):
        for i in range(60):
            name = f"fresh{day}-{i}" if chosen.random() < 0.1 else f"member{chosen.randrange(50)}"
            found.append(posted(name, day * DAY + chosen.uniform(0, 23) * HOUR, f"site{chosen.randrange(900)}.example"))
    return found


BOTH = ("contact_push", "domain_push")  # who links is known where somebody asks for it


def test_fires_where_no_contact_was_told_before_by_two_to_an_address() -> None:
    calls = [told(f"caller{i}", i * 6 * HOUR, ip=f"10.{i // 2}.2.9") for i in range(12)]
    (alert,) = last_versions(alerts([*linked(), *calls], *BOTH)).values()
    assert (alert.entity.type, len(alert.accounts)) == ("content", 12)


def test_quiet_where_no_contact_was_told_before_on_a_room_and_on_what_members_tell() -> None:
    room = [told(f"pupil{i}", i * 6 * HOUR, ip=f"10.{i // 6}.2.9") for i in range(12)]
    known = [told(f"member{i}", i * 20 * HOUR) for i in range(4)]
    assert alerts([*linked(), *room], *BOTH) == []
    assert alerts([*linked(), *hotline(12), *known], *BOTH) == []


WAYS = ("@grant_helper_ana", "gr4nt_helper_ana on telegram", "insta: grant.h3lper.ana", "@GRANThelp3rANA")


def test_fires_on_a_name_that_each_spells_in_another_way() -> None:
    pushed = [told(f"caller{i}", i * 6 * HOUR, WAYS[i % 4]) for i in range(9)]
    (alert,) = last_versions(alerts([*site(0.1), *pushed], "contact_push")).values()
    assert (alert.entity.id, alert.accounts_total) == (contacts_of("@grant_helper_ana")[0], 9)


def test_quiet_on_newcomers_who_each_tell_a_name_of_their_own_with_digits() -> None:
    own = [told(f"caller{i}", i * 6 * HOUR, f"gr4nt_helper_{'abcdefghi'[i]}{i} on telegram") for i in range(9)]
    assert alerts([*site(0.1), *own], "contact_push") == []


def test_fires_on_many_wherever_nothing_is_known_of_the_site() -> None:
    assert alerts([*members(50), *hotline(17, HOUR)], "contact_push")


def test_quiet_where_members_tell_it_too() -> None:
    others = [told(f"member{i}", i * 5 * HOUR) for i in range(12)]
    assert alerts([*site(0.1), *hotline(9), *others], "contact_push") == []


def test_quiet_on_a_class_and_on_few() -> None:
    assert alerts([*site(0.1), *hotline(9, ip="10.1.1.9")], "contact_push") == []
    assert alerts([*site(0.1), *hotline(5)], "contact_push") == []


def test_quiet_on_newcomers_who_tell_each_their_own() -> None:
    assert alerts(site(0.5), "contact_push") == []


def spoken(to: str, threads: int, at: float = 0.0) -> list[Event]:
    """Return replies by twenty-five newcomers in some threads, each of which opens with a name."""
    found = [told(f"reply{i}", at + i * 90.0, "0700 1", target=f"thread{i % threads}") for i in range(25)]
    for one in found:
        one.text, one.kind = f"{to} what a pathetic loser", "comment"
        one.contacts, one.novel = contacts_of(one.text), ADDRESSED
    return found


def test_quiet_on_whom_newcomers_at_a_few_threads_speak_to() -> None:
    assert alerts([*site(0.1), *spoken("@jonas_99", 4)], "contact_push") == []


def test_fires_on_a_name_with_which_newcomers_open_what_they_write_to_as_many_others() -> None:
    (alert,) = last_versions(alerts([*site(0.1), *spoken("@coach_mia", 25)], "contact_push")).values()
    assert set(alert.accounts) == {f"reply{i}" for i in range(25)}
