"""Many accounts entered without a failure from the addresses of one provider, and changed at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import by_event
from detectors.entry_fanout import EntryFanout
from detectors.entry_fanout_state import away
from detectors.network import provider_named
from detectors.only import only
from detectors.slots import slot
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, NEW_IP, Event
from schemas.values import Severity

ADDRESSES_LEAST = 3  # below, it is for `entry_fanout` to see
A_PLACE = 2.0  # accounts changed for each address, at most: a counter's tablet sees several where it stands


class EntryFanoutSystem(EntryFanout):
    """As `entry_fanout`, for a provider (its number, or the /16 or /32), three addresses of it or more, and a day.

    Who passes victims' logins on as they fall for a false page waits for them all day. Fires on six, or eight beside
    two that were only entered. Quiet on carriers and big providers: of those who are new there hardly any changes
    anything. Names the accounts changed first. Fails where each account is entered through another provider.
    """

    name = "entry_fanout_system"
    version = 6
    grave: ClassVar[Severity] = "critical"  # three addresses or more are no firm's desk

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_IP, never=NEW_ACCOUNT)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the provider of what an account that has been elsewhere does where it is new."""
        if event.novel & (NEW_IP | NEW_ACCOUNT) != NEW_IP or not event.ip or not away(event):
            return ()
        return (provider_named(event.asn, event.ip),)

    def note(self, event: Event, tally: Tally) -> None:
        """Note who entered, and from where accounts were changed."""
        super().note(event, tally)
        if event.type != "account.login" and event.ip:
            tally.add(slot("address", event.ip))

    def _judge(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        return super()._judge(state, end, window) if addresses(window) >= ADDRESSES_LEAST else 0.0

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        return {**super().evidence(run), "addresses": addresses([run])}

    def where(self, run: Tally) -> str:
        """Say where."""
        return f"at addresses of one provider, all new to them (what was changed, from {addresses([run])} of these),"


def addresses(window: Sequence[Tally]) -> int:
    """Return from how many addresses accounts were changed (by hash, of 4096)."""
    return len(set().union(*[tally.extra for tally in window if tally.extra]))


def addresses_shared(window: Sequence[Tally], changed: set[str]) -> bool:
    """Tell whether accounts share addresses, as they do where a device stands, or goes to and fro."""
    return addresses(window) < max(ADDRESSES_LEAST, len(changed) / A_PLACE)
