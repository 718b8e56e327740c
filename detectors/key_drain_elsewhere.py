"""A key made in a taken account and drained at once, from networks new to the account."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.key_elsewhere import KeyElsewhere
from detectors.key_places import placed, since
from detectors.key_windows import NEW_S, OWN_S, WindowsState
from schemas.event import Event


class KeysState(WindowsState, array_like=True):
    """Adds since when each key was used: as places."""

    keys: bytes = b""

    def is_strange(self, event: Event) -> bool:
        """Tell whether network and key are both new to the account."""
        if not super().is_strange(event):
            return False
        first = min(event.time, since(self.keys, event.key or ""))
        return first > max(self.born + OWN_S, event.time - NEW_S)

    def arrive(self, event: Event) -> None:
        """Note the key, too."""
        super().arrive(event)
        self.keys = placed(self.keys, event.key or "", event.time)


class KeyDrainElsewhere(KeyElsewhere):
    """As `key_elsewhere`, of an account's usage under all its keys: what keys new to it use on networks new to it.

    A key is new for three days from its first use, so nothing needs to tell of its making, and no unit is taken for
    usual: the account's own days are. Fires on a key that a thief makes and drains. Quiet on a new key on the old
    networks, on one that moves elsewhere at the volume as before, and on accounts that used no key before: `key_drain`
    looks at those. Fails on the account's first day of keys. Cost: 4 microseconds an event.
    """

    name = "key_drain_elsewhere"
    entity = None
    state_type = KeysState
    whose, whom = "Keys first used within the last three days", "the account"

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account, where a key is named."""
        return (event.subject,) if event.key else ()
