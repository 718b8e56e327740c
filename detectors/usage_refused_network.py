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
from detectors.tally import Tally, sums_of
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import Event

ADDRESSES_LEAST = 3  # below, it is for `usage_refused` to see
LOUDEST = 0.5  # of what was refused, one address at most: else it is that one's
# Given now and then between refusals of the same product: what exists is found by trying. A page that is gone is given
# to nobody, a crawler's old links are many products. 2026-12: on 33 made-up products no other address has twenty
# refusals of a product within six hours that were not its account's.
GIVEN_LEAST, ONE_DOOR = 3, 0.9
_ADDRESS, _DOOR, _GIVEN = "address", "door", "given"


class UsageRefusedNetwork(Refusals):
    """Requests of strangers in one network (/24, /48) answered 403 or 404, over six hours, at any pace.

    Fires on links, files or pages that are guessed from three addresses or more of a network that has no business here:
    hardly a stranger was answered there in earlier hours; and from one address where nearly all of it is one product
    that was given to it three times as well: numbers (of customers, orders, vouchers) tried one after the other. Quiet
    on named customers and on keys (other detectors see these), on crawlers, monitors and offices that were answered
    before, on one address that asks for what is gone, on what asks for as much that is there. Judged once the hour is
    over. Fails on a network with business here, an address for each network, and less than ten an hour. Takes a crawler
    that is new and asks for nothing but what is not there for a scanner, and for a guesser a stranger's program that
    asks again and again whether something is there yet. Cost: as `usage_refused` for a stranger, nothing for a key.
    """

    name = "usage_refused_network"
    version = 2
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
        """As in the base; count by address what was refused, and by product what was refused and given."""
        super().note(event, tally)
        refused = self.refused(event)
        if event.ip and refused:
            tally.add(slot(_ADDRESS, event.ip))
        if event.product and refused is not None:
            tally.add(slot(_DOOR if refused else _GIVEN, event.product))

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base; that one address asks for it, where that is so, and was not given any of it."""
        if said := super().lacks(event, state):
            return said
        window = self._window(state, int(event.time // self.step_s))
        wants = (
            f"it wants {ADDRESSES_LEAST} addresses, none with half, or one product given {GIVEN_LEAST} times as well"
        )
        return "" if _from_several(window) or _at_one_door(window) else wants

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of what was refused in a network without business here, from several addresses."""
        own = cast("RefusalState", state)
        if count < self.least or own.before(int(end * self.step_s // HOUR_S)) >= KNOWN:
            return 0.0
        window = self._window(state, end)
        if not (_from_several(window) or _at_one_door(window)):
            return 0.0
        return super()._weigh(state, end, count, past)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        sums = [name for name in run.extra or {} if not name.startswith((_ADDRESS, _DOOR, _GIVEN))]
        return {**self.numbers(run, *sums), "addresses": len(addresses([run]))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many requests were refused from how many addresses, and how many were not."""
        given, hosts = (run.extra or {}).get("taken", 0.0), len(addresses([run]))
        tried = _at_one_door([run])
        reason = (
            f"{run.peak:,.0f} requests of strangers from one network were refused within {self.window_s / HOUR_S:.0f} "
            f"h ({self.usually(run, 'there', 'for such networks')}), {run.n:,} in all, from "
            f"{counted(hosts, 'address')}; {given:,.0f} were answered, and hardly any before."
        )
        if tried:
            reason += " Nearly all are of one product, given and refused by turns: numbers or names are tried out."
        hits = " What was given is known there now: look whose it is, and what was signed up with it." if tried else ""
        look = "Look in the access log for what was asked and what was given; challenge or block the network."
        return reason, look + hits


def _from_several(window: Sequence[Tally]) -> bool:
    """Tell whether several addresses are refused, none of them most."""
    each = addresses(window)
    return len(each) >= ADDRESSES_LEAST and max(each.values()) <= LOUDEST * sum(each.values())


def _at_one_door(window: Sequence[Tally]) -> bool:
    """Tell whether nearly all that was refused is one product, which was given several times as well."""
    doors, given = sums_of(window, _DOOR), sums_of(window, _GIVEN)
    if not doors:
        return False
    door = max(doors, key=lambda name: (doors[name], name))
    found = given.get(_GIVEN + door.removeprefix(_DOOR), 0.0)
    return found >= GIVEN_LEAST and doors[door] >= ONE_DOOR * sum(addresses(window).values())
