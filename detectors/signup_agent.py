"""A sign-up farm that gives itself away by its program: an agent new to the site, with no people behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log10

from detectors.advice import HOLD_NEW
from detectors.base import Finding, Signal
from detectors.evenness import TIMED_MOST, regular
from detectors.first_times import in_order
from detectors.program_named import after_colon, as_evidence, carried, shared
from detectors.provisioned import provisioned
from detectors.settled_window import SETTLES_S
from detectors.signup_agent_state import STEP_S, STEPS, AgentState, Made, made_of
from detectors.signup_steps import ALL, SignupSteps, show
from detectors.steps import HOUR_S
from detectors.surprise import both, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event
from schemas.values import Severity

LEAST = 12  # sign-ups of one agent
KNOWN_LEAST = 50.0  # sign-ups of earlier hours, without which nobody can say that an agent is new
NEW_MOST = 0.05  # of a group: so many earlier sign-ups with its agent leave it new
NEW = 2.0  # surprise of a new agent: a release brings one to everybody; it supports and does not convict
IN_USE = 2.0  # earlier sign-ups with a program, or the version before it: what a release brings to a whole office
PLACED = 0.8  # of a group, at one address
RARITY = 2.0  # of a burst at one address, as in `signup_burst`: the count's tail is a power law


class SignupAgent(SignupSteps[AgentState]):
    """Sign-ups of three hours with one agent that the site had never seen, judged every ten minutes.

    Fires where they come at an even beat, from wherever, or nearly all from one address and more than a class. Quiet on
    a release, which is a new agent for everybody but comes from everywhere and when people like, and on a class with
    programs that others have, too, and on a firm's computers that all have one browser's next version, when people
    like. Fails where the farm names an agent that people use, or its next version from one address at no even beat, or
    a new one for each few accounts. Counts as `signup_burst` does; evenness is Moran's statistic. Cost: 16 microseconds
    a sign-up.
    """

    name = "signup_agent"
    version = 5
    kinds = ("account.signup",)
    area = "fake_accounts"
    state_type = AgentState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that name their agent, but those of a directory or an import (`provisioned`)."""
        return event.user_agent is not None and not provisioned(event.source)

    def score(self, event: Event, state: AgentState, key: str) -> Signal | None:
        """Return the surprise of the sign-ups with this agent so far; None where none is named."""
        if event.user_agent is None:
            return None
        step, one = int(event.time // STEP_S), made_of(event)
        warm = state.known(ALL, step) >= KNOWN_LEAST
        group = state.group(step, one.agent) | {event.subject: one} if warm else {}
        surprise = _judged(state, step, one.agent, group) if warm else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def _note(self, event: Event, state: AgentState) -> None:
        state.add(event, made_of(event))

    def _judge(self, state: AgentState, step: int) -> None:
        if state.known(ALL, step) < KNOWN_LEAST:
            return
        accused = []
        for agent, group in sorted(state.groups(step).items()):
            surprise = _judged(state, step, agent, group)
            if surprise >= self.hot_from:
                _accuse(state, step, group, surprise)
                accused.append(group)
        if accused:
            show(state.tallies[step], step, STEP_S, accused)

    def explain(self, run: Tally, state: AgentState, key: str) -> Finding:
        """Say how many accounts came with the agent, and what else they share."""
        names, programs = in_order(run.members), carried(run)
        placed, even, known = (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts_with_agent": int(run.peak), "at_one_address": placed, "evenness_log10": even,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
            **as_evidence(programs),
        }  # fmt: skip
        shares = [f"{placed} of them at one address"] * (placed > 0) + ["one after the other at an even beat"] * (
            even >= RARITY
        )
        reason = (
            f"{run.peak:,.0f} accounts were made within {STEPS * STEP_S / HOUR_S:.0f} h with "
            f"{_new(programs, known, run.peak)}; {' and '.join(shares)}."
        )
        action = f"{HOLD_NEW}; ask whether a release, a test or an import signs up with it."
        severity: Severity = "high" if run.peak >= 10 * LEAST else "medium"
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))


def _new(programs: Sequence[str], known: int, count: float) -> str:
    """Say what is new: the program, or only what else the user agent says, which is then what to look for."""
    if known <= NEW_MOST * count:
        return f"a program (user agent) that hardly any sign-up of the days before had named{after_colon(programs)}"
    return (
        f"one and the same user agent, as a whole, that hardly any sign-up of the days before had named; its program "
        f"is not new ({', '.join(programs)}: {counted(known, 'sign-up')} before), what else it says is"
    )


def _judged(state: AgentState, step: int, agent: str, group: dict[str, Made]) -> float:
    """Return the surprise of a group; 0 for few, and where the agent was known."""
    if len(group) < LEAST or state.known(agent, step) > NEW_MOST * len(group):
        return 0.0
    placed, even = _signs(list(group.values()))
    if even < RARITY and state.in_use(shared([one.program for one in group.values()]), step) >= IN_USE:
        return 0.0
    return both(NEW, max(RARITY + 2 * log10(placed) if placed else 0.0, even))


def _signs(group: Sequence[Made]) -> tuple[int, float]:
    """Return how many came from one address, 0 unless nearly all did; and the surprise of their beat."""
    most = max(Counter(one.place for one in group if one.place).values(), default=0)
    times = sorted(one.time for one in group)
    return most if most >= PLACED * len(group) else 0, regular(times[-TIMED_MOST:])


def _accuse(state: AgentState, step: int, group: dict[str, Made], surprise: float) -> None:
    tally, (placed, even) = state.tallies[step], _signs(list(group.values()))
    tally.hot = True
    program = shared([one.program for one in group.values()])
    known = int(state.known_program(program, step))
    tally.crest(len(group), 0.0, surprise, (placed, int(even), known))
    for name, one in group.items():
        tally.member(name, one.time)
        if program:
            tally.carry(program, one.time)
