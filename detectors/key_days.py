"""On which days a key was used from which providers and countries: the two earliest of each."""

from __future__ import annotations

from detectors.network import provider_of
from schemas.event import Event

Days = dict[str, tuple[int, int]]  # of each place the two earliest days on which the key was used there
NEVER = 1 << 40  # the second day of what was seen on one


def provider(event: Event) -> str:
    """Return who an event's address belongs to, as far as is told."""
    return f"as{event.asn}" if event.asn is not None else provider_of(event.ip or "")


def new_places(providers: Days, countries: Days, since: int, end: int) -> int:
    """Return how many providers are new and came again, and for each at most one country."""
    new = came_again(providers, since, end)
    return new + min(new, came_again(countries, since, end)) if new else 0


def came_again(places: Days, since: int, end: int) -> int:
    """Return how many places were first seen in these days (both included), and again on another of them."""
    return sum([first >= since and again <= end for first, again in places.values()])


def came(places: Days, since: int, before: int) -> int:
    """Return how many places were first seen in these days, `before` not included."""
    return sum([since <= first < before for first, _ in places.values()])


def keep(places: Days, name: str, day: int, most: int) -> tuple[int, int] | None:
    """Note that a place was seen; return its two earliest days, None if it is not among the `most` earliest.

    >>> seen: Days = {}
    >>> [keep(seen, "as1", day, 9) == (5, NEVER) for day in (5, 5)], keep(seen, "as1", 9, 9), keep(seen, "as1", 4, 9)
    ([True, True], (5, 9), (4, 5))
    """
    first, again = known = places.get(name, (NEVER, NEVER))
    if day == first or day >= again:
        return known
    places[name] = days = (day, first) if day < first else (first, day)
    if len(places) > most:
        last = max(places, key=lambda one: (places[one][0], one))
        del places[last]
        return days if last != name else None
    return days
