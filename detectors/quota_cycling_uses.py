"""When fresh accounts were answered, and refused at their allowance's end: which of them were used up, and when."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field

from detectors.settled_window import SettledState
from detectors.statuses import NO_MORE
from schemas.event import Event

CROWD, EVERYBODY = 32, ""  # accounts in one bucket are no turns: none is remembered then
GONE_SHARE = 0.75  # of accounts that were refused take no more: as in `quota_cycling_turns`
NEVER = float("-inf")

# When each was answered last, and refused last.
Uses = dict[str, tuple[float, float]]


class UsesState(SettledState, array_like=True):
    """Adds by bucket what each fresh account did, by a name of it; nothing where very many did."""

    uses: dict[int, Uses] = field(default_factory=dict)

    def use(self, bucket: int, name: str, event: Event) -> None:
        """Note a use, but not where a crowd is."""
        used = self.uses.setdefault(bucket, {})
        if EVERYBODY in used:
            return
        merge(used, {name: use_of(event)})
        if len(used) > CROWD:
            used.clear()
            used[EVERYBODY] = NEVER, NEVER

    def hours(self, end: int, steps: int) -> list[Uses]:
        """Return what was done in each bucket of a window."""
        return [used for at, used in self.uses.items() if end - steps < at <= end]

    def within(self, end: int, steps: int) -> Uses:
        """Return what was done in a window."""
        found: Uses = {}
        for used in self.hours(end, steps):
            merge(found, used)
        return found


def use_of(event: Event) -> tuple[float, float]:
    """Return when an event was answered, and refused."""
    return (NEVER, event.time) if event.status in NO_MORE else (event.time, NEVER)


def merge(into: Uses, other: Mapping[str, tuple[float, float]]) -> None:
    """Take what else was done into what is known."""
    for name, (answered, refused) in other.items():
        before = into.get(name, (NEVER, NEVER))
        into[name] = max(answered, before[0]), max(refused, before[1])


def refused_in(uses: Uses) -> list[str]:
    """Return who was refused.

    >>> refused_in({"a": (1.0, NEVER), "b": (1.0, 2.0)})
    ['b']
    """
    return [name for name, (_, refused) in uses.items() if refused > NEVER]
