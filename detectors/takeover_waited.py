"""Accounts taken patiently: thieves who look in, wait for days until the device is no news, and then lock and spend."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.surprise import binomial, to_score
from detectors.takeover_waited_seized import FACTOR, MAIL, PAID, Seized
from detectors.takeover_waited_state import SAME, WINDOW_DAYS, LodgedState
from detectors.takeover_waited_words import done
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import LODGED, Event

Found = dict[str, Seized]
PAYEE = "payee:"  # of ties


class TakeoverWaited(JudgedDays[LodgedState]):
    """Accounts whose mail address was changed on a device that came days before, and then locked or spent at once.

    `takeover` looks at what is new; a device seen quietly for a day or more is not. But an owner whose second device it
    is mends his mail address there now and then, and hardly ever sets the second factor anew, or pays twice, within the
    hour of that, or has himself paid out (to a payee, with no card) within the day: one such account says little, some
    on one site in two weeks say a lot. Surprise: a binomial's tail of so many among all mail changes, by the site's
    earlier weeks; to share a device, or a payee paid out to, says more. Fires on four among a hundred, or five paid out
    of. Quiet on the account's first device, on one at an address that the account had before it came, on accounts whose
    devices keep changing, on new telephones that are set up on their first day (`takeover` and `entry_fanout` see who
    does so there), on owners who change one of these or the other. Judged once a day is over. Fails on fewer than
    `least`, on who waits for more than ten days, or for another day with the payout, changes the mail address alone or
    nothing, or names no device. Cost: next to nothing; state: 200 bytes for each account changed on such a device in
    two weeks.
    """

    name = "takeover_waited"
    kinds = (MAIL, FACTOR, PAID)
    area = "account_security"
    state_type = LodgedState
    idle_s: ClassVar[float] = 5 * DAY_S  # who takes one every other day goes on after a weekend
    settings = ("least", "least_on_one")
    version = 3

    def __init__(self, alert_at: float = 0.5, *, least: int = 4, least_on_one: int = 3) -> None:
        """`least`: accounts of two weeks; `least_on_one`: where so many share a device."""
        super().__init__(alert_at)
        self.least, self.least_on_one = least, least_on_one

    @only(LODGED, FACTOR, PAID)
    def remembers(self, event: Event) -> bool:
        """Note changes and payments on such devices, and that a mail address was changed anywhere."""
        return event.type == MAIL or (bool(event.novel & LODGED) and event.outcome is not False)

    def score(self, event: Event, state: LodgedState, key: str) -> Signal | None:
        """Return the surprise of the two weeks, the event included; None for what is on no such device."""
        if not event.novel & LODGED or event.outcome is False:
            return None
        day = int(event.time // DAY_S)
        changes = state.changes(day) + (event.type == MAIL)
        surprise, seized = self._surprise(state, day, state.seized(day, event), changes)
        surprise = surprise if event.subject in seized else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.known[0] > 0, surprise)

    def _note(self, event: Event, state: LodgedState) -> None:
        state.add(event)

    def _surprise(self, state: LodgedState, day: int, seized: dict[str, Seized], changes: int) -> tuple[float, Found]:
        """Return the most that accounts say, those paid out of within a day left out or not; and these accounts."""
        at_once = {name: one for name, one in seized.items() if not one.out}
        found = self._of(state, day, at_once, changes, state.share(day, out=False)), at_once
        if len(at_once) == len(seized):
            return found
        every = self._of(state, day, seized, changes, state.share(day, out=True)), seized
        return max(found, every, key=lambda one: one[0])

    def _of(self, state: LodgedState, day: int, seized: Found, changes: int, share: float) -> float:
        number, alike = len(seized), _alike(state, day, seized)
        if number < self.least and alike < self.least_on_one:
            return 0.0
        return binomial(max(changes, number), number, share) + SAME * max(0, alike - 1)

    def _judge(self, state: LodgedState, step: int) -> None:
        if step not in state.days:  # as on most
            return
        changes = state.changes(step)
        surprise, seized = self._surprise(state, step, state.seized(step), changes)
        if surprise >= self.hot_from and not seized.keys().isdisjoint(state.days[step]):
            _show(state, step, seized, changes, surprise)

    def explain(self, run: Tally, state: LodgedState, key: str) -> Finding:
        """Say how many, of how many mail changes, and what was done to them."""
        names, (locked, paid, changes, alike, out, to_one) = in_order(run.members), (*run.detail, 0, 0, 0, 0, 0, 0)[:6]
        evidence: dict[str, float | int | str] = {
            "accounts": int(run.peak), "mail_changes": changes, "second_factor_too": locked, "paid_twice": paid,
            "paid_out": out, "on_one_device": alike, "to_one_payee": to_one,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        payees = [tie.removeprefix(PAYEE) for tie in sorted(run.ties or ()) if tie.startswith(PAYEE)]
        one = f", {'all' if alike == run.peak else alike} on one device" if alike > 1 else ""
        reason = (
            f"{counted(run.peak)} had the mail address changed within {WINDOW_DAYS} days on a device that had come to "
            f"them days before, at an address as new, and {done(locked, paid, out, to_one, payees)}{one} (of "
            f"{changes:,} changes of mail on the whole site; expected of owners: less than one)."
        )
        action = (
            "Ask the owners through the old mail address; where they know nothing of it end the sessions made on those "
            "devices, undo the changes, hold the payments; look what else the devices, payees and links have in common."
        )
        return Finding("high", evidence, reason, action, names, run.distinct())


def _alike(state: LodgedState, day: int, seized: Found) -> int:
    """Return how many share a device, or are paid out to one payee."""
    return max(state.on_one(day, seized), *state.paid_to(day, _out(seized)).values(), 0)


def _out(seized: Found) -> list[str]:
    return [name for name, one in seized.items() if one.out]


def _show(state: LodgedState, day: int, seized: dict[str, Seized], changes: int, surprise: float) -> None:
    """Make a day's tally hot, and let it be of the accused: all of these two weeks, and their events."""
    tally = state.tallies[day]
    accuse_of(tally, sorted([one for each in seized.values() for one in each.events]), latest=True)
    tally.first = tally.examples[0][0]  # of two weeks: the day's alert begins with what it shows
    for name, one in sorted(seized.items()):
        tally.member(name, one.events[0][0])
    for lodgers in state.days.values():
        for name in sorted(lodgers.keys() & seized.keys()):
            for place in lodgers[name].places:
                tally.tie(place, seized[name].events[0][0])
    out = state.paid_to(day, _out(seized))
    for payee in [payee for payee, often in sorted(out.items()) if often > 1]:
        tally.tie(f"{PAYEE}{payee}", tally.last)
    locked = len([one for one in seized.values() if one.factor])
    number, to_one = len(_out(seized)), max(out.values(), default=0)
    alike, paid = state.on_one(day, seized), len(seized) - locked - number
    tally.crest(len(seized), 0.0, surprise, (locked, paid, changes, alike, number, to_one))
