"""What is remembered of a provider's strange login attempts: how many failed and how many entered, by hour."""

from __future__ import annotations

from msgspec import field

from detectors.settled_window import SettledState

FAILING, WEIGHT = 0.3, 20.0  # share of strange attempts that fail, before anything is learned; believed like so many
SWING = 1.5  # an honest hour's share is at most so many times the usual one: a reset of passwords, a new client
MEMORY = 0.97  # of an hour with attempts


class SystemState(SettledState, array_like=True):
    """Adds by hour how many strange attempts failed and how many entered, and decayed sums of older hours."""

    hours: dict[int, list[float]] = field(default_factory=dict)
    past: list[float] = field(default_factory=lambda: [0.0, 0.0])


def mean(failed: float, entered: float) -> float:
    """Return the share of strange attempts that fail, going by some, and by what is so before anything is learned."""
    return (failed + FAILING * WEIGHT) / (failed + entered + WEIGHT)


def folded_in(past: list[float], counts: list[float]) -> list[float]:
    """Return what is remembered after one more hour, whether or not it has been dropped yet: that decides nothing."""
    failed = min(counts[0], 2 * SWING * mean(*past) * sum(counts) + 1)
    return [MEMORY * past[0] + failed, MEMORY * past[1] + counts[1]]
