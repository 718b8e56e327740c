"""What one newcomer used in a quarter of a day, and what is told of any newcomer's use."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct, field

from detectors.network import line_of, provider_of
from detectors.sampling import exact
from detectors.slots import slot
from detectors.statuses import DENIED
from detectors.usage_amount import NAMED_MOST, requests
from schemas.event import Event

NAMES_MOST = 32  # kinds of products, and addresses, of one account in a step
V = TypeVar("V")


class Seen(Struct, array_like=True):
    """One account in a step: its first event, the time of its last, and how many there were."""

    first: float
    last: float
    event_id: str
    n: int = 0

    def saw(self, event: Event) -> None:
        """Count an event."""
        self.first, self.event_id = min((self.first, self.event_id), (event.time, event.id))
        self.last, self.n = max(self.last, event.time), self.n + 1


class Used(Seen, array_like=True):
    """What one account used in a step: requests by kind, providers by address.

    `denied`: the requests that were refused since there is no such thing, or not for the account. `keyed`: whether any
    were made with a key.
    """

    made: dict[str, float] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    denied: dict[str, float] = field(default_factory=dict)
    keyed: bool = False

    def add(self, event: Event) -> None:
        """Count an event. Of too many names the least are kept, whatever order they come in."""
        self.saw(event)
        kind, number = kind_of(event.product or ""), exact(requests(event))
        put(self.made, kind, self.made.get(kind, 0.0) + number)
        if event.status in DENIED:
            put(self.denied, kind, self.denied.get(kind, 0.0) + number)
        if event.key:
            self.keyed = True
        if event.ip:
            put(self.at, slot("address", line_of(event.ip)), provider_of(event.ip))


class Noted(Struct, array_like=True):
    """Who did again and again what newcomers do a few times: the day, his first event, how many requests he made.

    `address`: the slot of one of his addresses, or his name where none is told; `accused`: whether he was.
    """

    day: int
    first: float
    made: int
    address: str
    accused: bool = False


def kind_of(product: str) -> str:
    """Return the kind of a product whose name tells one thing of many.

    >>> kind_of("lesson:crs-1169"), kind_of("/questions/17"), kind_of("files.get")
    ('lesson', 'questions', 'files.get')
    """
    return product.lstrip("/").partition(":")[0].partition("/")[0][:NAMED_MOST]


def put(names: dict[str, V], name: str, value: V) -> None:
    """Set a name's value. Of too many names the least are kept, whatever order they come in."""
    names[name] = value
    if len(names) > NAMES_MOST:
        del names[max(names)]
