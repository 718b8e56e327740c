"""What is known of an event before a detector is asked about it, so that most events need not be asked about at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from detectors.claims import CLAIMS
from detectors.destinations import DESTINATIONS
from detectors.statuses import REFUSED_FROM
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_IP, NEW_TODAY, Event

# Beside the bits of `Event.novel`, which leave these free.
KEYED, KEYLESS = 1 << 53, 1 << 54  # whether an API key is named
FAILED, ACT = 1 << 55, 1 << 56  # answered with an HTTP status from 400 on; with none, or something was taken
LINKED, REACHED = 1 << 57, 1 << 58  # a link; a telephone number or name on a messenger
NEW_PROGRAM = 1 << 59  # an API key is named, and a program new to its account
MOVED = 1 << 60  # something that was not refused, of an account known for a day without a key, from a line new to it
DESTINED = 1 << 61  # use of a product whose name ends with a country: a text or a call to there
YOUNG = NEW_ACCOUNT | NEW_TODAY

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Only(NamedTuple):
    """Bits of which an event of these types must have one (of none: of every type), and those it may not have."""

    bits: int = 0
    kinds: tuple[str, ...] = ()
    never: int = 0


ANY = Only()


def only(bits: int, *kinds: str, never: int = 0) -> Callable[[F], F]:
    """Mark a `keys_of` or `remembers` that has no key, or remembers nothing, of events with none of these bits.

    `bits`: of `Event.novel` and those above; `kinds`: the event types of which that is true, all where none is named;
    `never`: bits with one of which it is none of its events either. May be said twice, of some types and of the others.
    """

    def mark(method: F) -> F:
        vars(method)["only"] = *_said(method), Only(bits, kinds, never)
        return method

    return mark


def only_of(method: Callable[..., Any], kind: str) -> Only:
    """Return what an event of one type must be to be asked about: anything, where nothing is said of the type."""
    of_kind = [one for one in _said(method) if kind in one.kinds]
    return next(iter(of_kind or [one for one in _said(method) if not one.kinds]), ANY)


def _said(method: Callable[..., Any]) -> tuple[Only, ...]:
    found: tuple[Only, ...] = vars(method).get("only", ())
    return found


class Sieve(dict[int, tuple[T, ...]], Generic[T]):
    """Of all that may be asked about events of one type, what need be, by which of the bits an event has.

    >>> asked = Sieve([(Only(KEYED), "key"), (ANY, "any"), (Only(KEYLESS | FAILED), "account")])
    >>> asked.of(Event("account.usage", "1", "ann", 0.0, key="k")), asked.of(Event("account.usage", "2", "ann", 0.0))
    (('key', 'any'), ('any', 'account'))
    """

    def __init__(self, all_: Iterable[tuple[Only, T]]) -> None:
        """`all_`: with what an event must be."""
        self._all = tuple(all_)
        self._bits = 0
        for wanted, _ in self._all:
            self._bits |= wanted.bits | wanted.never
        self._plain = self._bits < KEYED  # as for most types: small numbers, and nothing else to be looked at

    def of(self, event: Event) -> tuple[T, ...]:
        """Return what need be asked about an event."""
        bits, told = self._bits, event.novel
        if self._plain:
            return self[told & bits]
        status = event.status
        if event.key:
            told |= KEYED | NEW_PROGRAM if told & NEW_AGENT else KEYED
        elif told & (NEW_IP | YOUNG) == NEW_IP and (status is None or status < REFUSED_FROM):
            told |= KEYLESS | MOVED
        else:
            told |= KEYLESS
        if event.domains:
            told |= LINKED
        if event.contacts:
            told |= REACHED
        if status is None:
            told |= ACT
        elif status >= REFUSED_FROM:
            told |= FAILED
        elif bits & ACT and CLAIMS[event.product]:
            told |= ACT
        if bits & DESTINED and DESTINATIONS[event.product]:
            told |= DESTINED
        return self[told & bits]

    def __missing__(self, told: int) -> tuple[T, ...]:
        fitting = [one for (bits, _, never), one in self._all if not never & told and (not bits or bits & told)]
        found = self[told] = tuple(fitting)
        return found
