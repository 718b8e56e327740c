"""Quota cycling by turns over the addresses of one network: a farm of scrapers or free trials at a hoster."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from detectors.base import by_event
from detectors.network import network_of
from detectors.only import only
from detectors.quota_cycling_turns import QuotaCyclingTurns
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, Event

SLOTS = 64  # addresses are told apart by a hash, in bounded state
ADDRESSES = 3  # on fewer, each of them tells


class QuotaCyclingTurnsNetwork(QuotaCyclingTurns):
    """As `quota_cycling_turns`, over the addresses of a network (/24, /48), three at least.

    A carrier's or an office's customers do not wait for each other on any of its addresses either. Fires on a farm
    whose accounts take turns, each time from another address, for three days. Judged every three hours. Fails as that
    does, and on addresses of many networks.
    """

    name = "quota_cycling_turns_network"
    version = 3
    place = "from one network"

    @by_event
    @only(FRESH)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of a fresh account's program; () for all others."""
        return (network_of(event.ip),) if event.novel & FRESH and event.ip and not event.device else ()

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note the address."""
        super().note(event, tally)
        if event.ip:
            tally.add(f"slot_{crc32(event.ip.encode()) % SLOTS}")

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        slots = {name for tally in self._window(state, end) for name in tally.extra or () if name.startswith("slot_")}
        return super()._weigh(state, end, count, past) if len(slots) >= ADDRESSES else 0.0

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Tell at least how many addresses there were, not which slots they took."""
        told = super().evidence(run)
        slots = sum([name.startswith("slot_") for name in told])
        return {**{name: value for name, value in told.items() if not name.startswith("slot_")}, "addresses": slots}
