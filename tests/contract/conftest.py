"""Every detector of the catalogue in turn; what each costs is measured on the way, shown at the end, never asserted."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from tests.support.scenario import shipped

COSTS: dict[str, float] = {}


@pytest.fixture(params=CATALOGUE, ids=lambda kind: kind.name)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param.name)


@pytest.fixture
def detector(name: str) -> Detector[Any]:
    return shipped(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the costs, the dearest first."""
    if COSTS:
        terminalreporter.section("microseconds an event (score and learn, on mixed traffic)")
        for name, cost in sorted(COSTS.items(), key=lambda item: -item[1]):
            terminalreporter.write_line(f"{cost:7.2f}  {name}")
