"""When an open alert is worth another version: once what a reviewer acts on has changed, not a number. Pure.

That is whom it accuses, how gravely, who was entered, what was done or paid, and that it has become half as large
again. All else (of 320 guesses there are 330 by now) is told an hour later, or after a quarter of its age where that is
longer: that it goes on is worth knowing, too. What has closed is told as it ended, whatever has changed.
"""

from __future__ import annotations

from datetime import datetime
from math import log
from zlib import crc32

from schemas.alert import Alert

ACCOUNTS, FIGURES = 1.5, 4.0  # times as many: of the accounts; of what a detector counts, which grow together
PAUSE_S, OF_AGE = 3600.0, 0.25
_IDLE = ("surprise", "usual", "novelty", "window")  # in the names of figures that nobody acts on


def gist_of(alert: Alert) -> int:
    """Return what tells apart what a reviewer acts on, never 0."""
    entity = alert.entity
    told = [entity.type, entity.id, alert.severity, alert.status, str(alert.accounts_entered), alert.campaign_id or ""]
    told.append(_steps(alert.accounts_total, ACCOUNTS))
    for signal in sorted(alert.signals, key=lambda one: one.detector):
        told += [signal.detector, _steps(signal.precision.verdicts, 2.0)]
        told += [f"{name}{_steps(figure, FIGURES)}" for name, figure in sorted(signal.evidence.items())
                 if isinstance(figure, int) and not any([word in name for word in _IDLE])]  # fmt: skip
    return crc32("|".join(told).encode()) or 1


def long_ago(alert: Alert, sent_at: float, now: float) -> bool:
    """Tell whether an alert that was last sent then is told again now, whatever it says. Event times in seconds."""
    if now < sent_at + PAUSE_S:
        return False
    began = datetime.fromisoformat(alert.first_seen).timestamp()
    return now >= sent_at + OF_AGE * (sent_at - began)


def _steps(figure: float, times: float) -> str:
    """Return how often a number has become so many times as large.

    >>> [_steps(one, 4.0) for one in (0, 1, 3, 4, 15, 16)]
    ['-', '0', '0', '1', '1', '2']
    """
    return str(int(log(figure) / log(times) + 1e-9)) if figure >= 1 else "-"
