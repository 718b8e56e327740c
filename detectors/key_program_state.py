"""What is remembered of programs (user agents) that keys are used with for the first time, and from where."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from msgspec import Struct

from detectors.program_named import named
from detectors.signup_steps import Remembered, count_in, grouped, keep, known_before
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.surprise import binomial
from schemas.event import NEW_ACCOUNT, NEW_ASN, NEW_COUNTRY, NEW_KEY, NEW_TODAY, Event

STEP_S = HOUR_S
STEPS = 336  # a window of two weeks: a list of stolen keys is gone through at leisure
KEPT = 256  # first uses from elsewhere a step; beyond, a sample by hash
LEAST = 5  # accounts
PROVIDERS, COUNTRIES = 3, 3
# Of them at one provider: a service that customers hand their keys to, a build runner, a cloud all move to, is at one.
ONE_MOST = 0.5
# 2026-11: of accounts that begin to use a program with a key, those to whom provider and country are new as well: one
# in thirty to one in ten on eight made-up products; of one program's, at several providers, 4 of 18 at most.
SHARE = 0.15


class Came(Struct, array_like=True):
    """An account's first use of a program from elsewhere: when, which, from where; what was asked for."""

    time: float
    agent: str
    provider: int
    country: str
    event: str = ""  # its id
    program: str = ""  # as a reviewer may read it
    product: str = ""


class ProgramState(Remembered[Came], array_like=True):
    """First uses from elsewhere by step and account; by hour how many accounts began to use each program otherwise."""

    def add(self, event: Event, came: Came) -> None:
        """Remember a first use from elsewhere."""
        keep(self, int(event.time // STEP_S), event.subject, came, KEPT, _order)

    def use(self, event: Event) -> None:
        """Count a first use at home, or of who is new."""
        count_in(self, int(event.time // HOUR_S), agent_of(event))

    def groups(self, step: int) -> dict[str, dict[str, Came]]:
        """Return who came from elsewhere in the two weeks that end with a step, by program that came in it."""
        return grouped(self, range(step - STEPS + 1, step + 1), attrgetter("agent"))

    def others(self, step: int, agent: str) -> float:
        """Return how many began to use a program otherwise, as far as is remembered."""
        return known_before(self, agent, step + 1)


def elsewhere(event: Event) -> bool:
    """Tell whether an account known for a day uses a key where provider and country are new to it; of an old key."""
    new, young = NEW_ASN | NEW_COUNTRY, NEW_ACCOUNT | NEW_TODAY
    return bool(event.asn and event.country) and event.novel & (new | young) == new


def counts(event: Event) -> bool:
    """Tell whether a program is an account's choice: of a key that it made within a day, nothing is known yet."""
    return not (event.novel & NEW_KEY and elsewhere(event))


def came_of(event: Event) -> Came:
    """Return what is kept of a first use from elsewhere."""
    program, product = named(event.user_agent or ""), event.product or ""
    return Came(event.time, agent_of(event), event.asn or 0, event.country or "", event.id, program, product[:64])


def agent_of(event: Event) -> str:
    """Return the name under which a program counts."""
    return slot("agent", event.user_agent or "")


def surprise_of(group: dict[str, Came], others: float) -> float:
    """Return the surprise that of all who began to use a program so many did so elsewhere, at as many places.

    >>> each = {str(i): Came(0.0, "x", i % 4, "TR BR IN".split()[i % 3]) for i in range(9)}
    >>> round(surprise_of(each, 0), 1), round(surprise_of(each, 9), 1)
    (7.4, 3.3)
    >>> surprise_of({name: Came(0.0, "x", 1, came.country) for name, came in each.items()}, 0)
    0.0
    """
    providers = Counter([came.provider for came in group.values()])
    if len(group) < LEAST or len(providers) < PROVIDERS or max(providers.values()) > ONE_MOST * len(group):
        return 0.0
    if len({came.country for came in group.values()}) < COUNTRIES:
        return 0.0
    return binomial(len(group) + round(others), len(group), SHARE)


def _order(came: Came) -> tuple[float, str, str]:
    return came.time, came.agent, came.event
