"""Impossible travel: two logins to one account from countries too far apart for the time between them.

What the newcomer changes within the hour counts for it, that he pays one payee again, and that the account goes on in
both by turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2, log10

from detectors.base import LATENESS_MAX_S, Signal, by_event
from detectors.countries import apart_km
from detectors.habits import DAY_S, Firsts, fold_days
from detectors.impossible_travel_paid import PAYMENT, TAKEN, said, taken
from detectors.impossible_travel_report import (
    KM_H,
    TravelReport,
    note_countries,
    note_payees,
    note_payments,
    note_place,
)
from detectors.impossible_travel_state import Login, TravelState, abroad, login_of, pair
from detectors.impossible_travel_turns import BOTH, TURNS, forget
from detectors.only import only
from detectors.surprise import to_score
from detectors.takeover_entries import Change, change_of, keep
from detectors.tally import Tally
from schemas.event import (
    NEW_ACCOUNT,
    NEW_AGENT,
    NEW_ASN,
    NEW_COUNTRY,
    NEW_DEVICE,
    NEW_IP,
    NEW_TODAY,
    ROAMING,
    Event,
)

TOO_FAST, TOO_FAST_MOST = 2.0, 4.4  # surprise at `KM_H` (a tunnel, a wrong guess of the country), and beyond 6,800 km/h
SAME_AGENT = -1.0  # a browser the account has used, where no device is told: one thief in ten has the same
UNNAMED = 0.7  # surprise of a device not told: nothing speaks for the owner, and nothing against him
NETWORK, CLIENT = NEW_IP | NEW_ASN | NEW_COUNTRY, NEW_DEVICE | NEW_AGENT
LATEST_S = 86_400.0  # a day is enough for every journey


class ImpossibleTravel(TravelReport):
    """Successful logins from two countries, one of them new to the account, faster than any journey.

    Fires whether the thief comes after the owner or the owner after the thief. What is changed within the hour from
    the new place (a key made; mail address, second factor, password) adds what it adds to a takeover, the rarest of it
    once (a second factor alone as a new telephone's), and that one payee is paid twice or more as much as such a thing:
    then an account with hardly any logins is told, too. Where it is then used from both by turns, faster than any
    journey and on a device in each, this is one unit more. Quiet on a traveller (there is time to fly), between
    neighbours, on a device that the account has used (its owner's tunnel), or on its browser where no device is told,
    on an account that turns up in new countries all the time, on one with half a dozen logins and no change, on one
    that several homes share, told by devices that never met in one network. Blind where the events name no country.
    Cost: 3 microseconds; state: about 400 bytes.
    """

    name = "impossible_travel"
    version = 8
    keyed_by = "account"
    kinds = ("account.login", "account.usage", PAYMENT, *TAKEN)
    area = "account_security"
    state_type = TravelState
    heeds_score = False
    step_s = 3600.0
    reach_s = LATEST_S

    @by_event
    @only(ROAMING | NEW_COUNTRY, "account.usage", PAYMENT)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account, but for what one that was in no new country within hours uses or pays: nearly all."""
        if event.type == "account.usage":
            return (event.subject,) if event.novel & ROAMING else ()
        return () if event.type == PAYMENT and not _abroad(event) else (event.subject,)

    def score(self, event: Event, state: TravelState, key: str) -> Signal | None:
        """Return the surprise of the fastest journey that the login ends or begins, or that the change followed.

        None for a failure, and for what is used.
        """
        if event.type == "account.usage":
            return None
        if event.type != "account.login":
            change = change_of(event)
            found = [self._journey(state, *two, change)[0] for two in state.journeys(change)]
            surprise = max(found, default=0.0)
            return Signal(self.name, self.version, key, to_score(surprise), state.past.logins > 0, surprise)
        if not event.outcome:
            return None
        surprise = 0.0
        if event.country is not None and (others := abroad(state, event.country)):
            mine = login_of(event)
            surprise = max([self._journey(state, *pair(mine, other))[0] for other in others])
        return Signal(self.name, self.version, key, to_score(surprise), state.past.logins > 0, surprise)

    def learn(self, event: Event, state: TravelState, signal: Signal | None) -> bool:
        """Remember a success, then look at every journey that it ends or begins; a change, and what it followed.

        And from where the account is used, and then at all of them.
        """
        if event.type == "account.usage":
            return state.sight(event) and any([self._heat(state, *two) for two in state.pairs(event.time)])
        if event.type != "account.login":
            change = change_of(event)
            keep(state.changes, change)
            hot = any([self._heat(state, *two) for two in state.journeys(change)])
            return self._paid(state, change) or hot
        if not event.outcome:
            return False
        number = int(event.time // DAY_S)
        day = state.days.get(number)
        if day is None:
            day = state.days[number] = Firsts()
        day.add(event)
        state.seat(event)
        if event.country is None:
            return False
        mine, hot = login_of(event), False
        others = abroad(state, event.country) if state.logins else []
        state.keep(mine)
        if others:
            for two in [*[pair(mine, other) for other in others], *state.pairs(mine.time)]:
                hot = self._heat(state, *two) or hot
        return hot

    def _heat(self, state: TravelState, first: Login, second: Login) -> bool:
        surprise, speed = self._journey(state, first, second)
        if surprise < self.hot_from:
            return False
        tally = state.tallies.setdefault(int(first.time // self.step_s), Tally())
        tally.hot = True
        new = second if second.strange else first
        changes = state.after(new)
        for name, time in [(one.id, one.time) for one in (first, second)] + [(one.id, one.time) for one in changes]:
            if name not in tally.members:
                tally.member(name, time)
                tally.seen(time, name)
        told = {"new_device": float(bool(new.novel & NEW_DEVICE))}
        before = tally.extra or {}
        tally.extra = {**before, **(told if surprise > tally.surprise else {})}
        if by_turns(state, first, second):
            tally.extra["by_turns"] = 1.0
        note_place(new, tally)
        note_countries(new, second if new is first else first, tally)
        for login in (first, second):
            note_payments(state.done(login) if login.strange else (), tally)
        note_payees(changes, tally)
        for name, times in said(changes).items():  # all, whichever is told first
            tally.extra[name] = max(times, tally.extra.get(name, 0.0))
        tally.crest(min(speed, 1e6), KM_H, surprise, (round(second.time - first.time),))
        return True

    def _paid(self, state: TravelState, change: Change) -> bool:
        """Note what is paid from where the account is told to have been entered; return True where it is."""
        told = False
        for login in state.logins if change.kind == PAYMENT else ():
            if login.strange and change in (done := state.done(login)):
                for tally in state.tallies.values():
                    if tally.hot and login.id in tally.members:
                        note_payments(done, tally)
                        told = True
        return told

    def _journey(self, state: TravelState, first: Login, second: Login,
                 further: Change | None = None) -> tuple[float, float]:  # fmt: skip
        """Return the surprise of a journey with what was changed after it (`further`: a change too), and its km/h."""
        took = second.time - first.time
        new = second if second.strange else first
        if not new.strange or took > LATEST_S:
            return 0.0, 0.0
        speed = apart_km(first.country, second.country) / max(took / 3600, 1e-3)
        if speed <= KM_H:
            return 0.0, speed
        fast = max(0.0, min(TOO_FAST_MOST, TOO_FAST + log2(speed / KM_H)) - state.shared(new.time))
        done = taken(state.after(new, further))
        return fast + self._novelty(state, new) + done + BOTH * by_turns(state, first, second), speed

    def _novelty(self, state: TravelState, new: Login) -> float:
        """Return how surprising country and device are, at most as sure as the account's logins can make us."""
        habit = state.habit(new.time)
        unseen = log10(
            habit.logins + 2
        )  # of n logins none showed it: the next may with a chance of 1 in n + 2 (Laplace)
        device = (habit.surprise(new.novel & CLIENT) or SAME_AGENT) if new.named else UNNAMED
        return min(unseen, habit.surprise(new.novel & NETWORK)) + min(unseen, device)

    def prune(self, state: TravelState, watermark: float) -> None:
        """Drop what no late event can reach; fold closed days into the past."""
        oldest = watermark - LATENESS_MAX_S - LATEST_S
        if state.logins and state.logins[0].time < oldest:  # they are in order of time
            state.logins = [login for login in state.logins if login.time >= oldest]
        if state.sights:
            state.sights = forget(state.sights, oldest)
        if state.changes and state.changes[0].time < oldest:
            state.changes = [change for change in state.changes if change.time >= oldest]
        fold_days(state.past, state.days, oldest)


def _abroad(event: Event) -> bool:
    """Tell whether a payment that was taken, by an account known before, may follow a journey."""
    if not event.novel & (ROAMING | NEW_COUNTRY) or event.novel & NEW_ACCOUNT:
        return False
    return event.outcome is not False and event.merchant is not None


def by_turns(state: TravelState, first: Login, second: Login) -> bool:
    """Tell whether, after two logins, the account is used in the places of both, over and over faster than possible.

    Not on an account's first day: nobody can say yet that one of the places is not its own (a probe that goes round).
    """
    if (first.novel | second.novel) & NEW_TODAY:
        return False
    possible_s = apart_km(first.country, second.country) / KM_H * 3600
    return state.turned(first, second, possible_s) >= TURNS
