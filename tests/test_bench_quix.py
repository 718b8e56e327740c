"""The environment of the bench's Quix Streams has all that the engine under it needs."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from tests.bench.quix_home import LOCK

LOADED = """
import sys
before = set(sys.modules)
import pipeline.metrics, pipeline.stages, tests.bench.sensibly
from tests.bench.catalogue import built
built("default")
print(*{name.partition(".")[0] for name in set(sys.modules) - before})
"""


def test_whatever_the_engine_loads_is_in_its_lock() -> None:
    """In a process of its own: in this one the tests' own packages are loaded, too."""
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    known = packages_distributions()
    needed = {_plain(package) for module in done.stdout.split() for package in known.get(module, ())}
    locked = {_plain(line.partition("==")[0]) for line in LOCK.read_text().splitlines() if "==" in line}
    assert "msgspec" in needed
    assert needed - locked - {"abusewatch"} == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
