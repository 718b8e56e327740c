"""What is held as it came says the same as what is counted at once: a first payment, logins where nobody has failed."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from detectors.base import LATENESS_MAX_S
from detectors.card_sharing import CardSharing
from detectors.card_testing import CardTesting, CardTestingAddress, CardTestingDevice
from detectors.entered import HELD_MOST
from detectors.first_held import FirstHeld
from detectors.login_fanout import LoginFanout
from detectors.login_fanout_network import LoginFanoutNetwork
from detectors.login_guessing import LoginGuessing
from detectors.login_guessing_address import LoginGuessingAddress
from detectors.login_guessing_slow import LoginGuessingSlow
from detectors.user_enumeration import UserEnumeration
from detectors.window import WindowDetector
from schemas.event import Event
from tests.support.any_events import any_events, enriched
from tests.support.detector_run import DetectorRun

WEEK_S = 604_800.0
FIRST = [CardSharing, CardTesting, CardTestingAddress, CardTestingDevice]
ENTERED = [
    LoginFanout, LoginFanoutNetwork, LoginGuessing, LoginGuessingAddress, LoginGuessingSlow, UserEnumeration,
]  # fmt: skip
AT_ONCE = {name: vars(WindowDetector)[name] for name in ("score", "learn")} | {"prune": WindowDetector.prune}


@cache
def traffic() -> tuple[Event, ...]:
    """Return days of logins and payments by few, in few places, and bursts of them; and payments far apart."""
    days = enriched([*any_events(seed=21), *any_events(seed=22, days=2, size=300)])
    apart = [
        refused(days[-1].time + weeks * WEEK_S, *who) for weeks, *who in [(1, "a", "x"), (3, "a", "y"), (5, "b", "x")]
    ]
    return (*days, *apart)


def refused(time: float, subject: str, card: str) -> Event:
    """Return a payment refused at a shop that all use."""
    return Event(
        "account.payment", f"{time}{card}", subject, time, ip="192.0.2.9", device="till", outcome=False, card=card
    )


@pytest.mark.parametrize("kind", FIRST)
def test_a_first_event_is_counted_when_a_second_asks(kind: type[FirstHeld], monkeypatch: pytest.MonkeyPatch) -> None:
    quick = DetectorRun(kind()).run(traffic())
    with monkeypatch.context() as at_once:
        for name, how in AT_ONCE.items():
            at_once.setattr(FirstHeld, name, how)
        slow = DetectorRun(kind()).run(traffic())
    assert quick.signals == slow.signals
    held = [state for state in quick.states().values() if state.first is not None]
    assert held
    for state in held:
        quick.detector.prune(state, state.first.time + LATENESS_MAX_S + 1)
    assert quick.states() == slow.states()


@pytest.mark.parametrize("kind", ENTERED)
def test_logins_are_counted_when_a_failure_asks(kind: Any) -> None:
    slowly = type(kind.__name__, (kind,), {"_holds": lambda *_: False})
    detector = kind()
    quick, slow = DetectorRun(detector).run(traffic()), DetectorRun(slowly()).run(traffic())
    assert quick.signals == slow.signals
    held = [state for state in quick.states().values() if state.entered]
    assert held
    assert all(len(state.entered) <= HELD_MOST and not state.tallies for state in held)
    for state in held:
        detector.put_held(state)
    assert quick.states() == slow.states()
