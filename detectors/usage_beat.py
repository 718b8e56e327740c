"""Newcomers who use the same few things at a program's beat: what is paid by use, used for the pay."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.judged_groups import JudgedGroups
from detectors.judged_steps import JudgedDays
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.statuses import is_answered
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.usage_amount import NAMED_MOST
from detectors.usage_beat_found import SLEEPLESS, Group, found_in
from detectors.usage_beat_state import WINDOW_DAYS, Beaten, BeatState
from detectors.usage_newcomers_found import show
from detectors.wording import counted
from schemas.event import SIGNED_UP, Event

THINGS_TOLD = 5


class UsageBeat(JudgedGroups[BeatState], JudgedDays[BeatState]):
    """Eight newcomers or more that use two and more things in common (`product` with a colon or slash) at an even beat.

    Each uses each of these for twelve gaps or more, three in four of them within 5 % of its middle one, without a key,
    at an address of its own mostly. Who is paid by use (pages read, songs played, clips seen) lets accounts use what is
    his, and a program reads evenly; people pause, skip and come back. Surprise: that of so many among all newcomers
    that use these things, by the share that keeps a beat of those that use others of the kind. One thing is enough, and
    addresses may be shared, where each used it so in 18 hours of a day. Fires on accounts opened one by one, each from
    its own home, that read an author's books from cover to cover, and on a handful of telephones that play one game all
    day and night. Quiet where a client itself reports by the clock (others do so, too), on a class (one address, or one
    thing), on one broadcast, on who has pages read aloud. Judged once a day is over. Fails on accounts that wait for a
    week, on beats that vary by more, where `product` does not name the thing, where fewer than twenty others use such
    things as long, and on a farm that plays each account one thing and lets it sleep, or more often than each eleven
    minutes. Takes a club for a farm that signs up together and has the same two books read aloud. Cost: 4 microseconds
    an event of a newcomer; state: 200 bytes for each thing that one of them uses in a day (600 at most), 50 later on.
    """

    name = "usage_beat"
    version = 2
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = BeatState
    idle_s = 2 * DAY_S

    @only(SIGNED_UP)
    def remembers(self, event: Event) -> bool:
        """Note which things newcomers use."""
        if not event.novel & SIGNED_UP or event.key or not event.product:
            return False
        return is_answered(event) and _names_thing(event.product)

    def _note(self, event: Event, state: BeatState) -> None:
        state.add(event, (event.product or "")[:NAMED_MOST])

    def _judge(self, state: BeatState, step: int) -> None:
        """Accuse the groups that are there on a day."""
        daily = state.days.get(step, {})
        for one in daily.values():
            one.settle()
        if accused := self._accused(state, found_in(state, step), daily):
            _accuse(state.tallies[step], accused, daily)

    def explain(self, run: Tally, state: BeatState, key: str) -> Finding:
        """Say how many accounts used what, how evenly, and how many others do."""
        addresses, gap_s, others, even, sleepless, *_ = (*run.detail, *[0] * 5)
        things, names = in_order(run.carried or {}), in_order(run.members)
        evidence: dict[str, float | int | str] = {
            "accounts": int(run.peak), "addresses": addresses, "things": len(things), "gap_s": gap_s,
            "others": others, "others_even": even, "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        told = f"{', '.join(things[:THINGS_TOLD])}{', ...' if len(things) > THINGS_TOLD else ''}"
        same = "one thing" if len(things) == 1 else f"the same {len(things)} things"
        when = f" and round the clock (in {SLEEPLESS} hours of a day or more)" if sleepless else ""
        long = "more than once" if sleepless else "as long"
        reason = (
            f"{run.peak:,.0f} accounts not a week old, from {counted(addresses, 'address')}, used {same} ({told}) as "
            f"evenly as a program{when}, all but every {gap_s:,} s; {even} of {others:,} other newcomers who used such "
            f"things {long} in {WINDOW_DAYS} days did so. Who is paid by use, or ranked by it, gains by it."
        )
        action = (
            "See whose these things are and hold what is paid for their use; hold the accounts if they do nothing else."
        )
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names,
                       run.distinct() if run.level else len(names))  # fmt: skip


def _names_thing(product: str) -> bool:
    """Tell whether a product names one thing of many.

    >>> _names_thing("read/b-17"), _names_thing("/songs/17"), _names_thing("read"), _names_thing("/search")
    (True, True, False, False)
    """
    return ":" in product or "/" in product[1:]


def _accuse(tally: Tally, accused: list[Group], daily: dict[str, Beaten]) -> None:
    """Make a day's tally hot, and let it be of the accused alone."""
    show(tally, {name: daily[name] for group in accused for name in group.names if name in daily})
    tally.hot = True
    for group in accused:
        detail = group.addresses, round(group.gap_s), group.others, group.even, int(group.sleepless)
        tally.crest(len(group.names), 0.0, group.surprise, detail)
        for name, first in group.names.items():
            tally.member(name, first)
        for thing in group.things:
            tally.carry(thing, min(group.names.values()))
