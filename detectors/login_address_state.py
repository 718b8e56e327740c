"""What the detectors of one address remember, and what one of them has just found of an event."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from detectors.entered import Entered
from detectors.haste import HasteState
from detectors.window import WindowState
from schemas.event import Event

HOUR_S = 3600.0
BUSY_MEMORY = 0.97  # of an hour with logins
LATEST = 4  # hours before the one in hand that are not folded into the mean yet


class AddressState(HasteState, array_like=True):
    """Adds honest logins by hour, their decayed sum and its weight."""

    busy: dict[int, float] = field(default_factory=dict)
    logins: float = 0.0
    hours: float = 0.0
    fresh: bool = False  # accounts that nobody knew have been tried
    entered: Entered = field(default_factory=list)

    def calm(self) -> bool:
        """Tell whether no failure is within reach, nor an attempt on accounts that nobody knew."""
        return not (self.peaks or self.fresh or self.hasty)

    def passed(self, time: float) -> None:
        """Count a login in its hour."""
        hour = int(time // HOUR_S)
        self.busy[hour] = self.busy.get(hour, 0.0) + 1

    def usual(self, hour: int) -> float:
        """Return the logins of an active hour: the mean of the past, or the busiest of the latest that are over."""
        logins, hours, busiest, over = self.logins, self.hours, 0.0, list[int]()
        for old, count in self.busy.items():
            if old < hour - LATEST:
                over.append(old)
            elif old < hour - 1 and count > busiest:
                busiest = count
        for old in sorted(over) if len(over) > 1 else over:
            logins, hours = BUSY_MEMORY * logins + self.busy[old], BUSY_MEMORY * hours + 1
        return max(logins / hours, busiest) if hours else busiest

    def fold(self, oldest: float) -> None:
        """Fold the hours that no event from `oldest` on asks for one by one."""
        done = int(oldest // HOUR_S) - LATEST
        if not self.busy or min(self.busy) >= done:
            return
        for hour in sorted([hour for hour in self.busy if hour < done]):
            self.logins = BUSY_MEMORY * self.logins + self.busy.pop(hour)
            self.hours = BUSY_MEMORY * self.hours + 1


class Answer(Struct, gc=False):
    """What has just been found of an event, itself included, so that `learn` need not ask again.

    `found`: the window's count. `plain`: its surprise but for its haste, `past` what it was weighed against; `lasts`:
    whether it is the same once the event is in. `hasty`: buckets, and the surprise of the haste around the event that
    ends there.
    """

    event: Event
    state: WindowState
    found: int
    plain: float
    past: tuple[float, float] | None
    lasts: bool
    hasty: Sequence[tuple[int, float]]
