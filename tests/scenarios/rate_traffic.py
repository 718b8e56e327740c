"""Made-up traffic of a site: two producers, a day's and a week's rhythm, weeks long and cheap to make."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import cos, pi
from random import Random

from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import alerts, event

DAY, HOUR, STEP = 86_400.0, 3600.0, 900.0
Change = Callable[[float, str, str], float]


def usual(at: float, level: float) -> float:
    """Return the mean events a quarter of an hour at `at` seconds after Monday 08:00: nights and weekends are low."""
    day = (at + 8 * HOUR) / DAY
    return level * (1.1 - cos(2 * pi * (day % 1.0 - 0.1))) * (0.4 if day % 7 >= 5 else 1.0)


def traffic(days: float, seed: int, change: Change = lambda at, kind, source: 1.0, level: float = 12.0) -> list[Event]:
    """Return logins and sign-ups of two producers; `change` multiplies the rate at a time, for a type and producer."""
    chance, events = Random(seed), []
    streams = [("account.login", "/web", 1.0), ("account.login", "/app", 0.7), ("account.signup", "/web", 0.3)]
    for number in range(int(days * DAY / STEP)):
        at = number * STEP
        for kind, source, share in streams:
            mean = usual(at, level) * share * change(at, kind, source) * chance.gauss(1.0, 0.1)
            for _ in range(_poisson(chance, mean)):
                country = chance.choice(["DE", "DE", "FR", "US"])
                outcome = None if kind == "account.signup" else chance.random() > 0.05
                events.append(event(kind, f"u{chance.randrange(5000)}", at + chance.random() * STEP, source=source,
                                    country=country, outcome=outcome))  # fmt: skip
    return events


@cache  # asked by the scenarios of two detectors
def ordinary_alerts() -> list[Alert]:
    """Return what `rate_silence` and `rate_surge` say of sixteen days of the usual, three times."""
    return [alert for seed in range(3) for alert in alerts(traffic(16, seed), "rate_silence", "rate_surge")]


def _poisson(chance: Random, mean: float) -> int:
    """Draw by the normal approximation, which is as good here."""
    return max(0, round(chance.gauss(mean, max(mean, 0.0) ** 0.5)))
