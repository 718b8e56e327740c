"""Which provider, or range of addresses where none is told, a sentence speaks of: no address, as none is told."""

from __future__ import annotations

from detectors.first_times import in_order
from detectors.network import short
from detectors.tally import Tally

NAMED_MOST = 3


def note_provider(place: str, tally: Tally) -> None:
    """Let a tally carry a provider that it tells of."""
    tally.carry(place, 0.0)


def of_provider(run: Tally) -> str:
    """Say of which provider a run tells; of several, that it is told of each by itself.

    >>> of_provider(Tally(carried={"as64500": 1.0})), of_provider(Tally(carried={"203.0.0.0/16": 1.0}))
    ('of one provider (AS64500)', 'of one range (203.0/16; no provider is told)')
    >>> of_provider(Tally(carried={"203.0.0.0/16": 1.0, "as64500": 2.0}))
    'of one provider or range (there are several over all days: 203.0/16, AS64500)'
    >>> of_provider(Tally())
    'of one provider'
    """
    told = in_order(run.carried or {})
    places = [f"AS{place[2:]}" if place.startswith("as") else short(place) or place for place in told]
    if not places:
        return "of one provider"
    if len(places) == 1:
        named = places[0].startswith("AS")
        return f"of one provider ({places[0]})" if named else f"of one range ({places[0]}; no provider is told)"
    more = ", ..." if len(places) > NAMED_MOST else ""
    return f"of one provider or range (there are several over all days: {', '.join(places[:NAMED_MOST])}{more})"
