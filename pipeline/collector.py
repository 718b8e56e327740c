"""Python's cycle collector, told what this program's memory is like.

What the engine remembers has no cycles: it goes when the last reference does. Left as it comes, the collector walks all
of it again and again to find that out: 9 % of the processor time with 40,000 accounts known, in pauses of up to a third
of a second, which alerts then wait for. Cycles come from exceptions and tasks only, few and young.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New containers before the youngest are looked at; such looks before the next older are, and theirs before all are. All
# is then looked at once in about a million events. Each container is looked at twice before it counts as old, a
# microsecond or three each time, and an alert waits meanwhile: so few at once, and often. Python's own: 700, 10, 10.
_SELDOM = (2_000, 4, 1_250)
_PYTHONS = 10_000  # objects: a few hundred some versions of Python set aside themselves, a program's are many more


@contextmanager
def seldom() -> Iterator[None]:
    """Look for cycles seldom, and never again at what is there now (modules, tables), until the end of the block.

    Within a block like it, or where somebody else has set things aside, these stay aside: a process that was copied
    from another shares with it what neither looks through.
    """
    before, aside = gc.get_threshold(), gc.get_freeze_count() > _PYTHONS
    if not aside:
        gc.collect()
        gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not aside:
            gc.unfreeze()
