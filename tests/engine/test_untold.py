"""What an account tells for the first time is not new: nothing of its kind was known."""

from __future__ import annotations

from typing import Any

from detectors.habits import Firsts
from detectors.novelty import LATELY_S, novelty, roaming
from detectors.profile import SETTLE_S, Profile, remember
from detectors.strange import news
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, ROAMING, Event
from tests.support.scenario import entered, event

PLACES = NEW_IP | NEW_DEVICE | NEW_COUNTRY | NEW_ASN | NEW_AGENT
ALL: dict[str, Any] = {"device": "d", "country": "DE", "asn": 64500, "user_agent": "App/1"}


def seen(profile: Profile, event: Event) -> Event:
    """Return the event as the engine shows it, learned from."""
    event.novel = novelty(profile, event)
    remember(profile, event)
    return event


def test_of_an_account_never_seen_all_is_told_for_the_first_time() -> None:
    first = seen(Profile(), entered("a", 0, "198.51.100.1", **ALL))
    assert first.novel & (PLACES | NEW_ACCOUNT) == PLACES | NEW_ACCOUNT
    assert news(first) & PLACES == 0


def test_a_second_of_a_kind_is_new_once_the_first_has_settled() -> None:
    profile = Profile()
    seen(profile, entered("a", 0, "198.51.100.1", device="d"))
    soon = seen(profile, entered("a", SETTLE_S / 2, "198.51.100.2", device="e"))
    assert news(soon) & PLACES == 0
    later = seen(profile, entered("a", 2 * SETTLE_S, "198.51.100.3", **{**ALL, "device": "f"}))
    assert news(later) & PLACES == NEW_IP | NEW_DEVICE
    assert later.novel & PLACES == PLACES
    moved = seen(profile, entered("a", 4 * SETTLE_S, "198.51.100.3", **{**ALL, "country": "PT"}))
    assert news(moved) & PLACES == NEW_COUNTRY  # device, provider and program are its own by now


def test_habits_count_what_is_new_only() -> None:
    profile, habit = Profile(), Firsts()
    habit.add(seen(profile, entered("a", 0, "198.51.100.1")))
    habit.add(seen(profile, entered("a", 2 * SETTLE_S, "198.51.100.2", **ALL)))
    assert (habit.logins, habit.new) == (2, {NEW_IP: 1})


def test_an_account_roams_for_hours_after_it_was_in_another_country_and_not_before_that_has_settled() -> None:
    profile = Profile()
    seen(profile, entered("a", 0, "198.51.100.1", **ALL))
    seen(profile, entered("a", 86_400, "198.51.100.3", **{**ALL, "country": "PT"}))
    after = [SETTLE_S / 2, 2 * SETTLE_S, LATELY_S + 60]
    used = [event("account.usage", "a", 86_400 + at, ip="198.51.100.1", **ALL) for at in after]
    assert [roaming(profile, one) for one in used] == [0, ROAMING, 0]
