"""What is noted of the uses of a key in one bucket: by whom its addresses are owned, and what is new to its account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import earliest
from detectors.network import network_of, provider_of
from detectors.program_named import named
from detectors.strange import news
from detectors.tally import Tally
from schemas.event import NEW_AGENT, NEW_IP, Event

COUNTRY, PROGRAM = "uses_from_", "uses_by_a_new_program"
PROVIDER, SLOTS = "provider_", 64  # a use by who owns the address, counted by hash: that memory is bounded
OF, LARGEST = "@", 5  # between a network and its provider; providers named
OVERLAP_S = 3600.0  # so long a customer's old place may go on beside the one that takes its work over


def keep(event: Event, tally: Tally) -> None:
    """Keep the earliest uses from addresses new to an account that has others, and count those by a new program."""
    new = news(event)
    if new & NEW_IP:
        shown, name = tally.strangers, _name(event)
        tally.strangers = earliest(shown, name, event.time, EXAMPLES_KEPT) if shown else {name: event.time}
        if new & NEW_AGENT:
            tally.add(PROGRAM)
            if program := named(event.user_agent or ""):
                tally.carry(program, event.time)


def _name(event: Event) -> str:
    return f"{network_of(event.ip or '')}{OF}{'' if event.asn is None else event.asn} {event.id}"


def shown(run: Tally) -> list[tuple[float, str]]:
    """Return the times and ids of those kept."""
    return [(time, name.partition(" ")[2]) for name, time in (run.strangers or {}).items()][:EXAMPLES_KEPT]


def largest(run: Tally) -> str:
    """Return the providers that most of those kept came from, as far as told, and how many did."""
    told = Counter(sorted([name.partition(" ")[0].partition(OF)[2] for name in run.strangers or ()]))
    return ", ".join([f"AS{asn} ({number})" for asn, number in told.most_common() if asn][:LARGEST])


def new_networks(window: Sequence[Tally]) -> int:
    """Return how many networks those kept are of."""
    return len({name.partition(" ")[0] for tally in window for name in tally.strangers or ()})


def by_a_new_program(window: Sequence[Tally]) -> bool:
    """Tell whether any of a window's uses came from a new address by a program new to the account."""
    return any([PROGRAM in (tally.extra or ()) for tally in window])


def places(networks: Iterable[str], count: float) -> float:
    """Return how many places a new key was used from: all networks of the provider that has the most are one.

    Build runners and functions are machines of one cloud, a new address for each job; who buys a key has a provider
    of his own choice. Only the beginnings of addresses tell providers here; more networks never make fewer places.
    """
    found = Counter(map(_provider, networks))
    return count + 1 - max(found.values(), default=1)


@lru_cache(1 << 12)  # asked again at each use of a key that is on many networks
def _provider(network: str) -> str:
    return provider_of(network.partition("/")[0])


def moved(window: Sequence[Tally]) -> int:
    """Return how many providers a window has if the newest took over the work of all others; 0 where it did not.

    Or where not every use tells its provider.
    """
    spans: dict[str, tuple[float, float]] = {}
    for tally in window:
        told = {name: uses for name, uses in (tally.extra or {}).items() if name.startswith(PROVIDER)}
        if sum(told.values()) < tally.n:
            return 0
        for name in told:
            first, last = spans.get(name, (tally.first, tally.last))
            spans[name] = min(first, tally.first), max(last, tally.last)
    begun, newest = max([(first, name) for name, (first, _) in spans.items()], default=(0.0, ""))
    gone = all([last <= begun + OVERLAP_S for name, (_, last) in spans.items() if name != newest])
    return len(spans) if gone else 0
