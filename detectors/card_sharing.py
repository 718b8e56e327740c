"""One card on many accounts: trial accounts opened in a row, or a stolen card that makes the round."""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors.aside import Aside, kept, payments, put_aside
from detectors.base import Signal
from detectors.card_reasons import suspicious
from detectors.first_held import FirstHeld, FirstState
from detectors.first_times import earliest
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_DEVICE, NEW_HERE, NEW_IP, Event

KNOWN_KEPT = 512  # accounts of one card; later ones are not counted: a card of so many has been looked at
DAY_S = 86_400.0
NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE


class SharingState(FirstState, array_like=True):
    """Adds by account the time of its first payment, the earliest first; and payments that are not counted."""

    known: dict[str, float] = field(default_factory=dict)
    aside: Aside = field(default_factory=dict)


class CardSharing(FirstHeld):
    """Distinct accounts that pay or try to pay with one card for the first time, in a sliding window of days.

    An account counts where it first appears with the card, and not where nothing is odd about it: it is older than a
    week as far as is known, pays on a device that it has used before (from an address, where no device is told; at a
    till that tells neither), and is not refused for the card's sake. An address says nothing beside a device that is
    new: a town may be behind it.
    Fires on a card that pays for many accounts; stays quiet on a family's card, on one account that pays often, and on
    a company card: old accounts do not count, and those of a card's first days once, whoever pays week by week, and on
    whatever new device. Fails on accounts that were aged for a week on devices of their own.
    """

    name = "card_sharing"
    version = 4
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
        return event.subject if event.novel & (NEWCOMER | _place(event)) or suspicious(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count refusals, and note who signed up of late."""
        if event.outcome is False:
            tally.add("refused")
        if event.novel & FRESH:
            tally.stranger(event.subject, event.time)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; who pays without anything odd is known from then on, and the payment is told, not counted."""
        if self.member(event) is not None:
            return super().learn(event, state, signal)
        own = cast("SharingState", state)
        self._enters(event, own)
        put_aside(event, bucket := int(event.time // self.step_s), own.aside)
        return self._looked_at_again(state, bucket)

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

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the window's payments, refusals and accounts that signed up of late, and the card's age in days."""
        own, steps, window = cast("SharingState", state), range(end - self.steps + 1, end + 1), self._window(state, end)
        fresh = {name for tally in window for name in tally.strangers or () if name in tally.members}
        since = min(own.known.values(), default=end * self.step_s)
        return *payments(window, steps, own.aside), len(fresh), max(0, int((steps[0] * self.step_s - since) // DAY_S))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was put aside goes with its window."""
        super().prune(state, watermark)
        own = cast("SharingState", state)
        own.aside = kept(own.aside, self._oldest(watermark))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add all payments of the fullest window, and how long the card is known."""
        names = ("payments_in_window", "refused_in_window", "signed_up_of_late", "card_known_days_before")
        return {**super().evidence(run), **dict(zip(names, run.detail, strict=False))}

    def _leave(self, state: SharingState, name: str, at: float) -> None:
        bucket = int(at // self.step_s)
        if bucket in state.tallies:
            state.tallies[bucket].members.pop(name, None)
        state.crowds.clear()  # to be counted anew

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts the card paid for, how many of them are new at all, and what is known of the card."""
        every, refused, fresh, days = run.detail or (run.n, int((run.extra or {}).get("refused", 0.0)), 0, 0)
        new = f", {fresh} of which signed up in the week before," if fresh else ""
        past = (
            f"it is known for {days} day{'s' if days > 1 else ''} longer"
            if days
            else "nothing is known of it from before"
        )
        reason = (
            f"One card was used by {run.peak:.0f} accounts new to it{new} within {self.window_s / DAY_S:.0f} days "
            f"({self.usually(run, 'for this card', 'for a card')}; {past}); {refused} of {every} payments with it in "
            f"that time were refused."
        )
        return reason, "See whether one person is behind the accounts; ask the owner or stop the card."


def _place(event: Event) -> int:
    """Return the bit of what tells where an account is at home: the device, else the address, else nothing."""
    return NEW_DEVICE if event.device is not None else NEW_IP if event.ip is not None else 0
