"""Keys made to look for what is not theirs: an account makes several, and each asks for what is not there."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.key_probing_state import STEPS, YOUNG_S, Asked, ProbingState
from detectors.recurrence import DAY_S
from detectors.sampling import exact
from detectors.settled_window import SETTLES_S
from detectors.statuses import DENIED, FAULT_FROM, OF_THE_ASKER, spelled
from detectors.steps import HOUR_S, await_end, judge_over, next_over
from detectors.surprise import binomial, to_score
from detectors.tally import Tally, forget
from detectors.usage_amount import requests
from detectors.usage_denied import MOSTLY
from schemas.event import Event

DENIED_LEAST = 100.0  # of a key: a developer's first tries are some dozens, and are mostly refused, too
KEYS_LEAST = 3  # production, tests and the developer's own may begin with one fault: together with `SHARE`
SHARE = 0.005  # of keys made within the week, those refused so: ten of some 4,700 in eight made-up products


class KeyProbing(Detector[ProbingState]):
    """Keys that an account made within the week and that are mostly denied (400, 403, 404, 410, 422), in six hours.

    Fires on three keys of one account that each ask a hundred times and more for what is not there, or not for it, and
    are given something now and then: names are walked, by several keys, so that no limit of one is reached. Quiet on
    one such key (a synchronised catalogue, a first try), on a program with a wrong address (nothing is given), on keys
    that have been there for a week, on rate limits and missing logins, and on 404s among much that is given. Judged
    when the hour is over. Fails on one key, and where the making of keys is not told. Cost: nothing for accounts that
    made no key, a comparison for a use; 3 microseconds where the account made keys within the week.
    """

    name = "key_probing"
    keyed_by = "account"
    kinds = ("account.api_key_created", "account.usage")
    begins = ("account.api_key_created",)
    area = "api_abuse"
    state_type = ProbingState
    heeds_score = False
    step_s = HOUR_S
    reach_s = STEPS * HOUR_S + SETTLES_S
    idle_s = DAY_S

    def score(self, event: Event, state: ProbingState, key: str) -> Signal | None:
        """Return the surprise of the window before the event; None for what is not counted."""
        if not state.made or not _is_counted(event, state.made):
            return None
        surprise = _judged(state, int(event.time // HOUR_S))
        return Signal(self.name, self.version, key, to_score(surprise), warm=True, surprise=surprise)

    def learn(self, event: Event, state: ProbingState, signal: Signal | None) -> bool:
        """Note a key's making, or what a young key asked for; its hour is judged once it is over."""
        if event.type != "account.usage":
            state.make(event.key or "", event.time)
            return False
        if not state.made or not _is_counted(event, state.made):
            return False
        asked = state.hours.setdefault(int(event.time // HOUR_S), {}).setdefault(event.key or "", Asked())
        number = exact(requests(event))
        asked.every += number
        if event.status not in DENIED:
            return False
        asked.denied += number
        return await_end(state, event, HOUR_S)

    def unsettled(self, state: ProbingState) -> float:
        """Return when the first hour that waits is over."""
        return next_over(state.waiting, HOUR_S)

    def settle(self, state: ProbingState, watermark: float) -> bool:
        """Judge the hours that are over."""
        if not state.waiting:  # as of nearly all accounts
            return False

        def judge(hour: int) -> None:
            surprise = _judged(state, hour)
            if surprise >= self.hot_from:
                _accuse(state, hour, surprise)

        return judge_over(state, HOUR_S, watermark, judge)

    def prune(self, state: ProbingState, watermark: float) -> None:
        """Judge what is over; drop what no hour asks for, and keys that have grown old."""
        if not (state.waiting or state.hours or state.made or state.tallies):  # as of nearly all accounts
            return
        self.settle(state, watermark)
        oldest = int((watermark - LATENESS_MAX_S) // HOUR_S) - STEPS
        state.forget(oldest, watermark - LATENESS_MAX_S - YOUNG_S - STEPS * HOUR_S)
        forget(oldest, state.tallies)

    def explain(self, run: Tally, state: ProbingState, key: str) -> Finding:
        """Say how many keys were refused how many requests, and how many were given."""
        denied, every, young = (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "keys": int(run.peak), "keys_made_within_the_week": young, "denied": denied, "requests": every,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"{run.peak:,.0f} API keys that one account made within the week were each refused most of what they asked "
            f"for within {STEPS} h ({spelled(DENIED)}): {denied:,} of {every:,} requests; hardly one new "
            f"key in {1 / SHARE:,.0f} is refused so much, and this account made {young} in that week."
        )
        action = "See which names were asked for and what was given; revoke the keys; bound an account, not each key."
        return Finding("medium", evidence, reason, action, [key], 1)


def _is_counted(event: Event, made: dict[str, float]) -> bool:
    """Tell whether it is a young key's request, and answered with something that tells of what it asked for."""
    since = made.get(event.key or "")
    if since is None or not since + LATENESS_MAX_S <= event.time < since + YOUNG_S:  # its making is surely known
        return False
    return event.status is not None and event.status < FAULT_FROM and event.status not in OF_THE_ASKER


def _probing(window: dict[str, Asked]) -> list[Asked]:
    """Return what the keys asked for that were denied most of a good deal."""
    return [a for _, a in sorted(window.items()) if a.denied >= max(DENIED_LEAST, MOSTLY * a.every)]


def _judged(state: ProbingState, hour: int) -> float:
    """Return the surprise of a window's keys; 0 for few, and where nothing was given to any."""
    probing = _probing(state.window(hour))
    if len(probing) < KEYS_LEAST or all([asked.denied >= asked.every for asked in probing]):
        return 0.0
    return binomial(max(len(probing), state.young(hour)), len(probing), SHARE)


def _accuse(state: ProbingState, hour: int, surprise: float) -> None:
    """Make the hours of a window hot."""
    probing = _probing(state.window(hour))
    detail = int(sum([one.denied for one in probing])), int(sum([one.every for one in probing])), state.young(hour)
    for at in range(hour - STEPS + 1, hour + 1):
        if (tally := state.tallies.get(at)) is not None:
            tally.hot = True
            tally.crest(len(probing), 0.0, surprise, detail)
