"""What is counted of sign-ups on one device: accounts, networks, throw-away mail and drawn handles."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from zlib import crc32

from detectors.advice import HOLD_NEW
from detectors.base import Signal
from detectors.network import network_of
from detectors.settled_window import SettledWindow
from detectors.signup_alike import BUILD, DIGITS, INVITER, LENGTH, MAIL, ROW, alike_told, one_build
from detectors.signup_traits import DISPOSABLE, HANDLES_MOST, ODD, TERMINAL, made_up
from detectors.surprise import binomial, to_score
from detectors.tally import Tally
from detectors.window import WindowState, distinct
from schemas.event import Event

NETWORK, SLOTS = "network", 64  # networks are told apart by a hash, in bounded state
NETWORKS = frozenset(f"{NETWORK}{number}" for number in range(SLOTS))
HIDDEN = (NETWORK, MAIL, BUILD, DIGITS, LENGTH, INVITER, ROW)
PLACES = 3  # networks; a family's tablet, a shop's terminal have one, and a second where their line fails


class OnDevice(SettledWindow):
    """Base: distinct accounts made on one device in a sliding window, with the networks they came from."""

    keyed_by = "device"
    kinds = ("account.signup",)
    area = "fake_accounts"
    ties = ("ip",)
    steps = 24

    def note(self, event: Event, tally: Tally) -> None:
        """Count networks, throw-away mail and drawn handles."""
        mail, drawn = made_up(event)
        if event.ip is not None:
            tally.add(f"{NETWORK}{crc32(network_of(event.ip).encode()) % SLOTS}")
        if event.email_domain is not None:
            tally.add("with_domain")
        if event.handle is not None:
            tally.add("with_handle")
        if mail:
            tally.add("disposable_mail")
        if drawn:
            tally.add("drawn_handles")

    def score(self, event: Event, state: WindowState, key: str) -> Signal:
        """Return the window's surprise, the event included, as it would be judged were it over."""
        end, mine = int(event.time // self.step_s), Tally()
        self.put(event, mine)
        window = [*self._window(state, end), mine]
        count = distinct(window)
        surprise = self._of(window, count, self._past(state, end)) if count > 1 else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._of(self._window(state, end), count, past)

    def _of(self, window: Sequence[Tally], count: float, past: tuple[float, float]) -> float:
        """Return the surprise of a window that is over."""
        raise NotImplementedError

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return of how many networks the accounts are."""
        return (len(networks(self._window(state, end))),)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Tell of how many networks at least, not of which; nor of mail domains or handles."""
        told = super().evidence(run)
        return {name: value for name, value in told.items() if not name.startswith(HIDDEN)} | {
            "networks": (*run.detail, 0)[0]
        }

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, from how many networks, and how many have throw-away mail where any have."""
        days, places = self.window_s / 86_400.0, (*run.detail, 0)[0]
        mail = (run.extra or {}).get("disposable_mail", 0.0)
        shared = f"; {mail:,.0f} of them with a throw-away mail domain" if mail else ""  # none clears nobody
        shared += _alike(run)
        where = f", from {places} network{'s' * (places > 1)}" if places else ""
        reason = (
            f"{run.peak:,.0f} accounts were made on one device within {'a day' if days == 1 else f'{days:.0f} days'}"
            f"{where} ({self.usually(run, 'on it', 'on a device')}){shared}."
        )
        return reason, f"{HOLD_NEW}; challenge sign-ups from the device."


def terminal(count: float) -> float:
    """Return the surprise of so many accounts made on a device that stays where it is, as few do (`TERMINAL`).

    How many a day come to one has no typical size: a power law, as of bursts at one address (`signup_burst`).

    >>> terminal(10) < 6.0 < terminal(32)
    True
    """
    return TERMINAL + 2 * log10(count)


def networks(window: Sequence[Tally]) -> dict[str, float]:
    """Return how many sign-ups came from each network, by hash."""
    extras = [tally.extra for tally in window if tally.extra]
    names = sorted(set[str]().union(*map(NETWORKS.intersection, extras)))  # of a flood's many sums these
    return {name: sum([extra.get(name, 0.0) for extra in extras]) for name in names}


def _alike(run: Tally) -> str:
    told = run.extra or {}
    return alike_told([run], int(told.get("with_handle", 0.0)), int(told.get("with_domain", 0.0)))


def stays(window: Sequence[Tally]) -> bool:
    """Tell whether a device is where a terminal or a home is. What names no address is not known to be."""
    return 0 < len(networks(window)) < PLACES


def shared(window: Sequence[Tally]) -> float:
    """Return the surprise of what strangers do not share: the most surprising trait.

    An even beat says nothing here: whoever queues at a terminal comes at one.
    """
    sums = dict.fromkeys(("with_domain", "with_handle", "disposable_mail", "drawn_handles"), 0.0)
    for tally in window:
        for name in sums:
            sums[name] += (tally.extra or {}).get(name, 0.0)
    mails, handles, disposable, drawn = map(int, sums.values())
    best = max(
        binomial(mails, disposable, DISPOSABLE),
        min(HANDLES_MOST, binomial(handles, drawn, ODD)),
        one_build(window, handles, mails),
    )
    return max(0.0, best - log10(2))
