"""Many accounts entered from one network within days, each from another address, and changed at once."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.entry_fanout_report import TO_DO
from detectors.entry_fanout_state import away, entrants
from detectors.entry_fanout_system import EntryFanoutSystem, addresses
from detectors.network import network_of
from detectors.only import only
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import NEW_ACCOUNT, NEW_IP, Event

# 2026-11: of those that enter from a provider new to them and change something within half an hour. Without a shop's
# counter, which has one address, one in a hundred on 25 made-up products, five on one whose attacks are in it.
CHANGING_APART = 0.05


class EntryFanoutNetwork(EntryFanoutSystem):
    """As `entry_fanout_system`, for a network (/24, /48) new to the accounts, over three days; they count by address.

    A thief who rents a network takes an address, and makes up a device, for each account; by hand he does two or three
    a day. Fires on six where hardly anybody else came: eight at most. Quiet on carriers, hotels and offices, where many
    come and few change anything within minutes; on a shop's counter and a help desk, which have one address, or one a
    day. Fails where the thief takes a network for each few.
    """

    name = "entry_fanout_network"
    version = 3
    steps = 72

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 6,
                 usual: float = 0.02, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_IP, never=NEW_ACCOUNT)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of what an account that has been elsewhere does at a provider new to it."""
        if event.novel & (NEW_IP | NEW_ACCOUNT) != NEW_IP or not event.ip:  # as `away`, without a call
            return ()
        return (network_of(event.ip),) if away(event) else ()

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts were entered and changed, at most one an address."""
        return self._changed(self._window(state, end))

    def _judge(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        """As in the base, counted by address."""
        changed = self._changed(window)
        if changed < self.least:
            return 0.0
        others = len(entrants(window)) - len(self.taken(window))
        share = binomial(changed + others, changed, CHANGING_APART)
        return min(share, gamma_poisson(changed - 1, *self._past(state, end)))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were entered and changed, and from how many addresses."""
        reason = (
            f"{counted(len(self.taken([run])))} of {len(entrants([run]))} that logged in from one network new to them "
            "(who knew its provider, or was never seen before, is neither counted nor named) had "
            f"{self.protection(run)} there within minutes. That was so at {run.peak:,.0f} different addresses of it "
            f"within {within(self.window_s)} ({self.usually(run, 'there', 'for such places')}), and hardly anybody "
            f"else comes there{self.rest(run)}{self.company(run)}."
        )
        return reason, TO_DO

    def _changed(self, window: Sequence[Tally]) -> int:
        return min(len(self.taken(window)), addresses(window))
