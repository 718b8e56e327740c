"""Sign-up farms: many accounts made at one address or in one network within minutes, and alike."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import ClassVar, cast

from detectors.base import Signal, by_event
from detectors.evenness import TIMED_MOST, regular
from detectors.provisioned import provisioned
from detectors.settled_window import SettledWindow
from detectors.signup_burst_words import SignupBurstWords
from detectors.signup_customs import BurstState, invented
from detectors.signup_traits import note_traits, one_device, shared, traits
from detectors.steps import HOUR_S
from detectors.surprise import both, gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

DAY_S = 24 * HOUR_S
CROWD = 512  # so many in minutes speak for themselves
EVEN = 3.0  # surprise of a beat from which on it is told: one in a thousand


class SignupBurst(SignupBurstWords):
    """Accounts made at one address in a sliding window, weighed with what they share.

    Fires on bursts whose sign-ups share devices, throw-away mail domains, drawn handles or an even beat, and on plain
    ones far beyond a classroom. Quiet on a class, a conference, a launch at a busy address; on a terminal at a fair and
    a school's machines: devices that several use at the pace of people count little; and on a place where as many came
    on two days weeks before, without throw-away mail and drawn handles. Fails where a farm is as slow and as varied as
    people are, or as slow on one device with real mail: `signup_device` looks at its day. Shares can only be told of a
    window that is over: that takes minutes. The count's tail is a power law (bursts at shared addresses
    have no typical size): it must surprise under this, and under the address's own past.
    """

    name = "signup_burst"
    version = 4
    state_type = BurstState
    keyed_by = "ip"
    kinds = ("account.signup",)
    area = "fake_accounts"
    ties = ("device",)
    addresses_least: ClassVar[int] = 1
    settings = (*SettledWindow.settings, "rarity")

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 4, usual: float = 0.1,
                 burstiness: float = 0.5, rarity: float = 2.0) -> None:  # fmt: skip
        """See `WindowDetector`. `rarity`: -log10 of the share of active hours with a burst of several sign-ups."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self.rarity = rarity
        self._bare_least = self._as_here("_ends", "_count", "_counted")  # `_enough` asks for no more than the base

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address at which somebody signed up; none where a directory or an import makes the accounts."""
        return (event.ip,) if event.ip and not provisioned(event.source) else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note what the sign-up may share with others."""
        note_traits(event, tally)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; one that shares nothing is judged by the count alone."""
        end = int(event.time // self.step_s)
        count = self._count(state, end, event)
        surprise = self._plain(state, end, count)
        if surprise:
            window, mine = self._window(state, end), Tally()
            self.put(event, mine)
            if self._alike(mine, window):
                surprise = self._judge(state, end, count, [*window, mine])
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _alike(self, mine: Tally, window: Sequence[Tally]) -> bool:
        extra = mine.extra or {}
        if extra.get("disposable") or extra.get("odd"):
            return True
        device = next((name for name in extra if name.startswith("device")), None)
        return device is None or any(device in (tally.extra or {}) for tally in window)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; and remember the day of a large window."""
        if super()._enough(state, end, count):
            cast("BurstState", state).note(self._day(end), count)
            return True
        return False

    def _day(self, end: int) -> int:
        return int(end * self.step_s // DAY_S)

    def _customary(self, state: WindowState, end: int, count: float) -> bool:
        days = cast("BurstState", state)
        return len(days.days) > 1 and days.customary(self._day(end), count) and not invented(self._window(state, end))

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        """Accuse at once a crowd, or many on one device: that others come who share nothing makes it no better."""
        window, plain = self._window(state, end), self._plain(state, end, count)
        if plain and count <= CROWD:
            plain = max(plain, both(plain, one_device(window, self.step_s))) if self._spread(window) else 0.0
        return self._accuse(state, end, count, self._past(state, end), plain)

    def _spread(self, window: Sequence[Tally]) -> bool:
        return self.addresses_least < 2 or traits(window).addresses >= self.addresses_least

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return what the count and the traits of a window that is over say together."""
        return self._judge(state, end, count, self._window(state, end))

    def _plain(self, state: WindowState, end: int, count: float) -> float:
        """Return the count's surprise: the smaller of the power law and the address's own past; 0 for a custom."""
        if count < 2 or self._customary(state, end, count):
            return 0.0
        return min(self.rarity + 2 * log10(count), gamma_poisson(count - 1, *self._past(state, end)))

    def _judge(self, state: WindowState, end: int, count: float, window: Sequence[Tally]) -> float:
        plain = self._plain(state, end, count)
        if count > CROWD:
            return plain
        found = traits(window, self.step_s)
        if found.addresses < self.addresses_least or not plain:
            return 0.0
        return max(plain, both(plain, shared(found, latest(window))))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return 1 where the accounts came at an even beat."""
        return (int(regular(latest(self._window(state, end))) >= EVEN),)


def latest(window: Sequence[Tally]) -> list[float]:
    """Return the times of a window's last sign-ups, as many as are looked at."""
    return sorted([time for tally in window for time in tally.members.values()])[-TIMED_MOST:]
