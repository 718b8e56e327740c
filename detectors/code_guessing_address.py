"""Codes guessed by a few accounts of one address, each patiently: no account is refused so often that it is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, cast

from msgspec import field

from detectors.base import Finding, Signal, by_event
from detectors.code_guessing import DAYS_KEPT, DENIED, LEAST, Spread, is_refused
from detectors.first_times import in_order
from detectors.network import line_of
from detectors.settled_window import OverWindow, SettledState
from detectors.signup_traits import binomial
from detectors.site_days import asked, slot_of
from detectors.site_spread import RARE
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import Event

CROWD, EVERYBODY = 64, ""  # accounts refused at one address in an hour: none of them is looked at
TRIES = 10  # refusals of an account in a day: who mistypes a code looks at it again before
SHARE = 0.01  # of account-days with a refusal, beyond the most of 99 in 100
EACH = 1.0  # one in ten: what keeps one of a household trying keeps the others, too, one code or one page


class Guessers(NamedTuple):
    """The accounts of an address refused most unusually often; of how many, how often in all; what is usual."""

    names: frozenset[str] = frozenset()
    among: int = 0
    tries: int = 0
    usual: Spread = (0, 0, 0)


class GuessersState(SettledState, array_like=True):
    """Adds by bucket how often each account was refused each product (its slot), and by day what was usual."""

    tries: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    usual: dict[int, dict[int, Spread]] = field(default_factory=dict)


class CodeGuessingAddress(OverWindow):
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
    by_site = True
    state_type = GuessersState
    steps = 24
    idle_s = 86_400.0
    ties = ("device",)

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; the prior says nothing here, since nothing is said before the site is known."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def remembers(self, event: Event) -> bool:
        """Note what is refused of a product to an account without a key: asked of every use."""
        return event.status in DENIED and event.ip is not None and is_refused(event)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of what is refused; () for all others."""
        return (line_of(event.ip),) if event.status in DENIED and event.ip else ()

    def member(self, event: Event) -> str | None:
        """Count accounts."""
        return event.subject if self.remembers(event) else None

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window so far; None for few, or before the site is known."""
        if event.site is None or self.member(event) is None:
            return None
        found = _guessers(cast("GuessersState", state), int(event.time // self.step_s), self.steps, self.step_s)
        if len(found.names) < self.least:
            return None
        surprise = _surprise(found)
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; count the account's refusals, and keep what is usual on the site."""
        if not self.remembers(event):
            return False
        own, slot = cast("GuessersState", state), slot_of(event.product or "")
        if event.site is not None:
            own.usual.setdefault(asked(event.time), {})[slot] = event.site.refused
        _count(own.tries.setdefault(int(event.time // self.step_s), {}), event.subject, slot)
        return super().learn(event, state, signal)

    def _of(self, state: WindowState, end: int) -> Guessers:
        return _guessers(cast("GuessersState", state), end, self.steps, self.step_s)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        found = self._of(state, end)
        return _surprise(found) if len(found.names) >= self.least else 0.0

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """Make a surprising window hot, and mark the accounts that guess: others at the address do not."""
        found = self._of(state, end)
        if not super()._accuse(state, end, len(found.names), past, surprise):
            return False
        for tally in self._window(state, end):
            for name in sorted(found.names & tally.members.keys()):
                tally.mark(name, tally.members[name])
        return True

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        found = self._of(state, end)
        return found.tries, found.among, *found.usual

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop what goes with its buckets, and what was usual long ago."""
        super().prune(state, watermark)
        own, oldest = cast("GuessersState", state), int((watermark - self.reach_s) // self.step_s) - 2
        if own.tries and min(own.tries) < oldest:
            own.tries = {bucket: tries for bucket, tries in own.tries.items() if bucket >= oldest}
        if own.usual and min(own.usual) < (last := asked(watermark) - DAYS_KEPT):
            own.usual = {day: told for day, told in own.usual.items() if day >= last}

    def breached(self, run: Tally) -> bool:
        """Tell of no account that it was entered."""
        return False

    def named_first(self, run: Tally) -> Collection[str]:
        """Name those that guess, and nobody else."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; concerned are those that guess."""
        found = super().explain(run, state, key)
        found.accounts = in_order(run.marked or {})
        found.accounts_total = len(found.accounts)
        return found

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
            f"{self.window_s / 3600:.0f} h (400, 403, 404, 410 or 422), each {max(TRIES, rare + 1)} times or more"
            f"{others}; on {known} earlier days on which an account was refused it at all, 99 in 100 were at "
            f"most {rare} times."
        )
        return reason, "See which codes were asked for and what was given; bound how often an address may try."


def _count(tries: dict[str, dict[int, int]], name: str, slot: int) -> None:
    """Count a refusal, but not where a crowd is."""
    if EVERYBODY in tries:
        return
    slots = tries.setdefault(name, {})
    slots[slot] = slots.get(slot, 0) + 1
    if len(tries) > CROWD:
        tries.clear()
        tries[EVERYBODY] = {}


def _guessers(state: GuessersState, end: int, steps: int, step_s: float) -> Guessers:
    """Return the accounts refused unusually often in a window, of the product of which they are most."""
    buckets = [tries for at, tries in state.tries.items() if end - steps < at <= end]
    usual, best = state.usual.get(asked(end * step_s), {}), Guessers()
    if any([EVERYBODY in tries for tries in buckets]):
        return best
    for slot in sorted(usual):
        known, _, rare = usual[slot]
        if known < LEAST:
            continue
        numbers: dict[str, int] = {}
        for tries in buckets:
            for name, slots in tries.items():
                if slot in slots:
                    numbers[name] = numbers.get(name, 0) + slots[slot]
        names = frozenset(name for name, number in numbers.items() if number >= TRIES and number > rare)
        if len(names) > len(best.names):
            best = Guessers(names, len(numbers), sum([numbers[name] for name in names]), usual[slot])
    return best


def _surprise(found: Guessers) -> float:
    """Return the surprise of so many accounts beyond what 99 in 100 reach, of all that were refused at the address.

    >>> names = frozenset("abcde")
    >>> [round(_surprise(Guessers(names, among)), 1) for among in (5, 200)]
    [6.0, 1.3]
    """
    number = len(found.names)
    return min(RARE + EACH * (number - 1), binomial(found.among, number, SHARE)) if number else 0.0
