"""Where those sit who tell one thing: at homes of their own, in one room, or on one device."""

from __future__ import annotations

from collections import Counter

from detectors.domain_told import BEGUN, MADE, TAKEN, Said
from detectors.domain_whence import APART
from detectors.one_room import around_the_clock, from_several

MOST = 0.5
Told = dict[str, Said]


def made(found: Told) -> bool:
    """Tell whether all of some signed up of late: that these are new is sure, however young the site's stream is."""
    return all([one.what & MADE for one in found.values()])


def spread(window: Told) -> Told:
    """Return a window with one newcomer of each network, who tells it to most: room-mates make nobody more honest.

    The window itself where most are room-mates: a class of which some do it at home.
    """
    if apart(window):
        return window
    new = {name: one for name, one in window.items() if one.what & BEGUN and not one.what & TAKEN and one.network}
    most: dict[int, str] = {}
    for name, one in sorted(new.items(), key=lambda entry: (len(entry[1].targets), entry[0])):
        most[one.network] = name
    told = {name: one for name, one in window.items() if name not in new or most[one.network] == name}
    return told if len(told) > MOST * len(window) else window


def apart(window: Told) -> bool:
    """Tell whether they tell it from networks of their own: a firm's helpers, or a class, have one."""
    return len({one.network for one in window.values() if one.network}) >= APART * len(window)


def on_one_device(found: Told) -> bool:
    """Tell whether those who tell it to strangers are on one device (`Said.device`)."""
    return len({one.device for one in found.values()}) == 1 and all([one.device for one in found.values()])


def in_no_room(window: Told) -> bool:
    """Tell whether those who are new here sit in no one room (`detectors.one_room`); moved ones are one firm's."""
    new = [one for one in window.values() if one.what & BEGUN and one.network]
    if not around_the_clock(sorted([one.time for one in new])):
        return False
    return len(new) >= APART * len(window) and from_several(
        [*map(float, Counter([one.network for one in new]).values())]
    )
