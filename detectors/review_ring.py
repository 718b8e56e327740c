"""A ring of reviewers: the same accounts review the same few things, and little else."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.by_time import since
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.review_ring_state import HOURS, RingState
from detectors.review_rings import Ring, circle_of, ring_of
from detectors.review_strewn import strewn_of
from detectors.review_wave import is_review
from detectors.steps import HOUR_S
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from detectors.wording import counted
from schemas.event import Event


class ReviewRing(JudgedSteps[RingState]):
    """Accounts of which several reviewed the same three things or more, or most of the same few, within two weeks.

    Fires on seven accounts with three things in common, where as many reviewers of one of these would hardly have
    reviewed the others, too: by how many reviews each of them wrote and how often each thing is reviewed, people of one
    town or trade taken into account. What nobody reviewed a day before counts where one that was known is among them
    and two thirds of its reviewers are the ring's. Fires, too, on seven and more old accounts that reviewed hardly
    anything but most of the same few things, on days of their own: each was given a list, and those who reviewed one of
    these things otherwise did not review the others; and on seven and more, of three countries or more, that begin to
    post with most of the same few things, which hardly anybody else reviews. Quiet on what is popular or has just come
    out, on those who review a great deal, on a family, a few friends on a journey, a festival's visitors (who go
    together review together), a village and a book club (hardly anybody else reviews what they do; they live in one
    country), and on a crowd that comes for one thing (`review_wave`). Judged by the hour. Fails where each account
    reviews one or two things only, or one in a fortnight, where a list holds what hardly anybody else reviews and its
    accounts have written before or are of one country, and on lists done within two days on sites with less than some
    hundred reviews a day. Takes a class whose homework is to review the same three places, and fans of many countries
    who join to praise all that one has made. After CopyCatch (Beutel et al. 2013). Cost: 3 microseconds a review, and
    some ten milliseconds an hour of a site with a thousand a day; state: 50 bytes for each review of the two weeks.
    """

    name = "review_ring"
    version = 4
    keyed_by = "site"
    kinds = ("content.posted",)
    area = "spam"
    state_type = RingState
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
        if event.kind != "review" or event.target is None or not is_review(event):
            return None
        surprise = max([one.surprise for one in state.tallies.values() if event.subject in one.members], default=0.0)
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.hours), surprise)

    def _note(self, event: Event, state: RingState) -> None:
        state.add(event, event.target or "")

    def _judge(self, state: RingState, step: int) -> None:
        told = state.hours.get(step)
        if not told:
            return
        (by_thing, by_account), begun = state.lately(step), state.begun_lately(step)
        for thing in sorted(told):
            every = [one(thing, by_thing, by_account) for one in (ring_of, circle_of)]
            found = max([*every, strewn_of(thing, by_thing, by_account, begun)], key=_surprise)
            if found.surprise >= self.hot_from and not found.names.isdisjoint(told[thing]):  # else told before
                _accuse(state.tallies[step], found, step * HOUR_S)

    def prune(self, state: RingState, watermark: float) -> None:
        """Drop hours that no later one is judged with."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // HOUR_S)
        state.hours = since(state.hours, recent - HOURS - 1)
        state.levels = since(state.levels, recent - HOURS - 1)
        state.begun = since(state.begun, recent - HOURS - 1)
        forget(recent - 2, state.tallies)

    def explain(self, run: Tally, state: RingState, key: str) -> Finding:
        """Say how many accounts have how many things in common, and which."""
        things, pairs, countries = (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts_in_ring": int(run.peak), "things_in_common": things, "expected": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        if pairs:
            evidence["reviews_of_these_by_the_ring"] = pairs
        if countries:
            evidence["countries"] = countries
        total = run.distinct()
        more = f"; such groups of these days have {total} accounts" if total > run.peak else ""
        some = sorted(name.partition(":")[2] for name in run.ties or ())[:5]
        which = f"{', '.join(some)}{' and others' if things > len(some) else ''}"
        deed = (
            _of_strewn(run, things, countries) if countries else (_of_circle if pairs else _of_ring)(run, things, pairs)
        )
        reason = f"{deed}: {which}{more}."
        action = (
            "Read the reviews side by side; hold them if these accounts have no visit or purchase to show for it, or "
            "only small ones made for it."
        )
        names = in_order(run.members)
        severity = "medium" if countries else graded(run.surprise, self.hot_from, 2.0)  # a fan club of many countries
        return Finding(severity, evidence, reason, action, names, total if run.level else len(names))


def _of_ring(run: Tally, things: int, _: int) -> str:
    return (
        f"{run.peak:,.0f} accounts reviewed the same {counted(things, 'thing')} within {HOURS // 24} days "
        f"({run.usual:.1f} expected, by how much each reviews and how often these are reviewed)"
    )


def _of_circle(run: Tally, things: int, pairs: int) -> str:
    return (
        f"{run.peak:,.0f} accounts reviewed hardly anything but the same {things} things within {HOURS // 24} days, "
        f"each three of them or more, mostly on other days than the others: {pairs} reviews of "
        f"{run.peak * things:,.0f} that they could have written ({run.usual:,.0f} expected, by how often these are "
        "reviewed)"
    )


def _of_strewn(run: Tally, things: int, countries: int) -> str:
    return (
        f"{run.peak:,.0f} accounts of {countries} countries reviewed hardly anything but the same {things} things "
        f"within {HOURS // 24} days, each three of them or more: nearly all began to post with these, and hardly "
        "anybody else reviewed these things"
    )


def _surprise(ring: Ring) -> float:
    return ring.surprise


def _accuse(tally: Tally, found: Ring, time: float) -> None:
    tally.hot = True
    tally.crest(len(found.names), found.usual, found.surprise, (len(found.things), found.pairs, found.countries))
    for name in found.names:
        tally.member(name, time)
    for thing in found.things:
        tally.tie(f"content:{thing}", time)
