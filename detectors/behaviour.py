"""An account unlike itself and its peers: hours that are fuller, more failing or more varied than it ever had."""

from __future__ import annotations

from collections.abc import Iterator
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
    and lost: docs/behaviour.md. Fails where an account is strange from its first day on. Cost: 30 microseconds an
    event.
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

    def score(self, event: Event, state: BehaviourState, key: str) -> Signal | None:
        """Return the surprise of the hour, the event included; 0 while it holds less than is worth a judgement."""
        hour = int(event.time // HOUR_S)
        before, surprise = state.seen.get(hour, {}), 0.0
        if before.get("events", 0) + 1 >= self.least:
            seen = dict(before)
            _add(seen, event)
            surprise = self._surprise(self._habits(state, hour), seen)
        return Signal(self.name, self.version, key, to_score(surprise), state.habits.hours >= self.grace, surprise)

    def learn(self, event: Event, state: BehaviourState, signal: Signal | None) -> bool:
        """Add the event to its hour, look at that again, and close what nothing can change any more."""
        hour = int(event.time // HOUR_S)
        seen = state.seen.get(hour)
        if seen is None:
            seen = state.seen[hour] = {}
        _add(seen, event)
        if hour > state.newest:
            state.newest = hour
            for index in sorted(i for i in state.seen if i < hour - 3):
                _learn(state.habits, _features(state.seen.pop(index)))
        tally = state.tallies.get(hour)
        if tally is None:
            tally = state.tallies[hour] = Tally()
        tally.seen(event.time, event.id)
        tally.account(event.subject, event.time)
        if seen["events"] >= self.least:
            self._look(tally, self._habits(state, hour), seen)
        return tally.hot

    def _look(self, tally: Tally, habits: Habits, seen: dict[str, int]) -> None:
        surprise = self._surprise(habits, seen)
        if habits.hours >= self.grace and surprise >= self.hot_from:
            tally.hot = True
            tally.crest(float(seen["events"]), expm1(habits.means[0]), surprise)

    def _habits(self, state: BehaviourState, hour: int) -> Habits:
        """Return the habits as of two hours before, which no late event can change any more."""
        habits = Habits(state.habits.hours, list(state.habits.means), list(state.habits.variances))
        for index in sorted(i for i in state.seen if i < hour - 1):
            _learn(habits, _features(state.seen[index]))
        return habits

    def _surprise(self, habits: Habits, seen: dict[str, int]) -> float:
        found = sorted((surprise for _, surprise in _judged(habits, _features(seen))), reverse=True)
        return max(0.0, sum(found[:TOP]) / TOP - log10(len(PEERS)))

    def prune(self, state: BehaviourState, watermark: float) -> None:
        """Close hours that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
        for index in sorted(i for i in state.seen if i < min(oldest, state.newest - 3)):
            _learn(state.habits, _features(state.seen.pop(index)))
        for index in [i for i, tally in state.tallies.items() if i < oldest and not tally.hot]:
            del state.tallies[index]

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


def _add(seen: dict[str, int], event: Event) -> None:
    """Count an event; addresses, devices and types once each."""
    names = ["events", f"types {event.type}"]
    if event.outcome is False:
        names.append("failures")
    if event.type == "account.payment":
        names.append("payments")
    elif event.type in CHANGES:
        names.append("changes")
    if event.ip:
        names.append(f"addresses {crc32(event.ip.encode()):x}")  # a short name will do
    if event.device:
        names.append(f"devices {crc32(event.device.encode()):x}")
    for name in names:
        if name in seen or len(seen) < 64:
            seen[name] = seen.get(name, 0) + 1


def _features(seen: dict[str, int]) -> list[float]:
    kinds = [name.partition(" ")[0] for name in seen if " " in name]
    return [log1p(seen.get(name, 0) or kinds.count(name)) for name in PEERS]


def _judged(habits: Habits, features: list[float]) -> Iterator[tuple[str, float]]:
    own = habits.hours / (habits.hours + PEER_WEIGHT)
    freedom = int(PEER_WEIGHT) + min(habits.hours, REMEMBERED)
    for at, (name, (mean, spread)) in enumerate(PEERS.items()):
        middle = own * habits.means[at] + (1 - own) * mean if habits.hours else mean
        variance = own * habits.variances[at] + (1 - own) * spread**2 if habits.hours else spread**2
        yield name, student_tail(round((features[at] - middle) / sqrt(variance + NOISE), 2), freedom)


def _learn(habits: Habits, features: list[float]) -> None:
    if not habits.hours:
        habits.means, habits.variances = [mean for mean, _ in PEERS.values()], [s * s for _, s in PEERS.values()]
    habits.hours += 1
    weight = max(FADING, 1 / habits.hours)
    for at, (_, spread) in enumerate(PEERS.values()):
        off = max(-LEARNS_MOST * spread, min(LEARNS_MOST * spread, features[at] - habits.means[at]))
        habits.means[at] += weight * off
        habits.variances[at] += weight * (off * off - habits.variances[at])
