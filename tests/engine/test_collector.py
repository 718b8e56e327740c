"""What the cycle collector is kept off, and until when."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from pipeline.collector import seldom


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    """Set nothing aside before the test, and all after it, as the suite does."""
    gc.unfreeze()
    yield
    gc.freeze()


def test_what_is_there_is_set_aside_until_the_end_of_the_block() -> None:
    before = gc.get_threshold()
    with seldom():
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold() != before
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == before


def test_a_block_within_another_leaves_it_aside() -> None:
    with seldom():
        aside = gc.get_freeze_count()
        with seldom():
            assert gc.get_freeze_count() == aside
        assert gc.get_freeze_count() == aside
    assert gc.get_freeze_count() == 0
