"""What is remembered of sign-ups over the whole site to tell groups of them: three days' each, older ones' counts."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from msgspec import Struct, field
from msgspec.structs import astuple

from detectors.network import provider_of
from detectors.provisioned import provisioned
from detectors.sampling import sampled
from detectors.signup_steps import ALL, Remembered, count_in, counted_in, keep, known_before
from detectors.slots import slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = HOUR_S
STEPS = 72  # a window of three days for devices; for mail domains of one
DAY_STEPS = 24
KEPT = 256  # sign-ups a step; beyond, a sample by the hash of the device, so that a device's stay together
DAYS_KEPT = 31  # four weeks before a window of three days


class Made(Struct, array_like=True):
    """A sign-up. Device and provider by hash, 0 for none told; `domain`: "" for none, or where somebody invited it.

    `event`: its event's id, "" where it was stored before ids were kept; `agent`: likewise by hash, "" for none, of
    those with a `domain`.
    """

    time: float
    device: int
    provider: int
    domain: str
    country: str
    event: str = ""
    agent: str = ""

    def names(self) -> Iterator[str]:
        """Yield what it is counted under: everybody's, its domain's, its program's and its country's count."""
        yield ALL
        if self.domain:
            yield slot("domain", self.domain)
        if self.agent:
            yield self.agent
        if self.country:
            yield self.country


class Day(Struct, array_like=True):
    """The most of a day's windows: `extra` networks of a new mail domain beyond its first; devices with three accounts.

    `moved` are those of them with as many networks, `devices` all that were seen.
    """

    extra: int = 0
    reused: int = 0
    moved: int = 0
    devices: int = 0


class GroupState(Remembered[Made], array_like=True):
    """Sign-ups by step and account; counts by hour; the days."""

    days: dict[int, Day] = field(default_factory=dict)

    def add(self, event: Event, one: Made) -> None:
        """Remember a sign-up, and count it."""
        step = int(event.time // STEP_S)
        count_in(self, step, *one.names())
        keep(self, step, event.subject, one, KEPT, _order, _kept)

    def lately(self, step: int, steps: int) -> Iterator[tuple[str, Made]]:
        """Yield the sign-ups of the window that ends with `step`, the oldest step first."""
        for at in range(step - steps + 1, step + 1):
            yield from self.made.get(at, {}).items()

    def count(self, name: str, step: int) -> float:
        """Return how many sign-ups of the day that ends with `step` have a name (see `Made.names`)."""
        return counted_in(self, range(step - DAY_STEPS + 1, step + 1), name)

    def known(self, name: str, step: int) -> float:
        """Return how many came before that day, as far as is remembered."""
        return known_before(self, name, step - DAY_STEPS + 1)

    def before(self, step: int, steps: int) -> list[Day]:
        """Return the days that were over before the window that ends with `step` began."""
        first = (step - steps + 1) // DAY_STEPS
        return [day for at, day in self.days.items() if at < first]

    def note(self, step: int, found: Day) -> None:
        """Keep the most of a day."""
        at = step // DAY_STEPS
        day = self.days.get(at, Day())
        self.days[at] = Day(*[max(pair) for pair in zip(astuple(day), astuple(found), strict=True)])
        if len(self.days) > DAYS_KEPT:
            del self.days[min(self.days)]


def made_of(event: Event) -> Made:
    """Return what is kept of a sign-up."""
    domain = "" if event.email_domain is None or event.invited_by is not None else event.email_domain
    country = "" if event.country is None else slot("country", event.country)
    agent = slot("agent", event.user_agent) if domain and event.user_agent and not provisioned(event.source) else ""
    return Made(event.time, _hash(event.device), _hash(event.ip and provider_of(event.ip)), domain.casefold(), country,
                event.id, agent)  # fmt: skip


def _hash(value: str | None) -> int:
    return crc32(value.encode()) | 1 if value else 0


def _kept(name: str, one: Made, level: int) -> bool:
    return level == 0 or sampled(f"{one.device}" if one.device else name, level)


def _order(one: Made) -> tuple[float, int, int, str, str, str, str]:
    return one.time, one.device, one.provider, one.domain, one.country, one.event, one.agent
