"""Card testing at leisure on one device: a few stolen cards a day, on new accounts in turn."""

from __future__ import annotations

from detectors.at_once import at_once
from detectors.base import Signal
from detectors.card_testing_slow import OF_NEW, CardTestingSlow, without_funds
from detectors.merchant_told import refused_at
from detectors.surprise import both
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of
from schemas.event import Event

# log10, for each account beyond the first that was new and is refused on the device: one sign-up in twenty is on a
# device that another used (`ON_SHARED_DEVICE`), and one card in five is refused (`SHARE`).
ANOTHER = 2.0


class CardTestingDeviceSlow(CardTestingSlow):
    """Distinct cards refused on one device for their own sake and never taken, in a sliding week, over its accounts.

    As `card_testing_slow`, with the new accounts among them as further surprise. Fires on six cards of three new
    accounts, on eight of two. Quiet on a till, a counter or a household (most cards are taken), on one account alone
    (`card_testing_slow` has it), on what comes at one sitting (`card_testing_device`). Fails where the device is told
    anew for each account, on less than six cards a week, and on old accounts of which some were taken.
    """

    name = "card_testing_device_slow"
    version = 2
    keyed_by = "device"
    ties = ()

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise as if it were over; None for what is not counted, and for few."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return what the cards say, and the new accounts where half of all cards were refused; 0 for one account."""
        window = self._window(state, end)
        if len(accounts_of(window)) < 2:
            return 0.0
        cards = super()._weigh(state, end, count, past)
        new = {name for tally in window for name in tally.strangers or ()}
        few_taken = count >= OF_NEW * len(self._good(state, end).union(*[tally.members for tally in window]))
        return both(cards, ANOTHER * (len(new) - 1)) if cards and few_taken and len(new) > 1 else cards

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base; which of what speaks against testing is there."""
        end = int(event.time // self.step_s)
        window, good = self._window(state, end), self._good(state, end)
        if (few := super().lacks(event, state)) or any([tally.hot for tally in window]):
            return few
        if len(accounts_of(window)) < 2:
            return "the cards refused are one account's: it wants those of two or more"
        if at_once(window):
            return "most of them came within an hour, which is for `card_testing_device` to judge"
        refused = set[str]().union(*[tally.members for tally in window])
        if good and len(refused) < OF_NEW * len(good | refused):
            return f"{len(good)} cards were taken on it and {len(refused)} refused: it wants half of all refused"
        return ""

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Add how many accounts were refused."""
        return (*super()._detail(state, end), len(accounts_of(self._window(state, end))))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the accounts refused in the fullest window."""
        return {**super().evidence(run), **({"accounts_refused": run.detail[3]} if len(run.detail) > 3 else {})}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards of how many accounts."""
        tries, good, lost, accounts = run.detail or (run.n, 0, 0, len(run.accounts or ()))
        reason = (
            f"On one device {run.peak:,.0f} cards of {accounts} accounts were refused for reasons that may lie in the "
            f"card within {self.window_s / 86_400:.0f} days (usual on a device: {run.usual:.1f}), a few at a time, in "
            f"{tries} payments; {without_funds(lost)}{good or 'no'} card{'s were' if good != 1 else ' was'} taken on "
            f"it in that time{refused_at(run, run.n)}."
        )
        return (
            reason,
            "Stop payments from this device, hold its accounts; tell the card issuers which cards went through.",
        )
