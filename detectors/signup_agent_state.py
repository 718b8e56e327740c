"""What is remembered of sign-ups by the program (user agent) they name: the last hours' each, older ones' counts."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.counts import sampled
from detectors.signup_traits import slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = 600.0
STEPS = 18  # a window of three hours
KEPT = 512  # sign-ups a step; beyond, a sample by hash
MEMORY = 0.997  # of an hour with sign-ups: halved after ten days of them
FORGET_AT = 0.05
ALL = ""


class Made(Struct, array_like=True):
    """A sign-up: when, with which agent and from where; both by hash, so that the memory is bounded."""

    time: float
    agent: str
    place: str


class AgentState(State, array_like=True):
    """`made`: sign-ups by step and account, `levels` of their samples, `waiting` steps; counts by agent and hour."""

    made: dict[int, dict[str, Made]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    hours: dict[int, dict[str, float]] = field(default_factory=dict)
    past: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event, one: Made) -> None:
        """Remember a sign-up, and count its agent."""
        step, sums = int(event.time // STEP_S), self.hours.setdefault(int(event.time // HOUR_S), {})
        for name in (ALL, one.agent):
            sums[name] = sums.get(name, 0.0) + 1.0
        made, level = self.made.setdefault(step, {}), self.levels.get(step, 0)
        if sampled(event.subject, level):
            made[event.subject] = min(one, made.get(event.subject, one), key=_order)
        while len(made) > KEPT:
            level = self.levels[step] = level + 1
            made = self.made[step] = {name: one for name, one in made.items() if sampled(name, level)}

    def group(self, step: int, agent: str) -> dict[str, Made]:
        """Return the sign-ups with one agent in the window that ends with `step`."""
        steps = range(step - STEPS + 1, step + 1)
        return {name: one for at in steps for name, one in self.made.get(at, {}).items() if one.agent == agent}

    def known(self, agent: str, step: int) -> float:
        """Return how many sign-ups with an agent (`ALL`: with any) came before the window that ends with `step`."""
        until, value = int((step + 1 - STEPS) * STEP_S // HOUR_S), self.past.get(agent, 0.0)
        for hour in sorted(hour for hour in self.hours if hour < until):
            value = faded(value, self.hours[hour].get(agent, 0.0))
        return value


def made_of(event: Event) -> Made:
    """Return what is kept of a sign-up that names its agent."""
    place = slot("address", event.ip) if event.ip else ""
    return Made(event.time, slot("agent", event.user_agent or ""), place)


def faded(value: float, count: float) -> float:
    """Return a decayed count after one more hour; 0 once it is next to nothing."""
    value = MEMORY * value + count
    return value if value >= FORGET_AT else 0.0


def folded_in(past: dict[str, float], counts: dict[str, float]) -> dict[str, float]:
    """Return what is remembered after one more hour."""
    after = {name: faded(past.get(name, 0.0), counts.get(name, 0.0)) for name in past.keys() | counts.keys()}
    return {name: after[name] for name in sorted(after) if after[name]}


def _order(one: Made) -> tuple[float, str, str]:
    return one.time, one.agent, one.place
