"""In how many hands an account is: each home that shares one has devices of its own, which meet in its network."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import inf
from zlib import crc32

from detectors.habits import DAY_S
from detectors.network import network_of
from schemas.event import Event

HANDS_KEPT = 24  # pairs of a device and a network that it was seen in
ALONE = 2  # groups of devices that one person has: at home and at work, or a phone that is on the road only
HAND = 1.0  # surprise taken off for each further group: another home that the account is used in
HANDS_MOST = 3

Seats = dict[int, float]  # a device and a network, as hashed by `_spot`, and the first success


def seat(seen: Seats, event: Event) -> None:
    """Note in which network a device was seen."""
    if event.device is None or event.ip is None:
        return
    spot = _spot(event.device, event.ip)
    if event.time < seen.get(spot, inf):
        seen[spot] = event.time
        if len(seen) > HANDS_KEPT:
            del seen[max(seen, key=lambda one: (seen[one], one))]  # the earliest are the same in any order


def shared(seen: Seats, time: float) -> float:
    """Return how much less surprising it is that an account is in two places at once: several homes may share it.

    Devices that were seen in one network are in the same hands; known by the days that ended a full day before.
    """
    spots = [one for one, first in seen.items() if first // DAY_S < time // DAY_S - 1]
    return HAND * min(HANDS_MOST, max(0, groups(spots) - ALONE))


@lru_cache(1 << 14)  # most come again and again from the same few places
def _spot(device: str, ip: str) -> int:
    return (crc32(device.encode()) & 0xFFFF) << 16 | crc32(network_of(ip).encode()) & 0xFFFF


def groups(spots: Iterable[int]) -> int:
    """Return into how many groups devices fall that no chain of networks joins.

    >>> groups([0x1000A, 0x1000B, 0x2000B, 0x3000C])
    2
    """
    found: list[tuple[set[int], set[int]]] = []
    for spot in spots:
        devices, networks = {spot >> 16}, {spot & 0xFFFF}
        apart = []
        for group in found:
            if group[0] & devices or group[1] & networks:
                devices |= group[0]
                networks |= group[1]
            else:
                apart.append(group)
        found = [*apart, (devices, networks)]
    return len(found)
