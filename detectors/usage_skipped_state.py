"""Who came back to a thing on which day, and what of a product's other things all had used before."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.by_time import since
from detectors.network import line_of
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.sampling import sampled, thin
from detectors.slots import slot
from detectors.usage_newcomers_used import Seen, put
from detectors.used_again import THINGS, thing_of
from schemas.event import AGAIN_KNOWN, Event

WINDOW_DAYS = 3  # who has many accounts uses them within days; what is usual is what was so before
THINGS_MOST = 3  # the one that an account came back to included: whoever used more has looked around
UNSEEN_DAYS = 3  # of a site's first days, when nobody's past is known
KEPT = 2048  # a day, of those who looked around little; beyond, a sample by hash


class Came(Struct, array_like=True, gc=False):
    """How many accounts came back to a thing on a day: all, and those whose sign-up is `known`.

    `had`: how many had used another thing before, by thing. `few`, `few_had`, `few_known`, `few_known_had`: the same of
    those who had used `THINGS_MOST` things at the most.
    """

    done: int = 0
    known: int = 0
    had: dict[str, int] = field(default_factory=dict)
    few: int = 0
    few_had: dict[str, int] = field(default_factory=dict)
    few_known: int = 0
    few_known_had: dict[str, int] = field(default_factory=dict)

    def add(self, used: str, *, is_known: bool) -> None:
        """Count an account that had used these things, the one that it came back to included."""
        self.done += 1
        _count(self.had, used)
        if not used[THINGS_MOST:]:
            self.few += 1
            _count(self.few_had, used)
        if is_known:
            self.known += 1
            if not used[THINGS_MOST:]:
                self.few_known += 1
                _count(self.few_known_had, used)


class Narrow(Seen, array_like=True):
    """An account whose sign-up is known, and that looked around little: what it had used, the slot of its address."""

    used: str = ""
    address: str = ""


class SkipState(State, array_like=True):
    """`days`: by day and thing, who came back. `narrow`: by day, who of these looked around little, by thing and name.

    `levels` of their samples; `waiting` days; `oldest`: the first day of all. `told`: who was accused on the last day
    that was judged, and how surprising that was. `names` of the things, by letter.
    """

    days: dict[int, dict[str, Came]] = field(default_factory=dict)
    narrow: dict[int, dict[str, Narrow]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    oldest: int = -1
    told: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count an account that came back to a thing."""
        day, thing, known = int(event.time // DAY_S), THINGS[event.product or ""], bool(event.novel & AGAIN_KNOWN)
        if self.oldest < 0 or day < self.oldest:
            self.oldest = day
        if day not in self.days:
            self.days[day] = {}
        daily = self.days[day]
        if thing not in daily:
            put(daily, thing, Came())
            put(self.names, thing, thing_of(event.product or ""))
        if thing in daily:
            daily[thing].add(event.used, is_known=known)
        name = f"{thing}\n{event.subject}"
        if not known or event.used[THINGS_MOST:] or not sampled(name, self.levels.get(day, 0)):
            return
        address = slot("address", line_of(event.ip)) if event.ip else event.subject
        narrow = self.narrow.setdefault(day, {})
        one = Narrow(event.time, event.time, event.id, 1, event.used, address)
        narrow[name] = min(one, narrow.get(name, one), key=lambda each: (each.first, each.event_id))
        if len(narrow) > KEPT:
            thin(self.narrow, self.levels, day, KEPT)

    def before(self, day: int, thing: str) -> list[Came]:
        """Return who came back to a thing on each day before one, as far as anybody's past was known."""
        first = self.oldest + UNSEEN_DAYS
        return [daily[thing] for at, daily in self.days.items() if first <= at < day and thing in daily]

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later is judged with."""
        self.days = since(self.days, day - DAYS_KEPT)
        self.narrow = since(self.narrow, day - WINDOW_DAYS + 1)
        self.levels = since(self.levels, day - WINDOW_DAYS + 1)


def _count(counts: dict[str, int], names: str) -> None:
    for name in names:
        if name in counts:  # as nearly always
            counts[name] += 1
        else:
            put(counts, name, 1)
