"""Codes guessed patiently: accounts that come back day after day to be refused one product, as nobody else does."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, Signal, by_event
from detectors.code_guessing_early import FITTING, early, fitting
from detectors.code_guessing_guessers import Guesser, Guessers
from detectors.code_guessing_patient import patient
from detectors.code_guessing_refused import is_denied, is_refused
from detectors.code_guessing_roaming import WAY_AT, roaming
from detectors.code_guessing_slow_accused import accuse
from detectors.code_guessing_slow_state import DaysState
from detectors.code_guessing_slow_words import told
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays
from detectors.only import FAILED, MOVED, only
from detectors.recurrence import DAY_S
from detectors.site_days import slot_of
from detectors.site_told import NOT_YET
from detectors.statuses import DENIED, REFUSED_FROM, TAKEN
from detectors.surprise import graded, to_score
from detectors.tally import Tally
from schemas.event import GRANTED, NEW_IP, Event

AGAIN_MOST = 0.05  # of those refused a product, that are so on as many days without trying hard: then a page does it
CROWD = 0.5  # of those refused a product, that try hard on so many days: then it is the door, after a release say


class CodeGuessingSlow(JudgedDays[DaysState]):
    """Accounts without a key refused one product more often than 99 in 100 account-days, on four days of two weeks.

    Who mistypes a code does so on one day. A guesser who wants to stay below every limit needs many. Surprise: that of
    the first such day beside those known (`site_spread`, two more at most for how far beyond it is), and one for each
    further day. What is usual is as told on the account's first such day: later it is the guesser's own. Fires on an
    account that tries eight codes a day for four days, on a few of them together, whatever addresses they come from.
    Quiet on a smudged code, on programs with a key, on a page that is gone and that others ask for day after day, too,
    on a release that breaks it for most, and until twenty account-days are known. Judged once a day is over. Fires as
    well on five accounts and more that are refused twice a day on three days, above nine in ten account-days, each from
    four providers or more, where most who come back so often do (`code_guessing_roaming`): forty that try three codes a
    day each, by whatever homes they come; on five from their own homes that are refused three times a day on six days,
    and on more that are so five times a day on four, above nine in ten (`code_guessing_patient`); and, where nothing is
    known of the product yet, on newcomers refused more in a day than all others so far (`code_guessing_early`), or
    older accounts so, that were given it twice and refused again between: beside others whose code was taken already
    (409), too. Fails where accounts take turns for three days each, below six a day where one or two do it at home,
    below five for less than six days, and below three; where nobody else was turned away on three days, but for three
    newcomers at a door that gives by its name; takes a page that somebody alone left open for a guess. Who was given it
    an hour and more after a refusal, from a line new to him, is named first. Cost: 2 microseconds for one refused;
    state: 100 bytes for an account refused in a day of the last two weeks, 30 for each of its first few refusals.
    """

    name = "code_guessing_slow"
    version = 4
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = DaysState
    by_site = True
    idle_s: ClassVar[float] = 2 * DAY_S
    settings = ("least",)

    def __init__(self, alert_at: float = 0.5, *, least: int = 4) -> None:
        """`least`: days of the two weeks on which an account must have tried hard."""
        super().__init__(alert_at)
        self.least = least

    @by_event
    @only(FAILED | MOVED | GRANTED)
    def remembers(self, event: Event) -> bool:
        """Note what is refused without a key, and what is given to who comes from a new line or was refused it."""
        if event.status in DENIED or event.status == TAKEN:
            return is_refused(event)
        given = event.status is None or event.status < REFUSED_FROM
        return given and event.product is not None and event.key is None

    def learn(self, event: Event, state: DaysState, signal: Signal | None) -> bool:
        """As in the base; what is given is waited for by nobody."""
        if event.status in DENIED:
            return super().learn(event, state, signal)
        if event.status == TAKEN:
            if self.remembers(event):
                state.turn_away(event)
            return False
        if event.novel & GRANTED:
            state.fit(event)
        if event.novel & NEW_IP and self.remembers(event):
            state.give(event)
        return False

    def score(self, event: Event, state: DaysState, key: str) -> Signal | None:
        """Return the surprise of the account's days before the event's; None before the site is known."""
        if event.site is None or not is_denied(self, event):
            return None
        slot = slot_of(event.product or "")
        days = state.lately(int(event.time // DAY_S), slot).get(event.subject, {})
        found = state.guesser(days, slot)
        surprise = found.surprise(self.least) if found is not None else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def lacks(self, event: Event, state: DaysState) -> str:
        """Say that the site is not known, where that is so."""
        return NOT_YET if event.site is None and is_denied(self, event) else ""

    def _note(self, event: Event, state: DaysState) -> None:
        state.add(event)

    def _judge(self, state: DaysState, step: int) -> None:
        slots = sorted(state.days.get(step, {}))
        every = [find(state, step, slot) for slot in slots for find in (self._found, roaming, patient, early, fitting)]
        if accused := [found for found in every if found.names and found.surprise(self.least) >= self.hot_from]:
            accuse(state, step, accused, self.least)

    def _found(self, state: DaysState, day: int, slot: int) -> Guessers:
        """Return who tried hard on this day, too, and on enough others; nobody where many are refused so often."""
        lately, names, light = state.lately(day, slot), dict[str, Guesser](), 0
        for name, days in lately.items():
            found = state.guesser(days, slot) if len(days) >= self.least else None
            if found is not None and found.surprise(self.least) >= self.hot_from:
                names[name] = found
            light += name not in names and len(days) >= self.least
        if light > AGAIN_MOST * len(lately) or len(names) > CROWD * len(lately):
            return Guessers({}, len(lately))
        mine = {name: one for name, one in names.items() if day in one.days}
        return Guessers(mine, len(lately), slot=slot)

    def explain(self, run: Tally, state: DaysState, key: str) -> Finding:
        """Say how many accounts, on how many days each, how often, and how often others of the site are."""
        evidence, reason, action = told(run)
        names = list(dict.fromkeys([*in_order(run.marked or {}), *in_order(run.members)]))
        grave = "high" if run.detail[WAY_AT] == FITTING else graded(run.surprise, self.hot_from)  # something was taken
        return Finding(grave, evidence, reason, action, names, run.distinct())
