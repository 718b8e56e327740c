"""Newcomers who each lead stranger after stranger away on their first day, to a few pages that they share by turns."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps, surprise_of
from detectors.leads_newcomers_judged import judge
from detectors.leads_newcomers_state import STEP_S, STEPS, LedState
from detectors.leads_scattered import leads_stranger
from detectors.only import LINKED, REACHED, only
from detectors.settled_window import SETTLES_S
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from detectors.wording import counted
from schemas.event import NEW_TODAY, YOUNG_REPORTER, Event
from schemas.values import KeyedBy, Severity

DAYS_LEAST = 4  # of the site's days, before which only those are new whose sign-up was seen


class LeadsNewcomers(JudgedSteps[LedState]):
    """Accounts that led eight strangers or more away on their first day of posting, over the site, within three days.

    Who shares a push of phishing pages among accounts of a day and several pages stays below what one account, or one
    page, may do by itself (`first_contacts`, `domain_again`). Compared with how many of the newcomers who led anybody
    at all did so on the days before (binomial; one in fifty where nothing is known, twice that at most). Fires on four
    or five of hardly more. A stranger is a message's target that neither wrote nor paid first. Quiet on one page told
    by all, on a firm's helpers in one place, on what many here link to, on answers, on a site whose newcomers do so, on
    who was there before, and in a site's first four days but on accounts whose sign-up was seen. Judged by the hour.
    Fails on seven strangers each, on aged accounts, and where each account has a page of its own and few lead so many.
    Cost: 18 microseconds a newcomer's message with a link or contact; state: some 200 bytes for each and hour.
    """

    name = "leads_newcomers"
    version = 1
    keyed_by: ClassVar[KeyedBy] = "site"
    kinds = ("content.posted",)
    area = "spam"
    state_type = LedState
    by_site = True  # only there is known who wrote first, and who signed up of late
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s = STEPS * STEP_S

    @by_event
    @only(LINKED | REACHED)
    def remembers(self, event: Event) -> bool:
        """Note messages of a first day, of somebody's hand, that lead a stranger somewhere."""
        return event.novel & NEW_TODAY != 0 and leads_stranger(self, event)

    def learn(self, event: Event, state: LedState, signal: Signal | None) -> bool:
        """As in the base, of those who are known to be new."""
        known = event.novel & YOUNG_REPORTER or (event.site is not None and event.site.days >= DAYS_LEAST)
        return bool(known) and super().learn(event, state, signal)

    def score(self, event: Event, state: LedState, key: str) -> Signal | None:
        """Return the surprise of the steps that were judged where its account is among them; None for other posts."""
        if not self.remembers(event):
            return None
        surprise = surprise_of(state.tallies, event.subject)
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.days), surprise)

    def _note(self, event: Event, state: LedState) -> None:
        state.add(event)

    def _judge(self, state: LedState, step: int) -> None:
        judge(state, step, self.hot_from)

    def prune(self, state: LedState, watermark: float) -> None:
        """Judge what is over; drop what no later step is judged with."""
        self.settle(state, watermark)
        state.forget(watermark)
        forget(int(watermark // STEP_S) - 1, state.tallies)

    def explain(self, run: Tally, state: LedState, key: str) -> Finding:
        """Say how many newcomers led how many strangers where."""
        led, every, leads, least = (*run.detail, 0, 0, 0, 0)[:4]
        names, days = in_order(run.members), STEPS * STEP_S / 86_400
        evidence: dict[str, float | int | str] = {
            "newcomers_leading_away": int(run.peak), "led_at_least": least, "strangers_led": led,
            "newcomers_who_led_anybody": every, "sites_and_numbers": leads, "usual": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"{counted(run.peak)} of {every:,} that led strangers anywhere on their first day of posting within "
            f"{days:.0f} days led {least} or more of them each ({led:,} different ones in all) by messages to "
            f"{counted(leads, 'site')} or numbers (usual here: {run.usual:.1f} accounts at most)."
        )
        action = (
            "Read a few, and open a page with care. If it is one work (your own support imitated, a prize, a bank), "
            "stop the accounts, block the pages, and warn those they wrote to; else ask what brought them."
        )
        severity: Severity = graded(run.surprise, self.hot_from)
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))
