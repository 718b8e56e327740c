"""What the honest logins at an address explain of the failures there, and what is told of the rest.

How busy an address is with honest logins tells how many failures go with them; only hours that are surely over speak,
so that the answer does not depend on what has arrived yet.
"""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Finding
from detectors.login_address_notes import AddressNotes
from detectors.login_address_state import HOUR_S, AddressState
from detectors.tally import Tally
from detectors.window import WindowState, united

FAILS = 0.2  # strange failing accounts that go with an honest login from a new address


class AddressPast(AddressNotes):
    """Base of `AddressWindow`: by what a window is judged, and of whom an alert is."""

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base, for what is hot; what is told counts the accounts that nobody knows yet."""
        window = self._window(state, end)
        names = united([tally.accounts for tally in window if tally.accounts])
        both = _in_both(window) if names else 0
        return super()._accuse(state, end, count + names - both, past, surprise)

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return what the address's past explains, or what goes with its logins of past hours."""
        shape, rate = super()._past(state, end)
        if isinstance(state, AddressState) and (state.hours or state.busy):
            going = FAILS * state.usual(int(end * self.step_s // HOUR_S)) * self.window_s / HOUR_S
            if going > shape / rate:
                return shape + 1, (shape + 1) / going
        return shape, rate

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; accounts that nobody knew yet, which are not counted, are named all the same."""
        whole = Tally()
        whole.merge(run)
        for name, time in (run.accounts or {}).items():
            whole.member(name, time)
        return super().explain(whole, state, key)


def _in_both(window: Sequence[Tally]) -> int:
    """Return how many accounts were tried both before they were known and after; 0 where members are a sample."""
    if any([tally.level for tally in window]):
        return 0
    members = set().union(*[tally.members for tally in window])
    return len(members & set().union(*[tally.accounts or () for tally in window]))
