"""Maps from names to the times at which each was first seen, kept in order of time: the earliest of very many.

Whichever order they come in, the same names and times are left.
"""

from __future__ import annotations

NEVER = float("inf")


def earliest(kept: dict[str, float], name: str, time: float, most: int) -> dict[str, float]:
    """Add (name, time) to a map, in order of time, that keeps the `most` earliest names; ties by name.

    Names mostly come in order of time, so that nearly every call looks at the last one only. The name is new to the
    map, or earlier than there; the map is not empty.
    """
    last = next(reversed(kept))
    if (time > kept[last] or (time == kept[last] and name > last)) and name not in kept:
        if len(kept) < most:
            kept[name] = time
        return kept
    ranked = sorted({**kept, name: time}.items(), key=lambda item: (item[1], item[0]))
    return dict(ranked[:most])


def in_order(times: dict[str, float]) -> list[str]:
    """Return the names in order of time, those of one time in their own order."""
    return [name for _, name in sorted(zip(times.values(), times, strict=True))]


def unite(mine: dict[str, float], theirs: dict[str, float]) -> None:
    """Add a map from names to times to another; the earlier time where a name is in both."""
    if mine.keys().isdisjoint(theirs):
        mine.update(theirs)
        return
    known = mine.setdefault
    for name, time in theirs.items():
        if known(name, time) > time:
            mine[name] = time


def earliest_of(kept: dict[str, float] | None, other: dict[str, float], most: int) -> dict[str, float]:
    """Add a map that `earliest` has made to another, which is changed: it becomes what `earliest` would make of both.

    Buckets mostly come in order of time: then all that the other has is later than what is there, and goes to the end.
    """
    if not kept:
        return dict(other)
    last = kept[next(reversed(kept))]
    if next(iter(other.values())) <= last:
        return _ranked(kept, other, most)
    if len(kept) < most:
        for name, time in other.items():
            kept.setdefault(name, time)
        while len(kept) > most:
            kept.popitem()
    return kept


def _ranked(kept: dict[str, float], other: dict[str, float], most: int) -> dict[str, float]:
    """Return the earliest of both, in order of time and then of name; `kept` itself where the other adds nothing."""
    earlier = {name: time for name, time in other.items() if time < kept.get(name, NEVER)}
    if not earlier:
        return kept
    found = kept | earlier
    return {name: found[name] for name in in_order(found)[:most]}
