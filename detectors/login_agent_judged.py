"""How surprising it is that so many fail with one program, and which accounts are accused of it."""

from __future__ import annotations

from detectors.at_once import patient
from detectors.login_agent_state import AgentState, Attempt, Entry
from detectors.login_day import STEP_S, TOLD
from detectors.login_fanout_system_state import FAILING, SWING
from detectors.program_named import shared
from detectors.surprise import binomial
from detectors.tally import Tally

LEAST = 12  # accounts tried in a day
HOURS_LEAST = 6  # of the day
# Of those at home with a program at most one login in five is from a strange place (`habits`). Who came so with one
# that hardly anybody else has is named where no more than one in ten of these can be theirs.
STRANGE, WRONG = 0.2, 0.1
SHARE = FAILING * SWING  # of what comes with a program that people use, at most so much fails in a strange place


def judged(state: AgentState, step: int, agent: str, group: dict[str, Attempt]) -> float:
    """Return the surprise that so many of all attempts with a program fail where the account has never been."""
    failed = [one.time for one in group.values() if not one.entered]
    if len(failed) < LEAST or not patient(failed, HOURS_LEAST):
        return 0.0
    count = len(failed) << state.level(step)
    return binomial(count + round(state.others(step, agent)), count, SHARE)


def accuse(state: AgentState, step: int, agent: str, group: dict[str, Attempt], surprise: float) -> dict[str, Attempt]:
    """Tell half a day, and return whose attempts; mark who got in where hardly anybody is at home with the program."""
    failed = len([one for one in group.values() if not one.entered]) << state.level(step)
    others = state.others(step, agent)
    program = shared([one.program for one in group.values() if not one.entered])
    entered = state.entered(step, agent) | {name: (one.time, one.event) for name, one in group.items() if one.entered}
    named = STRANGE * round(max(0.0, others - len(entered))) <= WRONG * len(entered)
    for name, one in sorted(group.items()):
        at = int(one.time // STEP_S)
        tally = state.tallies[at if at > step - TOLD and at in state.tallies else step]
        tally.hot = True
        tally.crest(failed, max(0.0, others - named * len(entered)), surprise)
        if program:
            tally.carry(program, one.time)
        if not one.entered:
            tally.member(name, one.time)
    if named:
        _mark(state.tallies[step], entered)
    return {name: one for name, one in group.items() if named or not one.entered}


def _mark(tally: Tally, entered: dict[str, Entry]) -> None:
    """Name who got in, be it weeks before, and show these events."""
    for name, (time, event) in sorted(entered.items()):
        tally.mark(name, time)
        tally.stranger(event, time)
