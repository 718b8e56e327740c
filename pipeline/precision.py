"""How often alerts are upheld: a beta-binomial with an honest interval, and what that makes an alert worth."""

from __future__ import annotations

from functools import lru_cache

from scipy.special import betaincinv  # scipy.stats has the same numbers, and takes a second of a start to load

from schemas.alert import Precision
from schemas.values import Severity

# Jeffreys' prior, half a verdict each way: its interval is among those that Brown, Cai and DasGupta (Interval
# Estimation for a Binomial Proportion, Statistical Science 2001) advise for few verdicts as for many.
PRIOR = (0.5, 0.5)
SEVERITY_WEIGHT = {"low": 1.0, "medium": 3.0, "high": 10.0, "critical": 30.0}  # relative harm; an operator's scale


@lru_cache(maxsize=4096)
def estimate(good: float, bad: float) -> Precision:
    """Return mean and 95 % interval for `good` upheld and `bad` overturned verdicts. Cost: 20 us, once for each pair.

    >>> estimate(0, 0)
    Precision(mean=0.5, low=0.001541, high=0.998459, verdicts=0)
    >>> estimate(9, 1)
    Precision(mean=0.863636, low=0.618685, high=0.988988, verdicts=10)
    """
    a, b = PRIOR[0] + good, PRIOR[1] + bad
    low, high = (betaincinv(a, b, share) for share in (0.025, 0.975))  # a beta's quantiles
    return Precision(round(a / (a + b), 6), round(float(low), 6), round(float(high), 6), int(good + bad))


def weighted(good: int, bad: int, squares: int, verdicts: int) -> Precision:
    """Return the same of weighted verdicts: sums of weights, and the sum of their squares.

    A case that was sent with chance p stands for 1 / p of its kind (Horvitz and Thompson 1952); the interval is that
    of as many verdicts as those of one weight would have to be to tell as much, (sum)² / sum of squares (Kish 1965).

    >>> weighted(9000, 1000, 10_000_000, 10) == estimate(9, 1)
    True
    """
    total = good + bad
    alike = total / squares if squares else 0.0
    found = estimate(round(good * alike, 6), round(bad * alike, 6))
    return Precision(found.mean, found.low, found.high, verdicts)


def worth(mean: float, severity: Severity, minutes: float) -> float:
    """Return an alert's priority: the harm expected behind it for each minute of a review."""
    return round(mean * SEVERITY_WEIGHT[severity] / minutes, 6)
