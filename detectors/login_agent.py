"""A list that gives itself away by its program: accounts are tried with it, and hardly anybody gets in with it."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import in_order
from detectors.login_agent_judged import accuse, judged
from detectors.login_agent_state import AgentState, Attempt, agent_of, counts
from detectors.login_day import STEP_S, STEPS, TOLD, LoginDay
from detectors.program_named import after_colon, as_evidence, carried
from detectors.signup_steps import ALL, show
from detectors.strange import strange
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.wording import counted, within
from schemas.event import Event

KNOWN_LEAST = 200.0  # logins of the days before, without which nobody can say with what people come


class LoginAgent(LoginDay[AgentState]):
    """Accounts that failed within a day from strange places with one program, beside all who ever got in with it.

    Fires on a list tried over days from everywhere, a few accounts an hour, by an old version of an app or a script
    that nobody else has: nearly all that comes with it fails. Quiet on programs that people use, however many mistype;
    on a release, with which most get in; on one whose login is broken, which fails at home as well; on an outage that
    says so; on what is over within hours, which others see. Who got in with a program that hardly anybody is at home
    with is named first. Fails where the list's programs are those of many people, or another for each few. Judged every
    hour. Cost: a microsecond for a login, ten for a failure from a new place.
    """

    name = "login_agent"
    version = 2
    state_type = AgentState

    def remembers(self, event: Event) -> bool:
        """Note attempts that name their program."""
        return event.user_agent is not None and (event.outcome is True or counts(event))

    def score(self, event: Event, state: AgentState, key: str) -> Signal | None:
        """Return the surprise of the day's failures with this program so far; None for what is no failure abroad."""
        if event.outcome is not False or not counts(event) or not strange(event):
            return None
        step, agent = int(event.time // STEP_S), agent_of(event.user_agent)
        warm = state.known(step, ALL) >= KNOWN_LEAST
        group = state.group(step, agent) | {event.subject: Attempt(False, event.time, agent)} if warm else {}
        surprise = judged(state, step, agent, group)
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def learn(self, event: Event, state: AgentState, signal: Signal | None) -> bool:
        """As in the base; what is only counted is not waited for. Hardly any calls: nearly all get in at home."""
        if event.outcome and event.user_agent is not None:
            state.use(event)
            return False
        if not counts(event):
            return False
        if strange(event):
            return super().learn(event, state, signal)
        state.use(event)
        return False

    def _note(self, event: Event, state: AgentState) -> None:
        state.remember(event, int(event.time // STEP_S), agent_of(event.user_agent))

    def _judge(self, state: AgentState, step: int) -> None:
        if state.known(step, ALL) < KNOWN_LEAST:
            return
        accused = list[dict[str, Attempt]]()
        for agent in state.agents(step):
            group = state.group(step, agent)
            surprise = judged(state, step, agent, group)
            if surprise >= self.hot_from:
                accused.append(accuse(state, step, agent, group, surprise))
        for at in range(step - TOLD + 1, step + 1):
            if at in state.tallies and state.tallies[at].hot:
                show(state.tallies[at], at, STEP_S, accused)

    def prune(self, state: AgentState, watermark: float) -> None:
        """As in the base; who got in with a program that hardly anybody has is remembered for weeks."""
        oldest = int((watermark - LATENESS_MAX_S) // STEP_S) - STEPS
        if state.made and min(state.made) < oldest:
            state.put_by(oldest)
        super().prune(state, watermark)

    def explain(self, run: Tally, state: AgentState, key: str) -> Finding:
        """Say how many accounts were tried with the program, and how many ever got in with it."""
        tried, entered = in_order(run.members), in_order(run.marked or {})
        programs = carried(run)
        names = [*entered, *[name for name in tried if name not in entered]]
        total = max(len(names), run.distinct())
        evidence: dict[str, float | int | str] = {
            "accounts_in_day": int(run.peak), "accounts": total, "others_with_it": round(run.usual),
            "entered": len(entered), "surprise_log10": round(run.surprise, 3), **as_evidence(programs),
        }  # fmt: skip
        run.examples = _shown(run)
        others = "nobody else came with it"
        if round(run.usual):
            others = f"{counted(run.usual, 'other attempt')} with it got in, or failed where the account is at home"
        among = f"; {counted(len(entered))} got in with it from a place new to it" if entered else ""
        one = "one program" if len(programs) < 2 else "one of the programs so used"
        reason = (
            f"{counted(run.peak)} failed to log in within 24 h from places new to them, all with {one}"
            f"{after_colon(programs)}{_in_all(run, total)}; that day and in the two weeks before, {others}{among}."
        )
        action = "Challenge or block the program, told in full by the events; reset the accounts entered with it."
        return Finding("critical" if entered else "high", evidence, reason, action, names, total, len(entered))


def _in_all(run: Tally, total: int) -> str:
    """Say of how many accounts the alert is, where that is more than those of the fullest day."""
    days = (run.last - run.first) / (STEPS * STEP_S)
    lasted = f"{days:.0f} days" if days >= 2.0 else within(run.last - run.first)
    return f"; {total} accounts in all within {lasted}" if total > run.peak else ""


def _shown(run: Tally) -> list[tuple[float, str]]:
    """Return the events to be shown: of who got in half of them, if so many did, and the earliest failures."""
    entries = sorted([(time, event) for event, time in (run.strangers or {}).items()])[: EXAMPLES_KEPT // 2]
    others = [one for one in run.examples if one not in entries]
    return sorted([*entries, *others[: EXAMPLES_KEPT - len(entries)]])
