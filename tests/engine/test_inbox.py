"""What is kept of who wrote first, and of what an account has posted itself: bounded, and the same in any order."""

from __future__ import annotations

from random import Random

from detectors import inbox, just_posted, well_known
from detectors.inbox import Inbox
from detectors.just_posted import posted
from detectors.profile import Profile
from detectors.well_known import Linkers
from pipeline.keystate import KeyState
from pipeline.keystate_codec import KeyStateCodec
from schemas.event import OWN_THING, Event
from tests.support.scenario import START, event

HOUR = 3600.0


def wrote(subject: str, at: float, target: str = "owner") -> Event:
    return event("content.posted", subject, at, content_id=f"c-{subject}-{at}", kind="message", target=target)


def filled(events: list[Event]) -> Inbox:
    found = Inbox()
    for one in events:
        found.add(one)
    return found


def test_who_wrote_is_known_an_hour_later_whatever_the_order() -> None:
    events = [wrote(f"u{i % 40}", i * 600.0) for i in range(400)]
    told = filled(events)
    Random(1).shuffle(events)
    assert filled(events) == told
    assert [told.knows(wrote("owner", at, "u3")) for at in (1800.0, 1800.0 + HOUR, 1801.0 + HOUR)] == [
        False,
        False,
        True,
    ]
    assert not told.knows(wrote("owner", 9e6, "stranger"))


def test_it_keeps_who_wrote_last_for_the_first_time() -> None:
    told = filled([wrote(f"u{i}", i * 60.0) for i in range(inbox.KEPT + 10)])
    assert len(told.first) == inbox.KEPT
    assert [told.knows(wrote("owner", 9e6, name)) for name in ("u9", "u10")] == [False, True]


def test_who_paid_is_known_as_who_wrote() -> None:
    told = filled([event("account.payment", "u1", 0.0, outcome=True, merchant="owner")])
    assert told.knows(wrote("owner", 1.0 + HOUR, "u1"))


def pay(subject: str, at: float) -> Event:
    return event("account.payment", subject, at, outcome=True, merchant="owner")


def test_many_payers_are_known_an_hour_later_whatever_the_order() -> None:
    events = [pay(f"u{i % 30}", i * 60.0) for i in range(90)] + [wrote(f"w{i}", i * 60.0) for i in range(90)]
    told = filled(events)
    Random(2).shuffle(events)
    assert filled(events) == told
    assert len(told.payers) == 30
    last = (inbox.PAYERS - 1) * 60.0 + event("account.payment", "u", 0.0).time
    assert [told.is_paid(last + HOUR), told.is_paid(last + HOUR + 1)] == [False, True]


def test_who_paid_a_day_before_is_a_customer_and_the_last_are_kept() -> None:
    told = filled([pay(f"u{i}", i * 60.0) for i in range(inbox.KEPT + 10)])
    assert (len(told.payers), told.is_paid(9e12)) == (inbox.KEPT, True)
    day, last = 86_400.0, (inbox.KEPT + 9) * 60.0
    asked = [("u9", 9e6), ("u10", 9e6), (f"u{inbox.KEPT + 9}", last + day), (f"u{inbox.KEPT + 9}", last + day + 1)]
    assert [told.sold_to(wrote(name, at)) for name, at in asked] == [False, True, False, True]


def test_who_writes_does_not_pay() -> None:
    assert not filled([wrote(f"u{i}", i * 60.0) for i in range(100)]).is_paid(9e9)


def test_who_links_to_a_site_is_the_same_in_any_order_and_bounded() -> None:
    events = [wrote(f"u{i * 7 % 40}", i * 7200.0) for i in range(400)]
    told, other = Linkers(), Linkers()
    for one in events:
        told.see(one)
    for group in range(0, 400, 4):  # within the lateness bound of each other or not: days are sets
        for one in reversed(events[group : group + 4]):
            other.see(one)
    assert {day: set(people) for day, people in told.days.items()} == {
        day: set(people) for day, people in other.days.items()
    }
    assert max(map(len, told.days.values())) <= well_known.A_DAY
    assert len(told.days) <= well_known.DAYS_KEPT + 2
    assert told.many(events[-1].time)
    assert not Linkers(dict(list(told.days.items())[:4])).many(9e12)


def test_it_is_stored_with_its_account() -> None:
    told = KeyState(5.0, inbox=filled([wrote("u1", 0.0), pay("u2", 0.0)]), linkers=Linkers({3: {7: 0}}))
    found = KeyStateCodec({}).decode(KeyStateCodec({}).encode(told))
    assert (found.inbox, found.linkers) == (told.inbox, told.linkers)


def test_what_hangs_on_the_latest_things_of_an_account_is_its_own() -> None:
    profile, most = Profile(), just_posted.MADE
    for i in range(most + 1):
        posted(profile, event("content.posted", "owner", float(i), content_id=f"flat{i}", kind="post"))
    pictures = [event("content.posted", "owner", 9e3 + i, content_id=f"p{i}", kind="upload", target=f"flat{i}")
                for i in range(most + 1)]  # fmt: skip
    assert [posted(profile, one) for one in pictures] == [0, *[OWN_THING] * most]
    assert len(profile.made) == most
    assert posted(profile, wrote("owner", 9e4, "p1")) == 0  # nothing hangs on a picture


def test_who_had_paid_and_whether_several_had_is_known_an_hour_later() -> None:
    told = filled([pay(f"u{i}", i * 60.0) for i in range(inbox.FEW + 1)])
    last = START + inbox.FEW * 60.0 + HOUR
    assert [told.has_payers(last + late) for late in (0.0, 1.0)] == [False, True]
    assert [told.paid_by("u0", START + HOUR + late) for late in (0.0, 1.0)] == [False, True]
    assert not told.paid_by("stranger", 9e9)
    assert not filled([pay(f"u{i}", 0.0) for i in range(inbox.FEW)]).has_payers(9e9)
