"""What is remembered of sign-ups by the program (user agent) they name: the last hours' each, older ones' counts."""

from __future__ import annotations

from operator import attrgetter

from msgspec import Struct

from detectors.program_named import named, version_before
from detectors.signup_steps import ALL, Remembered, count_in, grouped, keep, known_before
from detectors.slots import slot
from detectors.steps import HOUR_S
from schemas.event import Event

STEP_S = 600.0
STEPS = 18  # a window of three hours
KEPT = 512  # sign-ups a step; beyond, a sample by hash


class Made(Struct, array_like=True):
    """A sign-up: when, with which agent and from where; both by hash, so that the memory is bounded."""

    time: float
    agent: str
    place: str
    event: str = ""  # its id
    program: str = ""  # as a reviewer may read it


class AgentState(Remembered[Made], array_like=True):
    """Sign-ups by step and account; counts of agents by hour."""

    def add(self, event: Event, one: Made) -> None:
        """Remember a sign-up, and count its agent, and its program whatever else the agent says."""
        count_in(
            self, int(event.time // HOUR_S), ALL, one.agent, *([slot("program", one.program)] if one.program else [])
        )
        keep(self, int(event.time // STEP_S), event.subject, one, KEPT, _order)

    def group(self, step: int, agent: str) -> dict[str, Made]:
        """Return the sign-ups with one agent in the window that ends with `step`."""
        steps = range(step - STEPS + 1, step + 1)
        return {name: one for at in steps for name, one in self.made.get(at, {}).items() if one.agent == agent}

    def groups(self, step: int) -> dict[str, dict[str, Made]]:
        """Return `group` of every agent that the last of its steps saw, in one pass."""
        return grouped(self, range(step - STEPS + 1, step + 1), attrgetter("agent"))

    def known(self, agent: str, step: int) -> float:
        """Return how many sign-ups with an agent (`ALL`: with any) came before the window that ends with `step`."""
        return known_before(self, agent, int((step + 1 - STEPS) * STEP_S // HOUR_S))

    def known_program(self, program: str, step: int) -> float:
        """Return `known` of a program, whatever else the agents said."""
        return self.known(slot("program", program), step) if program else 0.0

    def in_use(self, program: str, step: int) -> float:
        """Return `known_program` of a program and of the version before it."""
        earlier = version_before(program)
        return self.known_program(program, step) + (self.known_program(earlier, step) if earlier else 0.0)


def made_of(event: Event) -> Made:
    """Return what is kept of a sign-up that names its agent."""
    place = slot("address", event.ip) if event.ip else ""
    program = event.user_agent or ""
    return Made(event.time, slot("agent", program), place, event.id, named(program))


def _order(one: Made) -> tuple[float, str, str, str, str]:
    return one.time, one.agent, one.place, one.event, one.program
