"""How far a text model's raw log-odds are believed: a logistic curve through what became of earlier texts.

Platt's calibration (1999), over bins of the raw log-odds, so that verdicts may be taken back and come in any order.
Verdicts of one kind alone say how frequent it is, not how steep the curve: they only shift it.
"""

from __future__ import annotations

from math import e as EULER
from math import exp, log10

BIN, BINS_MOST = 0.5, 40  # of the raw log-odds
FIRM = 200.0  # how firmly the raw log-odds are believed before verdicts disagree: weight of (slope 1, shift 0)
FIRM_SHIFT = 20.0
Bins = dict[int, tuple[float, float]]  # violations and benign by raw log-odds


def noted(bins: Bins, raw: float, *, violation: bool, weight: float) -> None:
    """Add a verdict on a text that was scored `raw`; a `weight` below 0 takes one back."""
    at = max(-BINS_MOST, min(BINS_MOST, round(raw / BIN)))
    bad, good = bins.get(at, (0.0, 0.0))
    bins[at] = (bad + weight, good) if violation else (bad, good + weight)


def fitted(bins: Bins) -> tuple[float, float]:
    """Return slope and shift of the logistic curve through the bins, drawn towards (1, 0): Newton's method.

    >>> fitted({})
    (1.0, 0.0)
    """
    slope, shift = 1.0, 0.0
    steep = any(bad > 0 for bad, _ in bins.values()) and any(good > 0 for _, good in bins.values())
    cells = [(at * BIN, *seen) for at, seen in sorted(bins.items()) if seen[0] + seen[1] > 0]
    for _ in range(12 if cells else 0):
        g_slope, g_shift = FIRM * (slope - 1.0), FIRM_SHIFT * shift
        h_slope, h_both, h_shift = FIRM, 0.0, FIRM_SHIFT
        for x, bad, good in cells:
            p = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, slope * x + shift))))
            n = bad + good
            g, h = n * p - bad, n * p * (1 - p)
            g_slope, g_shift = g_slope + g * x, g_shift + g
            h_slope, h_both, h_shift = h_slope + h * x * x, h_both + h * x, h_shift + h
        if not steep:
            g_slope = h_both = 0.0
        part = h_slope * h_shift - h_both * h_both
        slope -= max(-1.0, min(1.0, (h_shift * g_slope - h_both * g_shift) / part))
        shift -= max(-2.0, min(2.0, (h_slope * g_shift - h_both * g_slope) / part))
        slope = max(0.05, slope)
    return round(slope, 6), round(shift, 6)


def surprise_of(odds: float) -> float:
    """Return -log10 of the probability that a text of these log-odds is benign after all.

    >>> round(surprise_of(0.0), 3), round(surprise_of(6.9), 2)
    (0.301, 3.0)
    """
    if odds > 30.0:
        return odds * log10(EULER)
    return log10(1.0 + exp(odds))
