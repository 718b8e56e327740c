"""Newcomers who each use the same amount day after day: a limit kept to, on many accounts at once."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.judged_groups import JudgedGroups
from detectors.judged_steps import JudgedDays
from detectors.only import only
from detectors.provider_told import note_provider, of_provider
from detectors.recurrence import DAY_S
from detectors.statuses import is_answered, is_over_limit
from detectors.surprise import digits, graded
from detectors.tally import Tally
from detectors.usage_alike_found import found_in
from detectors.usage_alike_group import ALIKE, DAYS_LEAST, Group
from detectors.usage_alike_state import WINDOW_DAYS, AlikeState, Daily
from detectors.usage_newcomers_found import show
from schemas.event import FRESH, Event


class UsageAlike(JudgedGroups[AlikeState], JudgedDays[AlikeState]):
    """Eight newcomers or more of one provider, each using within 15 % of the same amount on three days or more.

    Or, wherever they are, one amount to the unit, unless that is round, or a beat (it divides a day). What people use
    differs by factors, from one to the next and from day to day; a program that is to stay below a limit, which nobody
    has to tell, uses the same on all of its accounts. Surprise: that of so many alike by the share of newcomers
    elsewhere who use as much. Fires on accounts opened to fetch a model's answers, data or credits by the allowance.
    Quiet on a class or an office (one address or a few), on probes and jobs that use less than half of the newcomers
    do, on a round limit that heavy users come to everywhere, on one that stops them, on a service or tool whose users
    came before, on who uses it up on two days. Judged once a day is over, from a site's second week on. Fails on aged
    accounts, on amounts that vary or are round at homes or at a hoster that newcomers use, on what fewer than twenty
    others use (eight, to the unit). Takes for a farm a firm that begins with eight accounts for one heavy job, with an
    address each of a provider that is new, and the users of a program whose daily job is of one odd size. Cost: 4
    microseconds an event of a newcomer; state: 200 bytes for each in a day, 20 for a provider.
    """

    name = "usage_alike"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = AlikeState
    idle_s = 2 * DAY_S

    @only(FRESH)
    def remembers(self, event: Event) -> bool:
        """Note what newcomers use, and where a limit stops them."""
        return event.novel & FRESH != 0 and (is_answered(event) or is_over_limit(event))

    def _note(self, event: Event, state: AlikeState) -> None:
        state.add(event)

    def _judge(self, state: AlikeState, step: int) -> None:
        """Accuse the groups that are there on a day, then take it into what is usual."""
        daily = state.days.get(step, {})
        if accused := self._accused(state, found_in(state, step), daily):
            _accuse(state.tallies[step], accused, daily)
        state.learn(step, {name for group in accused if group.of_provider for name in group.names})

    def explain(self, run: Tally, state: AlikeState, key: str) -> Finding:
        """Say how many accounts used how much each, and how much others did."""
        addresses, low, high, others, near, placed, *_ = (*run.detail, *[0] * 6)
        what, names = " or ".join(sorted(run.extra or {"units": 0.0})), in_order(run.members)
        evidence: dict[str, float | int | str] = {
            "accounts": int(run.peak), "addresses": addresses, "measure": what, "least_in_day": low,
            "most_in_day": high, "others": others, "others_alike": near, "usual_in_day": round(run.usual),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        where = f" {of_provider(run)} where no newcomer came from before" if placed else ""
        used = f"nearly the same day after day: {low:,} to {high:,}" if placed else f"the very same: {low:,}"
        reason = (
            f"{run.peak:,.0f} accounts not a week old, from {addresses} addresses{where}, used {used} {what} a day, "
            f"each on {DAYS_LEAST} days or more of {WINDOW_DAYS}; of {others:,} other newcomers who used it {near} "
            f"used as much (within {ALIKE - 1:.0%}), half of them at most {run.usual:,.0f} a day. Who keeps just below "
            f"a limit on many accounts looks like this."
        )
        action = "Count their allowances as one; hold the accounts if one program or person is behind them."
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names,
                       run.distinct() if run.level else len(names))  # fmt: skip


def _accuse(tally: Tally, accused: list[Group], daily: dict[str, Daily]) -> None:
    """Make a day's tally hot, and let it be of the accused alone."""
    show(tally, {name: daily[name] for group in accused for name in group.names if name in daily})
    tally.hot = True
    for group in accused:
        told = group.others, group.near, int(group.of_provider)
        detail = group.addresses, round(group.low), round(group.high), *told
        tally.crest(len(group.names), digits(group.usual), group.surprise, detail)
        tally.add(group.measure)
        if group.place:
            note_provider(group.place, tally)
        for name, first in group.names.items():
            tally.member(name, first)
