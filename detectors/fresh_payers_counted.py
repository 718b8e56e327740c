"""Which accounts count as paying just after they were entered, and how many paid at all."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.counts import MARKED_KEPT
from detectors.entry_fanout_system import addresses
from detectors.tally import Tally

# Under which who names no device is counted, and a device that pays without a card, or with one.
ALONE, CARDLESS, DEVICE = "account", "money", "device"


def placeless(window: Sequence[Tally]) -> bool:
    """Tell whether none of those who count named a device: payouts and transfers."""
    return all([name.startswith(ALONE) for tally in window for name in tally.extra or ()])


def sizes(window: Sequence[Tally]) -> tuple[int, int]:
    """Return how many accounts count, one a device, and how many paid; nothing where more pay than are kept.

    Who paid as ever before counts no more: it is the account's own payee, or place.
    """
    fresh: dict[str, float] = {}
    plain: dict[str, float] = {}
    for tally in window:
        for name, time in tally.members.items():
            fresh[name] = min(time, fresh.get(name, time))
        if not (marked := tally.marked):
            continue
        if len(marked) >= MARKED_KEPT:
            return 0, 0
        for name, time in marked.items():
            plain[name] = min(time, plain.get(name, time))
    found = [name for name, time in fresh.items() if time <= plain.get(name, time)]
    count = min(len(found), addresses(window))
    return count, count + len(plain.keys() - set(found))
