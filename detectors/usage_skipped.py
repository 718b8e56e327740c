"""Accounts that come back to one thing and never did what nearly all do before it: bots that call an API directly."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.judged_groups import JudgedGroups
from detectors.judged_steps import JudgedDays
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.usage_newcomers_found import show
from detectors.usage_skipped_found import Group, found_in
from detectors.usage_skipped_state import WINDOW_DAYS, Narrow, SkipState
from detectors.wording import counted
from schemas.event import AGAIN, Event

THINGS_TOLD = 5
BEFORE = " before "


class UsageSkipped(JudgedGroups[SkipState], JudgedDays[SkipState]):
    """Five accounts or more, an address each, that used a thing (`product`) twice without what nearly all use before.

    Their sign-ups are known, they use no key, and they had used two other things at the most: they search for nothing
    before they book, and read no feed before they list members. `product` counts up to its first colon or slash where a
    number follows. Surprise: that of so many among the newcomers who came back to the thing within three days, by the
    share that did likewise of all accounts on the days before, or of newcomers where that is more; at most 2 % may do
    so. Fires on bots and farms that call an API directly, wherever they are. Quiet on keys, on known accounts that come
    for one thing (a radio show named a calculator), on a class (one address), on who looks around, on a thing to which
    fewer than fifty accounts came back before, on a client that leaves a step out (those without it do not come on top
    of the newcomers of the week before), in a site's first week. Judged once a day is over; what was told is usual
    three days later. Fails on who looks first, on accounts whose sign-up is not known, on things that are used once (an
    account, a voucher) or by few, on a few a day among many newcomers. Takes newcomers for a farm whom a campaign's
    link leads past a step, twice each. Cost: 5 microseconds an account's second use of a thing; state: 60 bytes for
    each other thing, of a thing and a day, 150 for an account of the last days that looked around little.
    """

    name = "usage_skipped"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = SkipState
    idle_s = 2 * DAY_S

    @only(AGAIN)
    def remembers(self, event: Event) -> bool:
        """Note who comes back to a thing."""
        return event.novel & AGAIN > 0 and not event.key

    def _note(self, event: Event, state: SkipState) -> None:
        state.add(event)

    def _judge(self, state: SkipState, step: int) -> None:
        """Accuse the groups of which somebody came on a day."""
        today = {key.partition("\n")[2] for key in state.narrow.get(step, {})}
        if accused := self._accused(state, found_in(state, step), today):
            _accuse(state.tallies[step], accused)

    def explain(self, run: Tally, state: SkipState, key: str) -> Finding:
        """Say how many accounts used what without what, and how many others do."""
        addresses, others, without, here, *_ = (*run.detail, *[0] * 4)
        skipped, names = in_order(run.carried or {}), in_order(run.members)
        evidence: dict[str, float | int | str] = {
            "accounts": int(run.peak), "addresses": addresses, "newcomers": here, "others": others,
            "others_without": without, "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        told = "; ".join([one.replace(BEFORE, " without ") for one in skipped[:THINGS_TOLD]])
        reason = (
            f"{run.peak:,.0f} accounts from {counted(addresses, 'address')} used something twice and had never used "
            f"what nearly all use before it ({told}), nor much else: they, of {here:,} newcomers who came back to it "
            f"in {WINDOW_DAYS} days, and {without:,}, of {others:,} accounts before. Who calls an API directly skips "
            f"what people see first."
        )
        action = "See what these accounts took and hold it; ask for a proof of humanity at this step, or block them."
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def _accuse(tally: Tally, accused: list[Group]) -> None:
    """Make a day's tally hot, and let it be of the accused alone."""
    names: dict[str, Narrow] = {name: one for group in accused for name, one in group.names.items()}
    show(tally, names)
    tally.hot = True
    for group in accused:
        detail = group.addresses, group.others, group.without, group.here
        tally.crest(len(group.names), 0.0, group.surprise, detail)
        tally.carry(f"{group.thing}{BEFORE}{group.lacked}", min([one.first for one in group.names.values()]))
