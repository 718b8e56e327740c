"""What is remembered of two weeks of second factors set, and purchases, on devices that had lain for days."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from msgspec import Struct, field

from detectors.base import State
from detectors.by_time import since
from detectors.network import network_of
from detectors.recurrence import DAY_S
from schemas.event import NEVER_USED, Event

WINDOW_DAYS = 14  # as `takeover_waited`
KEPT = 256  # accounts of a day, the first by name
EACH_KEPT = 8  # of a sort of event of an account in a day, the earliest
HOUR_S = 3600.0
TWICE = 2
Told = tuple[float, str, str]  # an event's time and id, and its network or shop


class Lain(Struct, array_like=True):
    """What an account did in a day on such a device: second factors, where it was not used since, and purchases."""

    factors: list[Told] = field(default_factory=list)
    bought: list[Told] = field(default_factory=list)


class Spree(NamedTuple):
    """Two purchases or more in one shop within the hour after the second factor, and the network of that."""

    network: str
    events: list[tuple[float, str]]


class ShopsState(State, array_like=True):
    """`days`: by day and account what it did on such a device."""

    days: dict[int, dict[str, Lain]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Note a second factor, or a purchase."""
        accounts = self.days.setdefault(int(event.time // DAY_S), {})
        one = accounts.setdefault(event.subject, Lain())
        if event.type == "account.payment":
            _keep(one.bought, (event.time, event.id, event.merchant or ""))
        elif event.novel & NEVER_USED:
            _keep(one.factors, (event.time, event.id, network_of(event.ip or "")))
        if len(accounts) > KEPT:
            del accounts[max(accounts)]

    def lately(self, day: int) -> dict[str, Lain]:
        """Return what each account did in the two weeks that end with a day."""
        found: dict[str, Lain] = {}
        for at in range(day - WINDOW_DAYS + 1, day + 1):
            for name, one in self.days.get(at, {}).items():
                mine = found.setdefault(name, Lain())
                mine.factors = [*mine.factors, *one.factors]
                mine.bought = [*mine.bought, *one.bought]
        return found

    def forget(self, day: int) -> None:
        """Drop days that no window holds that ends on one or later."""
        self.days = since(self.days, day - WINDOW_DAYS + 1)


def sprees(lately: dict[str, Lain]) -> dict[str, dict[str, Spree]]:
    """Return by shop and account who set the second factor and then bought there twice; one of each network."""
    found: dict[str, dict[str, tuple[str, Spree]]] = {}
    every = sorted((min(one.factors), name) for name, one in lately.items() if one.factors)
    for (time, event_id, network), name in every:
        after = [told for told in lately[name].bought if 0.0 <= told[0] - time <= HOUR_S]
        for shop, often in Counter([shop for _, _, shop in after]).items():
            if often >= TWICE:
                events = sorted([(time, event_id), *[(at, one) for at, one, where in after if where == shop]])
                found.setdefault(shop, {}).setdefault(network, (name, Spree(network, events)))
    return {shop: dict(by_network.values()) for shop, by_network in found.items()}


def share_of(shop: str, lately: dict[str, Lain], but: set[str]) -> float:
    """Return of purchases on such devices the share in one shop: of each account each shop once, without some."""
    others = Counter([where for name, one in lately.items() if name not in but for where in {b[2] for b in one.bought}])
    return (others[shop] + 1) / (others.total() + 1)


def _keep(told: list[Told], one: Told) -> None:
    if one not in told:
        told.append(one)
        told.sort()
        del told[EACH_KEPT:]
