"""Impossible travel: two logins to one account from countries too far apart for the time between them.

What the newcomer changes within the hour counts for it, that he pays one payee again, and that the account goes on in
both by turns.
"""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import LATENESS_MAX_S, Signal, by_event
from detectors.habits import DAY_S, Firsts, fold_days
from detectors.impossible_travel_hands import seat
from detectors.impossible_travel_judged import KM_H, LATEST_S, journey
from detectors.impossible_travel_noted import write, write_paid
from detectors.impossible_travel_paid import PAYMENT, TAKEN
from detectors.impossible_travel_report import TravelReport
from detectors.impossible_travel_state import Login, TravelState, abroad, login_of, pair
from detectors.impossible_travel_turns import forget
from detectors.only import only
from detectors.surprise import to_score
from detectors.takeover_entries import change_of, keep
from detectors.tally import Tally
from schemas.event import NEW_ACCOUNT, NEW_COUNTRY, ROAMING, Event


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
    @only(ROAMING, "account.usage")
    @only(ROAMING | NEW_COUNTRY, PAYMENT)
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
            found = [journey(state, *two, change)[0] for two in state.journeys(change)]
            surprise = max(found, default=0.0)
            return Signal(self.name, self.version, key, to_score(surprise), state.past.logins > 0, surprise)
        if not event.outcome:
            return None
        surprise = 0.0
        if event.country is not None and (others := abroad(state, event.country)):
            mine = login_of(event)
            surprise = max([journey(state, *pair(mine, other))[0] for other in others])
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
            return write_paid(state, change) or hot
        if not event.outcome:
            return False
        number = int(event.time // DAY_S)
        day = state.days.get(number)
        if day is None:
            day = state.days[number] = Firsts()
        day.add(event)
        seat(state.seen, event)
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
        surprise, speed = journey(state, first, second)
        if surprise < self.hot_from:
            return False
        tally = state.tallies.setdefault(int(first.time // self.step_s), Tally())
        tally.hot = True
        write(state, first, second, tally, best=surprise > tally.surprise)
        tally.crest(min(speed, 1e6), KM_H, surprise, (round(second.time - first.time),))
        return True

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
