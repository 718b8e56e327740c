"""What is not asked of a detector, for what is known of the event beforehand, would have been answered with no."""

from __future__ import annotations

from itertools import chain

import pytest

from detectors.catalogue import CATALOGUE
from detectors.only import ACT, FAILED, KEYED, KEYLESS, MOVED, NEW_PROGRAM, Only, Sieve, only, only_of
from schemas.event import NEW_AGENT, NEW_IP, NEW_TODAY, Event
from tests.contract.test_shortcuts import usual
from tests.contract.traffics import abuse
from tests.support.scenario import shipped

MARKED = [kind.name for kind in CATALOGUE if {*vars(kind.keys_of), *vars(kind.remembers)} & {"only"}]


def asked(wanted: Only | int, event: Event) -> bool:
    """Tell whether a detector is asked about an event that has to be so, or to have one of these bits."""
    return bool(Sieve([(Only(wanted) if isinstance(wanted, int) else wanted, "one")]).of(event))


def test_some_detectors_are_not_asked_about_everything() -> None:
    assert "takeover" in MARKED
    assert "usage_newcomers" in MARKED


@pytest.mark.parametrize("name", MARKED)
def test_who_is_not_asked_would_have_said_no(name: str) -> None:
    detector = shipped(name)
    for event in chain(usual(), abuse(name)):
        if event.type in detector.kinds:
            assert asked(only_of(detector.keys_of, event.type), event) or not detector.keys_of(event)
            assert asked(only_of(detector.remembers, event.type), event) or not detector.remembers(event)


def test_a_sieve_lets_pass_what_has_one_of_the_bits() -> None:
    use = Event("account.usage", "1", "ann", 0.0, status=404, novel=NEW_IP)
    assert [asked(bits, use) for bits in (0, NEW_IP, KEYLESS, FAILED, KEYED | FAILED)] == [True] * 5
    assert [asked(bits, use) for bits in (KEYED, ACT, KEYED | ACT)] == [False] * 3
    assert asked(ACT, Event("account.usage", "2", "ann", 0.0))
    keyed, keyless = (Event("account.usage", "4", "ann", 0.0, key=key, novel=NEW_AGENT) for key in ("k", None))
    assert (asked(NEW_PROGRAM, keyed), asked(NEW_PROGRAM, keyless)) == (True, False)
    assert [asked(MOVED, one) for one in (keyed, keyless, use)] == [False] * 3
    assert asked(MOVED, Event("account.usage", "5", "ann", 0.0, status=200, novel=NEW_IP))
    assert not asked(MOVED, Event("account.usage", "5", "ann", 0.0, status=200, novel=NEW_IP | NEW_TODAY))
    assert not asked(FAILED, Event("account.usage", "3", "ann", 0.0, status=399))


def test_a_mark_may_be_for_some_event_types() -> None:
    @only(KEYED, "account.usage")
    def keys_of(event: Event) -> tuple[str, ...]:
        return (event.subject,)

    assert only_of(keys_of, "account.usage") == Only(KEYED, ("account.usage",))
    assert only_of(keys_of, "account.login") == Only()


def test_one_mark_may_be_for_some_event_types_and_one_for_the_others() -> None:
    @only(NEW_IP, never=NEW_TODAY)
    @only(KEYED, "account.usage")
    def keys_of(event: Event) -> tuple[str, ...]:
        return (event.subject,)

    assert only_of(keys_of, "account.usage") == Only(KEYED, ("account.usage",))
    assert only_of(keys_of, "account.login") == Only(NEW_IP, (), NEW_TODAY)


def test_a_mark_may_say_what_an_event_never_is() -> None:
    old, young = (Event("account.login", "1", "ann", 0.0, novel=NEW_IP | bits) for bits in (0, NEW_TODAY))
    for wanted in (Only(NEW_IP, (), NEW_TODAY), Only(0, (), NEW_TODAY), Only(KEYLESS, (), NEW_TODAY)):
        assert (asked(wanted, old), asked(wanted, young)) == (True, False)
    assert not asked(Only(NEW_AGENT, (), NEW_TODAY), old)
