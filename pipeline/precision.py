"""How often each detector's alerts are upheld: a beta-binomial with an honest interval."""

from __future__ import annotations

from scipy.stats import beta

from schemas.alert import Precision

PRIOR = (1.0, 1.0)  # uniform: before any verdict nothing is claimed, and the interval says so


class PrecisionBook:
    """Counts verdicts by detector. `of` gives the posterior mean and the central 95 % credible interval."""

    def __init__(self, verdicts: dict[str, tuple[float, float]] | None = None) -> None:
        self._verdicts = dict(verdicts or {})
        self._known: dict[str, Precision] = {}

    def add(self, detector: str, *, upheld: bool, weight: float = 1.0) -> None:
        """Take one verdict on an alert of this detector."""
        good, bad = self._verdicts.get(detector, (0.0, 0.0))
        self._verdicts[detector] = (good + weight, bad) if upheld else (good, bad + weight)
        self._known.pop(detector, None)

    def of(self, detector: str) -> Precision:
        """Return the precision of a detector's alerts as known now."""
        known = self._known.get(detector)
        if known is None:
            known = self._known[detector] = estimate(*self._verdicts.get(detector, (0.0, 0.0)))
        return known


def estimate(good: float, bad: float) -> Precision:
    """Return mean and 95 % interval for `good` upheld and `bad` overturned verdicts.

    >>> estimate(0, 0)
    Precision(mean=0.5, low=0.025, high=0.975, verdicts=0)
    """
    a, b = PRIOR[0] + good, PRIOR[1] + bad
    low, high = (beta.ppf(share, a, b) for share in (0.025, 0.975))
    return Precision(round(a / (a + b), 6), round(float(low), 6), round(float(high), 6), int(good + bad))
