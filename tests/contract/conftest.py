"""What each detector costs, measured on the way and shown at the end; never asserted."""

from __future__ import annotations

import pytest

COSTS: dict[str, float] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the costs, the dearest first."""
    if COSTS:
        terminalreporter.section("microseconds an event (score and learn, on mixed traffic)")
        for name, cost in sorted(COSTS.items(), key=lambda item: -item[1]):
            terminalreporter.write_line(f"{cost:7.2f}  {name}")
