"""The reviewer's sentence of a key that gains users for weeks."""

from __future__ import annotations

from detectors.key_sharing_slow_state import WEEK
from detectors.tally import Tally
from detectors.wording import counted


def told(run: Tally) -> tuple[str, int]:
    """Return how many providers are new, and how many there were, and of how many days that is."""
    new, countries, before, days, spell, uses, *_ = (*run.detail, *(WEEK, 0)[len(run.detail) - 4 :])
    if run.detail[6:]:
        return _by_night(run), spell
    where = f" ({counted(countries, 'country')} new to it, too)" if countries else ""
    reason = (
        f"One API key was used on more than one day from {counted(new, 'provider')} new to it{where} within "
        f"{spell} days ({_scattered(run, uses) or f'{_by(days)} {run.usual:.1f}{_all(countries)} would be expected'}); "
        f"{_before(days, before)}."
    )
    return reason, spell


def _by_night(run: Tally) -> str:
    before, past, spell, _, days, providers = run.detail[2:8]
    return (
        f"One API key was used on {counted(days, 'day')} of the last {spell} from a network new to it that came on no "
        f"other day (usual by its past: {run.usual:.1f} such days): {run.peak:,.0f} networks of "
        f"{counted(providers, 'provider')} new to it, each time for what its own places never asked for; "
        f"{_before(past, before)}."
    )


def _scattered(run: Tally, uses: int) -> str:
    return f"there its {uses:,} uses came from {run.peak:,.0f} networks, hardly one of which came twice" if uses else ""


def _all(countries: int) -> str:
    return " of both together" if countries else ""


def _by(days: int) -> str:
    """Say what the key's usual new places are taken from: a single day says little."""
    return "by its own past" if days > 1 else "by what young keys have"


def _before(days: int, places: int) -> str:
    """Say from how many providers the key was used before."""
    known = counted(places, "provider")
    return f"in the {days} days before it had been used from {known}" if days > 1 else f"on its first day, from {known}"
