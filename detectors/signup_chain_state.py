"""The accounts that were invited, by when and by whom: what trees of invitations are made of."""

from __future__ import annotations

from msgspec import field

from detectors.base import State
from detectors.sampling import sampled, thin
from detectors.signup_tree import Made, made_of
from schemas.event import Event

KEPT = 512  # invited accounts a step; beyond, a sample by hash
_NEVER = Made(float("inf"), "", 0, (False, False), (False, False))


class ChainState(State, array_like=True):
    """`made`: invited accounts by step and name; `levels` of their samples; `waiting` steps."""

    made: dict[int, dict[str, Made]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event, inviter: str, step: int) -> None:
        """Remember a sign-up, once."""
        made, level = self.made.setdefault(step, {}), self.levels.get(step, 0)
        if sampled(event.subject, level) and event.time < made.get(event.subject, _NEVER).time:
            made[event.subject] = made_of(event, inviter)
        if len(made) > KEPT:
            thin(self.made, self.levels, step, KEPT)

    def came_back(self, event: Event) -> None:
        """Note that an invited account is used again."""
        for made in self.made.values():
            if (one := made.get(event.subject)) is not None:
                one.back = min(one.back, event.time)

    def lately(self, step: int, steps: int, most: int) -> list[tuple[str, Made]]:
        """Return the invited accounts of the steps up to `step`, the oldest first; of the latest steps if too many."""
        found: list[tuple[str, Made]] = []
        for at in range(step, step - steps, -1):
            found.extend(self.made.get(at, {}).items())
            if len(found) >= most:
                break
        return sorted(found, key=lambda one: (one[1].time, one[0]))
