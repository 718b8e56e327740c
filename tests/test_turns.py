"""How the suite is shared out: groups as they are meant, and no name in the lists of a place that is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import turns

ROOT = Path(__file__).parents[1]
FILES = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]


@pytest.mark.parametrize(("first", "second", "together"), [
    ("tests/kafka/test_broker.py::a", "tests/kafka/test_security.py::b[c]", True),
    ("tests/kafka/test_broker.py::a", "tests/kafka/test_recovery.py::a", False),
    ("tests/contract/test_detectors.py::a[0.0-login_site]", "tests/contract/test_catalogue.py::b[login_fanout]", True),
    ("tests/contract/test_detectors.py::a[login_site-2]", "tests/contract/test_detectors.py::a[rate_drift-2]", False),
    ("tests/scenarios/test_login_site.py::a", "tests/contract/test_catalogue.py::b[login_fanout]", True),
    ("tests/scenarios/test_behaviour.py::a", "tests/contract/test_catalogue.py::b[behaviour]", True),
    ("tests/engine/test_rooms.py::a", "tests/engine/test_rooms.py::b", True),
    ("tests/parallel/test_parallel.py::a", "tests/parallel/test_parallel.py::b", False),
])  # fmt: skip
def test_together_and_apart(first: str, second: str, together: bool) -> None:
    assert (turns.group(first) == turns.group(second)) is together


def test_every_name_is_that_of_a_place() -> None:
    named = [*turns._LONG, *turns._ALONE, *(f"tests/kafka/{name}" for name in turns._OWN_BROKERS)]
    assert [name for name in named if not any(file.startswith(name) for file in FILES)] == []


def test_a_scenario_is_run_before_it_is_held_against_the_contract() -> None:
    assert turns.turn("tests/scenarios/test_raid.py::a") < turns.turn("tests/contract/test_catalogue.py::b[raid]")


def test_kafka_begins_first() -> None:
    assert min(FILES, key=turns.turn).startswith("tests/kafka/")
