"""A farm's handful of telephones: several devices at once on each of which account comes after account."""

from __future__ import annotations

from typing import ClassVar

from detectors.recurrence import DAY_S
from detectors.shared_site import Shared, SharedSite, most_surprising
from detectors.shared_site_state import Names, SharedState, size
from schemas.event import Event

ACCOUNTS = 3  # of a device: two are a person's with two, or a couple
# Of devices that made an account, those that make another from another address within a week, before much is known:
# none of 10,600 honest ones on six made-up products, but for two tablets of a university.
AGAIN, WEIGHT = 0.01, 100.0
LATELY_DAYS = 3  # a device of which nothing came for so long is of something that is over
WEEKS = 3  # before the one judged
HIGH = 3.0  # times what accuses


class FarmDevices(SharedSite):
    """Base of those that count devices with several accounts within a week; a site has hardly any.

    What is usual is said by the devices that had two accounts (one in a hundred, at least), and by the quietest of the
    three weeks before.
    """

    last_days: ClassVar[int] = 7

    def number(self, names: Names) -> int:
        """Return how many of a device's accounts count: each from an address of its own."""
        return size(names)

    def among(self, state: SharedState, day: int, many: dict[str, Names]) -> dict[str, Names]:
        """Return which of the devices with several accounts count: those that go on."""
        return {device: names for device, names in many.items() if _goes_on(names, day)}

    def _thing(self, event: Event) -> tuple[str, str]:
        return "", event.device or ""

    def _may_count(self, names: Names) -> bool:
        return self.number(names) >= ACCOUNTS

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """Return the devices that go on, at the number of accounts that is the most surprising."""
        every = state.every(day, kind, self.last_days)
        numbers = {device: self.number(names) for device, names in every.items()}
        twice = sum([number == ACCOUNTS - 1 for number in numbers.values()])
        again = max(AGAIN, (twice + AGAIN * WEIGHT) / (len(every) + WEIGHT))
        several = {device: names for device, names in every.items() if numbers[device] >= ACCOUNTS}
        many = {device: (numbers[device], names) for device, names in self.among(state, day, several).items()}
        found = most_surprising(many, len(every), again, self._before(state, day, kind), HIGH * self.hot_from)
        return found._replace(many=tuple(several))

    def _before(self, state: SharedState, day: int, kind: str) -> float:
        """Return how many such devices the quietest of the weeks before had: sellers are on the road in each."""
        weeks = [day - self.last_days * (week + 1) for week in range(WEEKS)]
        if not 0 <= state.oldest <= weeks[-1] - self.last_days + 1:
            return 0.0
        return min(
            [sum(map(self._may_count, state.every(week, kind, self.last_days).values())) for week in weeks]
        )  # fmt: skip


def _goes_on(names: Names, day: int) -> bool:
    return max(came.time for came in names.values()) >= (day - LATELY_DAYS + 1) * DAY_S
