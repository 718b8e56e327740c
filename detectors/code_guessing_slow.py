"""Codes guessed patiently: accounts that come back day after day to be refused one product, as nobody else does."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from detectors.base import Finding, Signal
from detectors.code_guessing import Spread, is_denied
from detectors.code_guessing_slow_state import TRIES, WINDOW_DAYS, DaysState, Guesser, Tried
from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays
from detectors.recurrence import DAY_S
from detectors.site_days import slot_of
from detectors.surprise import graded, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event

AGAIN_MOST = 0.05  # of those refused a product, that are so on as many days without trying hard: then a page does it
CROWD = 0.5  # of those refused a product, that try hard on so many days: then it is the door, after a release say


class Guessers(NamedTuple):
    """Accounts that stand out at one product, by name, and how many were refused it at all in these days."""

    names: dict[str, Guesser]
    among: int


class CodeGuessingSlow(JudgedDays[DaysState]):
    """Accounts without a key refused one product more often than 99 in 100 account-days, on four days of two weeks.

    Who mistypes a code does so on one day. A guesser who wants to stay below every limit needs many. Surprise: that of
    the first such day beside those known (`site_spread`, two more at most for how far beyond it is), and one for each
    further day. What is usual is as told on the account's first such day: later it is the guesser's own. Fires on an
    account that tries eight codes a day for four days, on a few of them together, whatever addresses they come from.
    Quiet on a smudged code, on programs with a key, on a page that is gone and that others ask for day after day, too,
    on a release that breaks it for most, and until twenty account-days are known. Judged once a day is over. Fails
    where accounts take turns for three days each; takes a page for a guesser that was left open by somebody alone.
    Cost: 2 microseconds for one refused; state: 100 bytes for an account refused in a day of the last two weeks.
    """

    name = "code_guessing_slow"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = DaysState
    by_site = True
    idle_s: ClassVar[float] = 2 * DAY_S
    settings = ("least",)
    remembers = is_denied

    def __init__(self, alert_at: float = 0.5, *, least: int = 4) -> None:
        """`least`: days of the two weeks on which an account must have tried hard."""
        super().__init__(alert_at)
        self.least = least

    def score(self, event: Event, state: DaysState, key: str) -> Signal | None:
        """Return the surprise of the account's days before the event's; None before the site is known."""
        if event.site is None or not self.remembers(event):
            return None
        slot = slot_of(event.product or "")
        days = state.lately(int(event.time // DAY_S), slot).get(event.subject, {})
        found = state.guesser(days, slot)
        surprise = found.surprise(self.least) if found is not None else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _note(self, event: Event, state: DaysState) -> None:
        state.add(event)

    def _judge(self, state: DaysState, step: int) -> None:
        every = [self._found(state, step, slot) for slot in sorted(state.days.get(step, {}))]
        if accused := [found for found in every if found.names]:
            _show(state.tallies[step], step, accused, self.least)

    def _found(self, state: DaysState, day: int, slot: int) -> Guessers:
        """Return who tried hard on this day, too, and on enough others; nobody where many are refused so often."""
        lately, names, light = state.lately(day, slot), dict[str, Guesser](), 0
        for name, days in lately.items():
            found = state.guesser(days, slot) if len(days) >= self.least else None
            if found is not None and found.surprise(self.least) >= self.hot_from:
                names[name] = found
            light += name not in names and len(days) >= self.least
        if light > AGAIN_MOST * len(lately) or len(names) > CROWD * len(lately):
            return Guessers({}, len(lately))
        return Guessers({name: one for name, one in names.items() if day in one.days}, len(lately))

    def explain(self, run: Tally, state: DaysState, key: str) -> Finding:
        """Say how many accounts, on how many days each, how often, and how often others of the site are."""
        accounts, fewest, most, tries, among, *usual = (*run.detail, *[0] * 8)[:8]
        names, (known, _, rare) = in_order(run.members), usual
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "days_at_least": fewest, "days_at_most": most, "refused_in_all": tries,
            "accounts_refused": among, "account_days_known": known, "most_of_99_in_100": rare,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        who, each = ("One account was", "") if accounts == 1 else (f"{counted(accounts)} were each", " in all")
        days = f"{fewest} to {most}" if most > fewest else f"{most}"
        reason = (
            f"{who} refused the same product {max(TRIES, rare + 1)} times or more on {days} days of {WINDOW_DAYS} "
            f"(400, 403, 404, 410 or 422; {counted(tries, 'time')}{each}), of {among} accounts that were refused it at "
            f"all; of {known} earlier days on which one was, 99 in 100 were at most {counted(rare, 'time')}."
        )
        action = "See which codes were asked for and what was given; bound how often an account may try in a week."
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names, run.distinct())


def _show(tally: Tally, day: int, accused: list[Guessers], least: int) -> None:
    """Make a day's tally hot, and let it be of the accused alone: of their accounts, and of the day's events."""
    mine = {(name, one.days[day].first): one.days[day] for found in accused for name, one in found.names.items()}
    tally.hot, tally.n = True, sum([tried.number for tried in mine.values()])
    tally.examples = sorted([tried.first for tried in mine.values()])[:EXAMPLES_KEPT]
    tally.first, tally.last = tally.examples[0][0], max([tried.last for tried in mine.values()])
    for name, (time, _) in sorted(mine):
        tally.member(name, time)
    for found in accused:
        best = max(found.names.values(), key=lambda one: (one.surprise(least), one.usual))
        tally.crest(len(found.names), 0.0, best.surprise(least), _detail(found, best.usual))


def _detail(found: Guessers, usual: Spread) -> tuple[int, ...]:
    """Return the numbers that are told of the accused at one product."""
    days = [one.days for one in found.names.values()]
    sizes = list(map(len, days))
    return len(days), min(sizes), max(sizes), sum(map(_tries, days)), found.among, *usual


def _tries(days: dict[int, Tried]) -> int:
    return sum([tried.number for tried in days.values()])
