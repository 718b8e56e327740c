"""Card testing at leisure: a few stolen cards a day on one account, too few in any hour to be told from a mishap."""

from __future__ import annotations

from typing import ClassVar, cast

from msgspec import field

from detectors.at_once import at_once
from detectors.base import Signal
from detectors.by_time import since
from detectors.card_reasons import ordinary, suspicious
from detectors.cards_kept import Cards, keep, within
from detectors.merchant_told import note_merchant, refused_at
from detectors.settled_window import OverWindow, SettledState
from detectors.surprise import binomial, gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import SIGNED_UP, Event
from schemas.values import KeyedBy

SHARE = 0.2  # of an honest account's cards are refused for their own sake and never taken, at the most
# The same with the cards refused for lack of funds, which a list of stolen ones holds as well: a payday's firm or till
# has one in ten more of these.
SHARE_UNFUNDED = 0.3
# Of the cards of an account not a week old, refused at least once: then it is no till or agent, and that some were
# taken in the end is no excuse. Of 12,000 new payers on 22 products no honest one had four cards.
OF_NEW = 0.5


class SlowState(SettledState, array_like=True):
    """Adds by bucket the cards that were taken, and those refused for lack of funds, in their own order."""

    taken: Cards = field(default_factory=dict)
    unfunded: Cards = field(default_factory=dict)


class CardTestingSlow(OverWindow):
    """Distinct cards refused on one account for their own sake and never taken, in a sliding week.

    They are weighed against the account's own weeks, against what is usual, and against the cards that were taken, with
    those refused for lack of funds where these say more; of an account not a week old, those taken in the end count as
    well, where half of all its cards were refused.
    Fires on card after card, day after day. Quiet on one card that is declined again and again, on two or three tried
    once, on a family's or a firm's many cards where most are taken, on what comes at one sitting (`card_testing` has
    it). Judged once two hours are over. Fails on testers of less than ten cards a week.
    """

    name = "card_testing_slow"
    version = 3
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
        return event.card if not event.outcome and suspicious(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up amounts; note that the account signed up of late."""
        if event.novel & SIGNED_UP:
            tally.stranger(event.subject, event.time)
        note_merchant(event, tally)
        if event.amount_minor is not None:
            tally.add("amount_minor", event.amount_minor)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included and as it is judged; None for what is not counted."""
        if self.member(event) is None:
            return None
        signal = super().score(event, state, key)
        if signal is None or signal.surprise < self.hot_from:
            return signal
        end = int(event.time // self.step_s)
        judged = self._weigh(state, end, self._count(state, end, event), self._past(state, end))
        best = min(signal.surprise, judged)
        return Signal(self.name, self.version, key, to_score(best), signal.warm, best)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep the cards that were taken, and those without funds."""
        own = cast("SlowState", state)
        cards = own.taken if event.outcome else own.unfunded if ordinary(event.reason) else None
        if event.card and event.outcome is not None and cards is not None:
            keep(cards, int(event.time // self.step_s), event.card)
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where most came within an hour."""
        window, good = self._window(state, end), self._good(state, end)
        if at_once(window):
            return 0.0
        tried = set[str]().union(*[tally.members for tally in window])
        bad = int(count) - len(good & tried)
        lost = bad + len(self._lost(state, end, good | tried))
        share = max(binomial(bad + len(good), bad, SHARE), binomial(lost + len(good), lost, SHARE_UNFUNDED))
        surprise = min(share, gamma_poisson(bad - 1, *past))
        if any([tally.strangers for tally in window]) and count >= OF_NEW * (bad + len(good)):
            return max(surprise, gamma_poisson(count - 1, *past))
        return surprise

    def _good(self, state: WindowState, end: int) -> set[str]:
        """Return the cards taken in a window."""
        return within(cast("SlowState", state).taken, end, self.steps)

    def _lost(self, state: WindowState, end: int, told: set[str]) -> set[str]:
        """Return the cards refused for lack of funds in a window, but those `told`."""
        return within(cast("SlowState", state).unfunded, end, self.steps) - told

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; cards go with their buckets."""
        super().prune(state, watermark)
        own, oldest = cast("SlowState", state), int((watermark - self.reach_s) // self.step_s) - 2
        own.taken, own.unfunded = since(own.taken, oldest), since(own.unfunded, oldest)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many payments were refused in the window, how many cards taken, and how many without funds."""
        window, good = self._window(state, end), self._good(state, end)
        lost = self._lost(state, end, good.union(*[tally.members for tally in window]))
        return sum([tally.n for tally in window]), len(good), len(lost)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the cards that were taken in the fullest window, and those refused for lack of funds alone."""
        names = ("cards_taken", "cards_without_funds")
        return {**super().evidence(run), **dict(zip(names, run.detail[1:3], strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards, in how many payments, and how many were taken."""
        tries, good, lost = (*(run.detail or (run.n,)), 0, 0)[:3]
        where = refused_at(run, run.n)
        reason = (
            f"On one account {run.peak:,.0f} cards were refused for reasons that may lie in the card within "
            f"{self.window_s / 86_400:.0f} days (usual: {run.usual:.1f}), a few at a time, in {tries} payments; "
            f"{without_funds(lost)}{good or 'no'} card{'s were' if good != 1 else ' was'} taken in that time{where}."
        )
        return reason, "Stop payments from this account; tell the card issuers which cards went through."


def without_funds(cards: int) -> str:
    """Say how many more cards were refused for lack of funds."""
    return f"{cards} more {'were' if cards > 1 else 'was'} without funds; " if cards else ""
