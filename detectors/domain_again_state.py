"""What is remembered of a domain or a contact: which accounts told it, to whom, by two hours; and on which days."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S, State
from detectors.by_time import since
from detectors.counts import sampled, thin
from detectors.network import network_of
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.tally import forget
from schemas.event import ELSEWHERE, NEW_TODAY, NO_STRANGER, SELDOM, WENT_FIRST, Event

STEP_S = 7200.0
STEPS = 36  # a window of three days, as of `contact_push`
AGAIN = 3  # whom an account tells a thing: to so many it is told again and again
TOLD_KEPT = 40  # whom one account told it, by the least of their hashes: what one newcomer does alone is counted
KEPT = 64  # accounts a step; beyond, a sample by account, so that one account is in all steps or in none
EARLIER_KEPT = 8  # accounts of a day, by the least of their hashes
REPORT_STEPS = 168  # two weeks for which posts and who reported one are counted: a few a day are a fraud's pace
REPORTERS_KEPT = 8  # of a step, by the least of their hashes
TEXTS_KEPT = 3  # of one account, the first by name
TAKEN, NEW = 1, 2  # what an account was when it told: entered within hours from somewhere new, or here for a day only


class Said(Struct, array_like=True):
    """That an account told it: when first, in which post, from which network, and to whom (`TOLD_KEPT` hashes).

    `what`: `TAKEN` and `NEW`. `days`: how many of the site's days were known then, 0 while too few are. `share`: what
    share of its posts with links (contacts) was by newcomers then. `seldom`: that it had hardly ever written before.
    `strangers`: those of `targets` to whom it went as a message with a contact, who did not write first, and `device`
    (a hash): on which, one of them. `texts`: keys of copies of what those say who are new or taken (`TEXTS_KEPT`).
    """

    time: float
    event_id: str
    network: int
    days: int
    what: int
    targets: tuple[int, ...]
    share: float = 1.0
    seldom: bool = False
    strangers: tuple[int, ...] = ()
    device: int = 0
    texts: tuple[str, ...] = ()

    def merge(self, other: Said) -> Said:
        """Return both as one: the earlier, and whoever was told by either."""
        first = self if (self.time, self.event_id) <= (other.time, other.event_id) else other
        targets = tuple(sorted({*self.targets, *other.targets})[:TOLD_KEPT])
        what, share, seldom = self.what | other.what, max(self.share, other.share), self.seldom or other.seldom
        strangers = self.strangers or other.strangers
        if strangers and other.strangers and self.strangers != other.strangers:
            strangers = tuple(sorted({*self.strangers, *other.strangers})[:TOLD_KEPT])
        return Said(first.time, first.event_id, first.network, first.days, what, targets, share, seldom, strangers,
                    max(self.device, other.device), _some(self.texts, other.texts))  # fmt: skip


class AgainState(State, array_like=True):
    """`said`: by step and account, `levels` of their samples, `waiting` steps; `days`: hashes of accounts by day.

    `posts`: how many told it, and `reporters`: hashes of who reported one, by step.
    """

    said: dict[int, dict[str, Said]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    days: dict[int, tuple[int, ...]] = field(default_factory=dict)
    posts: dict[int, int] = field(default_factory=dict)
    reporters: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, event: Event, share: float) -> None:
        """Remember who told it, and what share of newcomers was usual then."""
        step, day, name = int(event.time // STEP_S), int(event.time // DAY_S), event.subject
        code, earlier = _hashed(name), self.days.get(day, ())
        if code not in earlier:
            self.days[day] = tuple(sorted((*earlier, code))[:EARLIER_KEPT])
        self.posts[step] = self.posts[step] + 1 if step in self.posts else 1
        told, level = self.said.setdefault(step, {}), self.levels.get(step, 0)
        if not sampled(name, level):
            return
        one = _said(event, share)
        told[name] = one.merge(known) if (known := told.get(name)) is not None else one
        if len(told) > KEPT:
            thin(self.said, self.levels, step, KEPT)

    def report(self, event: Event) -> None:
        """Remember who reported a post that told it; a report that does not say by whom may be a second one."""
        if event.reporter:
            step = int(event.time // STEP_S)
            known = {*self.reporters.get(step, ()), _hashed(event.reporter)}
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
        return len(told.difference(map(_hashed, but)))

    def forget(self, watermark: float) -> None:
        """Drop what no later step is judged with."""
        recent, last = int((watermark - LATENESS_MAX_S) // STEP_S), int(watermark // DAY_S) - DAYS_KEPT
        self.said = since(self.said, recent - STEPS)
        self.levels = since(self.levels, recent - STEPS)
        self.days = since(self.days, last)
        self.posts = since(self.posts, recent - REPORT_STEPS)
        self.reporters = since(self.reporters, recent - REPORT_STEPS)
        forget(recent - 1, self.tallies)


def _said(event: Event, share: float) -> Said:
    network = _hashed(network_of(event.ip)) if event.ip else 0
    what = (TAKEN if event.novel & ELSEWHERE else 0) | (NEW if event.novel & NEW_TODAY else 0)
    days = event.site.days if event.site is not None else 0
    target, seldom = _hashed(event.target or event.id), bool(event.novel & SELDOM)
    said = Said(event.time, event.id, network, days, what, (target,), share, seldom)
    answer = event.novel & NO_STRANGER and not event.novel & WENT_FIRST
    if event.contacts and event.kind == "message" and event.target and event.device and not answer:
        said.strangers, said.device = said.targets, _hashed(event.device)
    if what:
        said.texts = event.fingerprints[:1]
    return said


def _some(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first of both, by name."""
    return tuple(sorted({*mine, *theirs})[:TEXTS_KEPT]) if mine != theirs else mine


def _hashed(name: str) -> int:
    return crc32(name.encode())
