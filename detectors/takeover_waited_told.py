"""What a tally carries of accounts taken patiently: in which way each was, by which events, and what was paid there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.takeover_waited_seized import Seized
from detectors.takeover_waited_state import LodgedState
from detectors.tally import Tally

SHOWN_MOST = 16  # events: as many as of a campaign
_PAID, _DONE = "paid", "done"  # begin what is carried


class Done(NamedTuple):
    """An event by which an account was seized, in which way (a number), and on which device ("": none told)."""

    time: float
    name: str
    event: str
    sort: int
    device: str


def tell(state: LodgedState, day: int, seized: dict[str, Seized], sort: int, tally: Tally) -> None:
    """Note devices, addresses, events, and by account and day what was paid from the devices it was seized on.

    Each sum under a name of its own: the days of one run tell of the same payments. Not what was paid or done on
    another device: an owner may have a new one, too.
    """
    for name, one in sorted(seized.items()):
        mine, first = state.devices_of(day, name, one), one.events[0][0]
        for at, lodgers in state.days.items():
            lodger = lodgers.get(name)
            if lodger is None:
                continue
            for time, event in one.events:
                if event in lodger.on:
                    tally.carry(PARTED.join((_DONE, str(sort), name, event, lodger.on[event])), time)
            for device in sorted(mine & lodger.places.keys()):
                for place in lodger.places[device]:
                    tally.tie(place, first)
                for currency, minor in lodger.sums.get(device, {}).items():
                    tally.carry(PARTED.join((_PAID, currency, f"{minor:g}", name, str(at), device)), first)


def paid_in(run: Tally) -> dict[str, float]:
    """Return by the name of each currency's sum what was paid from those devices."""
    sums: dict[str, float] = {}
    for kind, currency, minor, *_ in sorted(_carried(run)):
        if kind == _PAID:
            sums[currency] = sums.get(currency, 0.0) + float(minor)
    return sums


def done_in(run: Tally, first: int) -> list[Done]:
    """Return the events by which accounts were seized, in order; each account in one way: the `first`, if it was."""
    every, ways = list[Done](), dict[str, list[int]]()
    for told, time in (run.carried or {}).items():
        kind, *rest = told.split(PARTED)
        if kind == _DONE:
            sort, name, event, device = rest
            every.append(Done(time, name, event, int(sort), device))
            ways.setdefault(name, []).append(int(sort))
    mine = {name: min(sorts, key=lambda sort: (sort != first, sort)) for name, sorts in ways.items()}
    return sorted([one for one in every if one.sort == mine[one.name]])


def shown(done: Iterable[Done]) -> list[str]:
    """Return the ids of events to be shown: one of each way before the second of any, of account after account.

    >>> shown([Done(1.0, "ann", "a", 3, ""), Done(2.0, "ann", "b", 3, ""), Done(3.0, "bob", "c", 3, "")])
    ['a', 'c', 'b']
    >>> shown([Done(1.0, "ann", "a", 3, ""), Done(2.0, "eve", "e", 3, ""), Done(3.0, "bob", "c", 5, "")])
    ['a', 'c', 'e']
    """
    turns, ways, ranked = Counter[str](), dict[int, list[tuple[int, float, str]]](), list[tuple[int, float, str]]()
    for one in done:
        ways.setdefault(one.sort, []).append((turns[one.name], one.time, one.event))
        turns[one.name] += 1
    for each in ways.values():
        ranked += [(place, time, event) for place, (_, time, event) in enumerate(sorted(each))]
    return [event for *_, event in sorted(ranked)[:SHOWN_MOST]]


def _carried(run: Tally) -> list[list[str]]:
    return [told.split(PARTED) for told in run.carried or ()]
