"""A sign-up farm at one address that takes hours: devices that several used, and names that nobody chose."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from detectors.base import Signal
from detectors.evenness import regular
from detectors.signup_alike import alike_told, note_build, note_mail, one_build, one_domain
from detectors.signup_burst import SignupBurst, latest
from detectors.signup_traits import DISPOSABLE, HANDLES_MOST, ODD, ON_SHARED_DEVICE, TERMINAL, Traits, traits
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.surprise import binomial, both
from detectors.tally import Tally, sums_of
from detectors.window import WindowState
from schemas.event import Event

# In hours any number comes to one address (138 at a launch, 125 at a lecture on made-up products): it never says more
# than 25 do. And they must be more than come to the address one time in a hundred.
PLAIN_LEAST, PLAIN_MOST = 2.0, 4.5
ALONE = 0.8  # devices, of as many accounts: people on their own, whose beat no queue at a terminal explains
# Programs, of as many accounts that name one: people's own telephones are of all sorts, and who calls them in one after
# the other has them at an even beat. 2026-11: three honest crowds of 24 made-up products 0.5 to 0.8, four farms on a
# device each 0.02 to 0.05.
PROGRAM, OF_ALL_SORTS = "program", 0.5


class SignupBurstSlow(SignupBurst):
    """Accounts made at one address within four hours: what the place shows, weighed with what the accounts are called.

    Fires on thirteen and more that share devices, at whatever pace, and have throw-away mail, or one mail domain and
    drawn handles (or names with digits that differ, all built alike); and on some thirty at an even beat, each on a
    device of its own, with few programs. Quiet on a class, a conference, a launch, a carrier's address, however many:
    nothing but the number is unlike. Quiet on a shop's, a school's or a firm's terminals, too, which explain shared
    devices and an even beat, but not the names, and where people with telephones of all sorts (`OF_ALL_SORTS`) are
    called in one after the other. Judged once the window is over. Fails where the farm has names that people have, or
    mail of all sorts, on devices or with programs of all sorts; takes a school's terminal for a farm where the product
    gives everybody a handle drawn by lot, or a name with drawn digits. Cost: as `signup_burst`.
    """

    name = "signup_burst_slow"
    version = 2

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 4 * HOUR_S, least: float = 8, usual: float = 0.1,
                 burstiness: float = 0.5, rarity: float = 1.7) -> None:  # fmt: skip
        """See `SignupBurst`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness, rarity=rarity)

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; and count mail domains, programs and how handles are built."""
        super().note(event, tally)
        if event.user_agent is not None:
            tally.add(slot(PROGRAM, event.user_agent))
        note_mail(event, tally)
        note_build(event, tally)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise as if it were over; None for few."""
        return self._of_many(event, state, key)

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        """Say nothing before the window is over: whoever else comes says whether it is a farm."""
        return False

    def _judge(self, state: WindowState, end: int, count: float, window: Sequence[Tally]) -> float:
        plain = self._plain(state, end, count)
        if plain < PLAIN_LEAST:
            return 0.0
        found = traits(window, self.step_s)
        names = _names(found, window)
        return both(min(PLAIN_MOST, plain), both(_place(found, count, window), names))

    def _named(self, run: Tally) -> str:
        found = traits([run])
        return alike_told([run], found.handles, found.domains)


def _place(found: Traits, count: float, window: Sequence[Tally]) -> float:
    """Return the surprise of devices that several used, or of an even beat of people on devices of their own."""
    devices = binomial(found.devices, found.repeated, ON_SHARED_DEVICE)
    alone = found.devices - found.repeated >= ALONE * count and not _of_all_sorts(window)
    best = max(devices if found.hurried else min(TERMINAL, devices), regular(latest(window)) if alone else 0.0)
    return max(0.0, best - log10(2))


def _of_all_sorts(window: Sequence[Tally]) -> bool:
    """Tell whether the accounts' programs are as different as those of people's own telephones."""
    programs = sums_of(window, PROGRAM)
    return len(programs) >= OF_ALL_SORTS * max(1.0, sum(programs.values()))


def _names(found: Traits, window: Sequence[Tally]) -> float:
    """Return the surprise of throw-away mail, or of handles drawn or of one build with mail of one domain."""
    mail, drawn = binomial(found.domains, found.disposable, DISPOSABLE), binomial(found.handles, found.odd, ODD)
    drawn = min(HANDLES_MOST, drawn) if one_domain(window, found.domains) else 0.0
    return max(0.0, max(mail, drawn, one_build(window, found.handles, found.domains)) - log10(2))
