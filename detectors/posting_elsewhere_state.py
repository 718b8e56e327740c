"""Where an account has been new of late, how many links it posts on a day, and where these lead."""

from __future__ import annotations

from math import log10

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.contacts import hashed
from detectors.habits import DAY_S
from detectors.strange import news
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_TODAY, Event

STAY_S = 21_600.0  # as `novelty.LATELY_S`: who takes an account uses it within hours
NETWORK, YOUNG = NEW_ASN | NEW_COUNTRY, NEW_ACCOUNT | NEW_TODAY
# Of 124,000 days on which an account known for a day posted, on eight made-up products: at most 0.6 % (of most 0.1 %)
# first showed a new device in a new country, 2.2 to 8 % one at a new provider.
ABROAD, ANEW = 0.002, 0.025
FIRMLY = 10.0  # days: as `habits.PRIOR_LOGINS`
STAYS_KEPT, DAYS_KEPT, MARKS_KEPT = 8, 14, 64


class ElsewhereState(WindowState, array_like=True):
    """`stays`: by a device's hash, when it was first seen together with a new network, and which of that was new.

    `days`: the posts with links or contacts on each day with posts, but those counted. `led`: the hashes of what they
    led to, and the first time. Some 200 bytes, at most 1,500.
    """

    stays: dict[int, tuple[float, int]] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)
    led: dict[int, float] = field(default_factory=dict)

    def come(self, event: Event) -> bool:
        """Note that the account is where it never was, on a device it never had; tell whether more of it is new."""
        device = hashed(event.device or "")
        time, bits = self.stays.get(device, (event.time, 0))
        self.stays[device] = min(time, event.time), bits | news(event) & NETWORK
        if len(self.stays) > STAYS_KEPT:
            del self.stays[min(self.stays, key=lambda one: (self.stays[one], one))]
        return bool(bits) and self.stays.get(device, (0.0, bits))[1] != bits

    def lead(self, event: Event, day: int) -> None:
        """Note a post that leads somewhere, as the account has always posted."""
        self.days[day] = self.days.get(day, 0) + 1
        for name in event.domains or event.contacts:
            mark = hashed(name)
            self.led[mark] = min(self.led.get(mark, event.time), event.time)
        while len(self.led) > MARKS_KEPT:
            del self.led[max(self.led, key=lambda one: (self.led[one], one))]  # the earliest are the same in any order

    def counts(self, event: Event) -> bool:
        """Tell whether a post leads, from a place new within hours, to where none of the account's earlier days did."""
        if event.kind == "prompt" or event.device is None:
            return False
        stay = self.stays.get(hashed(event.device))
        if (stay is None or event.time > stay[0] + STAY_S) and not enters(event):
            return False
        before = (event.time - LATENESS_MAX_S) // DAY_S * DAY_S
        return not any([self.led.get(hashed(name), before) < before for name in event.domains or event.contacts])

    def linking(self, time: float) -> tuple[int, int]:
        """Return how many posts with links the days before showed, and how many days had any."""
        before = [self.days[day] for day in self._before(time) if self.days[day]]
        return sum(before), len(before)

    def placed(self, time: float, window_s: float, step_s: float) -> tuple[float, bool]:
        """Return the surprise that the account is new where it was within a window, and whether in a country, too."""
        since, oldest = time - window_s - STAY_S, (time // DAY_S - DAYS_KEPT) * DAY_S
        lately = [new for first, new in self.stays.values() if since <= first < time + step_s]
        earlier = len([first for first, _ in self.stays.values() if oldest <= first < since])
        abroad = any([new & NEW_COUNTRY for new in lately])
        share = ABROAD if abroad else ANEW
        return log10((len(self._before(time)) + FIRMLY) / (earlier + share * FIRMLY)), abroad

    def _before(self, time: float) -> list[int]:
        """Return the days with posts that are surely over."""
        today = int((time - LATENESS_MAX_S) // DAY_S)
        return [day for day in self.days if today - DAYS_KEPT <= day < today]

    def forget(self, watermark: float) -> None:
        """Drop the oldest days, and stays as old."""
        oldest = int((watermark - 2 * LATENESS_MAX_S - STAY_S) // DAY_S) - DAYS_KEPT - 1
        self.days = since(self.days, oldest)
        self.stays = {device: stay for device, stay in self.stays.items() if stay[0] >= oldest * DAY_S}


def enters(event: Event) -> bool:
    """Tell whether an account that has posted for a day posts on a new device in a new network."""
    if not event.novel & NEW_DEVICE or event.novel & YOUNG:
        return False
    novel = news(event)
    return bool(novel & NEW_DEVICE) and bool(novel & NETWORK)
