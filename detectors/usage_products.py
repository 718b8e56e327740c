"""Units of each product that a key uses: the level of its buckets, and each past day's fullest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from msgspec import Struct

from detectors.nothing import NOTHING
from detectors.recurrence import DAYS_KEPT
from detectors.river_models import NEW, Level

PRODUCTS_KEPT = 4  # the main ones: a customer lives on a handful, and a key's past is to stay small
PRODUCTS_OPEN = 16  # within hours, before it is seen which are the main ones; requests tell of any others


class Product(Struct, array_like=True, gc=False):
    """The level of closed buckets, each past day's fullest, the totals of those that are open."""

    level: Level = NEW
    days: bytes = b""
    totals: dict[int, float] = NOTHING

    def is_known(self, last: int, least: int) -> bool:
        """Tell whether `least` buckets up to `last` had any."""
        wanted = least - self.level.n
        return wanted <= 0 or (len(self.totals) >= wanted and sum([at <= last for at in self.totals]) >= wanted)

    def closed(self, totals: dict[int, float], last: int) -> None:
        """Forget the totals up to bucket `last`, which have been learned; `totals`: those that are left."""
        self.totals = totals or NOTHING


class HasDays(Protocol):
    """What is kept of a product by day."""

    days: bytes


P = TypeVar("P", bound=HasDays)


class HasProducts(Protocol[P]):
    """A state that keeps products by name."""

    products: dict[str, P]


def product_of(state: HasProducts[P], name: str, make: Callable[[], P]) -> P | None:
    """Return a product of a state, made if there is none; None where there are too many."""
    found = state.products.get(name)
    if found is None and len(state.products) < PRODUCTS_OPEN:
        found = make()
        state.products = {**state.products, name: found}
    return found


def main_ones(products: dict[str, P], today: int, width: int) -> dict[str, P]:
    """Return those used on the most of the last days, of which each takes `width` bytes, in order of their names.

    Days that ended are the same whatever order events came in. One that is used no more fades within four weeks.
    """

    def worth(name: str) -> tuple[int, str]:
        days = products[name].days
        begins = [int.from_bytes(days[at : at + 4], "big", signed=True) for at in range(0, len(days), width)]
        return -sum([day > today - DAYS_KEPT for day in begins]), name

    return {name: products[name] for name in sorted(sorted(products, key=worth)[:PRODUCTS_KEPT])}
