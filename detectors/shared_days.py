"""Rare things that accounts do, beside how many of those who do so share what they do it with: one hand, not chance."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

from detectors.base import Signal
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.recurrence import DAY_S
from detectors.shared_state import Found, SharedState
from detectors.surprise import binomial, to_score
from detectors.tally import Tally
from schemas.event import Event
from schemas.values import Area

S = TypeVar("S", bound=SharedState)


class SharedDays(JudgedDays[S]):
    """Surprise: a binomial's tail of so many beyond the first of what they share, among all who did so in four weeks.

    `share`: of these, honest ones who share it with another at the most. Judged once a day is over.
    """

    area: ClassVar[Area] = "account_security"
    settings = ("further",)
    share: ClassVar[float]
    thing: ClassVar[str]  # what is shared, as ties have it

    def __init__(self, alert_at: float = 0.5, *, further: int = 3) -> None:
        """`further`: accounts beyond the first of what they share, at the least."""
        super().__init__(alert_at)
        self.further = further

    @abstractmethod
    def counts(self, event: Event) -> bool:
        """Tell whether an event may be such a deed."""

    def score(self, event: Event, state: S, key: str) -> Signal | None:
        """Return the surprise of the four weeks before the event; None for what is no such deed."""
        if not self.counts(event):
            return None
        surprise = self._surprise(state, int(event.time // DAY_S))[0]
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _surprise(self, state: S, day: int) -> tuple[float, Found]:
        """Return how surprising it is that several shared something in the four weeks, and these."""
        found, number = state.shared(day), state.number(day)
        further = sum([len(sharers) - 1 for sharers in found.values()])
        return (binomial(number, further, self.share) if further >= self.further else 0.0), found

    def _judge(self, state: S, step: int) -> None:
        surprise, found = self._surprise(state, step)
        today = {name for _, name in state.of_day(step)}
        if surprise >= self.hot_from and any([sharers.keys() & today for sharers in found.values()]):
            self._show(state.tallies[step], found, surprise, state.number(step))

    def _show(self, tally: Tally, found: Found, surprise: float, number: int) -> None:
        """Make a day's tally hot, and let it be of the accused: all of these four weeks, and their deeds."""
        every = sorted([(one.time, one.event_id) for sharers in found.values() for one in sharers.values()])
        accuse_of(tally, every, latest=True)
        tally.first = tally.examples[0][0]
        for shared, sharers in sorted(found.items()):
            tally.tie(f"{self.thing}:{shared}", tally.first)  # before devices, of which some are kept
            for name, one in sorted(sharers.items()):
                tally.member(name, one.time)
                if one.device:  # else all that names none would have one in common
                    tally.tie(f"device:{one.device}", one.time)
        detail = self._detail(found, number)
        tally.crest(detail[0], number * self.share, surprise, detail)

    def _detail(self, found: Found, number: int) -> tuple[int, ...]:
        """Return how many accounts share how many things, of how many such deeds."""
        return len({name for sharers in found.values() for name in sharers}), len(found), number

    def things(self, run: Tally) -> list[str]:
        """Return what a run's accounts share."""
        mark = f"{self.thing}:"
        return sorted([tie.removeprefix(mark) for tie in run.ties or () if tie.startswith(mark)])
