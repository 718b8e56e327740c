"""What is known of an event before a detector is asked about it, so that most events need not be asked about at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from detectors.claims import CLAIMS
from detectors.destinations import DESTINATIONS
from detectors.statuses import REFUSED_FROM
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_IP, NEW_TODAY, Event

# Beside the bits of `Event.novel`, which end far below.
KEYED, KEYLESS = 1 << 50, 1 << 51  # whether an API key is named
FAILED, ACT = 1 << 52, 1 << 53  # answered with an HTTP status from 400 on; with none, or something was taken
LINKED, REACHED = 1 << 54, 1 << 55  # a link; a telephone number or name on a messenger
NEW_PROGRAM = 1 << 56  # an API key is named, and a program new to its account
MOVED = 1 << 57  # something that was not refused, of an account known for a day without a key, from a line new to it
DESTINED = 1 << 58  # use of a product whose name ends with a country: a text or a call to there
YOUNG = NEW_ACCOUNT | NEW_TODAY

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Only(NamedTuple):
    """Bits of which an event of these types must have one (of none: of every type)."""

    bits: int = 0
    kinds: tuple[str, ...] = ()


def only(bits: int, *kinds: str) -> Callable[[F], F]:
    """Mark a `keys_of` or `remembers` that has no key, or remembers nothing, of events with none of these bits.

    `bits`: of `Event.novel` and those above; `kinds`: the event types of which that is true, all where none is named.
    """

    def mark(method: F) -> F:
        vars(method)["only"] = Only(bits, kinds)
        return method

    return mark


def bits_of(method: Callable[..., Any], kind: str) -> int:
    """Return the bits of which an event of one type must have one to be asked about; 0 for any event."""
    bits, kinds = vars(method).get("only", Only())
    return bits if not kinds or kind in kinds else 0


class Sieve(dict[int, tuple[T, ...]], Generic[T]):
    """Of all that may be asked about events of one type, what need be, by which of the bits an event has.

    >>> asked = Sieve([(KEYED, "key"), (0, "any"), (KEYLESS | FAILED, "account")])
    >>> asked.of(Event("account.usage", "1", "ann", 0.0, key="k")), asked.of(Event("account.usage", "2", "ann", 0.0))
    (('key', 'any'), ('any', 'account'))
    """

    def __init__(self, all_: Iterable[tuple[int, T]]) -> None:
        """`all_`: with the bits of which an event must have one."""
        self._all = tuple(all_)
        self._bits = 0
        for bits, _ in self._all:
            self._bits |= bits

    def of(self, event: Event) -> tuple[T, ...]:
        """Return what need be asked about an event."""
        bits, status = self._bits, event.status
        if bits < KEYED:  # as for most types: small numbers, and nothing else to be looked at
            return self[event.novel & bits]
        told = event.novel | (KEYED if event.key else KEYLESS)
        if event.key and event.novel & NEW_AGENT:
            told |= NEW_PROGRAM
        elif not event.key and event.novel & (NEW_IP | YOUNG) == NEW_IP and (status is None or status < REFUSED_FROM):
            told |= MOVED
        if event.domains:
            told |= LINKED
        if event.contacts:
            told |= REACHED
        if status is None:
            told |= ACT
        elif status >= REFUSED_FROM:
            told |= FAILED
        elif CLAIMS[event.product]:
            told |= ACT
        if bits & DESTINED and DESTINATIONS[event.product]:
            told |= DESTINED
        return self[told & bits]

    def __missing__(self, told: int) -> tuple[T, ...]:
        found = self[told] = tuple(one for bits, one in self._all if not bits or bits & told)
        return found
