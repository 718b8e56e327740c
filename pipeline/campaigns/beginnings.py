"""When attacks of each area began on a site: how many do in a day, and how many more than usual during one of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipeline.campaigns.sides import Side
from pipeline.campaigns.spree import SLOT_S
from pipeline.campaigns.spree_kinds import ALONE, kinds_of
from pipeline.campaigns.timing import DAY_S, WITHIN_S
from schemas.finding import Finding

_DAY_SLOTS = int(DAY_S / SLOT_S)
Slots = dict[str, dict[int, int]]  # area -> slot -> findings that began in it


class Beginnings:
    """One board's. `slots` is stored; an area and a kind (`spree`) counts those of one kind."""

    def __init__(self) -> None:
        self.slots: dict[str, Counter[int]] = {}
        self._rates: dict[str, dict[int, float]] = {}  # area -> slot -> attacks in the day before; never stored

    def restore(self, slots: Mapping[str, Mapping[int, int]]) -> None:
        """Take up what was stored."""
        self.slots.update({area: Counter(known) for area, known in slots.items()})

    def count(self, area: str, before: Finding | None, now: Finding) -> int | None:
        """Note in which slot the finding began; return the first slot in which attacks begin now, or no longer do."""
        kinds, known = kinds_of(now), kinds_of(before) if before is not None else set[str]()
        changed = [self._counted(area, before, now)]
        for kind in sorted(kinds | known):  # what was changed in an account may have become more
            changed.append(
                self._counted(area + kind, before if kind in known else None, now if kind in kinds else None)
            )
        return min([slot for slot in changed if slot is not None], default=None)

    def _counted(self, area: str, before: Finding | None, now: Finding | None) -> int | None:
        slots = self.slots.setdefault(area, Counter())
        old, new = [None if one is None else int(one.first // SLOT_S) for one in (before, now)]
        if new == old:
            return None
        changed = []
        for slot, more in ((new, 1), (old, -1)):
            if slot is not None:
                slots[slot] += more
                changed += [slot] if slots[slot] == max(0, more) else []
        if changed:
            self._rates.pop(area, None)
        return min(changed, default=None)

    def rise(self, site: Side, a_day: float) -> float:
        """Return how many times more often than usual alerts on accounts of the area began during one on the site."""
        first, last = int((site.first - WITHIN_S) // SLOT_S), int((site.last + WITHIN_S) // SLOT_S)
        alone = self.slots.get(site.area + ALONE, Counter[int]())
        began = sum([1 for slot, count in alone.items() if count > 0 and first <= slot <= last])
        return began / (a_day * (last - first + 1) / _DAY_SLOTS)

    def a_day(self, one: Side, other: Side) -> float:
        """Return how many attacks of the area began in the day before both, at least one."""
        known = self._rates.setdefault(one.area, {})
        until = int(min(one.first, other.first) // SLOT_S)
        if until not in known:
            count = self.slots.get(one.area, Counter[int]()).get
            known[until] = float(max(1, sum([count(slot, 0) > 0 for slot in range(until - _DAY_SLOTS, until)])))
        return known[until]

    def trim(self, before: float) -> None:
        """Forget beginnings older than `before`."""
        self._rates.clear()
        for slots in self.slots.values():
            for slot in [slot for slot, count in slots.items() if slot * SLOT_S < before or count <= 0]:
                del slots[slot]
