"""A deadline for calls that do not keep their own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
_U = TypeVar("_U")


async def within(seconds: float, call: Callable[[], _T]) -> _T:
    """Run a blocking call in a thread of its own; raise TimeoutError when it takes longer than `seconds`.

    The call then goes on, unheard, in a thread that does not keep the process alive. Cancelling gives it up as well.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_T] = loop.create_future()
    threading.Thread(target=_run, args=(loop, done, call), daemon=True).start()
    return await asyncio.wait_for(done, seconds)


def _run(loop: asyncio.AbstractEventLoop, done: asyncio.Future[_T], call: Callable[[], _T]) -> None:
    try:
        result = call()
    except BaseException as failed:  # carried over to the one who waits
        _tell(loop, done, done.set_exception, failed)
    else:
        _tell(loop, done, done.set_result, result)


def _tell(loop: asyncio.AbstractEventLoop, done: asyncio.Future[_T], say: Callable[[_U], None], what: _U) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(lambda: None if done.done() else say(what))
