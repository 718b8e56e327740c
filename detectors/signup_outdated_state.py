"""What is remembered of the programs that accounts come with: of a week each sign-up, and whoever was there before."""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct

from detectors.network import line_of, provider_of
from detectors.program_named import named
from detectors.sampling import sampled
from detectors.signup_steps import Remembered, keep
from detectors.slots import slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = HOUR_S
STEPS = 168  # a window of a week
KEPT = 256  # a step; beyond, a sample by the hash of the account, so that what one did stays together
SIGNUP = "account.signup"


class Made(Struct, array_like=True):
    """A sign-up, or the first event of an account with a program: when, with which (by hash), from where.

    `program`: as a reviewer may read it; `line`, `provider`, `device` and `domain` are of sign-ups alone.
    """

    time: float
    agent: int
    program: str
    country: str
    line: str = ""
    provider: str = ""
    device: str = ""
    domain: str = ""
    event: str = ""  # its id; "" where it is no sign-up


class AgentsState(Remembered[Made], array_like=True):
    """Sign-ups by step and account; by account and program who came with one that was new to it."""

    def add(self, event: Event, one: Made) -> None:
        """Remember an event."""
        name = event.subject if one.event else f"{event.subject} {one.agent}"
        keep(self, int(event.time // STEP_S), name, one, KEPT, _order, _kept)

    def within(self, step: int) -> dict[str, Made]:
        """Return what the week that ends with `step` saw, each account and program once, by its coarsest sample."""
        steps = [at for at in sorted(self.made, reverse=True) if step - STEPS < at <= step]
        level = max([self.levels.get(at, 0) for at in steps], default=0)
        return {
            name: one for at in steps for name, one in self.made[at].items() if not level or _kept(name, one, level)
        }


def account_of(name: str, one: Made) -> str:
    """Return the account of what is remembered under a name."""
    return name if one.event else name.rpartition(" ")[0]


def made_of(event: Event) -> Made:
    """Return what is kept of an event that names its program."""
    program = event.user_agent or ""
    seen = Made(event.time, crc32(program.encode()), named(program), event.country or "")
    if event.type != SIGNUP:
        return seen
    if event.ip:
        seen.line, seen.provider = slot("address", line_of(event.ip)), slot("provider", provider_of(event.ip))
    seen.device = slot("device", event.device) if event.device else ""
    seen.domain, seen.event = (event.email_domain or "").casefold(), event.id
    return seen


def _kept(name: str, one: Made, level: int) -> bool:
    return sampled(account_of(name, one), level)


def _order(one: Made) -> tuple[float, str, int, str, str]:
    return one.time, one.event, one.agent, one.country, one.line + one.provider + one.device + one.domain
