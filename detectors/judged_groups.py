"""What a detector does that finds groups of accounts in a step of time, and accuses those that are there in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Sized
from typing import Protocol, TypeVar

from detectors.base import S, Signal
from detectors.judged_steps import JudgedSteps
from detectors.surprise import to_score
from schemas.event import Event


class Group(Protocol):
    """Accounts by name, and how surprising they are together."""

    @property
    def names(self) -> Mapping[str, object]:
        """Who belongs to it."""

    @property
    def surprise(self) -> float:
        """In digits."""


class Telling(Protocol):
    """A state that keeps who was accused in the last step that was judged, and how surprising that was."""

    told: dict[str, float]


class OfDays(Protocol):
    """A state of days."""

    @property
    def days(self) -> Sized:
        """What is kept of each."""


G = TypeVar("G", bound=Group)


class JudgedGroups(JudgedSteps[S]):
    """Base of such detectors; its state is `Telling`, and `OfDays` where a subclass says nothing else."""

    def score(self, event: Event, state: S, key: str) -> Signal | None:
        """Return the surprise of the account's group in the last step that was judged; None for what is not noted."""
        if not self.remembers(event):
            return None
        own: Telling = state  # type: ignore[assignment]  # no cast: a call an event
        surprise = own.told.get(event.subject, 0.0)
        return Signal(self.name, self.version, key, to_score(surprise), self._is_warm(state), surprise)

    def _is_warm(self, state: S) -> bool:
        own: OfDays = state  # type: ignore[assignment]  # as in `score`
        return len(own.days) > 1

    def _accused(self, state: S, groups: Sequence[G], there: Collection[str]) -> list[G]:
        """Return the groups that are surprising enough and of which somebody is there; keep who they are."""
        own: Telling = state  # type: ignore[assignment]  # as in `score`
        accused = [one for one in groups if one.surprise >= self.hot_from and any(map(there.__contains__, one.names))]
        own.told = {name: one.surprise for one in accused for name in one.names}
        return accused
