"""One payee whom new accounts pay by turns on a few devices: mules, who pass on what was stolen elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Signal, by_event
from detectors.habits import DAY_S
from detectors.mules import CARD, Mules, by_cards, mules, pair
from detectors.network import network_of
from detectors.only import only
from detectors.pairs import PARTED
from detectors.payee_mules_words import PayeeMulesWords
from detectors.settled_window import SettledState
from detectors.several_windows import SeveralWindows
from detectors.signup_traits import ON_SHARED_DEVICE
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, distinct
from schemas.event import NEW_TODAY, SIGNED_UP, Event

NEARLY_ALL = 0.8  # of the new accounts that pay it: what the site itself sells, a mule buys beside many others


class PayeeMules(SeveralWindows, PayeeMulesWords):
    """Accounts less than a week old that pay one payee within three days, on devices that three and more of them share.

    Or within fifteen; or with two cards and more that so many share, wherever each pays. Fires where nearly all new
    accounts that pay it do, each again and again, or once, a day or more after it signed up, on devices that move,
    whatever the balances: mules, or one person's many accounts, of which a wallet gets what each earned. Quiet on a
    landlord, a club, a charity on television, a new shop, a present that many pay for (each on a device of his own, a
    couple or a family on one), on one card that pays for all, on a counter's or canteen's tablet (it stands somewhere),
    on a seller at the door or a stand on a carrier's card (whom he signs up pays on his device once, and at once), on
    top-ups and shops that all pay. Judged every three hours. Fails where each pays once on the day it signed up, on a
    device and with a card of its own or from one network, where accounts rest for a week first, where no device,
    address or payee is told, and below seven. Takes an agent who signs people up and comes round for their money
    within the week for a mule, if nobody else who is new pays what he collects for.
    `strangers` of a tally: device, network and account; `carried`: device and account that came a day later or more.
    Cost: 2 microseconds a newcomer's payment; state: some 60 bytes for each of fifteen days, at most 64 in three hours.
    """

    name = "payee_mules"
    keyed_by = "merchant"
    version = 5
    kinds = ("account.payment",)
    area = "payment_fraud"
    ties = ("device",)
    steps = 24
    windows = 5  # an account a day, each paid out of once, fills no three days

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 6,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self.reach_s += (self.windows - 1) * window_s  # so far back the long window makes a bucket hot

    @by_event
    @only(SIGNED_UP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the payee of a newcomer's payment that went through, where device and address are told."""
        if not event.novel & SIGNED_UP or event.outcome is False:
            return ()
        return (event.merchant,) if event.merchant and event.device and event.ip else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note who paid on which device, and where, and whether again, or a day or more after the sign-up."""
        device, place = event.device or "", PARTED.join(("", network_of(event.ip or ""), event.subject))
        if f"{device}{place}" in (tally.strangers or ()):  # whichever of both comes first: so the step's begin
            tally.carry(pair(device, event.subject), event.time // self.step_s * self.step_s)
        for thing in (device, f"{CARD}{event.card}") if event.card else (device,):
            tally.stranger(f"{thing}{place}", event.time)
        if not event.novel & NEW_TODAY:
            tally.carry(pair(device, event.subject), event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that the event ends."""
        return self._of_many(event, state, key)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; so does a bucket wait if the long window holds enough."""
        if count < self.least and (end not in state.tallies or distinct(self._long(state, end)) < self.least):
            return False
        own: SettledState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a payment
        own.waiting.setdefault(end, 0)
        return True

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return what the window shows, or the long one, if that is more."""
        return max(self._shown(self._window(state, end), past), self._shown_long(state, end))

    def _shown_long(self, state: WindowState, end: int) -> float:
        """Return what the long window shows; the payee's own past would be what these accounts did in it before."""
        return self._shown(self._long(state, end), (self.burstiness, self.burstiness / self.usual))

    def _shown(self, window: Sequence[Tally], past: tuple[float, float]) -> float:
        """Return the less surprising of: how many share devices, and that so many of those who pay do."""
        number, _, count, _ = _numbers(window)
        if number < max(self.least, NEARLY_ALL * count):
            return 0.0
        return min(binomial(count, number, ON_SHARED_DEVICE), gamma_poisson(number - 1, *past))

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; where the long window shows more, its buckets become hot, of those in which a mule paid."""
        if surprise < self.hot_from or self._shown(self._window(state, end), past) >= surprise:
            return super()._accuse(state, end, count, past, surprise)
        window = self._long(state, end)
        detail = (*_numbers(window), round(self.windows * self.window_s / DAY_S))
        for tally in self._to_heat(window):
            tally.hot = True
            tally.crest(detail[2], 1 + self.usual, surprise, detail)
        return True

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets in which mules paid, and mark these there: everybody else pays the payee as well."""
        names = _found(window)[0].names
        for tally in window:
            for name in names.intersection(tally.members):
                tally.mark(name, tally.members[name])
        return [tally for tally in window if tally.marked] or window

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts are mules, on how many devices, how many new accounts paid, 1 if devices are cards.

        Of the long window there is a fifth, its days.
        """
        return _numbers(self._window(state, end))


def _numbers(window: Sequence[Tally]) -> tuple[int, int, int, int]:
    found, cards = _found(window)
    return len(found.names), found.devices, distinct(window), int(cards)


def _found(window: Sequence[Tally]) -> tuple[Mules, bool]:
    """Return the mules of a window, and whether they share cards rather than devices."""
    on_devices, with_cards = mules(window), by_cards(window)
    cards = len(with_cards.names) > len(on_devices.names)
    return with_cards if cards else on_devices, cards
