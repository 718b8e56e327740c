"""One card on many accounts: trial accounts opened in a row, or a stolen card that makes the round."""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors.base import Signal
from detectors.card_reasons import suspicious
from detectors.first_held import FirstHeld, FirstState
from detectors.first_times import earliest
from detectors.strange import strange, untold
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, Event

KNOWN_KEPT = 512  # accounts of one card; later ones are not counted: a card of so many has been looked at
NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE


class SharingState(FirstState, array_like=True):
    """Adds by account the time of its first payment that counts, the earliest first."""

    known: dict[str, float] = field(default_factory=dict)


class CardSharing(FirstHeld):
    """Distinct accounts that pay or try to pay with one card for the first time, in a sliding window of days.

    An account counts where it first appears with the card, and not while nothing is odd about it: it is older than a
    week as far as is known, pays from an address or device it has used before (or at a till that tells neither), and
    is not refused for the card's sake.
    Fires on a card that pays for many accounts; stays quiet on a family's card, on one account that pays often, and on
    a company card: old accounts do not count, and those of a card's first days once, whoever pays week by week.
    Fails on accounts that were aged for a week on devices of their own.
    """

    name = "card_sharing"
    version = 3
    keyed_by = "card"
    kinds = ("account.payment",)
    area = "payment_fraud"
    ties = ("device", "ip")
    state_type = SharingState
    steps = 84  # fine steps: an alert's beginning is sure one step after the window's

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Return the account, unless it is one with a past that pays where it is at home."""
        odd = event.novel & NEWCOMER or suspicious(event) or (strange(event) and not untold(event))
        return event.subject if odd else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count refusals."""
        if event.outcome is False:
            tally.add("refused")

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; an account that has paid with the card before is no surprise."""
        if self._came_before(event, cast("SharingState", state)):
            return Signal(self.name, self.version, key, 0.0, state.rate > 0)
        return super().score(event, state, key)

    def _came_before(self, event: Event, state: SharingState) -> bool:
        first = state.known.get(event.subject)
        return first is not None and int(first // self.step_s) < int(event.time // self.step_s)

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        own = cast("SharingState", state)
        if self._came_before(event, own) or not self._enters(event, own):
            tally = self.tally(state, bucket := int(event.time // self.step_s))
            tally.seen(event.time, event.id)
            self.note(event, tally)
            return self._review(state, bucket, None)
        return super()._take(event, state, member, None)

    def _enters(self, event: Event, state: SharingState) -> bool:
        """Note when an account first came; return False where very many came before.

        What is late may put an account earlier, or another one out: it then counts no more where it did.
        """
        name, known = event.subject, state.known
        moved, last = known.get(name), next(reversed(known), name)
        last_at = known.get(last, event.time)
        if moved is None or event.time < moved:
            state.known = earliest(known, name, event.time, KNOWN_KEPT) if known else {name: event.time}
        if moved is not None and int(moved // self.step_s) > int(event.time // self.step_s):
            self._leave(state, name, moved)
        if last not in state.known:
            self._leave(state, last, last_at)
        return name in state.known

    def _leave(self, state: SharingState, name: str, at: float) -> None:
        bucket = int(at // self.step_s)
        if bucket in state.tallies:
            state.tallies[bucket].members.pop(name, None)
        state.crowds.clear()  # to be counted anew

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts the card paid for."""
        refused = (run.extra or {}).get("refused", 0.0)
        reason = (
            f"One card was used by {run.peak:.0f} accounts new to it within {self.window_s / 86_400:.0f} days "
            f"(usual for this card: {run.usual:.1f}); {refused:.0f} of {run.n} payments were refused."
        )
        return reason, "See whether one person is behind the accounts; ask the owner or stop the card."
