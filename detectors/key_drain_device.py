"""Keys made and drained on one device, from ever other addresses: account after account uses as much as the last."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.key_drain_network import KeyDrainNetwork, is_away
from detectors.only import only
from schemas.event import AWAY, Event


class KeyDrainDevice(KeyDrainNetwork):
    """As `key_drain_network`, by the device that keys a day old are used on, whatever addresses it comes by.

    Who pays for his accounts with stolen cards, or has many trials, drains them on his own machine, through homes or a
    telephone network, so that no network sees two of them. Fires on six accounts in three days that each use as much,
    and more than nine in ten new keys. Quiet on a machine on which a test makes accounts (each uses little), on a
    gateway's customers (no two use the same), on rotated keys at home. Fails where uses tell no device, and, as its
    base, in a site's first four days. Cost and state: as of its base, of what tells a device only.
    """

    name = "key_drain_device"
    keyed_by = "device"
    where = "on one device, at addresses"

    @by_event
    @only(AWAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of a new key's use away from its account's addresses; () for all others."""
        return (event.device,) if event.device and is_away(event) else ()
