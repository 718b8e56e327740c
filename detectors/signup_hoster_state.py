"""What is remembered of sign-ups by mail domain, network and program: a day's each, older ones' counts by domain."""

from __future__ import annotations

from msgspec import Struct

from detectors.network import line_of, network_of
from detectors.signup_domains import DomainState
from detectors.signup_steps import ALL, count_in, counted_in, keep, known_before
from detectors.slots import slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = HOUR_S
STEPS = 24  # a window of a day, as `signup_groups` has for domains
KEPT = 256  # sign-ups a step; beyond, a sample by hash


class Made(Struct, array_like=True):
    """A sign-up: when, with which mail domain; network, address (a line's, of IPv6) and program by hash."""

    time: float
    domain: str
    network: str
    address: str
    agent: str
    event: str = ""  # its id


class HosterState(DomainState[Made], array_like=True):
    """Sign-ups by step and account; counts of domains by hour."""

    def add(self, event: Event, one: Made) -> None:
        """Remember a sign-up, and count its domain."""
        step = int(event.time // STEP_S)
        self.began(step)
        count_in(self, step, ALL, slot("domain", one.domain))
        keep(self, step, event.subject, one, KEPT, _order)

    def with_domain(self, step: int, domain: str) -> dict[str, Made]:
        """Return the sign-ups with a mail domain in the day that ends with `step`."""
        return self.within(step - STEPS + 1, step, domain)

    def count(self, step: int) -> float:
        """Return how many sign-ups the day that ends with `step` has."""
        return counted_in(self, range(step - STEPS + 1, step + 1), ALL)

    def known(self, name: str, step: int) -> float:
        """Return how many came before that day under a domain's slot, or all, as far as is remembered."""
        return known_before(self, name, step - STEPS + 1)


def made_of(event: Event) -> Made:
    """Return what is kept of a sign-up that names its domain, address and program."""
    ip = event.ip or ""
    network, address = slot("network", network_of(ip)), slot("address", line_of(ip))
    agent = slot("agent", event.user_agent or "")
    return Made(event.time, (event.email_domain or "").casefold(), network, address, agent, event.id)


def _order(one: Made) -> tuple[float, str, str, str, str, str]:
    return one.time, one.domain, one.network, one.address, one.agent, one.event
