"""A ring of reviewers: the same accounts review the same few things, and little else."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import log10, prod
from typing import NamedTuple

from msgspec import field

from detectors.base import LATENESS_MAX_S, Finding, Signal, State
from detectors.counts import sampled
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.review_wave import is_review
from detectors.signup_traits import binomial
from detectors.steps import HOUR_S
from detectors.surprise import to_score
from detectors.tally import Tally, forget
from detectors.wording import counted
from schemas.event import Event
from schemas.values import Severity

HOURS = 336  # two weeks: one thing a day each draws no attention
LEAST = 5  # accounts in common: below, a family
PAIRS_KEPT = 512  # (thing, account) an hour; beyond, a sample of the things by hash
OTHERS_MOST = 8  # further things compared, those with the most reviewers in common
LOCAL = 10.0  # times the average: people review what there is in their town, or of their trade, a tenth of a site
COMMON, MORE = 3, 0.5  # things in common; each further one is one in three
EACH = 1.0  # of friends on a journey who review the same three things, each further one is one in ten
OLDER_HOURS = 24  # a thing that others reviewed so long before: what is new is reviewed with all else that is new
THEIRS = 2 / 3  # of a new thing's reviewers, that reviewed the others, too: at a launch most review one or another
Told = dict[str, dict[str, int]]


class RingState(State, array_like=True):
    """`hours`: hour -> thing reviewed -> account -> first time; `levels` of their samples; `waiting` hours."""

    hours: dict[int, dict[str, dict[str, float]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event, thing: str) -> None:
        """Remember one review."""
        hour = int(event.time // HOUR_S)
        level = self.levels.get(hour, 0)
        if not sampled(thing, level):
            return
        told = self.hours.setdefault(hour, {})
        named = told.setdefault(thing, {})
        named[event.subject] = min(event.time, named.get(event.subject, event.time))
        while sum(map(len, told.values())) > PAIRS_KEPT and level < 20:
            level = self.levels[hour] = level + 1
            told = self.hours[hour] = {name: one for name, one in told.items() if sampled(name, level)}

    def lately(self, last: int) -> tuple[Told, Told]:
        """Return who reviewed each thing in the two weeks up to an hour, and what each account reviewed, and since."""
        by_thing, by_account = Told(), Told()
        for hour in sorted(hour for hour in self.hours if last - HOURS < hour <= last):
            for thing, names in self.hours[hour].items():
                known = by_thing.setdefault(thing, {})
                for name in names:
                    known.setdefault(name, hour)
                    by_account.setdefault(name, {}).setdefault(thing, hour)
        return by_thing, by_account


class Ring(NamedTuple):
    """Accounts that reviewed the same things, how surprising that is, and how many were expected."""

    surprise: float = 0.0
    names: frozenset[str] = frozenset()
    things: tuple[str, ...] = ()
    usual: float = 0.0


class ReviewRing(JudgedSteps[RingState]):
    """Accounts of which several reviewed the same three things or more within two weeks.

    Fires on seven accounts with three things in common, where as many reviewers of one of these would hardly have
    reviewed the others, too: by how many reviews each of them wrote and how often each thing is reviewed, people of one
    town or trade taken into account. What nobody reviewed a day before counts where one that was known is among them
    and two thirds of its reviewers are the ring's. Quiet on what is popular or has just come out, on those who review a
    great deal, on a family and a few friends on a journey, and on a crowd that comes for one thing (`review_wave`).
    Judged by the hour. Fails where each account reviews one or two things only, or one in a fortnight, and on sites
    with less than some hundred reviews a day. Takes a class whose homework is to review the same three places. After
    CopyCatch (Beutel et al. 2013). Cost: 3 microseconds a review, and some ten milliseconds an hour of a site with a
    thousand a day; state: 50 bytes for each review of the two weeks.
    """

    name = "review_ring"
    version = 2
    keyed_by = "site"
    kinds = ("content.posted",)
    area = "spam"
    state_type = RingState
    heeds_score = False
    step_s = HOUR_S
    reach_s = HOUR_S + 600.0
    idle_s = 86_400.0
    ties = ("content",)

    def remembers(self, event: Event) -> bool:
        """Note reviews of something."""
        return event.kind == "review" and is_review(event)

    def score(self, event: Event, state: RingState, key: str) -> Signal | None:
        """Return the surprise of the rings that the account was found in; None for what is no review.

        What the review completes is found once its hour is over: to look for it costs some ten milliseconds.
        """
        if not is_review(event) or event.target is None:
            return None
        surprise = max([one.surprise for one in state.tallies.values() if event.subject in one.members], default=0.0)
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.hours), surprise)

    def _note(self, event: Event, state: RingState) -> None:
        state.add(event, event.target or "")

    def _judge(self, state: RingState, step: int) -> None:
        told = state.hours.get(step)
        if not told:
            return
        by_thing, by_account = state.lately(step)
        for thing in sorted(told):
            found = ring_of(thing, by_thing, by_account)
            if found.surprise >= self.hot_from and not found.names.isdisjoint(told[thing]):  # else told before
                _accuse(state.tallies[step], found, step * HOUR_S)

    def prune(self, state: RingState, watermark: float) -> None:
        """Drop hours that no later one is judged with."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // HOUR_S)
        if state.hours and min(state.hours) < recent - HOURS - 1:
            state.hours = {hour: told for hour, told in state.hours.items() if hour >= recent - HOURS - 1}
            state.levels = {hour: level for hour, level in state.levels.items() if hour >= recent - HOURS - 1}
        forget(recent - 2, state.tallies)

    def explain(self, run: Tally, state: RingState, key: str) -> Finding:
        """Say how many accounts have how many things in common, and which."""
        things, expected = (*run.detail, 0)[0], run.usual
        evidence: dict[str, float | int | str] = {
            "accounts_in_ring": int(run.peak), "things_in_common": things, "expected": round(expected, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        some = sorted(name.partition(":")[2] for name in run.ties or ())[:5]
        total = run.distinct()
        more = f"; such groups of these days have {total} accounts" if total > run.peak else ""
        reason = (
            f"{run.peak:.0f} accounts reviewed the same {counted(things, 'thing')} within {HOURS // 24} days "
            f"({expected:.1f} expected, by how much each reviews and how often these are reviewed): {', '.join(some)}"
            f"{' and others' if things > len(some) else ''}{more}."
        )
        action = "Read the reviews side by side; hold them if these accounts have no visit or purchase to show for it."
        severity: Severity = "high" if run.surprise >= 2 * self.hot_from else "medium"
        names = in_order(run.members)
        return Finding(severity, evidence, reason, action, names, total if run.level else len(names))


def ring_of(thing: str, by_thing: Told, by_account: Told) -> Ring:
    """Return the most surprising ring among the reviewers of a thing. Cost: some microseconds for most."""
    mine, best = by_thing.get(thing, {}).keys(), Ring()
    if len(mine) < LEAST:
        return best
    shared = Counter(other for name in mine for other in by_account[name] if other != thing)
    ranked = sorted((-count, other) for other, count in shared.items() if count >= LEAST)
    pairs = list(combinations([other for _, other in ranked[:OTHERS_MOST]], 2))
    reviews = sum(map(len, by_thing.values())) if pairs else 0
    for pair in pairs:
        names = frozenset(mine & by_thing[pair[0]].keys() & by_thing[pair[1]].keys())
        if len(names) >= LEAST and len(names) >= len(best.names):
            things = (thing, *[other for _, other in ranked if len(names & by_thing[other].keys()) >= LEAST])
            weighed = _weighed(things, names, by_thing)
            if weighed < COMMON:
                continue
            usual = sum([_chance(len(by_account[name]), pair, by_thing, reviews) for name in sorted(mine)])
            above = binomial(len(mine), len(names), usual / len(mine)) - log10(len(pairs))
            surprise = min(above, EACH * (len(names) - 1) + MORE * (weighed - COMMON))
            best = max(best, Ring(max(0.0, surprise), names, things, usual), key=lambda one: one.surprise)
    return best


def _weighed(things: tuple[str, ...], names: frozenset[str], by_thing: Told) -> int:
    """Return how many things say something: those known before and, where any is, new ones that are the ring's own."""
    older = sum([_older(by_thing[one], names) for one in things])
    if not 0 < older < COMMON:
        return older
    own = [one for one in things if len(names & by_thing[one].keys()) >= THEIRS * len(by_thing[one])]
    return older + sum([not _older(by_thing[one], names) for one in own])


def _older(reviewed: dict[str, int], names: frozenset[str]) -> bool:
    """Tell whether others reviewed a thing long before these did."""
    others = [hour for name, hour in reviewed.items() if name not in names]
    return bool(others) and min(others) + OLDER_HOURS < min([reviewed[name] for name in names if name in reviewed])


def _chance(own: int, pair: tuple[str, ...], by_thing: Told, reviews: int) -> float:
    """Return how likely one who reviewed so many things reviewed these two, too, as people of a town do."""
    return prod([min(1.0, LOCAL * max(1, own - 1) * len(by_thing[other]) / reviews) for other in pair])


def _accuse(tally: Tally, found: Ring, time: float) -> None:
    tally.hot = True
    tally.crest(len(found.names), found.usual, found.surprise, (len(found.things),))
    for name in found.names:
        tally.member(name, time)
    for thing in found.things:
        tally.tie(f"content:{thing}", time)
