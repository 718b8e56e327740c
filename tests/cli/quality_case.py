"""Cases for `abusewatch quality`: alerts and decisions in files; and a probability, worked out by another way."""

from __future__ import annotations

from math import exp, lgamma
from pathlib import Path
from typing import Any

from scipy.integrate import quad

from schemas.alert import Alert
from schemas.wire import Decided
from tests.support.alerts import json_lines
from tests.support.command import Command

quality = Command("pipeline.quality_cli")


class Case:
    """Alerts and decisions in files."""

    def __init__(self, folder: Path) -> None:
        self._alerts, self._decisions = folder / "alerts.jsonl", folder / "decisions.jsonl"

    def __call__(self, alerts: list[Alert], decisions: list[Decided], *options: str) -> Any:
        self._alerts.write_text(json_lines(*alerts))
        self._decisions.write_text(json_lines(*decisions))
        return quality.json("--alerts", str(self._alerts), "--decisions", str(self._decisions), *options)


def below(x: float, a: float, b: float) -> float:
    """Return Beta(a, b)'s probability below x, by quadrature in t = sqrt(1 - u), where nothing is infinite."""
    area = quad(lambda t: 2 * t ** (2 * b - 1) * (1 - t * t) ** (a - 1), (1 - x) ** 0.5, 1)[0]
    return float(area / exp(lgamma(a) + lgamma(b) - lgamma(a + b)))
