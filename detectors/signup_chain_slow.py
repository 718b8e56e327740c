"""A sign-up farm that invites itself at leisure: a tree of a week whose accounts are on a handful of devices."""

from __future__ import annotations

from detectors import signup_abandoned as left
from detectors import signup_chain_shared as shared
from detectors.base import Finding, Signal, by_event
from detectors.only import only
from detectors.settled_window import SETTLES_S
from detectors.signup_chain import ASKED, SignupChain
from detectors.signup_chain_state import KEPT, ChainState
from detectors.signup_chain_words import NAMES, further
from detectors.signup_depth import HOLD, accuse, deepest, in_words, is_chain, numbers
from detectors.signup_steps import show
from detectors.signup_tree import Made, Tree, made_of
from detectors.surprise import to_score
from detectors.tally import Tally
from schemas.event import CAME_BACK, Event
from schemas.values import EventType

STEP_S = 6 * 3600.0
STEPS = 28  # a week
KEPT_STEPS = 2 * STEPS  # of chains: who takes one bonus a day is as deep after two as others never are
LEAST = 12  # accounts: two families, a flat and its friends
USES: tuple[EventType, ...] = ("account.login", "account.usage", "account.payment")
OF_HOURS = ("by_accounts_just_invited", *NAMES)  # what is said of trees that grow within hours alone


class SignupChainSlow(SignupChain):
    """Trees of invitations within a week, judged every six hours.

    Fires where most of a tree came by accounts of its own and shares devices; where none are told, addresses with their
    programs, of accounts with mail that others have, too; and where one inviter's accounts came day after day on three
    devices or more that moved, or with mail that others have and handles of one build with drawn digits, as others
    have not, or nearly all with one program that others hardly have, each in a place of its own. Quiet on a firm or
    class that one of them invites, on a firm whose people invite each other in the office, on friends, campuses and
    launches, on a seller who signs up customers on his tablet (they call themselves all sorts of things), on a school
    that gives its pupils handles and mail by a rule, where the product gives everybody such handles, and on a
    streamer's followers. Fires on one inviter's accounts, too, of which nearly all were not used after their first
    hour, though they had three days for it, as others' were (`signup_abandoned`), each in a network of its own, day
    after day: quiet on classes of one school, on a fair's day, and where hardly anybody stays. Fires, too, on a
    chain of two weeks in which each brought the next, deeper than what the others bring lets expect
    (`signup_depth`), whatever it shares. Takes a team of such sellers for a farm, and a firm that tells no mail and
    gives one model of telephone day after day, and a promoter of whose recruits nobody stays. Fails where each
    account has a device of its own and programs are as varied as people's, and is used again, and no chain is
    deeper than six. Cost: as `signup_chain`.
    """

    name = "signup_chain_slow"
    version = 7
    kinds = ("account.signup", *USES)
    step_s = STEP_S
    steps, kept_steps = STEPS, KEPT_STEPS
    least = LEAST
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    @by_event
    @only(CAME_BACK, *USES)
    def remembers(self, event: Event) -> bool:
        """Note sign-ups that say who invited them, and which of these accounts are used again."""
        return event.invited_by is not None or event.novel & CAME_BACK != 0

    def learn(self, event: Event, state: ChainState, signal: Signal | None) -> bool:
        """As in the base; a use after the first hour is noted with its account, and makes nothing to be judged."""
        if event.invited_by is not None:
            return super().learn(event, state, signal)
        if event.novel & CAME_BACK:
            state.came_back(event)
        return False

    def score(self, event: Event, state: ChainState, key: str) -> Signal | None:
        """As in the base; that of the deepest chain of two weeks where the sign-up is in it, and that is more."""
        signal = super().score(event, state, key)
        if signal is None or event.invited_by is None:
            return signal
        lately = state.lately(int(event.time // self.step_s), KEPT_STEPS, ASKED)
        chain = deepest([*lately, (event.subject, made_of(event, event.invited_by))])
        if event.subject not in chain.accounts or chain.surprise <= signal.surprise:
            return signal
        return Signal(self.name, self.version, key, to_score(chain.surprise), True, chain.surprise)

    def _judge(self, state: ChainState, step: int) -> None:
        """As in the base; accuse a chain as well that has grown in the step, and who brings abandoned accounts."""
        super()._judge(state, step)
        lately = state.lately(step, KEPT_STEPS, KEPT_STEPS * KEPT)
        for found in left.abandoned(lately, (step + 1) * STEP_S):
            new = [one for one in state.made[step].values() if one.inviter == found.root]
            if new and found.surprise >= self.hot_from:
                left.accuse(state.tallies[step], found)
                show(state.tallies[step], step, self.step_s, [found.accounts])
        chain = deepest(lately)
        if chain.surprise >= self.hot_from and not chain.accounts.keys().isdisjoint(state.made[step]):
            accuse(state.tallies[step], chain)
            show(state.tallies[step], step, self.step_s, [chain.accounts])

    def _judged(self, tree: Tree, lately: list[tuple[str, Made]]) -> float:
        return shared.judged(tree, lately)

    def _detail_of(self, tree: Tree) -> tuple[int, ...]:
        return shared.detail_of(tree)

    def explain(self, run: Tally, state: ChainState, key: str) -> Finding:
        """Say how large the largest tree is, and on how few devices it was made."""
        said = super().explain(run, state, key)
        mine = {name: value for name, value in said.evidence.items() if name not in OF_HOURS}
        if is_chain(run):
            del mine["largest_tree"]
            said.evidence, said.action = mine | numbers(run), HOLD
        elif left.is_abandoned(run):
            del mine["largest_tree"]
            said.evidence = mine | left.numbers(run)
        else:
            said.evidence = mine | shared.numbers(run)
        return said

    def _reason(self, run: Tally, roots: list[str], who: str) -> str:
        if is_chain(run):
            return f"{in_words(run)}{further(roots)}."
        if left.is_abandoned(run):
            return f"{left.in_words(run, who)}{further(roots)}."
        return shared.in_words(run, roots, who, STEPS * STEP_S / 86_400)
