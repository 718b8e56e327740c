"""What is remembered of sign-ups by mail domain and by their handles' build: a week's each, older ones' counts."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from detectors.network import line_of
from detectors.signup_domains import DomainState
from detectors.signup_steps import ALL, count_in, keep, known_before
from detectors.slots import slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = 6 * HOUR_S
STEPS = 28  # a window of a week
KEPT = 128  # sign-ups a step; beyond, a sample by hash
LONGEST = 24  # characters of a handle that are looked at
_UPPER, _LOWER = re.compile(r"[^\W\d_A-Z]+"), re.compile(r"[A-Z]+")
_DIGIT, _OTHER = re.compile(r"\d"), re.compile(r"[\W\d_]+")


class Made(Struct, array_like=True):
    """A sign-up: when, with which mail domain; its handle's `build`, letters and digits; its address (a line's)."""

    time: float
    domain: str
    build: str
    letters: int
    digits: str
    address: str
    event: str = ""  # its id


class NamesState(DomainState[Made], array_like=True):
    """Sign-ups by step and account; counts of domains and builds by hour."""

    def add(self, event: Event, one: Made) -> None:
        """Remember a sign-up, and count its domain and its handle's build."""
        step = int(event.time // STEP_S)
        self.began(step)
        count_in(self, int(event.time // HOUR_S), ALL, slot("domain", one.domain), one.build)
        keep(self, step, event.subject, one, KEPT, _order)

    def with_domain(self, step: int, domain: str) -> dict[str, Made]:
        """Return the sign-ups with a mail domain in the week that ends with `step`."""
        return self.within(step - STEPS + 1, step, domain)

    def before(self, name: str, step: int) -> float:
        """Return how many came before that week under a name, as far as is remembered."""
        return known_before(self, name, int((step + 1 - STEPS) * STEP_S // HOUR_S))

    def known(self, name: str, step: int) -> float:
        """Return how many there are until the end of the step."""
        return known_before(self, name, int((step + 1) * STEP_S // HOUR_S))


def made_of(event: Event) -> Made:
    """Return what is kept of a sign-up that names its handle, domain and address."""
    build, letters, digits = built(event.handle or "")
    domain, address = (event.email_domain or "").casefold(), slot("address", line_of(event.ip or ""))
    return Made(event.time, domain, build, letters, digits, address, event.id)


@lru_cache(256)
def built(handle: str) -> tuple[str, int, str]:
    """Return how a handle is built, how many letters it has, and its digits.

    >>> built("Zoe237"), built("lena_k.92"), built("anna")
    (('Aa999', 3, '237'), ('a_a.99', 5, '92'), ('a', 4, ''))
    """
    text = handle[:LONGEST]
    build = _DIGIT.sub("9", _UPPER.sub("a", _LOWER.sub("A", text)))
    return build, len(_OTHER.sub("", text)), "".join(_DIGIT.findall(text))


def _order(one: Made) -> tuple[float, str, str, str, str]:
    return one.time, one.domain, one.build + one.digits, one.address, one.event
