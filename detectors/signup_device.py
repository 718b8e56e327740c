"""A sign-up farm on one device: within a day, or from place to place within a week."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.settled_window import OverWindow
from detectors.signup_alike import clients, note_build, note_inviter, note_mail
from detectors.signup_on_device import PLACES, OnDevice, networks, shared, stays, terminal
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

AWAY = 0.1  # of what is made on a device that stays, elsewhere: as `signup_groups` believes of a family's


class SignupDevice(OnDevice):
    """Distinct accounts made on one device in a day.

    Fires on a phone that makes account after account from three networks or more, at once; and on one that stays where
    it is once the hour is over, if the accounts share throw-away mail, or one mail domain and names with drawn
    digits, or are some thirty.
    Quiet on a family's tablet, on a terminal in a shop or school or at a fair from its first day on, on one on which as
    many are made every day, and on an agency's computer: one inviter, and each client's own mail domain. Fails where
    the farm stays at home and makes less than that with real mail, and where it resets the device.
    """

    name = "signup_device"
    version = 7

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; and count mail domains, inviters and how handles are built."""
        super().note(event, tally)
        note_mail(event, tally)
        note_inviter(event, tally)
        note_build(event, tally)

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        """Accuse at once what no accounts to come could clear."""
        past = self._past(state, end)
        surprise = gamma_poisson(count - 1, *past)
        window = self._window(state, end) if surprise >= self.hot_from else ()
        if stays(window):
            surprise = min(surprise, _strangers(window, count))
        return self._accuse(state, end, count, past, surprise)

    def _of(self, window: Sequence[Tally], count: float, past: tuple[float, float]) -> float:
        surprise = gamma_poisson(count - 1, *past)
        if not surprise or not stays(window):
            return surprise
        return min(surprise, both(_strangers(window, count), shared(window)))


def _strangers(window: Sequence[Tally], count: float) -> float:
    """Return the surprise of so many on a device that stays, but for whom one inviter may have set up his clients."""
    return terminal(max(1.0, count - clients(window)))


class SignupDeviceSlow(OnDevice, OverWindow):
    """The same over a week, a few a day, of devices that go from place to place.

    Fires on six accounts in a week of which three and more were made elsewhere than the others. Quiet on a family, and
    on a terminal, however busy: it stays where it is, but for a tenth. Takes a seller who goes from door to door for a
    farm. Judged every six hours.
    """

    name = "signup_device_slow"
    steps = 28

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _of(self, window: Sequence[Tally], count: float, past: tuple[float, float]) -> float:
        places = networks(window)
        if len(places) < PLACES:
            return 0.0
        made = int(sum(places.values()))
        moved = binomial(made, made - int(max(places.values())), AWAY)
        return min(gamma_poisson(count - 1, *past), terminal(count) + moved)
