"""What is remembered of a domain or a contact: which accounts told it, to whom, by two hours; and on which days."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import field

from detectors.base import LATENESS_MAX_S, State
from detectors.by_time import since
from detectors.domain_sought import Seekers, Sought, is_unasked, seekers
from detectors.domain_sought import note as seek
from detectors.domain_told import MADE, NEW, Came, Rare, Said, hashed, said_of
from detectors.domain_waited import Lodgers, Waited, lodgers, note
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.sampling import sampled, thin
from detectors.tally import forget
from schemas.contacts import is_number
from schemas.event import LODGED, Event
from schemas.links import TAG

STEP_S = 7200.0
STEPS = 36  # a window of three days, as of `contact_push`
KEPT = 64  # accounts a step; beyond, a sample by account, so that one account is in all steps or in none
EARLIER_KEPT = 8  # accounts of a day, by the least of their hashes
REPORT_STEPS = 168  # two weeks for which posts and who reported one are counted: a few a day are a fraud's pace
REPORTERS_KEPT = 8  # of a step, by the least of their hashes
DAYS_LEAST = 5  # of the site's days, from which on it is known what is new to it


class AgainState(State, array_like=True):
    """`said`: by step and account, `levels` of their samples, `waiting` steps; `days`: hashes of accounts by day.

    `posts`: how many told it, and `reporters`: hashes of who reported one, by step. `fresh`: by day and account, who
    told it on his first day, once the site was known; as many a day as of `days`, and the same. `rare`: likewise, of
    telephone numbers, who had written here on three days at most.
    `waited`: by day and account, who told it after it was locked on a device that came days before. `sought`: likewise,
    of names, to whom it was told unasked.
    """

    said: dict[int, dict[str, Said]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    days: dict[int, tuple[int, ...]] = field(default_factory=dict)
    posts: dict[int, int] = field(default_factory=dict)
    reporters: dict[int, tuple[int, ...]] = field(default_factory=dict)
    fresh: dict[int, dict[str, Came]] = field(default_factory=dict)
    rare: dict[int, dict[str, Rare]] = field(default_factory=dict)
    waited: dict[int, dict[str, Waited]] = field(default_factory=dict)
    sought: dict[int, dict[str, Sought]] = field(default_factory=dict)

    def add(self, event: Event, share: float) -> None:
        """Remember who told it, and what share of newcomers was usual then."""
        step, day, name = int(event.time // STEP_S), int(event.time // DAY_S), event.subject
        code, earlier = hashed(name), self.days.get(day, ())
        if code not in earlier:
            self.days[day] = tuple(sorted((*earlier, code))[:EARLIER_KEPT])
        self.posts[step] = self.posts[step] + 1 if step in self.posts else 1
        told, level, one = self.said.setdefault(step, {}), self.levels.get(step, 0), said_of(event, share)
        if one.what & NEW and (one.days >= DAYS_LEAST or one.what & MADE):  # or its sign-up was seen
            number = bool(event.contacts) and all(map(is_number, event.contacts))
            beside = hashed(event.domains[0]) if event.domains and event.domains[-1][0] == TAG else 0
            self._came(day, name, Came(one.time, one.event_id, one.network, one.targets[0], number, beside))
        if one.seldom and all(map(is_number, event.contacts)):  # fans mention a name on a messenger for weeks, too
            # What is posted in a gallery or on a board is a thing of its own; that all do so in one is no company.
            targets = (hashed(event.id),) if event.kind == "post" else one.targets
            self._rarely(day, name, Rare(one.time, one.event_id, one.network, targets))
        if event.novel & LODGED:
            note(self.waited.setdefault(day, {}), event)
        if event.contacts and is_unasked(event):
            seek(self.sought.setdefault(day, {}), event)
        if level and not sampled(name, level):
            return
        told[name] = one.merge(known) if (known := told.get(name)) is not None else one
        if len(told) > KEPT:
            thin(self.said, self.levels, step, KEPT)

    def _came(self, day: int, name: str, came: Came) -> None:
        """Remember that an account told it on its first day: the first time, of those of least hash."""
        known = self.fresh.setdefault(day, {})
        if name not in known or (came.time, came.event_id) < (known[name].time, known[name].event_id):
            known[name] = came
        if len(known) > EARLIER_KEPT:
            del known[max(known, key=lambda one: (hashed(one), one))]

    def _rarely(self, day: int, name: str, told: Rare) -> None:
        known = self.rare.setdefault(day, {})
        known[name] = told.merge(known[name]) if name in known else told
        if len(known) > EARLIER_KEPT:
            del known[max(known, key=lambda one: (hashed(one), one))]

    def report(self, event: Event) -> None:
        """Remember who reported a post that told it; a report that does not say by whom may be a second one."""
        if event.reporter:
            step = int(event.time // STEP_S)
            known = {*self.reporters.get(step, ()), hashed(event.reporter)}
            self.reporters[step] = tuple(sorted(known)[:REPORTERS_KEPT])

    def complaints(self, step: int) -> tuple[int, int]:
        """Return how many people reported a post that told it in the two weeks that end with a step, and the posts."""
        steps = range(step - REPORT_STEPS + 1, step + 1)
        reporters = {code for at, codes in self.reporters.items() if at in steps for code in codes}
        return len(reporters), sum([number for at, number in self.posts.items() if at in steps])

    def window(self, step: int) -> dict[str, Said]:
        """Return who told it in the three days that end with a step: those of the coarsest of its samples."""
        steps, every = range(step - STEPS + 1, step + 1), dict[str, Said]()
        told = [(self.said[at], self.levels.get(at, 0)) for at in steps if at in self.said]
        level = max([level for _, level in told], default=0)
        for said, _ in told:
            for name, one in said.items():
                if not level or sampled(name, level):
                    every[name] = known.merge(one) if (known := every.get(name)) is not None else one
        return every

    def earlier(self, time: float, but: Iterable[str] = ()) -> int:
        """Return how many accounts, `but` for some, told it on the days before that of `time`: eight a day at most."""
        told = {code for day, codes in self.days.items() if day < int(time // DAY_S) for code in codes}
        return len(told.difference(map(hashed, but)))

    def newcomers(self, time: float) -> set[str]:
        """Return who told it on his first day here, on the days before that of `time`."""
        return {name for day, came in self.fresh.items() if day < int(time // DAY_S) for name in came}

    def lodgers(self, step: int) -> Lodgers:
        """Return who told it in the two weeks that end with a step, locked on devices that had come days before."""
        fresh = {name for came in self.fresh.values() for name in came}
        return lodgers(self.waited, self.days, fresh, int(step * STEP_S // DAY_S))

    def seekers(self, step: int) -> Seekers:
        """Return who told it mostly to newcomers in the two weeks that end with a step."""
        return seekers(self.sought, self.days, int(step * STEP_S // DAY_S))

    def forget(self, watermark: float) -> None:
        """Drop what no later step is judged with."""
        recent, last = int((watermark - LATENESS_MAX_S) // STEP_S), int(watermark // DAY_S) - DAYS_KEPT
        self.said = since(self.said, recent - STEPS)
        self.levels = since(self.levels, recent - STEPS)
        self.days = since(self.days, last)
        self.fresh, self.rare = since(self.fresh, last), since(self.rare, last)
        if self.waited:
            self.waited = since(self.waited, last)
        if self.sought:
            self.sought = since(self.sought, last)
        self.posts = since(self.posts, recent - REPORT_STEPS)
        self.reporters = since(self.reporters, recent - REPORT_STEPS)
        forget(recent - 1, self.tallies)
