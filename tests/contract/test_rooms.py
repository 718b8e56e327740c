"""The rooms of the house: imports run one way, and each foreign library has its one place. Ruff says the same."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("schemas", "detectors", "pipeline")
FORBIDDEN = {
    "schemas": ("detectors", "pipeline", "faust", "confluent_kafka", "prometheus_client", "river", "time", "random"),
    "detectors": ("pipeline", "faust", "aiokafka", "confluent_kafka", "prometheus_client", "time", "random", "secrets",
                  "socket", "asyncio", "threading", "os.environ", "os.getenv", "os"),
    "pipeline": ("tests",),
}  # fmt: skip
# The only files that may import these.
PLACES: dict[str, tuple[str, ...]] = {
    "river": ("detectors/river_models.py",),
    "prometheus_client": ("pipeline/metrics.py",),
    "faust": ("pipeline/app.py", "pipeline/credentials.py", "pipeline/unbatched.py", "pipeline/store/*.py",
              "pipeline/transport/*.py"),
}  # fmt: skip
# Event time only: the engine, file by file. What is left in `pipeline` lives in the operator's time.
ENGINE = ("alert_record", "asked", "clock", "controls", "dealings", "desk", "engine", "engine_settings", "entities",
          "episodes", "hot_states", "keyed", "keyed_timers", "keystate", "learned", "learning", "lifetime", "local",
          "merged_clock", "precision", "recent", "replay", "replay_out", "routes", "runs", "site_room", "statecache",
          "subject_past", "subjects", "sweep", "timers", "usual", "usual_counts",
          "campaigns/admission", "campaigns/amidst", "campaigns/bar", "campaigns/beginnings", "campaigns/board",
          "campaigns/budget", "campaigns/case", "campaigns/crowd", "campaigns/further", "campaigns/gate",
          "campaigns/groups", "campaigns/judged", "campaigns/kinds", "campaigns/later", "campaigns/ledger",
          "campaigns/ledger_sums", "campaigns/linked", "campaigns/links", "campaigns/listed", "campaigns/merge",
          "campaigns/onward", "campaigns/outlet", "campaigns/parted", "campaigns/room", "campaigns/said",
          "campaigns/shared", "campaigns/sides", "campaigns/speaker", "campaigns/spree", "campaigns/tied",
          "campaigns/timing",
          "parallel/campaigns", "parallel/doubts", "parallel/handing", "parallel/member", "parallel/merging",
          "parallel/own_rooms", "parallel/own_subjects", "parallel/reading", "parallel/schedule", "parallel/shares",
          "parallel/steps", "parallel/told_clock", "parallel/voice")  # fmt: skip
CLOCKS = ("time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "datetime.now", "datetime.utcnow",
          "datetime.today", "date.today", "random.random", "random.choice", "random.randint", "uuid.uuid4", "uuid4",
          "os.urandom")  # fmt: skip


class Use(NamedTuple):
    """One imported module (or name), and where."""

    file: str
    line: int
    name: str


def files(room: str) -> Iterator[str]:
    for path in sorted((ROOT / room).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix()


def nodes(file: str) -> Iterator[ast.AST]:
    return ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))


@cache  # reading a room's files takes a second
def imported(room: str) -> list[Use]:
    return [use for file in files(room) for use in imports(file)]


def imports(file: str) -> Iterator[Use]:
    """Yield everything imported, at the top or inside a function; `from a import b` is both `a` and `a.b`."""
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from (Use(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = Path(file).parts[: -node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield Use(file, node.lineno, module)
            yield from (Use(file, node.lineno, f"{module}.{alias.name}") for alias in node.names)


def within(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    wrong = [use for use in imported(room) if any(within(use.name, module) for module in FORBIDDEN[room])]
    assert not wrong


@pytest.mark.parametrize("library", PLACES)
def test_a_library_is_imported_only_in_its_place(library: str) -> None:
    places = PLACES[library]
    found = {use.file for room in ROOMS for use in imported(room) if within(use.name, library)}
    assert not [file for file in found if not any(Path(file).match(place) for place in places)]
    assert not [place for place in places if not any(Path(file).match(place) for file in found)], "a place nobody needs"


def test_detectors_and_engine_ask_no_clock_and_roll_no_dice() -> None:
    engine = [f"pipeline/{name}.py" for name in ENGINE]
    assert all((ROOT / file).exists() for file in engine)
    asked = [
        (f"{file}:{node.lineno}", ast.unparse(node.func))
        for file in [*files("detectors"), *engine] for node in nodes(file) if isinstance(node, ast.Call)
    ]  # fmt: skip
    assert len(asked) > 1000
    assert not [(place, call) for place, call in asked if f".{call}".endswith(tuple(f".{clock}" for clock in CLOCKS))]


# Ruff, which says it while one types.

SNIPPETS = {
    ("detectors/x.py", "import time\n\n\ndef now() -> float:\n    return time.time()\n"),
    ("detectors/x.py", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"),
    ("detectors/x.py", "import random\n\nDICE = random.random()\n"),
    ("detectors/x.py", "import os\n\nHOME = os.environ\n"),
    ("detectors/x.py", "import confluent_kafka\n\nK = confluent_kafka\n"),
    ("detectors/x.py", "from pipeline.desk import stamp\n\nS = stamp\n"),
    ("detectors/x.py", "from river import anomaly\n\nA = anomaly\n"),
    ("schemas/x.py", "from detectors.base import Detector\n\nD = Detector\n"),
    ("schemas/x.py", "from pipeline import desk\n\nD = desk\n"),
    ("pipeline/desk.py", "import time\n\nNOW = time.time()\n"),
    ("pipeline/x.py", "import faust\n\nF = faust\n"),
    ("pipeline/x.py", "import prometheus_client\n\nP = prometheus_client\n"),
    ("pipeline/x.py", "from river import anomaly\n\nA = anomaly\n"),
}
FINE = {
    ("pipeline/metrics.py", "import prometheus_client\n\nP = prometheus_client\n"),
    ("pipeline/app.py", "import faust\n\nF = faust\n"),
    ("pipeline/x.py", "import time\n\nNOW = time.monotonic()\n"),
    ("pipeline/x.py", "from detectors.base import Detector\n\nD = Detector\n"),
    ("detectors/river_models.py", "from river import stats\n\nS = stats\n"),
    ("detectors/x.py", "from schemas.event import Event\n\nE = Event\n"),
}


def banned(file: str, text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "--select=TID251,DTZ",
         "--stdin-filename", str(ROOT / file), "-"],
        input=text, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize(("file", "text"), sorted(SNIPPETS))
def test_ruff_bites(file: str, text: str) -> None:
    assert "TID251" in banned(file, text)


@pytest.mark.parametrize(("file", "text"), sorted(FINE))
def test_ruff_leaves_the_rest_alone(file: str, text: str) -> None:
    assert banned(file, text) == ""
