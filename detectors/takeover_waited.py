"""Accounts taken patiently: thieves who look in, wait for days until the device is no news, and then lock and spend."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.surprise import binomial, to_score
from detectors.takeover_waited_found import PAYEE, Told, Verdict, alike, lone, numbers, show
from detectors.takeover_waited_lodger import FACTOR, KEY, MAIL, PAID
from detectors.takeover_waited_state import LodgedState
from detectors.takeover_waited_told import done_in, paid_in, shown
from detectors.takeover_waited_usual import SAME
from detectors.takeover_waited_ways import Way, ways
from detectors.takeover_waited_words import said
from detectors.tally import Tally
from schemas.event import LODGED, Event

# Of its evidence: each tells of money.
MONEY = "paid_twice", "paid_out", "paid_days_later", "emptied", "waited"


class TakeoverWaited(JudgedDays[LodgedState]):
    """Accounts whose mail address was changed on a device that came days before, and then locked or spent at once.

    `takeover` looks at what is new; a device seen quietly for a day or more is not. But an owner whose second device it
    is mends his mail address there now and then, and hardly ever sets the second factor anew, or pays twice, within the
    hour of that, or has himself paid out (to a payee, with no card) within the day: one such account says little, some
    on one site in two weeks say a lot. Nor does he set the second factor alone where he has never been, on a device
    that he has not used since it came, and pay on it days later in a third place; or change the mail address there and
    make a key within the hour (two such accounts are enough), or have himself paid (three), or do nothing else; or set
    the second factor as he comes with a device, let it lie for days, and have himself paid there. Surprise: a
    binomial's tail of so many among all mail changes (of the last kind: among new second factors), by the site's
    earlier weeks; to share a device, or a payee paid out to, says more. Fires on four among a hundred (of the last
    among fifty), or five paid out of. Quiet on the account's first device, on one at an address that the account had
    before it came, on accounts whose devices keep changing, on new telephones that are set up on their first day
    (`takeover` and `entry_fanout` see who does so there) or used since, on owners who change one of these or the other,
    and where to those told five days ago but one is added who shares nothing with them. Judged once a day is over.
    Fails on fewer than `least`, on who waits for more than ten days, or for another day with the payout on a device
    that he uses, changes nothing, or names no device. Cost: next to nothing; state: 200 bytes for each account changed
    on such a device in two weeks.
    """

    name = "takeover_waited"
    kinds = (MAIL, FACTOR, PAID, KEY)
    area = "account_security"
    state_type = LodgedState
    idle_s: ClassVar[float] = 5 * DAY_S  # who takes one every other day goes on after a weekend
    settings = ("least", "least_on_one")
    version = 6

    def __init__(self, alert_at: float = 0.5, *, least: int = 4, least_on_one: int = 3) -> None:
        """`least`: accounts of two weeks; `least_on_one`: where so many share a device."""
        super().__init__(alert_at)
        self.least, self.least_on_one = least, least_on_one

    @only(LODGED, PAID, KEY)
    def remembers(self, event: Event) -> bool:
        """Note changes and payments on such devices, and that a mail address or second factor was changed anywhere."""
        return event.type in (MAIL, FACTOR) or (bool(event.novel & LODGED) and event.outcome is not False)

    def score(self, event: Event, state: LodgedState, key: str) -> Signal | None:
        """Return the surprise of the two weeks, the event included; None for what is on no such device."""
        if not event.novel & LODGED or event.outcome is False:
            return None
        found = self._most(state, int(event.time // DAY_S), event)
        surprise = found.surprise if event.subject in found.seized else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.known[0] > 0, surprise)

    def _note(self, event: Event, state: LodgedState) -> None:
        state.add(event)

    def _most(self, state: LodgedState, day: int, event: Event | None = None) -> Verdict:
        """Return what accounts say most, one more event included."""
        every = [self._of(state, day, way) for way in ways(state, day, event)]
        return max(every, key=lambda one: one.surprise, default=Verdict(0.0, {}, 0))

    def _of(self, state: LodgedState, day: int, way: Way) -> Verdict:
        number, one = len(way.seized), alike(state, day, way.seized)
        if number < (way.least or self.least) and one < self.least_on_one:
            return Verdict(0.0, way.seized, way.changes)
        surprise = binomial(max(way.changes, number), number, way.share) + SAME * max(0, one - 1)
        return Verdict(surprise, way.seized, way.changes, way.sort)

    def _judge(self, state: LodgedState, step: int) -> None:
        if step not in state.days:  # as on most
            return
        for found in reversed(self._accusing(state, step)):  # what is said last is told
            if not found.seized.keys().isdisjoint(state.days[step]):
                show(state, step, found)

    def _accusing(self, state: LodgedState, day: int) -> list[Verdict]:
        """Return what accuses, first what owners do most seldom; of the rest each without those named there.

        Else an owner who did one thing would be named beside thieves who did it and more.
        """
        every, found = sorted(ways(state, day, None), key=lambda one: one.share), list[Verdict]()
        while every:
            way = every.pop(0)
            verdict = self._of(state, day, way)
            if verdict.surprise >= self.hot_from:
                if not self._repeats(state, day, way, verdict):
                    found.append(verdict)
                every = [way.but(verdict.seized) for way in every]
        return found

    def _repeats(self, state: LodgedState, day: int, way: Way, found: Verdict) -> bool:
        """Tell whether all but one were told days ago, and he has nothing in common with them: so may an owner be."""
        late = lone(found.seized, self.idle_s)
        if late is None:
            return False
        others = way.but({late})
        before = self._of(state, day, others)
        return before.surprise >= self.hot_from and alike(state, day, others.seized) == alike(state, day, found.seized)

    def explain(self, run: Tally, state: LodgedState, key: str) -> Finding:
        """Say how many, of how many mail changes, and what was done to them."""
        sort = Told(*run.detail).sort
        done = done_in(run, sort)
        apart = {one.name for one in done if one.sort != sort}
        names = sorted(in_order(run.members), key=apart.__contains__)
        evidence: dict[str, float | int | str] = {
            "accounts": int(run.peak), **numbers(run), "surprise_log10": round(run.surprise, 3),
            "events": len({one.event for one in done}), "accounts_in_other_ways": len(apart), **paid_in(run),
        }  # fmt: skip
        payees = [tie.removeprefix(PAYEE) for tie in sorted(run.ties or ()) if tie.startswith(PAYEE)]
        paid = any([evidence[name] for name in MONEY]) or bool(paid_in(run))
        undo = ["revoke the keys"] * bool(evidence["keys"]) + ["hold the payments"] * paid
        action = (
            "Ask the owners through the old mail address; where they know nothing of it end the sessions made on those "
            f"devices, {', '.join(['undo the changes', *undo])}; look what else the devices, payees and links have in "
            "common."
        )
        return Finding("high", evidence, said(run, payees), action, names, run.distinct(), events=shown(done))
