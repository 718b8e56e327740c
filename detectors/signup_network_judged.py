"""How surprising a network's sign-ups of a day are, by their addresses, program and beat, and whom that accuses."""

from __future__ import annotations

from collections import Counter
from math import log10

from detectors.evenness import TIMED_MOST, regular
from detectors.recurrence import FOLD
from detectors.signup_domains import KNOWN_LEAST
from detectors.signup_hoster import APART, LEAST, NEARLY_ALL
from detectors.signup_network_state import Made, NetworkState
from detectors.signup_steps import ALL
from detectors.signup_tree import SIZED_FROM, SIZED_MOST
from detectors.surprise import binomial, both

# Of the accounts that one network made in a day, with its most usual program: at most a half on seven products (5 of 10
# in a university's network, 8 of 22 on a mobile carrier's), but for farms. On sites where one program is most people's:
SWING = 2.0  # times its share of the site's other sign-ups: as of `signup_site`
ALIKE, ALIKE_MOST = 0.5, 0.9
PLACES = 3  # addresses: as of `signup_burst_network`; a queue at a terminal, an import have one, or a second in between
EVEN = 3.0  # surprise of a beat from which on it is told: as of `signup_burst`


def apart_from(accounts: int, addresses: int) -> bool:
    """Tell whether so many accounts have so many addresses that nearly each had one of its own."""
    return addresses >= max(LEAST, APART * accounts)


def judged(state: NetworkState, step: int, network: int, group: dict[str, Made]) -> float:
    """Return the surprise of a network's sign-ups of the day: of their addresses, with one program or an even beat.

    0 for mixed company, few addresses without a beat, and where network or site is not known to be different.
    """
    addresses = len({one.address for one in group.values()})
    apart = apart_from(len(group), addresses)
    if addresses < PLACES or FOLD * state.known_of(network, step) > (addresses if apart else len(group)):
        return 0.0
    agent, most = Counter(one.agent for one in group.values()).most_common(1)[0]
    elsewhere, theirs = _elsewhere(state, step, agent, len(group), most)
    if most < NEARLY_ALL * len(group) or elsewhere < KNOWN_LEAST:
        return 0.0
    share = min(ALIKE_MOST, max(ALIKE, SWING * theirs / elsewhere))
    alike = binomial(addresses, round(addresses * most / len(group)), share) if apart else 0.0
    best = max(alike, _even(group) - log10(2))
    return both(min(SIZED_MOST, SIZED_FROM + 2 * log10(addresses)), best) if apart or best >= EVEN else 0.0


def _even(group: dict[str, Made]) -> float:
    """Return the surprise of the beat of a group's last sign-ups."""
    return regular(sorted([one.time for one in group.values()])[-TIMED_MOST:])


def _elsewhere(state: NetworkState, step: int, agent: str, group: int, most: int) -> tuple[float, float]:
    """Return how many sign-ups there are but a network's, today and before, and how many of them with a program."""
    every = state.today(ALL, step) + state.known(ALL, step) - group
    return every, max(0.0, state.today(agent, step) + state.known(agent, step) - most)


def accuse(state: NetworkState, step: int, group: dict[str, Made], surprise: float) -> dict[str, Made]:
    """Accuse those with the program that most have; return them."""
    agent, most = Counter(one.agent for one in group.values()).most_common(1)[0]
    network = next(iter(group.values())).network
    elsewhere, theirs = _elsewhere(state, step, agent, len(group), most)
    addresses, known = len({one.address for one in group.values()}), int(state.known_of(network, step))
    tally = state.tallies[step]
    tally.hot = True
    tally.crest(len(group), 0.0, surprise, (addresses, known, round(1000 * theirs / elsewhere), int(_even(group))))
    named = {name: one for name, one in group.items() if one.agent == agent}
    for name, one in named.items():
        tally.member(name, one.time)
    return named
