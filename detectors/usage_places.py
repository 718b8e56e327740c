"""Since when a site's newcomers have used something from which providers."""

from __future__ import annotations

from detectors.slots import slot

Places = dict[str, tuple[int, int]]  # by slot of a provider: the first and the last day


def slot_of_provider(provider: str) -> str:
    """Return the name under which a provider is kept."""
    return slot("provider", provider)


def see(places: Places, where: str, day: int) -> None:
    """Note that newcomers used something there; days come in order."""
    places[where] = places.get(where, (day, day))[0], day


def is_new(places: Places, provider: str, since: int) -> bool:
    """Tell whether no newcomer did before a day."""
    days = places.get(slot_of_provider(provider))
    return days is None or days[0] >= since
