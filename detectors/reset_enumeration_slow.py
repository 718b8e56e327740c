"""Probing by password resets at a patient pace: in a day one new network asks for far more than a site's usual day."""

from __future__ import annotations

from math import log10

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.network import range_of
from detectors.nobody import is_nobody
from detectors.recurrence import FOLD
from detectors.reset_enumeration_slow_state import ResetState, is_warm, names_of_nobody, others_in_day
from detectors.settled_window import SETTLES_S
from detectors.signup_groups_judged import ASKED
from detectors.signup_network_state import STEP_S, STEPS, Made, made_of, place
from detectors.signup_steps import ALL, SignupSteps, count_in, show
from detectors.strange import strange
from detectors.surprise import binomial, gamma_poisson, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event

LEAST = 21  # accounts: as many as `reset_enumeration` accuses from within an hour
HOURS_LEAST = 4  # what comes within fewer is for `reset_enumeration` to see
# 2026-11: times as large a share of such names as elsewhere, at most, is an honest network's: an office that mistypes
OFTEN = 2.0
SHAPE = 4.0  # of the spread of a site's days: half of their mean, as weekends and notices make


class ResetEnumerationSlow(SignupSteps[ResetState]):
    """Accounts for which one network (/22, /48), new to them and to the site's resets, asked for a reset in a day.

    Fires where both are surprising: that all its resets came within the day, as seldom as others of the site did, and
    how many they are beside what all others ask in a day, or asked in this one: about eight times as many. Or, of
    however few, how many more it asked for names that no account has: a list holds those that are none of ours, a
    support desk's callers exist. Quiet when all are told to set a new password, on carriers, on a support desk of the
    first week; on owners where they are known. Judged every hour, from a site's second week on. Fails where a new
    support desk sets more passwords in a day than eight days have resets. Cost: 20 microseconds a reset; 300 while a
    network asks for hundreds.
    """

    name = "reset_enumeration_slow"
    version = 4
    kinds = ("account.password_reset",)
    area = "account_security"
    state_type = ResetState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def score(self, event: Event, state: ResetState, key: str) -> Signal | None:
        """Return the surprise of the network's resets so far; None for what is not noted."""
        if not _away(event):
            return None
        step, one = int(event.time // STEP_S), made_of(event, range_of)
        many = state.today(place(one.network), step) >= LEAST - 1 and is_warm(state, step)
        group = state.of_network(step, one.network) | {event.subject: one} if many else {}
        surprise = _judged(state, step, one.network, group) if many else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), surprise > 0, surprise)

    def _note(self, event: Event, state: ResetState) -> None:
        step = int(event.time // STEP_S)
        state.oldest = step if state.oldest < 0 else min(step, state.oldest)
        if is_nobody(event):
            state.nobody(event, step)
        elif _away(event):
            state.add(event, made_of(event, range_of))
        else:
            count_in(state, step, ALL)

    def _judge(self, state: ResetState, step: int) -> None:
        accused = []
        for network, group in sorted(state.by_network(step).items()):
            surprise = _judged(state, step, network, group)
            if surprise >= self.hot_from:
                tally, others = state.tallies[step], round(others_in_day(state, step, group))
                tally.hot = True
                told = len({one.address for one in group.values()}), *names_of_nobody(state, step, network, group)[:2]
                tally.crest(len(group), others, surprise, told)
                for name, one in group.items():
                    tally.member(name, one.time)
                accused.append(group)
        if accused:
            show(state.tallies[step], step, STEP_S, accused)

    def explain(self, run: Tally, state: ResetState, key: str) -> Finding:
        """Say for how many accounts, from how many addresses, and what is usual of the whole site."""
        addresses, names, elsewhere = (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts_in_day": int(run.peak), "addresses": addresses, "others_in_day": round(run.usual, 1),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        if names:
            evidence |= {"names_of_nobody": names, "names_of_nobody_per_mille_elsewhere": elsewhere}
        also = f" and {counted(names, 'time')} for a name that no account has" if names else ""
        usual = f", and {elsewhere / 10:.1f} in a hundred are for such a name" if names else ""
        reason = (
            f"A password reset was asked for {run.peak:,.0f} accounts{also} within 24 h from "
            f"{counted(addresses, 'address')} of one network, which is new to all of them and hardly ever asked "
            f"before; from everywhere else one is asked for {counted(run.usual)} a day{usual}."
        )
        action = "Limit resets from the network; answer alike whether or not an account exists; see who was entered."
        return Finding("medium", evidence, reason, action, in_order(run.members), run.distinct())


def _away(event: Event) -> bool:
    """Tell whether it is asked for at an address where the account has never been, as far as is known."""
    return bool(event.ip) and strange(event) and not is_nobody(event)


def _judged(state: ResetState, step: int, network: int, group: dict[str, Made]) -> float:
    """Return the less surprising of: that a network's resets all came today, and how many; 0 for few, or too early."""
    count, known = len(group), state.known(ALL, step)
    if count < LEAST or not is_warm(state, step):
        return 0.0
    hours, before = {int(one.time // STEP_S) for one in group.values()}, state.known_of(network, step)
    if len(hours) < HOURS_LEAST or FOLD * before > count:
        return 0.0
    today, others = state.today(ALL, step), max(1.0, others_in_day(state, step, group))
    newness = binomial(count + int(before), count, today / (today + known)) - log10(ASKED)
    names, _, share = names_of_nobody(state, step, network, group)
    listed = binomial(count + names, names, min(0.5, OFTEN * share))
    return max(0.0, min(newness, max(listed, gamma_poisson(count - 1, SHAPE, SHAPE / others))))
