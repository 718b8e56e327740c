"""One scale for all: how surprising a count is, and how that is shown as a score in [0, 1].

Surprise is -log10 of a tail probability. It is kept as such inside, since a float near 1 cannot rank extremes.
"""

from __future__ import annotations

from functools import lru_cache
from math import floor, lgamma, log, log1p, log10

from scipy.special.cython_special import betainc  # the same numbers as the ufunc's, in a fifth of its time

from schemas.values import Severity

HALF = 6.0  # the surprise that is shown as 0.5: one in a million


def to_score(surprise: float) -> float:
    """Show a surprise (>= 0) as a score in [0, 1): 0.5 is one in a million, and the order is kept.

    >>> to_score(0.0), to_score(6.0), round(to_score(300.0), 3)
    (0.0, 0.5, 0.98)
    """
    return surprise / (surprise + HALF) if surprise > 0 else 0.0


def to_surprise(score: float) -> float:
    """Undo `to_score`; `score` in [0, 1).

    >>> to_surprise(0.5)
    6.0
    """
    return HALF * score / (1.0 - score)


@lru_cache(maxsize=1 << 17)
def _tail(count: int, shape: float, rate: float) -> float:
    share = 1.0 / (1.0 + rate)
    tail: float = betainc(float(count), shape, share)
    if tail > 1e-290:
        return -log10(tail)
    # Below the range of a float: the first term of the tail and its geometric continuation.
    log_pmf = lgamma(count + shape) - lgamma(shape) - lgamma(count + 1) + count * log(share) + shape * log1p(-share)
    return -(log_pmf - log1p(-share * (count + shape) / (count + 1))) / log(10)


@lru_cache(maxsize=1 << 15)
def gamma_poisson(count: float, shape: float, rate: float) -> float:
    """Surprise of seeing at least `count` where the mean follows Gamma(shape, rate); never negative.

    The predictive is negative binomial with mean shape / rate; its upper tail is a regularised incomplete beta
    function, exact (Johnson, Kemp and Kotz, Univariate Discrete Distributions, 5.6). Arguments are rounded to three
    digits so that repeated
    questions cost a table look-up. Cost: 0.1 microseconds remembered, 2 to 3 otherwise.

    >>> round(10 ** -gamma_poisson(1, 1.0, 1.0), 6)
    0.5
    """
    if count <= 0:
        return 0.0
    return max(0.0, _tail(int(count), digits(shape), digits(rate)))


def gamma_poisson_between(count: float, shape: float, rate: float) -> float:
    """As `gamma_poisson`, for sums of weights: exact at whole counts, on a straight line between them.

    >>> gamma_poisson_between(2, 1.0, 10.0) == gamma_poisson(2, 1.0, 10.0)
    True
    >>> gamma_poisson(2, 1.0, 10.0) < gamma_poisson_between(2.5, 1.0, 10.0) < gamma_poisson(3, 1.0, 10.0)
    True
    """
    whole = floor(count)
    below = gamma_poisson(whole, shape, rate)
    return below if whole == count else below + (count - whole) * (gamma_poisson(whole + 1, shape, rate) - below)


def gamma_poisson_below(count: float, shape: float, rate: float) -> float:
    """Surprise of seeing at most `count` (>= 0) where the mean follows Gamma(shape, rate): the other tail, exact.

    >>> round(10 ** -gamma_poisson_below(0, 1.0, 1.0), 6)
    0.5
    """
    tail: float = betainc(float(shape), int(count) + 1.0, rate / (1.0 + rate))
    return -log10(tail) if tail > 1e-290 else 290.0


@lru_cache(maxsize=1 << 14)
def binomial(n: int, k: int, share: float) -> float:
    """Surprise of at least `k` of `n` with a trait that a `share` of honest ones has; exact, to 1e-290.

    >>> round(10 ** -binomial(2, 1, 0.5), 6)
    0.75
    """
    return -log10(max(1e-290, betainc(float(k), float(n - k + 1), share))) if k > 0 else 0.0


def graded(surprise: float, accuses: float, times: float = 3.0) -> Severity:
    """Return how grave an alert is by its surprise: high from so many times what accuses, medium below.

    >>> graded(14.9, 5.0), graded(15.0, 5.0), graded(10.0, 5.0, 2.0)
    ('medium', 'high', 'high')
    """
    return "high" if surprise >= times * accuses else "medium"


@lru_cache(maxsize=1 << 14)
def digits(value: float) -> float:
    """Return a figure of three digits: so that few are worked out anew, and to be shown."""
    return float(f"{value:.3g}")


@lru_cache(maxsize=1 << 16)
def normal_tail(z: float) -> float:
    """Surprise of a standard normal value of at least `z`, for any z (asymptotic beyond 30).

    >>> round(normal_tail(0.0), 3), round(normal_tail(4.753424), 2)
    (0.301, 6.0)
    """
    from scipy.special import log_ndtr  # noqa: PLC0415  # one name, one place

    return float(-log_ndtr(-z) / log(10))


def both(one: float, other: float) -> float:
    """Combine two independent surprises (Fisher 1932): that of a product of p-values as small as theirs.

    >>> round(both(0.0, 0.0), 3), round(both(4.0, 4.0), 2)
    (0.0, 6.71)
    """
    joint = one + other
    return joint - log10(1 + joint * log(10))


@lru_cache(maxsize=1 << 16)
def student_tail(t: float, freedom: int) -> float:
    """Surprise of a Student's t value of at least `t`, for `freedom` > 0: a normal tail whose spread is itself a guess.

    >>> round(student_tail(0.0, 5), 3), student_tail(6.0, 20) < normal_tail(6.0)
    (0.301, True)
    """
    from scipy.special import stdtr  # noqa: PLC0415  # one name, one place

    tail = float(stdtr(freedom, -t))
    return -log10(tail) if tail > 0 else 300.0
