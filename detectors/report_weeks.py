"""Which accounts were reported by several people in the last weeks, by whom, and how many accounts everybody reported.

It is what a group that takes its time is told by: one victim every few days is over before three days see three.
"""

from __future__ import annotations

from msgspec import Struct, field

from detectors.sampling import sampled

WEEK_HOURS = 168
RECENT_HOURS = 72  # a campaign is over in days: who reports an account again within them is counted once
LASTS = 4 * WEEK_HOURS  # hours: as long as most products keep what was reported
LEAST = 5  # one more than within three days: four friends meet three spammers in a month as a matter of course
CROWDS_KEPT = 256  # the latest; an account that fewer than `LEAST` reported makes none
NAMES_KEPT = 64  # of a crowd; beyond, a sample by hash, so that groups stay groups
APART = 12  # hours without a report, from which on an account is reported anew: a night
DAYS_KEPT = 6  # times that an account was reported by `LEAST` or more
BUSY_KEPT = 2048  # reporters a week whose reports are counted: those with most


class Crowd(Struct, array_like=True):
    """The reporters of one account, of the sample of a level, and the last hour in which one of them reported."""

    hour: int
    level: int = 0
    names: list[str] = field(default_factory=list)


class Weeks(Struct, array_like=True):
    """`crowds`: account reported -> reporters; `counts`: week -> reporter -> accounts reported. 50 to 300 KB a site.

    `days`: account reported -> its reporters, apart for each time that it was reported anew.
    """

    crowds: dict[str, Crowd] = field(default_factory=dict)
    counts: dict[int, dict[str, int]] = field(default_factory=dict)
    days: dict[str, list[Crowd]] = field(default_factory=dict)

    def add(self, hour: int, target: str, names: set[str]) -> None:
        """Take in who reported an account in the days up to an hour; hours come in order."""
        crowd = self.crowds.pop(target, None) or Crowd(hour)  # to the end: the latest are kept
        self.crowds[target] = _united(crowd, hour, names if hour - crowd.hour >= LASTS else {*crowd.names, *names})
        if len(self.crowds) > CROWDS_KEPT:
            del self.crowds[next(iter(self.crowds))]

    def again(self, hour: int, target: str, names: set[str]) -> None:
        """Take in who reported an account since it was reported anew, up to an hour."""
        if len(names) < LEAST:
            return
        days = self.days.pop(target, [])
        last = days.pop() if days and hour - days[-1].hour < APART else Crowd(hour)
        self.days[target] = [*days, _united(last, hour, {*last.names, *names})][-DAYS_KEPT:]
        if len(self.days) > CROWDS_KEPT:
            del self.days[next(iter(self.days))]

    def count(self, hour: int, names: list[str]) -> None:
        """Count, for each name, one more account reported."""
        counts = self.counts.setdefault(hour // WEEK_HOURS, {})
        for name in names:
            counts[name] = counts.get(name, 0) + 1
        if len(counts) > BUSY_KEPT:
            kept = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[: BUSY_KEPT // 2]
            self.counts[hour // WEEK_HOURS] = dict(kept)

    def reported(self, name: str) -> int:
        """Return how many accounts somebody reported in these weeks."""
        return sum([counts.get(name, 0) for counts in self.counts.values()])

    def forget(self, hour: int) -> None:
        """Drop what is too long ago at an hour."""
        for target in [target for target, crowd in self.crowds.items() if hour - crowd.hour >= LASTS]:
            del self.crowds[target]
        for target in [target for target, days in self.days.items() if hour - days[-1].hour >= LASTS]:
            del self.days[target]
        for week in [week for week in self.counts if week < (hour - LASTS) // WEEK_HOURS]:
            del self.counts[week]


def _united(crowd: Crowd, hour: int, found: set[str]) -> Crowd:
    """Return a crowd that is these people, as of an hour: no more than `NAMES_KEPT`, and in its sample."""
    level = crowd.level
    while len(found) > NAMES_KEPT and level < 20:
        level += 1
        found = {name for name in found if sampled(name, level)}
    return Crowd(hour, level, sorted(name for name in found if sampled(name, level)))
