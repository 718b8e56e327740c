"""What scenarios play is kept for the contract suite, which is held against it in the same process."""

from __future__ import annotations

import inspect
from collections.abc import Generator

import pytest

from tests.support import recorded


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Keep what is played by a scenario that anybody can play again: it asks for no fixture."""
    if inspect.signature(pyfuncitem.function).parameters:
        return (yield)
    with recorded.kept(pyfuncitem.path.stem.removeprefix("test_"), pyfuncitem.name):
        return (yield)
