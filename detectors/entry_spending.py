"""Account after account entered on one device that is new to it, and spent from there twice and more at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detectors.base import Signal, by_event
from detectors.habits import DAY_S
from detectors.only import only
from detectors.pairs import PARTED
from detectors.settled_window import OverWindow
from detectors.spenders import SPELL_S, spenders
from detectors.strange import strange
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, distinct
from schemas.event import ENTERED, FRESH, NEW_ACCOUNT, NEW_DEVICE, Event

# Of accounts that pay within minutes of coming to a device: 0 to 1.1 % pay twice or more on nine made-up products,
# 12 % at the kiosk of the tenth.
TWICE = 0.1


class EntrySpending(OverWindow):
    """Accounts that each pay twice or more in 15 minutes, on one device and from an address both new to them, a week.

    What OWASP lists as OAT-012, cashing out: gift cards bought with the cards that taken accounts have on file, one
    account after the other on the thief's telephone. Nothing need fail or be changed, and the payee may be the shop.
    Fires where both are surprising: what share of all that first pay on the device does so, and how many, against the
    device's own past. Quiet on kiosks and counters (few pay twice), a family's or office's machine (the address is
    known to the accounts), a company's card desk (one card counts once), new telephones, newcomers.
    Fails where each account pays once, on a device of its own, and below six. Takes a terminal set up this week, where
    nearly everybody pays twice, for a thief's.
    `strangers` of a tally: account, card and event of a payment. Cost: 2 microseconds a payment on a new device;
    state: about 100 bytes for each, at most 64 in two hours.
    """

    name = "entry_spending"
    keyed_by = "device"
    kinds = ("account.payment",)
    area = "account_security"
    steps = 84

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_DEVICE | ENTERED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of what an account that has been elsewhere pays just after it came there."""
        if not event.device or event.outcome is False or event.novel & (FRESH | NEW_ACCOUNT):
            return ()
        came = event.novel & ENTERED or (event.novel & NEW_DEVICE and strange(event))
        return (event.device,) if came else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note each payment, by whom and with which card."""
        tally.stranger(PARTED.join((event.subject, event.card or "", event.id)), event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that the event ends."""
        return self._of_many(event, state, key)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the less surprising of: the share that pays twice and more, and how many do."""
        number = spenders(self._window(state, end)).number
        if number < self.least:
            return 0.0
        return min(binomial(int(count), number, TWICE), gamma_poisson(number - 1, *past))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts spent so, in how many payments, and how many paid there at all."""
        window = self._window(state, end)
        found = spenders(window)
        return found.number, found.payments, distinct(window)

    # Sentences.

    def breached(self, run: Tally) -> bool:
        """Accounts are in other hands."""
        return True

    def named_first(self, run: Tally) -> Collection[str]:
        """Name those that paid twice and more first."""
        return spenders([run]).names

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add how many spent so, in how many payments, of all that came and paid."""
        return {**self.numbers(run), **dict(zip(("spent_twice", "payments", "paid"), run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts spent on the device, and how often."""
        number, payments, paid = run.detail or (len(run.members), 0, len(run.members))
        reason = (
            f"{number} of {paid} accounts that paid on one device ({key}) within {self.window_s / DAY_S:.0f} days just "
            f"after they first came there, from an address new to them, paid twice or more within {SPELL_S / 60:.0f} "
            f"minutes ({payments} payments; usual: at most one account in {1 / TWICE:,.0f})."
        )
        return reason, "Hold these payments, end the sessions made on the device and block it, reset these accounts."
