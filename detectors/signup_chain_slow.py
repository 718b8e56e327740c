"""A sign-up farm that invites itself at leisure: a tree of a week whose accounts are on a handful of devices."""

from __future__ import annotations

from collections import Counter
from math import log10

from detectors import signup_abandoned as left
from detectors.base import Finding, Signal, by_event
from detectors.only import only
from detectors.settled_window import SETTLES_S
from detectors.signup_chain import ASKED, KEPT, ChainState, SignupChain
from detectors.signup_chain_farm import is_farm, of_one_build
from detectors.signup_chain_program import of_one_program, with_one_program
from detectors.signup_chain_words import NAMES, by_whom, code, further
from detectors.signup_depth import HOLD, accuse, deepest, in_words, is_chain, numbers
from detectors.signup_steps import show
from detectors.signup_traits import ON_SHARED_DEVICE
from detectors.signup_tree import SIZED_FROM, SIZED_MOST, Made, Tree, made_of
from detectors.surprise import binomial, both, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import CAME_BACK, Event
from schemas.values import EventType

STEP_S = 6 * 3600.0
STEPS = 28  # a week
KEPT_STEPS = 2 * STEPS  # of chains: who takes one bonus a day is as deep after two as others never are
LEAST = 12  # accounts: two families, a flat and its friends
# Of a tree's accounts came by others of it; else its inviter is a seller with a tablet, a teacher, a firm ...
GROWN = 0.5
# Of a tree's accounts without devices: on the address and program of another. A campus has one address, and in a week
# of invitations forty people with some ten programs.
ON_SHARED_CLIENT = 0.6
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
        size = len(tree.accounts)
        best = of_one_program(tree, lately)
        if tree.grown >= GROWN * size or is_farm(tree, lately):
            devices, clients = _devices(tree), _clients(tree, lately)
            best = max(best, _again(devices, ON_SHARED_DEVICE), _again(clients, ON_SHARED_CLIENT))
        best -= log10(3)
        return both(min(SIZED_MOST, SIZED_FROM + 2 * log10(size)), best) if best > 0 else 0.0

    def _detail_of(self, tree: Tree) -> tuple[int, ...]:
        """Return how many came by its own, of how many devices, clients and accounts, and last who is behind it."""
        devices, clients = _devices(tree), [one.client for one in tree.accounts.values() if one.client]
        told = tree.grown, len(set(devices)), len(set(clients)), len(devices) or len(clients), of_one_build(tree)
        return *told, with_one_program(tree), code(tree.root)

    def explain(self, run: Tally, state: ChainState, key: str) -> Finding:
        """Say how large the largest tree is, and on how few devices it was made."""
        said = super().explain(run, state, key)
        if is_chain(run):
            mine = {name: value for name, value in said.evidence.items() if name not in (*OF_HOURS, "largest_tree")}
            said.evidence, said.action = mine | numbers(run), HOLD
            return said
        if left.is_abandoned(run):
            mine = {name: value for name, value in said.evidence.items() if name not in (*OF_HOURS, "largest_tree")}
            said.evidence = mine | left.numbers(run)
            return said
        grown, devices, clients, _, alike, program = (*run.detail[:-1], *[0] * 6)[:6]
        evidence = {name: value for name, value in said.evidence.items() if name not in OF_HOURS}
        said.evidence = evidence | {
            "by_accounts_of_the_tree": grown, "devices": devices, "addresses_with_programs": clients,
            "handles_of_one_build": alike, "with_one_program": program,
        }  # fmt: skip
        return said

    def _reason(self, run: Tally, roots: list[str], who: str) -> str:
        if is_chain(run):
            return f"{in_words(run)}{further(roots)}."
        if left.is_abandoned(run):
            return f"{left.in_words(run, who)}{further(roots)}."
        grown, devices, clients, told, alike, program = (*run.detail[:-1], *[0] * 6)[:6]
        on = counted(devices, "device") if devices else f"{clients} pairs of an address and a program"
        usual = ON_SHARED_DEVICE if devices else ON_SHARED_CLIENT
        by_its_own = f", {grown} of them by accounts of the same tree" if grown else ""
        named = f"; {alike} have handles of one build with drawn digits" if alike else ""
        named += f"; {program} came day after day with one program, each from a place of its own" if program else ""
        return (
            f"{by_whom(who, run.peak, f'{STEPS * STEP_S / 86_400:.0f} days')}{by_its_own}; the {told} of which it is "
            f"told were made on {on} (usual: at most {100 * usual:.0f} % on one that another account used, too){named}"
            f"{further(roots)}."
        )


def _devices(tree: Tree) -> list[int]:
    return [one.device for one in tree.accounts.values() if one.device]


def _clients(tree: Tree, lately: list[tuple[str, Made]]) -> list[int]:
    """Return the addresses with programs of accounts whose mail others have too: a firm's or school's is its own."""
    others = {one.domain for name, one in lately if one.domain and name not in tree.accounts}
    return [one.client for one in tree.accounts.values() if one.client and one.domain in others]


def _again(used: list[int], share: float) -> float:
    """Return the surprise of so many on what another one used."""
    return binomial(len(used), sum(number - 1 for number in Counter(used).values()), share)
