"""What links accounts that were changed in a place to it: what they then posted there, and who wrote to them before."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import methodcaller

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.settled_window import SettledState
from detectors.strange import news, strange
from schemas.event import FRESH, NEW_ACCOUNT, NEW_DEVICE, NEW_TODAY, Event

CHANGED, CAME, ASKED = "c", "p", "t"  # begin a member; that of a message is the one written to, and who wrote
HOUR_S = 3600.0  # between a change and the posts: who takes an account to write to its contacts does so at once
HELD_MOST = 256  # messages held of an address: one with more newcomers is a carrier's or a campus's
Asked = tuple[float, str, str]  # time, to whom, by whom


class EntryPostingState(SettledState, array_like=True):
    """Adds whom newcomers wrote to from an address of late, by time."""

    held: list[Asked] = field(default_factory=list)

    def hold(self, event: Event, window_s: float) -> None:
        """Remember a message."""
        held = self.held
        insort(held, (event.time, event.target or "", event.subject))
        if len(held) > HELD_MOST or held[0][0] < event.time - window_s - LATENESS_MAX_S:
            self.drop(event.time - window_s)

    def drop(self, oldest: float) -> None:
        """Drop what no window reaches that holds what is later than `oldest`, and the earliest of too many."""
        self.held = [one for one in self.held[-HELD_MOST:] if one[0] >= oldest - LATENESS_MAX_S]


class Linked(Struct):
    """What links an account to a place where it was changed: whether it posted there, and who wrote to it before."""

    time: float
    posted: bool
    writers: list[str]


def told(event: Event) -> bool:
    """Tell whether an account on its first day of posting writes to somebody."""
    return event.kind == "message" and bool(event.novel & NEW_TODAY) and event.target is not None


def came(event: Event) -> bool:
    """Tell whether an account that has posted for longer posts from where it has never been, on a device new to it."""
    novel = event.novel
    if not novel & NEW_DEVICE or novel & (NEW_ACCOUNT | NEW_TODAY):
        return False
    return bool(news(event) & NEW_DEVICE) and strange(event)


def changed(event: Event) -> bool:
    """Tell whether an account is changed where it has never been, or where nothing is known of it.

    Not who has just signed up: a new account knows no place, and sets its second factor at once.
    """
    return not event.novel & FRESH and (bool(event.novel & NEW_ACCOUNT) or strange(event))


def linked(window: Sequence[Mapping[str, float]], mine: Mapping[str, float] | None = None) -> dict[str, Linked]:
    """Return the accounts that were changed, and that something links to the place.

    >>> sorted(linked([{"ca": 50.0, "pa": 60.0, "cb": 70.0, "tc" + chr(0) + "d": 5.0, "cc": 9.0}]))
    ['a', 'c']
    """
    rows = (*window, mine or {})
    changes = set[str]().union(*[_begun(members, CHANGED) for members in rows])
    if not changes:
        return {}
    comings = {name[1:] for members in rows for name in _begun(members, CAME)}
    writers, result = _writers(rows, changes), dict[str, Linked]()
    for name in sorted([name for name in comings | writers.keys() if CHANGED + name in changes]):
        found, came = _times(rows, CHANGED + name), _times(rows, CAME + name)
        posted = any([abs(one - time) <= HOUR_S for one in came for time in found])
        if posted or name in writers:
            result[name] = Linked(min(found), posted, sorted(writers.get(name, ())))
    return result


def _begun(members: Mapping[str, float], how: str) -> Iterator[str]:
    return filter(methodcaller("startswith", how), members)


def _times(rows: Sequence[Mapping[str, float]], name: str) -> list[float]:
    return [members[name] for members in rows if name in members]


def _writers(rows: Sequence[Mapping[str, float]], changes: Collection[str]) -> dict[str, list[str]]:
    """Return who wrote to an account before it was changed last."""
    writers: dict[str, list[str]] = {}
    for asked in dict.fromkeys([name for members in rows for name in _begun(members, ASKED)]):
        target, _, sender = asked[1:].partition("\0")
        change = CHANGED + target
        if change in changes and min(_times(rows, asked)) <= max(_times(rows, change)):
            writers.setdefault(target, []).append(sender)
    return writers


def links(found: Mapping[str, float | int | str]) -> str:
    """Say what links the accounts of an alert's evidence to the place.

    >>> links({"posted_there": 0, "written_to_from_there": 4})
    '4 of them, each written to from there that day by an account that had just begun to post'
    """
    ways = {
        "posted_there": "known by its posts for longer, posted from there within the hour on a device new to it",
        "written_to_from_there": "written to from there that day by an account that had just begun to post",
    }
    return "; ".join([f"{found[way]} of them, each {what}" for way, what in ways.items() if found[way]])
