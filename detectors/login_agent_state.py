"""What is remembered of logins by the program (user agent) they name: a day's from strange places, and counts."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from detectors.login_day import STEP_S, STEPS
from detectors.own_fault import own_fault
from detectors.program_named import named
from detectors.signup_steps import ALL, Remembered, counted_in, keep, known_before
from detectors.slots import slot
from schemas.event import NEW_DEVICE, NEW_IP, Event

INSIDE_MOST = 8.0  # whoever else got in with it before: a program that more have is people's
INSIDE_S = 14 * 86_400.0  # after ten days of logins half of a count is left
KEPT = 256  # attempts from strange places a step; beyond, a sample by hash


Entry = tuple[float, str]  # when, and the event's id


class Attempt(Struct, array_like=True):
    """An account's first attempt of a step from a strange place: when, with which program by hash, what came of it.

    A failure goes before an entry: an account is tried whatever follows.
    """

    entered: bool
    time: float
    agent: str
    event: str = ""  # its id
    program: str = ""  # of a failure, as a reviewer may read it


class AgentState(Remembered[Attempt], array_like=True):
    """Attempts from strange places by step and account; by hour how many people each program is used by otherwise.

    `inside`: by program that hardly anybody has, who got in with it from a strange place in weeks before `made`.
    """

    inside: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def use(self, event: Event) -> None:
        """Count who got in, or failed at home; remember the former from a strange place. Hardly any calls: most do."""
        step, agent = int(event.time // STEP_S), agent_of(event.user_agent)
        if step not in self.hours:
            self.hours[step] = {}
        sums = self.hours[step]
        sums[ALL] = sums[ALL] + 1.0 if ALL in sums else 1.0
        sums[agent] = sums[agent] + 1.0 if agent in sums else 1.0
        if event.novel & NEW_IP and event.outcome and (event.device is None or event.novel & NEW_DEVICE):  # `strange`
            self.remember(event, step, agent)

    def remember(self, event: Event, step: int, agent: str) -> None:
        """Remember an attempt from a strange place."""
        program = "" if event.outcome else named(event.user_agent or "")
        one = Attempt(event.outcome is True, event.time, agent, event.id, program)
        if step in self.made and step not in self.levels:
            made = self.made[step]
            if event.subject not in made and len(made) < KEPT:  # as `keep`, without its calls
                made[event.subject] = one
                return
        keep(self, step, event.subject, one, KEPT, _order)

    def group(self, step: int, agent: str) -> dict[str, Attempt]:
        """Return each account's attempt from a strange place with a program, in the day that ends with `step`."""
        found: dict[str, Attempt] = {}
        for at in range(step - STEPS + 1, step + 1):
            for name, one in self.made.get(at, {}).items():
                if one.agent == agent:
                    found[name] = min(one, found.get(name, one), key=_order)
        return found

    def others(self, step: int, agent: str) -> float:
        """Return how many attempts with a program got in or failed at home, that day and as far as is remembered."""
        return self.known(step, agent) + counted_in(self, range(step - STEPS + 1, step + 1), agent)

    def known(self, step: int, agent: str) -> float:
        """Return the same of the time before that day; `ALL`: with any program."""
        return known_before(self, agent, step - STEPS + 1)

    def level(self, step: int) -> int:
        """Return which sample the fullest step of the day has left: one in 2 to the power of it."""
        return max([self.levels.get(at, 0) for at in range(step - STEPS + 1, step + 1)])

    def entered(self, step: int, agent: str) -> dict[str, Entry]:
        """Return who got in from a strange place with a program that hardly anybody has, in the weeks until `step`."""
        found = dict(self.inside.get(agent, {}))
        for at in sorted(at for at in self.made if at <= step):
            for name, one in self.made[at].items():
                if one.entered and one.agent == agent and self._is_rare(at, agent):
                    found.setdefault(name, (one.time, one.event))
        return found

    def put_by(self, oldest: int) -> None:
        """Keep of the steps before `oldest`, which are about to be dropped, who got in so; forget what is weeks old."""
        for at in sorted(at for at in self.made if at < oldest):
            for name, one in self.made[at].items():
                if one.entered and self._is_rare(at, one.agent):
                    self.inside.setdefault(one.agent, {}).setdefault(name, (one.time, one.event))
        inside = {of: entries_since(names, oldest * STEP_S - INSIDE_S) for of, names in self.inside.items()}
        self.inside = {of: names for of, names in inside.items() if names}

    def _is_rare(self, step: int, agent: str) -> bool:
        return self.known(step, agent) < INSIDE_MOST

    def agents(self, step: int) -> list[str]:
        """Return with which programs accounts were tried in a step."""
        return sorted({one.agent for one in self.made.get(step, {}).values() if not one.entered})


def entries_since(names: dict[str, Entry], oldest: float) -> dict[str, Entry]:
    """Return those of a time of `oldest` or later."""
    return {name: entry for name, entry in names.items() if entry[0] >= oldest}


def counts(event: Event) -> bool:
    """Tell whether an attempt names its program, and judged somebody."""
    return event.user_agent is not None and event.outcome is not None and not own_fault(event)


@lru_cache(1 << 12)
def agent_of(program: str | None) -> str:
    """Return the name under which a program counts."""
    return slot("agent", program or "")


def _order(one: Attempt) -> tuple[bool, float, str, str]:
    return one.entered, one.time, one.agent, one.program
