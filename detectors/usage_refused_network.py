"""Probing from one network: each address asks for a little that is not there, too slowly to be seen by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from detectors.base import by_event
from detectors.login_fanout_system import addresses
from detectors.network import network_of
from detectors.nobody import is_nobody
from detectors.only import KEYLESS, only
from detectors.refusals import KNOWN, Refusals, RefusalState
from detectors.slots import slot
from detectors.statuses import FAULT_FROM, NOT_THERE
from detectors.steps import HOUR_S
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

ADDRESSES_LEAST = 3  # below, it is for `usage_refused` to see
LOUDEST = 0.5  # of what was refused, one address at most: else it is that one's
_ADDRESS = "address"


class UsageRefusedNetwork(Refusals):
    """Requests of strangers in one network (/24, /48) answered 403 or 404, over six hours, at any pace.

    Fires on links, files or pages that are guessed from three addresses or more of a network that has no business here:
    hardly a stranger was answered there in earlier hours. Quiet on named customers and on keys (other detectors see
    these), on crawlers, monitors and offices that were answered before, on one address, on what asks for as much that
    is there. Judged once the hour is over. Fails on a network with business here, and on an address for each network.
    Takes a crawler that is new and asks for nothing but what is not there for a scanner. Cost: as `usage_refused` for a
    stranger, nothing for a key.
    """

    name = "usage_refused_network"
    version = 1
    keyed_by = "ip"
    kinds = ("account.usage",)
    area = "api_abuse"
    alone, beside = 0.2, 0.7  # as `usage_refused`
    steps = 6

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 60,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(KEYLESS)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of a stranger's request."""
        if event.key or event.status is None or not event.ip or not is_nobody(event):
            return ()
        return (network_of(event.ip),)

    def refused(self, event: Event) -> bool | None:
        """Tell what became of the request; a server's own error says nothing."""
        if event.status is None or event.status >= FAULT_FROM:
            return None
        return event.status in NOT_THERE

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; count by address what was refused."""
        super().note(event, tally)
        if event.ip and self.refused(event):
            tally.add(slot(_ADDRESS, event.ip))

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of what was refused in a network without business here, from several addresses."""
        own = cast("RefusalState", state)
        if count < self.least or own.before(int(end * self.step_s // HOUR_S)) >= KNOWN:
            return 0.0
        each = addresses(self._window(state, end))
        if len(each) < ADDRESSES_LEAST or max(each.values()) > LOUDEST * count:
            return 0.0
        return super()._weigh(state, end, count, past)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        sums = [name for name in run.extra or {} if not name.startswith(_ADDRESS)]
        return {**self.numbers(run, *sums), "addresses": len(addresses([run]))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many requests were refused from how many addresses, and how many were not."""
        extra = run.extra or {}
        reason = (
            f"{run.peak:,.0f} requests of strangers from one network were refused within {self.window_s / HOUR_S:.0f} "
            f"h ({self.usually(run, 'there', 'for such networks')}), {run.n:,} in all, from {len(addresses([run]))} "
            f"addresses; {extra.get('taken', 0.0):,.0f} were answered, and hardly any before."
        )
        return reason, "Look in the access log for what was asked and what was given; challenge or block the network."
