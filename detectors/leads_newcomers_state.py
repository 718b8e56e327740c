"""Whom newcomers led where on their first day: by hour and account for three days; how many did so on days before."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S, State
from detectors.by_time import since
from detectors.domain_told import hashed
from detectors.network import network_of
from detectors.recurrence import DAY_S
from detectors.sampling import by_name, sampled, thin
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = HOUR_S
STEPS, DAY_STEPS = 72, 24
KEPT = 256  # accounts a step; beyond, a sample by hash
TARGETS_KEPT, LEADS_KEPT = 40, 4  # of an account in a step, of least hash, by name
DAYS_KEPT = 28
CONTACT = "contact-"  # how the hashes of those begin
LED = 8, 12  # strangers, of an account: 2026-11: honest newcomers of two made-up products led one to ten


class Led(Struct, array_like=True):
    """An account's messages of an hour that lead strangers away: the first, from where, to whom (hashes), and where."""

    time: float
    event: str  # its id
    network: int
    targets: tuple[int, ...]
    leads: tuple[str, ...]

    def led(self, least: int) -> bool:
        """Tell whether it led as many."""
        return len(self.targets) >= least

    def linked(self) -> bool:
        """Tell whether it led any by a link."""
        return not all([lead.startswith(CONTACT) for lead in self.leads])

    def merge(self, other: Led) -> Led:
        """Return both as one."""
        first = min(self, other, key=_order)
        targets = tuple(sorted({*self.targets, *other.targets})[:TARGETS_KEPT])
        leads = tuple(sorted({*self.leads, *other.leads})[:LEADS_KEPT])
        return Led(first.time, first.event, first.network, targets, leads)


class LedState(State, array_like=True):
    """`led`: by step and account, in samples of `levels`; `days`: see `learn`."""

    led: dict[int, dict[str, Led]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    days: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Remember a message."""
        step, name = int(event.time // STEP_S), event.subject
        if not sampled(name, self.levels.get(step, 0)):
            return
        network = hashed(network_of(event.ip)) if event.ip else 0
        lead = min((*event.domains, *event.contacts))
        one, told = (
            Led(event.time, event.id, network, (hashed(event.target or ""),), (lead,)),
            self.led.setdefault(step, {}),
        )
        told[name] = one.merge(told[name]) if name in told else one
        thin(self.led, self.levels, step, KEPT)

    def within(self, step: int) -> dict[str, Led]:
        """Return what accounts did in the three days that end with a step."""
        found = by_name(self.led, self.levels, range(step - STEPS + 1, step + 1))
        return {name: _united(some) for name, some in found.items()}

    def learn(self, step: int, many: Sequence[int], every: int) -> None:
        """Keep of `every` who began on the day of a step, so far, how many led as many as each of `LED`."""
        self.days[step // DAY_STEPS] = every, *many

    def past(self, step: int) -> tuple[int, ...]:
        """Return the sums of these over the days before the window that ends with a step."""
        first = (step - STEPS + 1) // DAY_STEPS
        told = [one for day, one in self.days.items() if day < first]
        return tuple(map(sum, zip(*told, strict=True))) if told else (0,) * (1 + len(LED))

    def forget(self, watermark: float) -> None:
        """Drop what no later step is judged with."""
        oldest = int((watermark - LATENESS_MAX_S) // STEP_S) - STEPS
        self.led, self.levels = since(self.led, oldest), since(self.levels, oldest)
        self.days = since(self.days, int(watermark // DAY_S) - DAYS_KEPT)


def _united(some: list[Led]) -> Led:
    found = some[0]
    for one in some[1:]:
        found = found.merge(one)
    return found


def _order(one: Led) -> tuple[float, str]:
    return one.time, one.event
