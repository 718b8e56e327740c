"""New accounts that tell a few telephone numbers between them, in any words: each number for a few accounts only."""

from __future__ import annotations

from math import log10
from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Signal, by_event
from detectors.by_time import since
from detectors.contact_groups_found import Groups, groups_of
from detectors.contact_groups_state import DAYS_KEPT, STEP_S, STEPS, WINDOW_DAYS, GroupsState
from detectors.contact_groups_words import ContactGroupsWords
from detectors.judged_steps import accuse_of
from detectors.only import REACHED, only
from detectors.settled_window import SETTLES_S
from detectors.signup_tree import SIZED_FROM, SIZED_MOST
from detectors.site_spreads import DAYS_LEAST
from detectors.site_told import hear, lately, told_at
from detectors.surprise import binomial, both, to_score
from detectors.tally import forget
from schemas.event import Event
from schemas.site_usual import SiteUsual

LEAST = 6  # accounts in all: as `contact_push`
# Of newcomers who tell a contact, so many tell what another told, as on a family's tablet; believed as of so many.
AGAIN, WEIGHT, SWING = 0.05, 50.0, 2.0


class ContactGroups(ContactGroupsWords):
    """Newcomers of three days who tell contacts (`schemas.contacts`) that other newcomers tell, over the whole site.

    Fires on nine who tell two numbers between them, each from a network of its own, or six who tell one, where who
    tells a number mostly tells his own. Quiet on what members tell as well, on a class in one room, on a firm's
    branches that link to its own page beside its number (left to `domain_push`), on sites where many newcomers tell
    what others do (agencies, shops), and until six of the site's days are known. Judged every two hours. Fails where
    each account tells another contact, and where aged accounts are used on devices of their own. Counts as
    `signup_site` does.
    """

    name = "contact_groups"
    version = 4
    keyed_by = "site"
    kinds = ("content.posted",)
    area = "spam"
    state_type = GroupsState
    by_site = True
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s: ClassVar[float] = STEPS * STEP_S

    @only(REACHED)
    @by_event
    def remembers(self, event: Event) -> bool:
        """Note posts that tell a contact."""
        return bool(event.contacts)

    def score(self, event: Event, state: GroupsState, key: str) -> Signal | None:
        """Return the surprise of the window before the event; None without a contact, or before the site is known."""
        if not event.contacts or not _known(event.site):
            return None
        step = int(event.time // STEP_S)
        surprise = _judged(state, step, groups_of(state.window(step)))
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _note(self, event: Event, state: GroupsState) -> None:
        hear(state.usual, event)
        state.add(event)

    def _judge(self, state: GroupsState, step: int) -> None:
        groups = groups_of(state.window(step))
        if _known(told_at(state.usual, step * STEP_S)):
            surprise = _judged(state, step, groups)
            if surprise >= self.hot_from:
                self._accuse(state, step, groups, surprise)
        day = int(step * STEP_S // 86_400)
        newcomers, again = state.days.get(day, (0, 0))
        state.days[day] = max(newcomers, groups.newcomers), max(again, groups.again)

    def _accuse(self, state: GroupsState, step: int, groups: Groups, surprise: float) -> None:
        """Accuse the groups of a window in whose last step one of them told their contact: of its own posts."""
        tally, accounts = state.tallies[step], groups.accounts()
        if not (posts := groups.posts(state.told.get(step, {}).values())):
            return
        accuse_of(tally, posts)
        tally.total = float(len(posts))
        usual = groups.newcomers * _share(state, step) / SWING
        tally.crest(len(accounts), usual, surprise, (len(groups.found), groups.newcomers, *groups.sizes()))
        for name, time in accounts.items():
            tally.member(name, time)

    def prune(self, state: GroupsState, watermark: float) -> None:
        """Drop what no later step is judged with."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // STEP_S)
        state.told = since(state.told, recent - STEPS)
        state.levels = since(state.levels, recent - STEPS)
        last = int(watermark // 86_400) - DAYS_KEPT
        state.days = since(state.days, last)
        state.usual = lately(state.usual, watermark)
        forget(recent - 1, state.tallies)


def _known(usual: SiteUsual | None) -> bool:
    """Tell whether the site was known when the window began: what is usual is learned from windows before it."""
    return usual is not None and usual.days >= DAYS_LEAST + WINDOW_DAYS


def _judged(state: GroupsState, step: int, groups: Groups) -> float:
    """Return the surprise of a window's groups: how many they are, with how many tell what another of them told."""
    accounts = len(groups.accounts())
    if accounts < LEAST:
        return 0.0
    again = accounts - len(groups.found)
    alike = binomial(groups.newcomers, again, _share(state, step))
    return both(min(SIZED_MOST, SIZED_FROM + 2 * log10(accounts)), alike)


def _share(state: GroupsState, step: int) -> float:
    """Return the most that an honest share of newcomers telling what others told may be, by windows before this one."""
    until = int((step - STEPS + 1) * STEP_S // 86_400)
    told = [sums for day, sums in state.days.items() if day < until]
    newcomers, again = (sum([sums[index] for sums in told]) / WINDOW_DAYS for index in (0, 1))
    return min(0.9, SWING * (again + AGAIN * WEIGHT) / (newcomers + WEIGHT))
