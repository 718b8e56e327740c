"""What an account without a key made on each day."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import State
from detectors.nothing import NOTHING
from detectors.program_named import named
from detectors.recurrence import DAY_S
from detectors.sampling import exact
from detectors.tally import Tally
from detectors.usage_shares import added, sums
from schemas.event import Event

LIMITED = "limited"  # requests refused as too many
STRANGE = "strange"  # events from an address or device that the account never had


class DayState(State, array_like=True):
    """Tallies by day, with requests as totals; `days`: those of days that are over; `newest`: the last event's time.

    `bar`: below so many requests day `barred` can be no surprise, as its earlier days show. `made`: requests of
    the days up to `made_to`, by what stands for their product (`detectors.usage_shares`).
    """

    tallies: dict[int, Tally] = NOTHING
    days: bytes = b""
    newest: float = float("-inf")
    barred: int = -1
    bar: float = 0.0
    made: dict[int, int] = NOTHING
    made_to: int = -1

    def remember(self, over: Sequence[int]) -> None:
        """Add up what was made on days that are over, each once."""
        if new := [self.tallies[day] for day in over if day > self.made_to]:
            self.made = added(self.made, sums(new)) or NOTHING
            self.made_to = max(over)

    def told(self, day: int) -> list[Tally]:
        """Return the tallies of a day and those after it, and of earlier ones that an alert is about."""
        return [tally for at, tally in self.tallies.items() if at >= day or tally.hot]

    def ever(self) -> dict[int, int]:
        """Return all that was ever made, by what stands for its product."""
        return added(self.made, sums([tally for day, tally in self.tallies.items() if day > self.made_to]))


def asked(tally: Tally) -> float:
    """Return a day's answered requests, and as many at most that were too many: who is given nothing is stuck."""
    extra = tally.extra
    return tally.total + (min(extra[LIMITED], tally.total) if extra and LIMITED in extra else 0.0)


def limit(event: Event, state: DayState) -> None:
    """Count what was refused as too many."""
    day, number = int(event.time // DAY_S), 1.0 if event.requests is None else event.requests
    if (tally := state.tallies.get(day)) is None:
        tally = Tally()
        state.tallies = {**state.tallies, day: tally}
    tally.add(LIMITED, exact(number))


def carry_program(event: Event, tally: Tally) -> None:
    """Note a program that comes with a provider, both new to the account: no release or journey brings both."""
    if program := named(event.user_agent or ""):
        tally.carry(f"{program} from AS{event.asn}{f' in {event.country}' if event.country else ''}", event.time)
