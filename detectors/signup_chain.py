"""A sign-up farm that invites itself: each account by one made minutes before, or all of them by one inviter."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.by_time import since
from detectors.judged_steps import JudgedSteps
from detectors.settled_window import SETTLES_S
from detectors.signup_chain_state import KEPT, ChainState
from detectors.signup_chain_words import NAMES, action, alike, by_whom, code, further, inviter, shares
from detectors.signup_steps import show
from detectors.signup_tree import Made, Tree, judged, made_of, trees
from detectors.surprise import to_score
from detectors.tally import Tally, forget
from schemas.event import Event
from schemas.values import EventType, Severity

STEP_S = 600.0
STEPS = 36  # a tree of six hours; older ones are other people's
LEAST = 6  # accounts of a tree: a family, a flat
ASKED = 128  # the latest, which a sign-up is scored with; a tree is accused with all


class SignupChain(JudgedSteps[ChainState]):
    """Trees of invitations within six hours, judged every ten minutes.

    Fires where nearly all of a tree came by accounts that had been invited within the hour themselves, and where one
    inviter's accounts share devices, throw-away mail or drawn handles beyond what others' do. Quiet on a teacher or an
    administrator who invites a class or a firm, evenly or at once, on a launch that pays for invitations, on families.
    Fails where a farm waits an hour between generations and is as varied as people are. The inviter is named first.
    Counts as `signup_burst` does; a share is a binomial's tail. Cost: 0.1 ms an invited sign-up.
    """

    name = "signup_chain"
    version = 3
    keyed_by = "site"
    kinds: ClassVar[tuple[EventType, ...]] = ("account.signup",)
    area = "fake_accounts"
    state_type = ChainState
    step_s = STEP_S
    steps: ClassVar[int] = STEPS
    kept_steps: ClassVar[int] = STEPS
    least: ClassVar[int] = LEAST
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that say who invited them."""
        return event.invited_by is not None

    def score(self, event: Event, state: ChainState, key: str) -> Signal | None:
        """Return the surprise of the tree that the sign-up joins; None where nobody invited it."""
        if event.invited_by is None:
            return None
        lately = state.lately(int(event.time // self.step_s), self.steps, ASKED)
        joined = [*lately, (event.subject, made_of(event, event.invited_by))]
        tree = next(tree for tree in trees(joined) if event.subject in tree.accounts)
        surprise = self._judged(tree, joined) if len(tree.accounts) >= self.least else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), bool(lately), surprise)

    def _note(self, event: Event, state: ChainState) -> None:
        state.add(event, event.invited_by or "", int(event.time // self.step_s))

    def _judged(self, tree: Tree, lately: list[tuple[str, Made]]) -> float:
        return judged(tree, lately)

    def _judge(self, state: ChainState, step: int) -> None:
        lately, accused = state.lately(step, self.steps, self.steps * KEPT), list[dict[str, Made]]()
        for tree in trees(lately):
            if len(tree.accounts) < self.least or tree.accounts.keys().isdisjoint(state.made[step]):
                continue
            surprise = self._judged(tree, lately)
            if surprise >= self.hot_from:
                self._accuse(state.tallies[step], tree, surprise)
                accused.append(tree.accounts)
        show(state.tallies[step], step, self.step_s, accused)

    def _accuse(self, tally: Tally, tree: Tree, surprise: float) -> None:
        tally.hot = True
        tally.crest(len(tree.accounts), float(tree.quick), surprise, self._detail_of(tree))
        tally.mark(tree.root, min(one.time for one in tree.accounts.values()))
        for name, one in tree.accounts.items():
            tally.member(name, one.time)

    def _detail_of(self, tree: Tree) -> tuple[int, ...]:
        """Return how many of a tree are alike in what way, and last who is behind it."""
        return *shares(tree), code(tree.root)

    def prune(self, state: ChainState, watermark: float) -> None:
        """Drop steps that no later one is judged with."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // self.step_s)
        state.made = since(state.made, recent - self.kept_steps)
        state.levels = since(state.levels, recent - self.kept_steps)
        forget(recent - 1, state.tallies)

    def explain(self, run: Tally, state: ChainState, key: str) -> Finding:
        """Name the inviters, and say what the largest tree has in common."""
        roots = sorted(run.marked or {}, key=lambda name: ((run.marked or {})[name], name))
        *shared, first = run.detail or (0,)
        roots = sorted(roots, key=lambda name: code(name) != first)
        names = sorted(set(run.members) - set(roots), key=lambda name: (run.members[name], name))
        evidence: dict[str, float | int | str] = {
            "largest_tree": int(run.peak), "by_accounts_just_invited": int(run.usual), "inviters": len(roots),
            "surprise_log10": round(run.surprise, 3), "invited_in_those_minutes": run.n,
            **dict(zip(NAMES, shared, strict=False)),
        }  # fmt: skip
        severity: Severity = "high" if run.peak >= 10 * LEAST else "medium"
        total = len(roots) + (run.distinct() if run.level else len(names))
        who = inviter(roots, first)
        return Finding(severity, evidence, self._reason(run, roots, who), action(who), [*roots, *names], total)

    def _reason(self, run: Tally, roots: list[str], who: str) -> str:
        quick = f", {run.usual:,.0f} of them by accounts that had been invited within the hour themselves"
        return (
            f"{by_whom(who, run.peak, f'{STEPS * STEP_S / 3600:.0f} h')}{quick if run.usual else ''}"
            f"{alike(run.detail[:-1])}{further(roots)}."
        )
