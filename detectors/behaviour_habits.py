"""What an account usually does in an hour, drawn from what its peers do towards its own: the model of `behaviour`."""

from __future__ import annotations

from math import log1p, log10, sqrt
from struct import Struct as Packed

from msgspec import Struct

from detectors.surprise import student_tail

PEERS: dict[str, tuple[float, float]] = {  # what: mean and spread of log(1 + count) in an active hour of an account
    "events": (1.35, 0.5), "failures": (0.03, 0.2), "addresses": (0.75, 0.2), "devices": (0.7, 0.2),
    "types": (0.9, 0.25), "payments": (0.03, 0.2), "changes": (0.0, 0.2),
}  # fmt: skip
PEER_WEIGHT = 20.0  # hours of its own that outweigh the peers' (5 and 5 million were worse: docs/behaviour.md)
FADING, REMEMBERED = 0.05, 50  # an hour's weight; hours that count towards certainty
NOISE = 0.01  # variance that no account is below
LEARNS_MOST = 3.0  # spreads: a suspected hour teaches no more
TOP = 3  # of the features count
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


def features_of(seen: dict[str, int]) -> list[float]:
    """Return the logarithms of the counts that `PEERS` names, in its order."""
    get, names = seen.get, "\n".join(seen)
    counts = (
        get("events", 0), get("failures", 0), names.count("addresses "), names.count("devices "), names.count("types "),
        get("payments", 0), get("changes", 0),
    )  # fmt: skip
    return [LOGS[count] if count < len(LOGS) else log1p(count) for count in counts]


def judged(habits: Habits, features: list[float]) -> list[float]:
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


def learned(habits: Habits, features: list[float]) -> Habits:
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
