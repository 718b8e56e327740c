"""Spraying at a patient pace: a try for each account, each from another network, through one entrance, for a day."""

from __future__ import annotations

from detectors.at_once import patient
from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.login_day import STEP_S, TOLD, LoginDay
from detectors.login_source_state import (
    ABROAD,
    ENTERED,
    SourceState,
    Tried,
    kind_of,
    named,
    sources,
    tried_of,
)
from detectors.only import only
from detectors.reset_enumeration_slow import LEAST, SHAPE
from detectors.signup_domains import DAYS_LEAST
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import NEW_ACCOUNT, Event

HOURS_LEAST = 8  # a third of the day


class LoginSource(LoginDay[SourceState]):
    """Accounts that failed, each at a provider new to it, through one entrance (`source`) of the site within a day.

    Fires where they are far more than the entrance has on a usual day, and more than goes with those who got in at a
    new provider today and with those who failed at home: about a fourth as many failures, or half. Fires on a sprayer
    with a new address for each account, however little he does in an hour; quiet on journeys, a provider that gets new
    numbers, an outage or a new client, on an entrance that opens. Accounts count by network. Judged every hour, from a
    site's second week on. Fails where honest strangers fail as often as an eighth of what the attack does. Cost: a
    microsecond for a login from a new address or a failure, 15 for a failure at a new provider.
    """

    name = "login_source"
    state_type = SourceState

    @only(0, never=NEW_ACCOUNT)
    def remembers(self, event: Event) -> bool:
        """Note failures, and who got in at a provider new to the account."""
        return not event.novel & NEW_ACCOUNT and kind_of(event) is not None

    def score(self, event: Event, state: SourceState, key: str) -> Signal | None:
        """Return the surprise of the day's failures so far; None for what is no failure abroad."""
        if kind_of(event) != ABROAD:
            return None
        step, one = int(event.time // STEP_S), tried_of(event)
        many = state.today(named(ABROAD, one.source), step) >= LEAST - 1 and state.days(step) >= DAYS_LEAST
        group = state.through(step, one.source) | {event.subject: one} if many else {}
        surprise = _judged(state, step, one.source, group) if many else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), surprise > 0, surprise)

    def learn(self, event: Event, state: SourceState, signal: Signal | None) -> bool:
        """As in the base; what is only counted is not waited for."""
        kind = None if event.novel & NEW_ACCOUNT else kind_of(event)  # as `kind_of`: most that are shown are new
        if kind == ABROAD:
            return super().learn(event, state, signal)
        if kind is not None:
            state.add(event, kind)
        return False

    def _note(self, event: Event, state: SourceState) -> None:
        state.add(event, ABROAD)

    def _judge(self, state: SourceState, step: int) -> None:
        if state.days(step) < DAYS_LEAST:
            return
        for source in sources(state.made.get(step, {}).values()):
            group = state.through(step, source)
            surprise = _judged(state, step, source, group)
            if surprise >= self.hot_from:
                _accuse(state, step, source, group, surprise)

    def explain(self, run: Tally, state: SourceState, key: str) -> Finding:
        """Say how many accounts failed from how many networks, and what is usual there."""
        names, (networks, hours, entered, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        evidence: dict[str, float | int | str] = {
            "accounts_in_day": int(run.peak), "networks": networks, "hours": hours, "expected_in_day": run.usual,
            "entered_at_new_providers": entered, "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"{counted(run.peak)} failed to log in{_at(run)} within 24 h, each at a provider new to it, from "
            f"{counted(networks, 'network')} and over {counted(hours, 'hour')}; going by the days before, by who gets "
            f"in at new providers and by who fails at home, there are {run.usual:.1f} a day. "
            f"{counted(entered, 'login')} got in there at new providers meanwhile."
        )
        action = "See who got in there at providers new to them, and with which program; ask for a second factor there."
        return Finding("high", evidence, reason, action, names, run.distinct() if run.level else len(names))


def _at(run: Tally) -> str:
    """Return through which entrance, where the events say."""
    told = sorted(name for name in run.extra or {} if name)
    return f" through {told[0]}" if len(told) == 1 else ""


def _judged(state: SourceState, step: int, source: str, group: dict[str, Tried]) -> float:
    """Return the surprise of so many accounts, at most one a network; 0 for few, and for what comes within hours."""
    count = min(len(group), len({one.network for one in group.values()}))
    if count < LEAST or not patient([one.time for one in group.values()], HOURS_LEAST):
        return 0.0
    return gamma_poisson(count - 1, SHAPE, SHAPE / max(1.0, state.expected(step, source) / 2 ** state.level(step)))


def _accuse(state: SourceState, step: int, source: str, group: dict[str, Tried], surprise: float) -> None:
    """Tell half a day, so that the alert begins about when the attack did; name the accounts of all of it."""
    hours = {int(one.time // STEP_S) for one in group.values()}
    entered, networks = round(state.today(named(ENTERED, source), step)), len({one.network for one in group.values()})
    many, expected = len(group) << state.level(step), round(max(1.0, state.expected(step, source)), 1)
    for at in sorted(at for at in hours & state.tallies.keys() if at > step - TOLD):
        tally = state.tallies[at]
        tally.hot = True
        tally.crest(many, expected, surprise, (networks, len(hours), entered))
        tally.add(source)
    for name, one in group.items():
        at = int(one.time // STEP_S)
        state.tallies[at if at > step - TOLD and at in state.tallies else step].member(name, one.time)
    state.accuse(group.values())
