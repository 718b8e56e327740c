"""Money asked back within two hours of being paid, round after round, by accounts that hardly keep anything."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from detectors.base import Finding, Signal
from detectors.claims import ASKED_BACK
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.only import ACT, only
from detectors.recurrence import DAY_S
from detectors.refund_rounds_state import WINDOW_DAYS, Asked, RoundsState
from detectors.statuses import REFUSED_FROM
from detectors.surprise import binomial, graded, to_score
from detectors.tally import Tally
from detectors.wording import counted, from_to
from schemas.event import Event

MOSTLY = 0.75  # of what an account asks back: who is often unlucky waits for most of it
OTHERS = 20  # accounts that ask money back, before anything is said
SHARE, WEIGHT = 0.01, 20.0  # of them do so twice soon after paying, before anything is learned
EACH = 1.0  # one in ten goes on for another round
# Of those who did so soon at all another time: before anything is learned, for so many; and where it is what people do
# every day, as where a deposit is given back at the end of a ride.
AGAIN, AGAIN_WEIGHT, AGAIN_MOST = 0.1, 5.0, 0.25
CROWD = 0.5  # of those who ask money back: likewise


class Rounds(NamedTuple):
    """Accounts with `least` rounds and more, how surprising they are; of how many that asked, how many soon once."""

    names: dict[str, Asked]
    among: int = 0
    once: int = 0
    surprise: float = 0.0


class RefundRounds(JudgedDays[RoundsState]):
    """Accounts that ask money back, by a product's name, within two hours of paying, three times or more in four weeks.

    Who buys the wrong thing does so once. Surprise: that of so many accounts beside all that ask money back, by how
    many others do so soon after paying twice, and one for each round beyond the third that all of them have. Fires on a
    ring that buys coins, spends them and has the price given back, aged or not, on a telephone for each; on one account
    with a dozen rounds. Quiet on who returns much but days later, on what is refused, on programs with a key, where a
    quarter of those who did it once do it again (deposits), or half of all. Judged once a day is over. Fails where
    the product's name does not say that money is asked back (`detectors.claims`), where that is told without the
    account that paid, within five minutes of paying or after two hours, below twenty others that ask, below six
    accounts of four rounds, and while many of a ring have had two only. Cost: 3 microseconds for what is asked back;
    state: 80 bytes for each of these and day.
    """

    name = "refund_rounds"
    kinds = ("account.usage",)
    area = "payment_fraud"
    state_type = RoundsState
    idle_s: ClassVar[float] = 7 * DAY_S
    settings = ("least",)

    def __init__(self, alert_at: float = 0.5, *, least: int = 3) -> None:
        """`least`: rounds of four weeks that an account must have."""
        super().__init__(alert_at)
        self.least = least

    @only(ACT)
    def remembers(self, event: Event) -> bool:
        """Note what is asked back without a key, and is not refused."""
        taken = event.status is None or event.status < REFUSED_FROM
        return taken and event.key is None and ASKED_BACK[event.product]

    def score(self, event: Event, state: RoundsState, key: str) -> Signal | None:
        """Return the surprise of the rounds so far where the account's are among them; None for what is not noted."""
        if not self.remembers(event):
            return None
        found = self._found(state, int(event.time // DAY_S))
        surprise = found.surprise if event.subject in found.names else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), len(state.days) > 1, surprise)

    def _note(self, event: Event, state: RoundsState) -> None:
        state.add(event)

    def _judge(self, state: RoundsState, step: int) -> None:
        today, found = state.days.get(step, {}), self._found(state, step)
        mine = sorted((one.first, name) for name, one in today.items() if one.soon and name in found.names)
        if not mine or found.surprise < self.hot_from:
            return
        tally, rounds = state.tallies[step], [one.soon for one in found.names.values()]
        accuse_of(tally, [first for first, _ in mine])
        for name, one in found.names.items():
            tally.member(name, one.first[0])
        told = len(rounds), min(rounds), max(rounds), sum(rounds), found.among, found.once
        tally.crest(len(rounds), 0.0, found.surprise, told)

    def _found(self, state: RoundsState, day: int) -> Rounds:
        """Return who goes round, as many rounds as are the most surprising; nobody where others do as well."""
        lately = state.lately(day)
        often = {name: one for name, one in lately.items() if one.soon >= max(self.least, MOSTLY * one.number)}
        others = [one.soon for name, one in lately.items() if name not in often]
        once, twice = sum(map(bool, others)), sum([soon > 1 for soon in others])
        again = (twice + AGAIN * AGAIN_WEIGHT) / (once + AGAIN_WEIGHT)
        if not often or len(others) < OTHERS or again > AGAIN_MOST or len(often) > CROWD * len(lately):
            return Rounds({}, len(lately), once)
        share, best = (twice + SHARE * WEIGHT) / (len(others) + WEIGHT), Rounds({}, len(lately), once)
        for least in sorted({one.soon for one in often.values()}):
            names = {name: one for name, one in often.items() if one.soon >= least}
            surprise = binomial(len(lately), len(names), share) + EACH * (least - self.least)
            if min(surprise, self.hot_from) > best.surprise:
                best = Rounds(names, len(lately), once, surprise)
        return best

    def explain(self, run: Tally, state: RoundsState, key: str) -> Finding:
        """Say how many accounts went round how often, and what others do."""
        accounts, fewest, most, rounds, among, once = (*run.detail, *[0] * 6)[:6]
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "rounds_at_least": fewest, "rounds_at_most": most, "rounds": rounds,
            "accounts_that_asked": among, "others_once": once, "surprise_log10": round(run.surprise, 3),
            "events": run.n,
        }  # fmt: skip
        who = "One account" if accounts == 1 else f"{counted(accounts)} each"
        times = from_to(fewest, most)
        reason = (
            f"{who} asked their money back within two hours of paying {times} times in {WINDOW_DAYS} days, {rounds} "
            f"times in all; of {among - accounts:,} others that asked money back, {once:,} did so as soon, hardly one "
            "again."
        )
        action = "See what was bought and whether it was used up before; hold what these accounts ask back next."
        names = in_order(run.members)
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names, run.distinct())
