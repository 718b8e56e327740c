"""For all suites: what is left to programs of their own, and which process runs which test."""

from __future__ import annotations

import gc
import signal

import pytest
from hypothesis import settings
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.support.turns import group, turn

WHOLE_STREAMS = (  # measured over days and months, by several processes, or in many arrangements of the same events
    "tests/detection/", "tests/parallel/", "tests/test_verdicts_equal_stages.py",
    "tests/test_alert_verdicts_equal_stages.py", "tests/test_budget_equals_stages.py",
)  # fmt: skip

collect_ignore_glob = ["bench/*", "chaos/*"]  # programs of their own: `make bench`, `make chaos`


class Turns(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out groups in the order of collection.

    pytest-xdist's own `--dist loadgroup` writes a group's name into the tests' ids, which pytest 9.2 ignores.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Turns:
    """Return what distributes tests, whatever `--dist` says."""
    config.option.loadscopereorder = False  # by numbers of tests, which say nothing of how long they take
    return Turns(config, log)


def pytest_configure() -> None:
    """Let Ctrl-C reach what tests start: what a shell runs in the background ignores it, and so do its children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile("abusewatch", settings(), deadline=None)  # no test is judged by a clock, here or in CI
    settings.load_profile("abusewatch")


def pytest_collection_finish() -> None:
    """Keep the cycle collector off what collection leaves (modules, tests, tables: half a million objects).

    It is looked through never again, and what tests keep for each other ten times more seldom. Less often among the
    young is slower: what is freed at once is used again while it is in the processor's cache.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what takes minutes `slow`: `make test` leaves it to `make test-kafka`, where Kafka's tests mostly wait."""
    if item.nodeid.startswith(WHOLE_STREAMS):
        item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest where several processes share the work."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: turn(item.nodeid))
