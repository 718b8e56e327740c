"""Card testing at leisure: a few stolen cards a day on one account, too few in any hour to be told from a mishap."""

from __future__ import annotations

from typing import ClassVar, cast

from msgspec import field

from detectors.at_once import at_once
from detectors.base import Signal
from detectors.card_reasons import suspicious
from detectors.settled_window import OverWindow, SettledState
from detectors.signup_traits import binomial
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, Event
from schemas.values import KeyedBy

SHARE = 0.2  # of an honest account's cards are refused for their own sake and never taken, at the most
# Of the cards of an account not a week old, refused at least once: then it is no till or agent, and that some were
# taken in the end is no excuse. Of 12,000 new payers on 22 products no honest one had four cards.
OF_NEW = 0.5
TAKEN_KEPT = 16  # cards taken, by bucket: more could only speak for the account still more


class SlowState(SettledState, array_like=True):
    """Adds by bucket the cards that were taken, in their own order."""

    taken: dict[int, tuple[str, ...]] = field(default_factory=dict)


class CardTestingSlow(OverWindow):
    """Distinct cards refused on one account for their own sake and never taken, in a sliding week.

    They are weighed against the account's own weeks, against what is usual, and against the cards that were taken; of
    an account not a week old, those taken in the end count as well, where half of all its cards were refused.
    Fires on card after card, day after day. Quiet on one card that is declined again and again, on two or three tried
    once, on a family's or a firm's many cards where most are taken, on what comes at one sitting (`card_testing` has
    it). Judged once two hours are over. Fails on testers of less than ten cards a week.
    """

    name = "card_testing_slow"
    version = 2
    keyed_by: ClassVar[KeyedBy] = "account"
    kinds = ("account.payment",)
    area = "payment_fraud"
    state_type = SlowState
    ties: ClassVar[tuple[str, ...]] = ("device", "ip")
    idle_s = 604_800.0  # a tester sleeps and has days off
    steps = 84
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 6,
                 usual: float = 0.2, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the cards of suspicious refusals; a refusal without a card may be the same card again."""
        return event.card if suspicious(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up amounts; note that the account signed up of late."""
        if event.novel & FRESH:
            tally.stranger(event.subject, event.time)
        if event.amount_minor is not None:
            tally.add("amount_minor", event.amount_minor)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted."""
        return super().score(event, state, key) if self.member(event) is not None else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep the cards that were taken."""
        if event.outcome and event.card:
            taken, bucket = cast("SlowState", state).taken, int(event.time // self.step_s)
            known = taken.get(bucket, ())
            if event.card not in known:
                taken[bucket] = tuple(sorted([*known, event.card])[:TAKEN_KEPT])
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where most came within an hour."""
        window, good = self._window(state, end), self._good(state, end)
        if at_once(window):
            return 0.0
        in_the_end = len(good.intersection(*[set().union(*[tally.members for tally in window])]))
        bad = int(count) - in_the_end
        surprise = min(binomial(bad + len(good), bad, SHARE), gamma_poisson(bad - 1, *past))
        if any([tally.strangers for tally in window]) and count >= OF_NEW * (bad + len(good)):
            return max(surprise, gamma_poisson(count - 1, *past))
        return surprise

    def _good(self, state: WindowState, end: int) -> set[str]:
        """Return the cards taken in a window."""
        taken = cast("SlowState", state).taken
        return {card for at in range(end - self.steps + 1, end + 1) for card in taken.get(at, ())}

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; cards go with their buckets."""
        super().prune(state, watermark)
        own, oldest = cast("SlowState", state), int((watermark - self.reach_s) // self.step_s) - 2
        if own.taken and min(own.taken) < oldest:
            own.taken = {bucket: cards for bucket, cards in own.taken.items() if bucket >= oldest}

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many payments of the window were refused, and how many cards were taken."""
        return sum([tally.n for tally in self._window(state, end)]), len(self._good(state, end))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the cards that were taken in the fullest window."""
        return {**super().evidence(run), **({"cards_taken": run.detail[1]} if len(run.detail) > 1 else {})}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards, in how many payments, and how many were taken."""
        tries, good = (run.detail or (run.n,))[0], sum(run.detail[1:])
        reason = (
            f"On one account {run.peak:.0f} cards were refused for reasons that may lie in the card within "
            f"{self.window_s / 86_400:.0f} days (usual: {run.usual:.1f}), a few at a time, in {tries} payments; "
            f"{good or 'no'} card{'s' if good != 1 else ''} {'were' if good != 1 else 'was'} taken in that time."
        )
        return reason, "Stop payments from this account; tell the card issuers which cards went through."
