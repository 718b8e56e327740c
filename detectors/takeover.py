"""Account takeover: entry from a strange place after guessing, or followed by what locks the owner out."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import LATENESS_MAX_S, Signal, by_event
from detectors.habits import DAY_S, Firsts
from detectors.only import KEYLESS, only
from detectors.own_fault import own_fault
from detectors.statuses import REFUSED_FROM
from detectors.strange import news, strange
from detectors.surprise import to_score
from detectors.takeover_changes import follows
from detectors.takeover_entries import CHANGES, change_of, entry_of, is_seized, keep
from detectors.takeover_judged import weigh
from detectors.takeover_report import TakeoverReport
from detectors.takeover_state import TakeoverState
from detectors.takeover_unknown import STEP_S, note
from schemas.event import NEW_COUNTRY, NEW_DEVICE, Event


class Takeover(TakeoverReport):
    """Adds up how strange a login is to its account, the failures in the day before, and the changes in the day after.

    A change made in a country new to the account without any login is an entry, too: the session was stolen, unless the
    account's own device logged in there that day, and changes name none. A new device in a new place is less of a
    surprise the fewer logins are known (`habits`). Quiet on a traveller (a new country on a known device), on a new
    phone (a new device at a known address or provider, which a change of the second factor and a reset belong to; at a
    new provider in no new country, as in a shop, they say little: whether a shop's counter or a thief's telephone did
    so to many, `entry_fanout` and its kin tell by the place's own past; nor does the second factor count beside a new
    mail address where such a telephone's set-up asks for both), and on accounts younger than a day, unless one place
    that failed twenty times takes, within minutes, the mail address and the second factor or keys, or all three are
    taken in one that was in use before. Failures at the place that then needed a reset do not count: a forgotten
    password. What was spent from there within the hour counts where it exceeds the account's days and its mail address
    or keys were changed; or where it is three times its fullest day and more, on a new device that needed a reset and
    set the second factor anew: then from known addresses, too, since a carrier's are shared, but not where that device
    had failed there before it asked for the reset. A key made and the card on file charged, no more, in no new country,
    is a new colleague's: what he pays does not count (`is_colleague`). An account seen only by what names no place has
    none that could be left: its first entry is nothing new; one that was seen in use elsewhere for a day has. Where the
    mail address is changed and money sent, with no card, to a payee it was never seen to pay, both within ten minutes
    of an entry from an address new to it, no past is needed (`takeover_emptied`). Fails where the thief uses the
    owner's device without changing three things at once, and where he changes nothing. A reset just before the entry
    speaks for its owner, who holds the mailbox; the more so where he had failed there before it. Other changes from
    where the owner has long been do not count; nor is who came by a reset and was asked for no second factor told for
    setting up a new telephone. Medium is what a colleague, a new owner or a new telephone does as well (`is_doubtful`).
    Takes an owner who moves abroad, with a new telephone and address of mail, for a thief.
    Cost: about 4 microseconds a login, one for spending; state: about 500 bytes.
    """

    name = "takeover"
    version = 22
    keyed_by = "account"
    kinds = ("account.login", "account.usage", *CHANGES)
    area = "account_security"
    state_type = TakeoverState
    heeds_score = False
    step_s = STEP_S
    reach_s = DAY_S

    @by_event
    @only(KEYLESS, "account.usage")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account, but for usage that spends nothing, or on an API key: most usage by far."""
        if event.type != "account.usage":
            return (event.subject,)
        spends = event.units is not None and event.product is not None and event.key is None
        return (event.subject,) if spends and (event.status is None or event.status < REFUSED_FROM) else ()

    def score(self, event: Event, state: TakeoverState, key: str) -> Signal | None:
        """Return the surprise of what the event completes: an entry with its past, or a change with its entry."""
        surprise = 0.0
        if event.type == "account.usage":
            return None
        if event.type != "account.login":
            entries = [*state.entries, entry_of(event)] if is_seized(event) else state.entries
            if entries and state.changed(event):
                change = change_of(event)
                surprise = max((weigh(state, e, change) for e in entries if follows(e, change)), default=0.0)
        elif event.outcome and state.born + DAY_S <= event.time and strange(event):
            surprise = weigh(state, entry_of(event))
        return Signal(self.name, self.version, key, to_score(surprise), state.past.logins > 0, surprise)

    def learn(self, event: Event, state: TakeoverState, signal: Signal | None) -> bool:
        """Remember the event, then weigh every entry that it may concern."""
        if event.type == "account.usage":
            if not state.spend(event) or not (state.changes or state.tallies):
                return False  # what is spent weighs beside a change only
        elif event.type != "account.login":
            if not self._keeps(event, state):
                return False
        elif event.outcome is False:
            return not own_fault(event) and self._fail(event, state)
        else:
            self._login(event, state)
        return bool(state.entries) and self._refresh(event.time, state)

    def _keeps(self, event: Event, state: TakeoverState) -> bool:
        """Remember a change; return False for a payment that is none."""
        changed = state.changed(event)
        if changed:
            keep(state.changes, change_of(event))
        if is_seized(event):
            state.enter(entry_of(event))
        state.pay(event)
        return state.spend(event) or changed

    def _fail(self, event: Event, state: TakeoverState) -> bool:
        if strange(event):
            return self._guess(event, state)
        if event.novel & NEW_DEVICE:  # at home: by one who has forgotten his password
            note(state.tried, event.time, event.ip, event.device)
        return False

    def _guess(self, event: Event, state: TakeoverState) -> bool:
        hour = int(event.time // self.step_s)
        state.guesses[hour] = state.guesses.get(hour, 0) + 1
        note(state.tried, event.time, event.ip, event.device)
        state.fails(event)
        return self._refresh(event.time, state)

    def _login(self, event: Event, state: TakeoverState) -> None:
        if event.time < state.born:  # noqa: PLR1730  # as in `Counts.seen`
            state.born = event.time
        number = int(event.time // DAY_S)
        day = state.days.get(number)
        if day is None:
            day = state.days[number] = Firsts()
        day.add(event)
        if strange(event) or (event.novel & NEW_DEVICE and news(event) & NEW_DEVICE):
            state.enter(entry_of(event))
        elif event.novel & NEW_COUNTRY:  # asked here: few are, and a call for each login counts
            state.travels(event)

    def prune(self, state: TakeoverState, watermark: float) -> None:
        """Drop what no late event can touch; fold closed days into the past."""
        state.forget(watermark - LATENESS_MAX_S - 2 * DAY_S, watermark)
