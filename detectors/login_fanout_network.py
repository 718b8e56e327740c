"""Credential stuffing from one network: each of its addresses tries a few accounts, too few to be seen by itself."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.login_address_notes import Unhurried
from detectors.login_fanout import LoginFanout
from detectors.network import network_of
from detectors.nobody import most_of, tried
from detectors.only import only
from detectors.own_fault import own_fault
from detectors.slots import slot
from detectors.strange import strange
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_IP, Event

ADDRESSES_LEAST = 3  # below, it is for `login_fanout` to see
SUMS = frozenset(("unknown_users", "entries"))  # what else is summed up beside addresses
EACH_MOST = 4  # accounts an address counts for: one loud address is no network


class LoginFanoutNetwork(Unhurried, LoginFanout):
    """Distinct accounts that a network (/24, /48) failed to enter from three or more addresses new to them, in an hour.

    Quiet on a carrier whose customers fail as they do every hour, and on one loud address. Haste says nothing here:
    people in one network do not wait for each other. Fails where the network is as busy as the attack.
    """

    name = "login_fanout_network"
    version = 2
    lasting = False  # one more address changes it

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_IP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of the event's address if that is new to the account."""
        return (network_of(event.ip),) if event.ip and strange(event) and not own_fault(event) else ()

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        """Note the address as well."""
        if self.tries(event) and event.ip:
            tally.add(slot("address", event.ip))
        super()._put(event, tally, member)

    def _weighed(self, tally: Tally) -> tuple[int, ...]:
        """As in the base, and its addresses."""
        return *super()._weighed(tally), len(tally.extra or ())

    def _plain(self, state: WindowState, end: int, count: int, window: Sequence[Tally],
               fresh: str | None) -> tuple[float, tuple[float, float] | None]:  # fmt: skip
        """As in the base, for as many accounts as its addresses stand for, and nothing for one or two addresses."""
        if count + sum([len(tally.accounts or ()) for tally in window]) + (fresh is not None) < self.least:
            return 0.0, None
        used = addresses(window)
        if used < ADDRESSES_LEAST:
            return 0.0, self._past(state, end)
        return super()._plain(state, end, min(count, EACH_MOST * used), window, fresh)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        used = addresses([run])
        return {**self.numbers(run, *SUMS), "addresses": used}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts from how many addresses, and how many were entered."""
        reason = (
            f"{tried(run)} failed to log in from {addresses([run])} addresses of one network, all new to "
            f"them; {most_of(run, 'of these')} within {self.window_s / 60:.0f} min "
            f"({self.usually(run, 'there', 'for such networks')}); {self.meanwhile(run, 'from such addresses')}."
        )
        return reason, self.advice(run, "network")


def addresses(tallies: Sequence[Tally]) -> int:
    """Return how many addresses were used (by hash, of 4096)."""
    names: set[str] = set().union(*[tally.extra for tally in tallies if tally.extra])
    return len(names - SUMS)
