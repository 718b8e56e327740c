"""Who had texts or calls sent to which country, by quarters of a day."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.network import line_of
from detectors.recurrence import DAY_S
from detectors.sampling import by_name, exact, sampled, thin
from detectors.slots import slot
from detectors.steps import HOUR_S
from detectors.usage_amount import NAMED_MOST, requests
from detectors.usage_newcomers_used import Seen, put
from schemas.event import SIGNED_UP, Event

STEP_S = 6 * HOUR_S  # it costs by the minute
STEPS = 28  # a newcomer is one for a week
KEPT = 2048  # accounts a step; beyond, a sample by hash


class Sent(Seen, array_like=True):
    """What one account had sent in a step: requests by product, from which addresses (`at`).

    `new`: the products of which it was a newcomer, and not at home in the country that they lead to.
    """

    made: dict[str, float] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    new: dict[str, bool] = field(default_factory=dict)

    def add(self, event: Event, land: str) -> None:
        """Count an event. Of too many names the least are kept, whatever order they come in."""
        self.saw(event)
        what = (event.product or "")[:NAMED_MOST]
        put(self.made, what, self.made.get(what, 0.0) + exact(requests(event)))
        if event.novel & SIGNED_UP and event.country != land:
            put(self.new, what, True)
        if event.ip:
            put(self.at, slot("address", line_of(event.ip)), "")


class Sender(NamedTuple):
    """An account in a window: its first event, how many requests by product, of which it was a newcomer, its lines."""

    first: float
    made: dict[str, float]
    new: set[str]
    at: set[str]


class DestinationState(State, array_like=True):
    """`sent`: accounts by step; `levels` of their samples; `waiting` steps; `oldest`: the first day of all.

    `told`: who was accused in the last step that was judged, and how surprising that was.
    """

    sent: dict[int, dict[str, Sent]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    oldest: int = -1
    told: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event, land: str) -> None:
        """Count an event."""
        step, name, day = int(event.time // STEP_S), event.subject, int(event.time // DAY_S)
        self.oldest = day if self.oldest < 0 else min(day, self.oldest)
        sent, level = self.sent.setdefault(step, {}), self.levels.get(step, 0)
        if not sampled(name, level):
            return
        sent.setdefault(name, Sent(event.time, event.time, event.id)).add(event, land)
        if len(sent) > KEPT:
            thin(self.sent, self.levels, step, KEPT)

    def senders(self, step: int) -> dict[str, Sender]:
        """Return who had something sent in the week that ends with a step, as far as the coarsest sample."""
        steps = by_name(self.sent, self.levels, range(step - STEPS + 1, step + 1))
        return {name: _together(each) for name, each in steps.items()}

    def forget(self, step: int) -> None:
        """Drop what no window that ends in a step or later holds."""
        self.sent = since(self.sent, step - STEPS + 1)
        self.levels = since(self.levels, step - STEPS + 1)


def _together(steps: list[Sent]) -> Sender:
    made = dict[str, float]()
    for one in steps:
        for what, number in one.made.items():
            made[what] = made.get(what, 0.0) + number
    new, at = {what for one in steps for what in one.new}, {where for one in steps for where in one.at}
    return Sender(min([one.first for one in steps]), made, new, at)
