"""A sign-up farm that nobody looks like: an old version of a program, with which newcomers come and nobody else."""

from __future__ import annotations

from detectors.advice import HOLD_NEW
from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.only import only
from detectors.program_named import after_colon, as_evidence, carried
from detectors.provisioned import provisioned
from detectors.settled_window import SETTLES_S
from detectors.signup_hoster import MANY
from detectors.signup_outdated_judged import LEAST, Group, Week, judged, week_of
from detectors.signup_outdated_state import SIGNUP, STEP_S, STEPS, AgentsState, made_of
from detectors.signup_steps import SignupSteps, show
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.wording import none_or
from schemas.event import JUST_JOINED, NEW_AGENT, Event
from schemas.values import Severity


class SignupOutdated(SignupSteps[AgentsState]):
    """Sign-ups of a week with one user agent that nobody comes with who was there before, judged every hour.

    Of all others who came in with a program that was new to them, a share had been there before the week: country by
    country. Fires where, by half that share, a dozen or more newcomers of one agent would hardly all be newcomers, and
    nearly all that others have of the same product is newer: a farm names an old browser, or a build of the app that
    people no longer have. Works from the first days on. Quiet on a release and a new kind of telephone, which people
    who are there get, too, and which are not old; on a launch in another country, where all are new; on a class, a
    firm, a shop's tablet; on tools that move members (their product is nobody else's). Fails where the farm names what
    people use, or another for each few accounts, or a program without a version, or comes from a few addresses. Cost:
    10 microseconds an event that it remembers: sign-ups, and logins with a program new to their account.
    """

    name = "signup_outdated"
    version = 1
    kinds = ("account.signup", "account.login")
    area = "fake_accounts"
    state_type = AgentsState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    @only(NEW_AGENT, "account.login")
    def remembers(self, event: Event) -> bool:
        """Note sign-ups that nobody invited or imported, and who comes in with a program for the first time."""
        if event.user_agent is None:
            return False
        if event.type == SIGNUP:
            return event.ip is not None and event.invited_by is None and not provisioned(event.source)
        return event.outcome is not False and event.novel & (NEW_AGENT | JUST_JOINED) == NEW_AGENT

    def score(self, event: Event, state: AgentsState, key: str) -> Signal | None:
        """Return the surprise of the sign-ups with this program so far; None where this is none, or names none."""
        if event.type != SIGNUP or not self.remembers(event):
            return None
        one = made_of(event)
        week = week_of(state.within(int(event.time // STEP_S)) | {event.subject: one})
        group = judged(week, one.agent)
        return Signal(self.name, self.version, key, to_score(group.surprise), len(group.made) >= LEAST, group.surprise)

    def _note(self, event: Event, state: AgentsState) -> None:
        state.add(event, made_of(event))

    def _judge(self, state: AgentsState, step: int) -> None:
        came = {one.agent for one in state.made.get(step, {}).values() if one.event}
        week = week_of(state.within(step)) if came else Week()
        hot = [group for agent in sorted(came) if (group := judged(week, agent)).surprise >= self.hot_from]
        for group in hot:
            _accuse(state.tallies[step], group)
        if hot:
            show(state.tallies[step], step, STEP_S, [group.made for group in hot])

    def explain(self, run: Tally, state: AgentsState, key: str) -> Finding:
        """Say how many accounts came with the program, and how many of those with others had been there before."""
        names, programs = in_order(run.members), carried(run)
        lines, known, others, every = (*run.detail, 0, 0, 0, 0)[:4]
        evidence: dict[str, float | int | str] = {
            "accounts_with_program": int(run.peak), "addresses": lines, "others_with_program": known,
            "others_before": others, "others_in_all": every, "surprise_log10": round(run.surprise, 3), "events": run.n,
            **as_evidence(programs),
        }  # fmt: skip
        reason = (
            f"{run.peak:,.0f} accounts were made within {STEPS * STEP_S / 86_400:.0f} days from {lines} addresses, all "
            f"with one program (user agent){after_colon(programs)}. Nearly everybody else has a newer version of it, "
            f"and {none_or(known, 'account')} of those that were there before came with it, while of the {every:,} "
            f"who came with another program for the first time {others:,} had been."
        )
        action = f"{HOLD_NEW}; challenge sign-ups with that program; ask whether tests or tablets of yours have it."
        severity: Severity = "high" if run.peak >= MANY else "medium"
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))


def _accuse(tally: Tally, group: Group) -> None:
    tally.hot = True
    told = (group.lines, group.known, group.others, group.others + group.newcomers)
    tally.crest(len(group.made), 0.0, group.surprise, told)
    for name, one in group.made.items():
        tally.member(name, one.time)
        if one.program:
            tally.carry(one.program, one.time)
