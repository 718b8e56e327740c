"""A domain, new to the site, that a few accounts tell again and again: to one after the other, in any words."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, Signal
from detectors.counts import EXAMPLES_KEPT
from detectors.domain_again_state import AGAIN, NEW, STEP_S, STEPS, TAKEN, AgainState
from detectors.domain_again_surprise import (
    TOGETHER,
    Told,
    counted,
    most_surprising,
    of_newcomers,
    of_strange,
    of_those_again,
    of_unused,
    sorts,
    strange_of,
    told_again,
)
from detectors.domain_alone import DAYS_LEAST, SORT, USUAL, alone, alone_words, posts_of
from detectors.domain_newly import SORT as NEWLY
from detectors.domain_newly import newly_words, usually
from detectors.domain_push import with_links
from detectors.domain_reported import SORT as TOLD_OF
from detectors.domain_reported import Complaints, complaint_words, complaints
from detectors.domain_seldom import SORT as UNUSED
from detectors.domain_seldom import TWICE, seldom_words, tellers
from detectors.domain_taken import SHARES, SORT_NEW, few, few_words, told_least
from detectors.domain_taken import SORT as ENTERED
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.novelty import LATELY_S
from detectors.reshares import reshares
from detectors.settled_window import SETTLES_S
from detectors.surprise import to_score
from detectors.tally import Tally
from schemas.event import Event
from schemas.values import KeyedBy, Severity

# How many each has told it, at the least, by the alert's sort.
TOLD_TO = {0: AGAIN, NEWLY: 1, TOLD_OF: AGAIN, UNUSED: TWICE}


class DomainAgain(JudgedSteps[AgainState]):
    """Accounts that tell one domain to three or more people or threads in three days (a post with no target is one).

    Fires where nearly all who tell it do so, and seven were entered within hours from somewhere new, sixteen have
    written here for a day only, or thirty from wherever, each from a network of its own; on one newcomer alone that
    tells it to some twenty (`domain_alone`); on three to six that were entered, each of which tells it to a dozen and
    more, or newcomers that tell it to a score (`domain_taken`); on two dozen newcomers that each tell it once
    (`domain_newly`), also from a carrier's few networks around the clock; and hardly anybody told it on the days of
    four weeks before; on three known accounts or more, where more of those who are told report it than a firm's
    customers ever do (`domain_reported`). Quiet on what goes round (most tell it once), on what the site knows, on a
    few newcomers in one office (a site's own helpers), on one who sends his own
    page to his customers, on a few known accounts that answer with one new page, and until five of the site's days are
    known. Judged every two hours. Fails where fewer aged accounts write from where they have been for hours and nobody
    reports them, each tells another domain, or tells it twice. The share of those who tell a thing again is compared
    with what would be many of honest ones (binomial).
    """

    name = "domain_again"
    keyed_by: ClassVar[KeyedBy] = "domain"
    kinds = ("content.posted", "content.reported")
    area = "spam"
    version = 7
    state_type = AgainState
    heeds_score = False
    by_site = True
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s: ClassVar[float] = STEPS * STEP_S
    told: ClassVar[str] = "linked to one domain"
    advice: ClassVar[str] = "Look where the links lead; remove them and hold the accounts if it is spam."

    remembers = with_links

    def learn(self, event: Event, state: AgainState, signal: Signal | None) -> bool:
        """Remember who tells it; prompts, and posts that share another's, tell nobody."""
        return False if event.kind == "prompt" or reshares(event) else super().learn(event, state, signal)

    def score(self, event: Event, state: AgainState, key: str) -> Signal | None:
        """Return the surprise of the window before the event; None for what is not noted."""
        if not self.remembers(event) or event.kind == "prompt" or reshares(event):
            return None
        known = event.site is not None and event.site.days >= DAYS_LEAST  # before, no window is judged
        window = state.window(int(event.time // STEP_S)) if known else {}
        surprise = most_surprising(state, window) if window else 0.0
        if window and state.reporters:
            surprise = max(surprise, complaints(state, window, int(event.time // STEP_S)).surprise)
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _note(self, event: Event, state: AgainState) -> None:
        if event.type == "content.reported":
            state.report(event)
        else:
            state.add(event, self.share_of(event))

    def share_of(self, event: Event) -> float:
        """Return the site's share of newcomers among posts with links."""
        return 1.0 if event.site is None else event.site.share

    def _judge(self, state: AgainState, step: int) -> None:
        window = state.window(step)
        if (surprise := of_those_again(state, window)) >= self.hot_from:
            self._accuse(state, step, window, surprise)
        elif (surprise := of_newcomers(state, window)) >= self.hot_from:
            self._accuse_newcomers(state.tallies[step], window, surprise)
        elif (surprise := of_strange(state, window, TAKEN)) >= self.hot_from:
            self._accuse_few(state.tallies[step], window, TAKEN, surprise)
        elif (surprise := of_strange(state, window, NEW)) >= self.hot_from:
            self._accuse_few(state.tallies[step], window, NEW, surprise)
        elif (surprise := of_unused(state, window)) >= self.hot_from:
            self._accuse_unused(state.tallies[step], window, surprise)
        elif (by_itself := alone(state, window))[1] >= self.hot_from:
            self._accuse_one(state, step, window, *by_itself)
        elif (found := complaints(state, window, step)).surprise >= self.hot_from:
            self._accuse_reported(state.tallies[step], window, found)

    def _accuse_reported(self, tally: Tally, window: Told, found: Complaints) -> None:
        named = {name: one for name, one in window.items() if told_again(one)}
        self._name(named, [(one.time, one.event_id) for one in named.values()], tally)
        detail = len(window), *sorts([one.what for one in named.values()]), TOLD_OF, found.reporters, found.posts
        tally.crest(len(named), len(window) * TOGETHER, found.surprise, detail)

    def _accuse_one(self, state: AgainState, step: int, window: Told, name: str, surprise: float) -> None:
        self._name({name: window[name]}, posts_of(state, name, step), state.tallies[step])
        state.tallies[step].crest(len(window[name].targets), 1 + USUAL, surprise, (len(window), 0, 1, SORT))

    def _accuse(self, state: AgainState, step: int, window: Told, surprise: float) -> None:
        """Accuse those of a window who tell it again, and those who were entered before they told it."""
        named = {name: one for name, one in window.items() if told_again(one) or one.what & TAKEN}
        self._name(named, [(one.time, one.event_id) for one in named.values()], state.tallies[step])
        detail = len(window), *sorts(strange_of(window, counted(window))), 0
        state.tallies[step].crest(counted(window), len(window) * TOGETHER, surprise, detail)

    def _accuse_newcomers(self, tally: Tally, window: Told, surprise: float) -> None:
        named = {name: one for name, one in window.items() if one.what}
        self._name(named, [(one.time, one.event_id) for one in named.values()], tally)
        share = usually(window)
        detail = len(window), *sorts([one.what for one in named.values()]), NEWLY, round(1000 * share)
        tally.crest(len(named), len(window) * share, surprise, detail)

    def _accuse_few(self, tally: Tally, window: Told, what: int, surprise: float) -> None:
        named, sort = few(window, what), ENTERED if what == TAKEN else SORT_NEW
        self._name(named, [(one.time, one.event_id) for one in named.values()], tally)
        detail = len(window), *sorts([one.what for one in named.values()]), sort, told_least(named)
        tally.crest(len(named), len(window) * SHARES[what], surprise, detail)

    def _accuse_unused(self, tally: Tally, window: Told, surprise: float) -> None:
        named = tellers(window)
        self._name(named, [(one.time, one.event_id) for one in named.values()], tally)
        told = sum([len(one.targets) for one in named.values()])
        detail = len(window), *sorts([one.what for one in named.values()]), UNUSED, told
        tally.crest(len(named), len(window) * TOGETHER, surprise, detail)

    def _name(self, named: Told, posts: list[tuple[float, str]], tally: Tally) -> None:
        tally.hot, tally.examples, tally.first = True, sorted(posts)[:EXAMPLES_KEPT], min(posts)[0]
        for name, one in named.items():
            tally.member(name, one.time)

    def prune(self, state: AgainState, watermark: float) -> None:
        """Judge what is over before it is dropped, and drop what no later step is judged with."""
        self.settle(state, watermark)
        state.forget(watermark)

    def explain(self, run: Tally, state: AgainState, key: str) -> Finding:
        """Say how many tell it again, how many tell it at all, and what they are."""
        everybody, taken, new, sort, share, posts = (*run.detail, 0, 0, 0, 0, 0, 0)[:6]
        names, newcomers = in_order(run.members), {"accounts_strange": int(run.peak), "site_share": share / 1000}
        again = {"accounts_again": 1 if sort == SORT else int(run.peak)}
        if sort == UNUSED:
            again |= {"told_in_all": share}
        if sort == TOLD_OF:
            again |= {"reporters": share, "posts_with_it": posts}
        least = share if sort in {ENTERED, SORT_NEW} else TOLD_TO.get(sort, int(run.peak))
        evidence: dict[str, float | int | str] = {
            **(newcomers if sort == NEWLY else again), "accounts_in_all": everybody,
            "from_new_places": taken, "new_here": new, "told_to_at_least": least,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = {
            SORT: alone_words(self.told, int(run.peak), everybody),
            NEWLY: newly_words(self.told, int(run.peak), taken, everybody, share / 1000),
            ENTERED: few_words(self.told, int(run.peak), everybody, share, sort),
            SORT_NEW: few_words(self.told, int(run.peak), everybody, share, sort),
            UNUSED: seldom_words(self.told, int(run.peak), everybody, share),
            TOLD_OF: complaint_words(self.told, int(run.peak), everybody, share, posts),
        }.get(sort) or self._words(run, everybody, taken, new)
        severity: Severity = "high" if run.surprise >= 3 * self.hot_from or sort == ENTERED else "medium"
        return Finding(severity, evidence, reason, self.advice, names, run.distinct() if run.level else len(names))

    def _words(self, run: Tally, everybody: int, taken: int, new: int) -> str:
        return (
            f"{run.peak:.0f} of the {everybody} accounts that {self.told} within {STEPS * STEP_S / 86_400:.0f} days "
            f"did so to {AGAIN} or more people or threads each; {taken} of all wrote from where they first were "
            f"within {LATELY_S / 3600:.0f} h, {new} had been here for a day only. Hardly anybody had told it in the "
            "weeks before."
        )
