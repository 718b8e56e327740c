"""Free allowances drained one after the other: a new account, a key, all that it gives, and gone."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.only import only
from detectors.quota_left_state import WINDOW_DAYS, FirstDay, LeftState, in_turn, networks
from detectors.recurrence import DAY_S
from detectors.statuses import NO_MORE, spelled
from detectors.surprise import gamma_poisson, graded, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import FRESH, NEW_KEY, Event


class QuotaLeft(JudgedDays[LeftState]):
    """Newcomers' keys that were used until refused on their first day, and to which nothing was answered after that.

    Whoever is too hasty is refused (429) and goes on; whoever tries a product comes back. Who takes what is free, with
    a new account for each allowance, does neither. Of a network, however many accounts, one counts. Surprise: that so
    many do in two weeks, by what share of the networks of newcomers with a key did in the site's earlier weeks, and
    the others of these. Fires on nine of twelve where none are known. In shadow: a trial that honest newcomers use up
    and leave is told, too, until its first three weeks have. Quiet on a hackathon or a course (on a day or two), on a
    class (one network), on keys that are told to slow down, on refusals from the first. Judged once a day is over.
    Fails where no status is told, on keys of accounts older than a week, on a few a month, and on trials that are used
    up without a key, on a page or in an app: newcomers whose first day ends at a refusal would tell a farm there (25
    networks in two weeks of one made-up product, of honest people 8 on one and at most 2 on 24), but so it ends for
    everybody where a trial is short. Cost: 2 microseconds for a use of a newcomer's new key; state: 150 bytes for each,
    for two weeks.
    """

    name = "quota_left"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = LeftState
    idle_s: ClassVar[float] = 3 * DAY_S
    settings = ("least",)

    def __init__(self, alert_at: float = 0.5, *, least: int = 5) -> None:
        """`least`: networks in two weeks."""
        super().__init__(alert_at)
        self.least = least

    @only(NEW_KEY, "account.usage")
    def remembers(self, event: Event) -> bool:
        """Note what newcomers use under a key that they have just made."""
        return bool(event.novel & NEW_KEY and event.novel & FRESH and event.key)

    def score(self, event: Event, state: LeftState, key: str) -> Signal | None:
        """Return the surprise of the two weeks before, of a key that is refused after it was used; None for others."""
        if not self.remembers(event) or event.status is None:
            return None
        mine = state.accounts.get(event.subject)
        used = mine is not None and mine.left()
        surprise = self._found(state, int(event.time // DAY_S))[1] if used else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.known[0] > 0, surprise)

    def _note(self, event: Event, state: LeftState) -> None:
        state.add(event)

    def _found(self, state: LeftState, day: int) -> tuple[dict[str, FirstDay], float, int]:
        """Return who left in the two weeks that end with a day, how surprising that is, and of how many networks."""
        every = state.lately(day)
        left = {name: one for name, one in every.items() if one.left()}
        many, among = networks(left.values()), networks(every.values())
        if many < self.least or not in_turn(left.values()):
            return {}, 0.0, among
        return left, gamma_poisson(many, *state.usual(day, among, among - many)), among

    def lacks(self, event: Event, state: LeftState) -> str:
        """Say how few networks it counts, or that they came on too few days."""
        left = [one for one in state.lately(int(event.time // DAY_S)).values() if one.left()]
        if (many := networks(left)) < self.least:
            return f"it counts {many} networks within {WINDOW_DAYS} days and wants {self.least} or more"
        if in_turn(left):
            return ""
        return "most came on one day, or all on few, as at a hackathon: it wants some on each of four days or more"

    def _judge(self, state: LeftState, step: int) -> None:
        left, surprise, among = self._found(state, step)
        today = [one.refused for one in left.values() if one.refused[0] // DAY_S == step]
        if surprise >= self.hot_from and today:
            _show(state.tallies[step], sorted(today), left, surprise, among)

    def explain(self, run: Tally, state: LeftState, key: str) -> Finding:
        """Say how many, of how many newcomers with a key."""
        names, (among, used) = in_order(run.members), (*run.detail, 0, 0)[:2]
        evidence: dict[str, float | int | str] = {
            "networks": int(run.peak), "networks_of_new_keys": among, "requests_each": used,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"Newcomers of {run.peak:,.0f} networks made a key within {WINDOW_DAYS} days, used it until they were "
            f"refused ({spelled(NO_MORE)}), and were answered nothing more that day (of {among:,} networks "
            f"of newcomers with a key; {counted(used, 'request')} each, in the middle)."
        )
        action = (
            "See what the accounts have in common: program, product, the minutes between sign-up and key; hold those, "
            "and give the allowance later, or by card or telephone number."
        )
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names, run.distinct())


def _show(tally: Tally, told: list[tuple[float, str]], left: dict[str, FirstDay], surprise: float, among: int) -> None:
    """Make a day's tally hot, and let it be of those who left, and of the day's refusals."""
    accuse_of(tally, told)
    for name, one in sorted(left.items()):
        tally.member(name, one.first)
    amounts = sorted([one.requests for one in left.values()])
    tally.crest(networks(left.values()), 0.0, surprise, (among, int(amounts[len(amounts) // 2])))
