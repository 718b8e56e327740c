"""How right each judged detector is, as a metric: over all partitions together."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decisions import DecisionMemory, Upheld
from pipeline.metrics_spec import Metrics
from pipeline.precision import estimate

JUDGED_LEAST = 20  # alerts; of fewer the interval is so wide that its lower end would call a good detector bad


def total(parts: Iterable[DecisionMemory]) -> dict[str, Upheld]:
    """Return the sums over partitions, by detector."""
    found: dict[str, Upheld] = {}
    for part in parts:
        for name, one in part.upheld.items():
            sums = found.setdefault(name, Upheld())
            sums.good, sums.bad = sums.good + one.good, sums.bad + one.bad
    return found


class PrecisionGauge:
    """Sets each judged detector's lower bound. What too few verdicts tell is left out, or NaN where it was shown."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._shown: dict[str, tuple[int, int]] = {}

    def show(self, parts: Iterable[DecisionMemory]) -> None:
        """Show what `parts` say together. Cost: about 0.2 ms for each detector that has changed."""
        found = {name: (one.good, one.bad) for name, one in total(parts).items() if one.good + one.bad >= JUDGED_LEAST}
        for name in self._shown.keys() | found.keys():
            known = found.get(name, (0, 0))
            if known != self._shown.get(name):
                low = estimate(*known).low if any(known) else float("nan")
                self._metrics.gauge("abusewatch_precision_lower_bound_ratio", low, detector=name)
                self._shown[name] = known
