"""Which newcomers of one provider made far more requests in a quarter of a day than newcomers do."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from typing import NamedTuple

from detectors.counts import EXAMPLES_KEPT
from detectors.provider_told import note_provider
from detectors.signup_hoster import APART
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.usage_denied import MOSTLY
from detectors.usage_newcomers_state import UseState, day_of
from detectors.usage_newcomers_used import Seen, Used

DAYS_LEAST = 7  # of the site's, and since when a provider is known: newcomers are those of a week
KNOWN_LEAST = 100  # newcomers' steps with such a product: below, 99 in 100 are all of them
ACCOUNTS_LEAST = 3  # of one provider: one heavy newcomer is a customer
MADE = "requests of "
Group = dict[str, Used]


def is_warm(state: UseState, step: int) -> bool:
    """Tell whether the site is known for long enough."""
    return 0 <= state.oldest <= day_of(step) - DAYS_LEAST


def over(state: UseState, step: int, kind: str) -> Group:
    """Return who made far more requests in a step than newcomers do; nobody where that is not known."""
    limit = state.limit(day_of(step), kind)
    if limit.known < KNOWN_LEAST:
        return {}
    return {name: used for name, used in state.made[step].items() if used.made.get(kind, 0.0) >= limit.least}


def found_in(state: UseState, step: int, kind: str) -> dict[str, float]:
    """Return by provider how surprising it is that so many there are over the limit: any of them might show it.

    A provider counts where most of those are who are over the limit anywhere, and where no newcomers came from before,
    or where most of what they ask for is denied: people who begin together, at a campus or a firm, are given things.
    """
    heavy, since, found = over(state, step, kind), day_of(step) - DAYS_LEAST, dict[str, float]()
    if len(heavy) < ACCOUNTS_LEAST:
        return found
    users = [set(used.at.values()) for used in state.made[step].values() if kind in used.made]
    providers, share = sorted(set().union(*users)), state.limit(day_of(step), kind).share()
    for provider in providers:
        theirs = at(heavy, provider)
        if len(theirs) < ACCOUNTS_LEAST or 2 * len(theirs) < len(heavy) or not _apart(theirs, provider):
            continue
        if state.is_new(provider, since) or denied(theirs, kind) >= MOSTLY * made(theirs, kind):
            here = sum([provider in places for places in users])
            found[provider] = binomial(here, len(theirs), share) - log10(len(providers))
    return found


def made(group: Group, kind: str) -> float:
    """Return how many requests a group made."""
    return sum([used.made.get(kind, 0.0) for used in group.values()])


def denied(group: Group, kind: str) -> float:
    """Return how many of them were denied."""
    return sum([used.denied.get(kind, 0.0) for used in group.values()])


def allowed(used: Used, kind: str) -> bool:
    """Tell whether an account did something without a key, as keys are for programs, and mostly was not denied it."""
    return not used.keyed and used.denied.get(kind, 0.0) < MOSTLY * used.made[kind]


def acts(used: Used, kind: str) -> bool:
    """Tell whether it did so one by one: sums that are told (impressions, tokens) span decades."""
    return used.made[kind] <= used.n and allowed(used, kind)


def at(group: Group, provider: str) -> Group:
    """Return those of a group who used something at a provider."""
    return {name: used for name, used in group.items() if provider in used.at.values()}


def _apart(group: Group, provider: str) -> bool:
    """Tell whether accounts of a provider have addresses of their own: a class or an office shares one."""
    return len(_addresses(group, provider)) >= APART * len(group)


def _addresses(group: Group, provider: str) -> set[str]:
    return {address for used in group.values() for address, where in used.at.items() if where == provider}


def accuse(state: UseState, step: int, kind: str, provider: str, surprise: float) -> Group:
    """Make the step hot with those of one provider who are over the limit; return them."""
    group, limit = at(over(state, step, kind), provider), state.limit(day_of(step), kind)
    new, refused = state.is_new(provider, day_of(step) - DAYS_LEAST), denied(group, kind)
    told = int(new), int(refused), int(made(group, kind))
    accuse_of(state.tallies[step], group, kind, provider, Told(surprise, limit.known, limit.rare, told))
    return group


class Told(NamedTuple):
    """What is said of a group: its surprise, of how many steps which number is usual, and what else, as a detail."""

    surprise: float
    known: int
    usual: int
    detail: tuple[int, ...]


def accuse_of(tally: Tally, group: Group, kind: str, provider: str, told: Told) -> None:
    """Make a tally hot, with what a group made."""
    most = max([used.made[kind] for used in group.values()])
    tally.hot = True
    detail = len(_addresses(group, provider)), told.known, int(most), *told.detail
    tally.crest(len(group), told.usual, told.surprise, detail)
    tally.add(f"{MADE}{kind}", made(group, kind))
    note_provider(provider, tally)


def show(tally: Tally, accused: Mapping[str, Seen]) -> None:
    """Let a tally be of those accused alone, and not of all newcomers."""
    tally.n = sum([used.n for used in accused.values()])
    tally.examples = sorted([(used.first, used.event_id) for used in accused.values()])[:EXAMPLES_KEPT]
    tally.first = min([used.first for used in accused.values()])
    tally.last = max([used.last for used in accused.values()])
    for name, used in accused.items():
        tally.member(name, used.first)
