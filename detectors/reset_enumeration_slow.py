"""Probing by password resets at a patient pace: in a day one new network asks for far more than a site's usual day."""

from __future__ import annotations

from math import log10

from msgspec import field

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.network import range_of
from detectors.nobody import is_nobody
from detectors.recurrence import FOLD
from detectors.settled_window import SETTLES_S
from detectors.signup_domains import DAYS_LEAST, KNOWN_LEAST
from detectors.signup_groups_judged import ASKED
from detectors.signup_network_state import STEP_S, STEPS, Made, NetworkState, made_of, place
from detectors.signup_steps import ALL, MEMORY, SignupSteps, count_in
from detectors.signup_traits import binomial
from detectors.strange import strange
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event

LEAST = 21  # accounts: as many as `reset_enumeration` accuses from within an hour
HOURS_LEAST = 4  # what comes within fewer is for `reset_enumeration` to see
DAYS_MOST = 1 / (1 - MEMORY) / 24  # for so many days a site's resets are remembered
SHAPE = 4.0  # of the spread of a site's days: half of their mean, as weekends and notices make


class ResetState(NetworkState, array_like=True):
    """As of sign-ups, for resets; `oldest`: the first hour of all."""

    oldest: int = field(default=-1)


class ResetEnumerationSlow(SignupSteps[ResetState]):
    """Accounts for which one network (/22, /48), new to them and to the site's resets, asked for a reset in a day.

    Fires where both are surprising: that all its resets came within the day, as seldom as others of the site did, and
    how many they are beside what all others ask in a day, or asked in this one: about eight times as many. Quiet when
    all are told to set a new password, on carriers, on a support desk of the first week; on owners where they are
    known. Judged every hour, from a site's second week on. Fails where a new support desk sets more passwords in a day
    than eight days have resets; does not see names that no account has. Cost: 20 microseconds a reset; 300
    while a network asks for hundreds.
    """

    name = "reset_enumeration_slow"
    version = 2
    keyed_by = "site"
    kinds = ("account.password_reset",)
    area = "account_security"
    state_type = ResetState
    heeds_score = False
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note resets of accounts, wherever they are asked for."""
        return not is_nobody(event)

    def score(self, event: Event, state: ResetState, key: str) -> Signal | None:
        """Return the surprise of the network's resets so far; None for what is not noted."""
        if not _away(event):
            return None
        step, one = int(event.time // STEP_S), made_of(event, range_of)
        many = state.today(place(one.network), step) >= LEAST - 1 and _warm(state, step)
        group = state.of_network(step, one.network) | {event.subject: one} if many else {}
        surprise = _judged(state, step, one.network, group) if many else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), surprise > 0, surprise)

    def _note(self, event: Event, state: ResetState) -> None:
        step = int(event.time // STEP_S)
        state.oldest = step if state.oldest < 0 else min(step, state.oldest)
        if _away(event):
            state.add(event, made_of(event, range_of))
        else:
            count_in(state, step, ALL)

    def _judge(self, state: ResetState, step: int) -> None:
        for network, group in sorted(state.by_network(step).items()):
            surprise = _judged(state, step, network, group)
            if surprise >= self.hot_from:
                tally, others = state.tallies[step], round(_others(state, step, group))
                tally.hot = True
                tally.crest(len(group), others, surprise, (len({one.address for one in group.values()}),))
                for name, one in group.items():
                    tally.member(name, one.time)

    def explain(self, run: Tally, state: ResetState, key: str) -> Finding:
        """Say for how many accounts, from how many addresses, and what is usual of the whole site."""
        addresses = sum(run.detail)
        evidence: dict[str, float | int | str] = {
            "accounts_in_day": int(run.peak), "addresses": addresses, "others_in_day": round(run.usual, 1),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"A password reset was asked for {run.peak:.0f} accounts within 24 h from {counted(addresses, 'address')} "
            f"of one network, which is new to all of them and hardly ever asked before; from everywhere else one "
            f"is asked for {counted(run.usual)} a day."
        )
        action = "Limit resets from the network; answer alike whether or not an account exists; see who was entered."
        return Finding("medium", evidence, reason, action, in_order(run.members), run.distinct())


def _away(event: Event) -> bool:
    """Tell whether it is asked for at an address where the account has never been, as far as is known."""
    return bool(event.ip) and strange(event) and not is_nobody(event)


def _judged(state: ResetState, step: int, network: int, group: dict[str, Made]) -> float:
    """Return the less surprising of: that a network's resets all came today, and how many; 0 for few, or too early."""
    count, known = len(group), state.known(ALL, step)
    if count < LEAST or not _warm(state, step):
        return 0.0
    hours, before = {int(one.time // STEP_S) for one in group.values()}, state.known_of(network, step)
    if len(hours) < HOURS_LEAST or FOLD * before > count:
        return 0.0
    today, others = state.today(ALL, step), max(1.0, _others(state, step, group))
    newness = binomial(count + int(before), count, today / (today + known)) - log10(ASKED)
    return max(0.0, min(newness, gamma_poisson(count - 1, SHAPE, SHAPE / others)))


def _others(state: ResetState, step: int, group: dict[str, Made]) -> float:
    """Return how many are asked for in a day but by a network: in this one, or in those before, if that is more."""
    days = min(DAYS_MOST, _days(state, step))
    return max(state.today(ALL, step) - len(group), state.known(ALL, step) / max(1.0, days))


def _warm(state: ResetState, step: int) -> bool:
    return _days(state, step) >= DAYS_LEAST and state.known(ALL, step) >= KNOWN_LEAST


def _days(state: ResetState, step: int) -> float:
    """Return for how many days resets had been seen before the day that ends with a step."""
    return (step - STEPS + 1 - state.oldest) / 24 if state.oldest >= 0 else 0.0
