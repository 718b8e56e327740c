"""Which seeds are tried at once, and which only where there is time."""

from __future__ import annotations

from typing import Any

import pytest


def seeds(number: int, quick: int) -> list[Any]:
    """Return that many seeds, of which all but the first `quick` are for the long suite."""
    return [*range(quick), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(quick, number))]
