"""What an account's past says of an entry: where its owner comes from, and who failed to come in."""

from __future__ import annotations

from zlib import crc32

from msgspec import field

from detectors.base import State
from detectors.by_time import since, times_since
from detectors.habits import DAY_S, Firsts, fold_days
from detectors.strange import news
from detectors.takeover_entries import KEPT, Entry
from detectors.takeover_unknown import STEP_S, Tried, own
from schemas.event import NEW_AGENT, NEW_COUNTRY, Event

GUESS, GUESSES_MOST = 0.3, 3.2  # surprise of each failure before the entry, and at most: one client in 1,600 breaks
# 2026-11: surprise of each client (device, else a program new to the account) beyond two that failed in two weeks: an
# owner has one or two that go wrong, a site's lists leave another now and then; who guesses for weeks has many.
CLIENT, CLIENTS_FREE = 0.3, 2
CLIENTS_DAYS, CLIENT_SLOTS = 14, 64
SAME_AGENT = 1.0  # taken off for a program the account has used, where no device is told: as in `impossible_travel`


class Past(State, array_like=True):
    """`guesses` by hour: failures from strange places; `tried`: once more, by place.

    `clients`: by day those that failed, a bit for each (by hash). `days`: recent days' logins; `past`: those before.
    `abroad`: the last login on a known device, by address in a new country.
    """

    days: dict[int, Firsts] = field(default_factory=dict)
    past: Firsts = field(default_factory=Firsts)
    guesses: dict[int, int] = field(default_factory=dict)
    tried: Tried = field(default_factory=dict)
    abroad: dict[str, float] = field(default_factory=dict)
    clients: dict[int, int] = field(default_factory=dict)

    def fails(self, event: Event) -> None:
        """Remember with what an attempt failed; a program that the account has used tells nothing."""
        client = event.device or (event.user_agent if news(event) & NEW_AGENT else None)
        if client:
            day = int(event.time // DAY_S)
            self.clients[day] = self.clients.get(day, 0) | _bit(client)

    def strangers(self, entry: Entry) -> int:
        """Return how many clients, at least, failed on the days before an entry's: its own, if so, is its owner's."""
        today, found = int(entry.time // DAY_S), 0
        for day, bits in self.clients.items():
            if today - CLIENTS_DAYS <= day < today:
                found |= bits
        return (found & ~_bit(entry.device or "")).bit_count()

    def travels(self, event: Event) -> None:
        """Remember from where the account's own device came in on a journey; what is changed there may tell none."""
        if event.ip is not None and news(event) & NEW_COUNTRY:
            self.abroad[event.ip] = max(event.time, self.abroad.get(event.ip, 0.0))
            if len(self.abroad) > KEPT:
                del self.abroad[min(self.abroad, key=lambda ip: (self.abroad[ip], ip))]

    def on_a_journey(self, entry: Entry) -> bool:
        """Tell whether a change without a login comes from where the account's own device came in the day before."""
        came = self.abroad.get(entry.ip or "")
        return came is not None and entry.device is None and not entry.login and 0 <= entry.time - came <= DAY_S

    def habit(self, time: float) -> Firsts:
        """Return the account's logins of the days that ended a full day before."""
        recent = [day for day in sorted(self.days) if day < time // DAY_S - 1]
        if not recent:
            return self.past
        habit = Firsts(self.past.logins, dict(self.past.new), self.past.folded)
        for day in recent:
            habit.fold(self.days[day])
        return habit

    def novelty(self, entry: Entry) -> float:
        """Return how surprising the entry's new places are for the account."""
        habit = self.habit(entry.time)
        return max(0.0, habit.surprise(entry.novel) - habit.second(entry.novel) - SAME_AGENT * entry.alike)

    def failures(self, entry: Entry) -> int:
        """Return the failures of the day before the entry, its own hour included."""
        if not self.guesses:
            return 0
        last = int(entry.time // STEP_S)
        return sum([count for hour, count in self.guesses.items() if last - 24 < hour <= last])

    def guessed(self, entry: Entry, *, led: bool) -> float:
        """Return the surprise of the day's failures before an entry, from elsewhere only where a reset `led` to it.

        Or that of the clients that failed in two weeks, where that is more: of who guesses patiently, each as another.
        Failures and a reset from one place are one event: somebody had forgotten the password.
        """
        if not (self.guesses or self.clients):
            return 0.0
        patient = min(GUESSES_MOST, CLIENT * max(0, self.strangers(entry) - CLIENTS_FREE))
        failures = self.failures(entry)
        others = max(0, failures - own(self.tried, entry)) if led else failures
        return max(patient, min(GUESSES_MOST, GUESS * others))

    def forget_past(self, oldest: float) -> None:
        """Drop what is older than `oldest`; fold closed days into the past."""
        if self.guesses:
            self.guesses = {hour: n for hour, n in self.guesses.items() if hour * STEP_S >= oldest}
            self.tried = {hour: slots for hour, slots in self.tried.items() if hour * STEP_S >= oldest}
        if self.clients:
            self.clients = since(self.clients, int(oldest // DAY_S) - CLIENTS_DAYS)
        if self.abroad:
            self.abroad = times_since(self.abroad, oldest)
        fold_days(self.past, self.days, oldest)


def _bit(client: str) -> int:
    return 1 << crc32(client.encode()) % CLIENT_SLOTS if client else 0
