"""An account that is used from two far places by turns, on a device in each: neither a tunnel nor a wrong country.

Whoever switches a tunnel on, or is located in the wrong place, is there on his own device, and not at home meanwhile.
"""

from __future__ import annotations

from zlib import crc32

from detectors.by_time import since

SIGHT_S = 900.0
KEPT = 8  # places in one such step
REACH_S = 21_600.0  # after the second login; `ROAMING` lasts no longer
TURNS = 2  # home, and away again; or the other way
BOTH = 1.0  # surprise: of owners who come too fast on a device new to them one in ten goes on at both ends

# By step: countries, and the hashes of the devices seen there.
Sights = dict[int, list[tuple[str, int]]]


def mark(device: str) -> int:
    """Return a device's hash."""
    return crc32(device.encode())


def sight(sights: Sights, country: str, device: str, time: float) -> bool:
    """Note from where an account is used; tell whether that was not known yet."""
    places, one = sights.setdefault(int(time // SIGHT_S), []), (country, mark(device))
    if one in places:
        return False
    places.append(one)
    places.sort()
    del places[KEPT:]
    return one in places


def turns(sights: Sights, since: float, away: tuple[str, str], home: str, possible_s: float, *, begun: bool) -> int:
    """Return how often an account goes over between a place and the country where it is at home, faster than possible.

    `away`: the place's country, and the device that is used there; any other is used at home. Counted from the steps
    after `since` on, when it was away (`begun`) or at home.
    """
    first, (abroad, device) = int(since // SIGHT_S), (away[0], mark(away[1]))
    side, last, count = begun, first, 0
    for step in sorted([step for step in sights if since < step * SIGHT_S <= since + REACH_S]):
        strange = (abroad, device) in sights[step]
        usual = any([country == home and one != device for country, one in sights[step]])
        if usual if side else strange:
            count += (step - last + 1) * SIGHT_S < possible_s
            side = not side
        if strange or usual:
            last = step
    return count


def forget(sights: Sights, oldest: float) -> Sights:
    """Return those that are not older."""
    return since(sights, oldest // SIGHT_S)
