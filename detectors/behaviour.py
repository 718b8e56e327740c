"""An account unlike itself and its peers: hours that are fuller, more failing or more varied than it ever had."""

from __future__ import annotations

from math import expm1, log1p, log10, sqrt
from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, State
from detectors.surprise import student_tail, to_score
from detectors.tally import Tally
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


class Habits(Struct, array_like=True):
    """Closed hours in order: how many, and mean and variance of each feature."""

    hours: int = 0
    means: list[float] = field(default_factory=list)
    variances: list[float] = field(default_factory=list)


class BehaviourState(State, array_like=True):
    """What happened in the hours that are not closed, and the account's habits."""

    seen: dict[int, dict[str, int]] = field(default_factory=dict)
    newest: int = -1
    habits: Habits = field(default_factory=Habits)


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
        before = state.seen.get(hour)
        if before is not None and before["events"] + 1 >= self.least:
            seen, habits = dict(before), self._habits(state, hour)
            _add(seen, event)
            surprise = self._surprise(habits, seen)
            self._asked = event, state, habits, surprise
        return Signal(self.name, self.version, key, to_score(surprise), state.habits.hours >= self.grace, surprise)

    def learn(self, event: Event, state: BehaviourState, signal: Signal | None) -> bool:
        """Add the event to its hour, look at that again, and close what nothing can change any more."""
        time = event.time
        hour = int(time // HOUR_S)
        seen = state.seen.get(hour)
        if seen is None:
            seen = state.seen[hour] = {}
        _add(seen, event)
        if hour > state.newest:
            state.newest = hour
            if len(state.seen) > 1:
                _close(state, hour - 3)
        tally = state.tallies.get(hour)
        if tally is None:
            tally = state.tallies[hour] = Tally()
        tally.seen(time, event.id)
        tally.account(event.subject, time)
        if seen["events"] >= self.least:
            found = self._answer(event, state)
            if found is None:
                habits = self._habits(state, hour)
                found = habits, self._surprise(habits, seen)
            self._look(tally, seen, *found)
        return tally.hot

    def _answer(self, event: Event, state: BehaviourState) -> tuple[Habits, float] | None:
        """Return the habits and the surprise that `score` has just found: the event was in it, and is now."""
        asked, self._asked = self._asked, None
        return asked[2:] if asked is not None and asked[0] is event and asked[1] is state else None

    def _look(self, tally: Tally, seen: dict[str, int], habits: Habits, surprise: float) -> None:
        if habits.hours >= self.grace and surprise >= self.hot_from:
            tally.hot = True
            tally.crest(float(seen["events"]), expm1(habits.means[0]), surprise)

    def _habits(self, state: BehaviourState, hour: int) -> Habits:
        """Return the habits as of two hours before, which no late event can change any more; not to be changed."""
        over = sorted([index for index in state.seen if index < hour - 1])
        if not over:
            return state.habits
        habits = Habits(state.habits.hours, list(state.habits.means), list(state.habits.variances))
        for index in over:
            _learn(habits, _features(state.seen[index]))
        return habits

    def _surprise(self, habits: Habits, seen: dict[str, int]) -> float:
        found = _judged(habits, _features(seen))
        found.sort(reverse=True)
        return max(0.0, sum(found[:TOP]) / TOP - CHOOSING)

    def prune(self, state: BehaviourState, watermark: float) -> None:
        """Close hours that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
        _close(state, min(oldest, state.newest - 3))
        tallies = state.tallies
        for index in [i for i in tallies if i < oldest]:
            if not tallies[index].hot:
                del tallies[index]

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


def _close(state: BehaviourState, before: int) -> None:
    """Learn and drop the hours before `before`, in order."""
    for index in sorted([index for index in state.seen if index < before]):
        _learn(state.habits, _features(state.seen.pop(index)))


def _add(seen: dict[str, int], event: Event) -> None:
    """Count an event; addresses, devices and types once each."""
    kind = event.type
    names = ["events", f"types {kind}"]
    if event.outcome is False:
        names.append("failures")
    if kind == "account.payment":
        names.append("payments")
    elif kind in CHANGES:
        names.append("changes")
    if event.ip:
        names.append(f"addresses {crc32(event.ip.encode()):x}")  # a short name will do
    if event.device:
        names.append(f"devices {crc32(event.device.encode()):x}")
    if not seen:  # as most of the time
        seen.update(dict.fromkeys(names, 1))
        return
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
    rest, means, variances = 1 - own, habits.means, habits.variances
    for at, (mean, _, square) in enumerate(SPREADS):
        middle, variance = own * means[at] + rest * mean, own * variances[at] + rest * square
        found.append(student_tail(round((features[at] - middle) / sqrt(variance + NOISE), 2), freedom))
    return found


def _learn(habits: Habits, features: list[float]) -> None:
    if not habits.hours:
        habits.means, habits.variances = [one[0] for one in SPREADS], [one[1] * one[1] for one in SPREADS]
    habits.hours += 1
    weight, means, variances = max(FADING, 1 / habits.hours), habits.means, habits.variances
    for at, (_, spread, _) in enumerate(SPREADS):
        most, off = LEARNS_MOST * spread, features[at] - means[at]
        if off > most:
            off = most
        elif off < -most:
            off = -most
        means[at] += weight * off
        variances[at] += weight * (off * off - variances[at])
