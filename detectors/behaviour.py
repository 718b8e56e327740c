"""An account unlike itself and its peers: hours that are fuller, more failing or more varied than it ever had."""

from __future__ import annotations

from math import expm1, log1p, log10, sqrt
from struct import Struct as Packed
from zlib import crc32

from msgspec import Struct

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.nothing import NOTHING
from detectors.slips import Slip, SlipState, glance, kept, put, read, slip_of, tally_of
from detectors.surprise import student_tail, to_score
from detectors.tally import Tally, forget
from schemas.event import Event

HOUR_S = 3600.0
PEERS: dict[str, tuple[float, float]] = {  # what: mean and spread of log(1 + count) in an active hour of an account
    "events": (1.35, 0.5), "failures": (0.03, 0.2), "addresses": (0.75, 0.2), "devices": (0.7, 0.2),
    "types": (0.9, 0.25), "payments": (0.03, 0.2), "changes": (0.0, 0.2),
}  # fmt: skip
PEER_WEIGHT = 20.0  # hours of its own that outweigh the peers' (5 and 5 million were worse: docs/behaviour.md)
FADING, REMEMBERED = 0.05, 50  # an hour's weight; hours that count towards certainty
NOISE = 0.01  # variance that no account is below
LEARNS_MOST = 3.0  # spreads: a suspected hour teaches no more
TOP = 3  # of the features count
CHANGES = ("account.password_reset", "account.email_changed", "account.mfa_changed")
NAMES_MOST = 64  # of an hour
SPREADS = [(mean, spread, spread**2) for mean, spread in PEERS.values()]
CHOOSING = log10(len(PEERS))
LOGS = [log1p(count) for count in range(256)]


_numbers = Packed(f"<{2 * len(PEERS)}d")
Seen = dict[str, int]  # what happened in an hour, how often


class Habits(Struct, array_like=True, omit_defaults=True, frozen=True, gc=False):
    """Closed hours in order: how many, and mean and variance of each feature."""

    hours: int = 0
    numbers: bytes = b""  # the means, then the variances

    def read(self) -> tuple[list[float], list[float]]:
        """Return the means and the variances; before the first hour the peers'."""
        if not self.hours:
            return [one[0] for one in SPREADS], [one[1] * one[1] for one in SPREADS]
        numbers = list(_numbers.unpack(self.numbers))
        return numbers[: len(PEERS)], numbers[len(PEERS) :]


NEW = Habits()


class BehaviourState(SlipState, array_like=True):
    """The account's habits, and what happened in hours that are not closed: slips, or what was seen beside tallies.

    `open_from`: the first hour that is not closed; a slip before it teaches no more.
    """

    newest: int = -1
    open_from: int = 0
    habits: Habits = NEW
    seen: dict[int, Seen] = NOTHING


class Behaviour(Detector[BehaviourState]):
    """The three most surprising of seven counts of an account's hour, against its own hours and its peers'.

    Each count's logarithm is judged by Student's t about a mean and variance drawn from the peers' towards the
    account's own; the three most surprising are averaged, less what choosing among seven gives. Learns closed hours
    only, in order, and suspected ones clipped, so that a campaign packed in time teaches little. What else was tried,
    and lost: docs/behaviour.md. Fails where an account is strange from its first day on. Cost: 4 microseconds an event;
    20 more in an hour that holds enough to be judged.
    """

    name = "behaviour"
    keyed_by = "account"
    kinds = ("account.login", "account.password_reset", "account.email_changed", "account.mfa_changed",
             "account.api_key_created", "account.payment")  # fmt: skip
    area = "account_security"
    state_type = BehaviourState
    heeds_score = False
    reach_s = HOUR_S
    step_s = HOUR_S
    settings = ("least", "grace")

    def __init__(self, alert_at: float = 0.5, *, least: int = 5, grace: int = 10) -> None:
        """`least`: events in an hour worth a judgement; `grace`: closed active hours before anything is accused."""
        super().__init__(alert_at)
        self.least, self.grace = least, grace
        self._asked: tuple[Event, BehaviourState, Habits, float] | None = None  # the last question; no part of answers

    def score(self, event: Event, state: BehaviourState, key: str) -> Signal | None:
        """Return the surprise of the hour, the event included; 0 while it holds less than is worth a judgement."""
        hour, surprise = int(event.time // HOUR_S), 0.0
        if self._count(state, hour) + 1 >= self.least:
            seen, habits = _seen(state, hour), self._habits(state, hour)
            _add(seen, read(slip_of(event, 1.0)))
            surprise = self._surprise(habits, seen)
            self._asked = event, state, habits, surprise
        return Signal(self.name, self.version, key, to_score(surprise), state.habits.hours >= self.grace, surprise)

    def learn(self, event: Event, state: BehaviourState, signal: Signal | None) -> bool:
        """Add the event to its hour, look at that again, and close what nothing can change any more."""
        hour, slip = int(event.time // HOUR_S), slip_of(event, 1.0)
        if hour < state.open_from or not kept(slip, hour, state):
            _tell_all(state)
            _tell(state, slip)
        if hour > state.newest:
            state.newest = hour
            _close(state, hour - 3)
        if self._count(state, hour) >= self.least:
            found = self._answer(event, state)
            if found is None:
                habits = self._habits(state, hour)
                found = habits, self._surprise(habits, _seen(state, hour))
            self._look(state, hour, *found)
        tally = state.tallies.get(hour)
        return tally is not None and tally.hot

    def _count(self, state: BehaviourState, hour: int) -> int:
        """Return how many events of an hour were seen; fewer than are worth a judgement need not be exact."""
        slips, seen = state.slips, state.seen
        count = seen[hour]["events"] if hour in seen else 0
        if count + len(slips) < self.least - 1 or hour < state.open_from:
            return count
        return count + len([slip for slip in slips if glance(slip)[0] // HOUR_S == hour])

    def _answer(self, event: Event, state: BehaviourState) -> tuple[Habits, float] | None:
        """Return the habits and the surprise that `score` has just found: the event was in it, and is now."""
        asked, self._asked = self._asked, None
        return asked[2:] if asked is not None and asked[0] is event and asked[1] is state else None

    def _look(self, state: BehaviourState, hour: int, habits: Habits, surprise: float) -> None:
        if habits.hours >= self.grace and surprise >= self.hot_from:
            _tell_all(state)
            tally = tally_of(hour, state)
            tally.hot = True
            tally.crest(float(state.seen[hour]["events"]), expm1(habits.read()[0][0]), surprise)

    def _habits(self, state: BehaviourState, hour: int) -> Habits:
        """Return the habits as of two hours before, which no late event can change any more."""
        habits = state.habits
        for index in sorted([index for index in _open(state) if index < hour - 1]):
            habits = _learned(habits, _features(_seen(state, index)))
        return habits

    def _surprise(self, habits: Habits, seen: dict[str, int]) -> float:
        found = _judged(habits, _features(seen))
        found.sort(reverse=True)
        return max(0.0, sum(found[:TOP]) / TOP - CHOOSING)

    def prune(self, state: BehaviourState, watermark: float) -> None:
        """Close hours that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
        if state.seen:
            _close(state, min(oldest, state.newest - 3))
        before = min(oldest, state.open_from) * HOUR_S
        if state.slips:
            state.slips = tuple([slip for slip in state.slips if glance(slip)[0] >= before])
        if state.tallies:
            forget(oldest, state.tallies)

    def explain(self, run: Tally, state: BehaviourState, key: str) -> Finding:
        """Say how full the strangest hour was."""
        reason = (
            f"{run.peak:.0f} logins, payments and changes of one account in an hour (its usual: {run.usual:.1f}), "
            "of a number and mix seen once in "
            f"{10 ** min(run.surprise, 12.0):.0f} of its own and its peers' active hours."
        )
        evidence: dict[str, float | int | str] = {
            "events_in_hour": round(run.peak, 1), "surprise_log10": round(run.surprise, 3), "accused_events": run.n,
        }  # fmt: skip
        names = sorted(run.accounts or {})
        return Finding("medium", evidence, reason, "Look at what the account did in that hour.", names, len(names))


def _open(state: BehaviourState) -> set[int]:
    """Return the hours that are not closed."""
    hours = {int(glance(slip)[0] // HOUR_S) for slip in state.slips}
    return {*state.seen, *[hour for hour in hours if hour >= state.open_from]}


def _seen(state: BehaviourState, hour: int) -> Seen:
    """Return what happened in an hour that is not closed."""
    seen = dict(state.seen.get(hour, NOTHING))
    if hour >= state.open_from:
        for slip in state.slips:
            if glance(slip)[0] // HOUR_S == hour:
                _add(seen, read(slip))
    return seen


def _close(state: BehaviourState, before: int) -> None:
    """Learn the hours before `before`, in order, and be done with them."""
    if len(state.slips) > 1 or state.seen:  # else there is none but the newest
        for index in sorted([index for index in _open(state) if index < before]):
            state.habits = _learned(state.habits, _features(_seen(state, index)))
    if state.seen:
        state.seen = {index: seen for index, seen in state.seen.items() if index >= before} or NOTHING
    state.open_from = max(state.open_from, before)


def _tell(state: BehaviourState, slip: bytes) -> None:
    """Count an event in its hour's tally and in what was seen."""
    told = read(slip)
    hour = int(told.time // HOUR_S)
    put(told, tally_of(hour, state))
    state.seen = state.seen or {}
    _add(state.seen.setdefault(hour, {}), told)


def _tell_all(state: BehaviourState) -> None:
    """Leave nothing on slips; of those whose hour is closed only the tally is wanted."""
    slips, state.slips = state.slips, ()
    for slip in slips:
        hour = int(glance(slip)[0] // HOUR_S)
        if hour >= state.open_from:
            _tell(state, slip)
        else:
            put(read(slip), tally_of(hour, state))


def _add(seen: Seen, told: Slip) -> None:
    """Count an event; addresses, devices and types once each."""
    kind = told.kind
    names = ["events", f"types {kind}"]
    if told.failed:
        names.append("failures")
    if kind == "account.payment":
        names.append("payments")
    elif kind in CHANGES:
        names.append("changes")
    if told.ip:
        names.append(f"addresses {crc32(told.ip.encode()):x}")  # a short name will do
    if told.device:
        names.append(f"devices {crc32(told.device.encode()):x}")
    for name in names:
        if name in seen:
            seen[name] += 1
        elif len(seen) < NAMES_MOST:
            seen[name] = 1


def _features(seen: dict[str, int]) -> list[float]:
    """Return the logarithms of the counts that `PEERS` names, in its order."""
    get, names = seen.get, "\n".join(seen)
    counts = (
        get("events", 0), get("failures", 0), names.count("addresses "), names.count("devices "), names.count("types "),
        get("payments", 0), get("changes", 0),
    )  # fmt: skip
    return [LOGS[count] if count < len(LOGS) else log1p(count) for count in counts]


def _judged(habits: Habits, features: list[float]) -> list[float]:
    """Return the surprise of each feature."""
    freedom, found = int(PEER_WEIGHT) + min(habits.hours, REMEMBERED), []
    if not habits.hours:
        for feature, (mean, _, square) in zip(features, SPREADS, strict=True):
            found.append(student_tail(round((feature - mean) / sqrt(square + NOISE), 2), freedom))
        return found
    own = habits.hours / (habits.hours + PEER_WEIGHT)
    rest, (means, variances) = 1 - own, habits.read()
    for at, (mean, _, square) in enumerate(SPREADS):
        middle, variance = own * means[at] + rest * mean, own * variances[at] + rest * square
        found.append(student_tail(round((features[at] - middle) / sqrt(variance + NOISE), 2), freedom))
    return found


def _learned(habits: Habits, features: list[float]) -> Habits:
    """Return the habits after one more hour."""
    hours, (means, variances) = habits.hours + 1, habits.read()
    weight = max(FADING, 1 / hours)
    for at, (_, spread, _) in enumerate(SPREADS):
        most, off = LEARNS_MOST * spread, features[at] - means[at]
        if off > most:
            off = most
        elif off < -most:
            off = -most
        means[at] += weight * off
        variances[at] += weight * (off * off - variances[at])
    return Habits(hours, _numbers.pack(*means, *variances))
