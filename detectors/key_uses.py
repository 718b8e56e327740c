"""What is noted of the uses of a key in one bucket: by whom its addresses are owned, and what is new to its account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import earliest
from detectors.network import network_of, provider_of
from detectors.program_named import named
from detectors.strange import news
from detectors.tally import Tally, sums_of
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


@lru_cache(maxsize=1 << 16)
def place(ip: str, asn: int | None) -> str:
    """Return the network of an address, and who owns it, where that is told.

    >>> place("203.0.113.77", 64500), place("203.0.113.77", None)
    ('203.0.113.0/24@64500', '203.0.113.0/24')
    """
    return network_of(ip) if asn is None else f"{network_of(ip)}{OF}{asn}"


def shown(run: Tally) -> list[tuple[float, str]]:
    """Return the times and ids of those kept."""
    return [(time, name.partition(" ")[2]) for name, time in (run.strangers or {}).items()][:EXAMPLES_KEPT]


def largest(run: Tally) -> str:
    """Return the providers that most networks of those kept are of, and how many are; "" where no few have most."""
    networks = {name.partition(" ")[0] for name in run.strangers or ()}
    told = Counter(sorted([name.partition(OF)[2] for name in networks]))
    most = [(asn, number) for asn, number in told.most_common() if asn][:LARGEST]
    stand_out = 2 * sum([number for _, number in most]) > len(networks)
    return ", ".join([f"AS{asn} ({number})" for asn, number in most]) if stand_out else ""


def new_networks(window: Sequence[Tally]) -> int:
    """Return how many networks those kept are of."""
    return len({name.partition(" ")[0] for tally in window for name in tally.strangers or ()})


def by_a_new_program(window: Sequence[Tally]) -> bool:
    """Tell whether any of a window's uses came from a new address by a program new to the account."""
    return any([PROGRAM in (tally.extra or ()) for tally in window])


def places(found: Iterable[str], count: float) -> float:
    """Return how many places a new key was used from: all networks of the provider that has the most are one.

    Build runners and functions are machines of one cloud, a new address for each job; who buys a key has a provider
    of his own choice. Where no provider is told the beginnings of addresses tell it; more networks never make fewer
    places.
    """
    owners = Counter(map(owner, found))
    return count + 1 - max(owners.values(), default=1)


def roamed(found: Iterable[str], count: float, owners: Collection[str]) -> float:
    """Return how many places a key was used from: all networks of each of these providers are one."""
    known = Counter([name for name in map(owner, found) if name in owners])
    return count + len(known) - known.total()


@lru_cache(1 << 12)  # asked again at each use of a key that is on many networks
def owner(name: str) -> str:
    """Return the provider of a `place`, or what mostly tells it."""
    network, _, asn = name.partition(OF)
    return asn or provider_of(network.partition("/")[0])


def is_of_one(window: Sequence[Tally], owners: Collection[str] = ()) -> bool:
    """Tell whether every use of a window tells its provider, and all tell one: of these, where any are given."""
    told = sums_of(window, PROVIDER)
    if len(told) != 1 or sum(told.values()) < sum([tally.n for tally in window]):
        return False
    return not owners or not told.keys().isdisjoint([provider_slot(int(asn)) for asn in owners if asn.isdigit()])


def provider_slot(asn: int) -> str:
    """Return the name under which uses from a provider are counted."""
    return f"{PROVIDER}{asn % SLOTS}"


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
