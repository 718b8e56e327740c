"""How surprising it is that the accounts of one new program have mail domains that hardly anybody else has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from detectors.recurrence import FOLD
from detectors.signup_agent import LEAST, NEW, NEW_MOST
from detectors.signup_groups_judged import ONE_PLACE, Group, most_alike, networks_of
from detectors.signup_groups_state import DAY_STEPS, STEP_S, STEPS, GroupState, Made
from detectors.signup_steps import grouped
from detectors.slots import slot
from detectors.surprise import binomial, both

MOSTLY = 0.5  # of the accounts: a release brings a program to everybody, with the mail that people have
ONE_FIRM = 0.8  # of them with one domain: a firm that gives its people a program, and lets them join from their homes
SHARE, WEIGHT, SWING = 0.02, 50.0, 2.0  # of other sign-ups, whose domain is as new: believed, and as in `signup_site`
Accounts = dict[str, Made]


def of_agents(state: GroupState, step: int) -> Iterator[Group]:
    """Yield the groups of three days' sign-ups with one program, of those that the last hour saw.

    Nobody had it before, they come from everywhere, and most have one of some domains that others do not have.
    """
    window = range(step - STEPS + 1, step + 1)
    for agent, made in sorted(grouped(state, window, attrgetter("agent")).items()):
        if agent and len(made) >= LEAST and _new(state, step, agent, made):
            yield _judged(state, step, agent, made)


def _new(state: GroupState, step: int, agent: str, made: Accounts) -> bool:
    """Tell whether hardly anybody had the program before these, and they come from as many places."""
    apart = networks_of(made) >= LEAST and most_alike(one.provider for one in made.values()) <= ONE_PLACE * len(made)
    return apart and _before(state, step, agent, made.values()) <= NEW_MOST * len(made)


def _judged(state: GroupState, step: int, agent: str, made: Accounts) -> Group:
    """Compare the share of the accounts with such a domain with that of the other sign-ups."""
    others = {name: one for name, one in state.lately(step, STEPS) if one.agent != agent}
    mine, theirs = _by_domain(made), _by_domain(others)
    beyond = {domain: _beyond(state, step, domain, mine, theirs) for domain in mine}
    new, most = sum(beyond.values()), max(beyond.values())
    found = Group(made, networks_of(made), country=most_alike(one.country for one in made.values()),
                  domains=tuple(sorted(domain for domain, number in beyond.items() if number)))  # fmt: skip
    found.known = int(_before(state, step, agent, made.values()))
    if new >= MOSTLY * len(made) and most <= ONE_FIRM * new:
        usual = sum([_beyond(state, step, domain, theirs, mine) for domain in theirs])
        share = min(0.9, SWING * (usual + SHARE * WEIGHT) / (len(others) + WEIGHT))
        found.surprise = both(NEW, binomial(len(made), new, share))
    return found


def _beyond(state: GroupState, step: int, domain: str, mine: dict[str, Accounts], theirs: dict[str, Accounts]) -> int:
    """Return the networks beyond the first that have a mail domain; 0 where so many others have it, too."""
    made, others = mine[domain], theirs.get(domain, {})
    before = _before(state, step, slot("domain", domain), [*made.values(), *others.values()])
    networks = networks_of(made)
    return networks - 1 if networks > 1 and FOLD * (before + len(others)) <= networks else 0


def _before(state: GroupState, step: int, name: str, made: Iterable[Made]) -> float:
    """Return how many had a name before the window; what came in it before the last day is known by then."""
    early = sum([one.time < (step - DAY_STEPS + 1) * STEP_S for one in made])
    return max(0.0, state.known(name, step) - early)


def _by_domain(made: Accounts) -> dict[str, Accounts]:
    found: dict[str, Accounts] = {}
    for name, one in made.items():
        if one.domain:
            found.setdefault(one.domain, {})[name] = one
    return found
