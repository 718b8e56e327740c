"""Codes guessed by a few accounts of one address, each patiently: no account is refused so often that it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from detectors.base import Signal, by_event
from detectors.by_time import since
from detectors.code_guessing_address_state import TRIES, Guessers, GuessersState, count_in, guessers
from detectors.code_guessing_refused import is_denied
from detectors.network import line_of
from detectors.site_days import asked, slot_of
from detectors.site_told import NOT_YET, lately
from detectors.some_window import SomeWindow
from detectors.statuses import DENIED, spelled
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import Event


class CodeGuessingAddress(SomeWindow):
    """Accounts at one address refused one product ten times a day and more, oftener than 99 in 100 are on this site.

    Fires on five accounts of one home that try fifteen codes a day each. Surprise: that of the first such account, and
    one for each further; never more than that of so many among all of the address that were refused. Quiet on a family
    with one smudged code, on offices and carriers, where others are refused now and then, and where very many are
    within an hour; on programs with a key. Judged once an hour is over. Fails where each account has an address of its
    own, and in a site's first four days. Cost: a comparison for each request, 5 microseconds for one refused.
    """

    name = "code_guessing_address"
    keyed_by = "ip"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = GuessersState
    steps = 24
    idle_s = 86_400.0
    ties = ("device",)
    remembers = is_denied

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; the prior says nothing here, since nothing is said before the site is known."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of what is refused; () for all others."""
        return (line_of(event.ip),) if event.status in DENIED and event.ip else ()

    def member(self, event: Event) -> str | None:
        """Count accounts."""
        return event.subject if self.remembers(event) else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; count the account's refusals, and keep what is usual on the site."""
        if not self.remembers(event):
            return False
        own, slot = cast("GuessersState", state), slot_of(event.product or "")
        if event.site is not None:
            own.usual.setdefault(asked(event.time), {})[slot] = event.site.refused
        count_in(own.tries.setdefault(int(event.time // self.step_s), {}), event.subject, slot)
        return super().learn(event, state, signal)

    def _of(self, state: WindowState, end: int) -> Guessers:
        return guessers(cast("GuessersState", state), end, self.steps, self.step_s)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        found = self._of(state, end)
        return found.tries, found.among, *found.usual

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base; that the site is not known, where that is so."""
        return NOT_YET if event.site is None and self.remembers(event) else super().lacks(event, state)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop what goes with its buckets, and what was usual long ago."""
        super().prune(state, watermark)
        own, oldest = cast("GuessersState", state), int((watermark - self.reach_s) // self.step_s) - 2
        own.tries = since(own.tries, oldest)
        own.usual = lately(own.usual, watermark)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        tries, among, known, most, rare = run.detail or (0, 0, 0, 0, 0)
        return {**super().evidence(run), "usual_in_window": 0, "refused_in_window": tries, "accounts_refused": among,
                "account_days_known": known, "most_of_nine_in_ten": most, "most_of_99_in_100": rare}  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were refused how often, and how often others of the site are."""
        tries, among, known, _, rare = run.detail or (0, 0, 0, 0, 0)
        others = f" ({counted(among - int(run.peak), 'other')} there less often)" if among > run.peak else ""
        reason = (
            f"{counted(run.peak)} at one address were refused the same product {tries} times within "
            f"{self.window_s / 3600:.0f} h ({spelled(DENIED)}), each {max(TRIES, rare + 1)} times or more"
            f"{others}; on {known:,} earlier days on which an account without a key was refused it at all, "
            f"99 in 100 were at most {rare} times."
        )
        return reason, "See what was asked for and what was given; bound how often an address may try."
