"""What attempts over the whole site have in common: provider, program and country, by which its entries are told.

Who logs in by a client and from a place all new to him during an attack need not be part of it: so many do at any hour.
What the attack's failures have in common tells them apart, as far as the entry has it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil
from zlib import crc32

from detectors.network import provider_of
from detectors.program_named import named
from detectors.tally import Tally
from schemas.event import NEAR, NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, Event

SLOTS = 1024  # values are counted by hash: no ids are kept, and the memory is bounded
PROVIDER, PROGRAM, COUNTRY = "~p", "~c", "~l"  # how their counts are named among a tally's sums
PRODUCT = "~v"  # the program's name and version, whatever system it is on: as a reviewer is told it
# 2026-11: of the failures have it in common. An attack has a few kits and providers; with more than twenty of either it
# has none. Of honest failures fewer have a given thing in common the larger the attack is, as they are a part of them.
COMMON = 0.05
COMMON_LEAST = 3  # failures
# 2026-11: of the one that most failures have, so many have another that is the attack's as well: what fewer have is the
# site's own people's, who fail meanwhile, and an entry by it says nothing.
BESIDE = 0.33
# 2026-11: what nearly all have in common tells alone: of entries over the many providers of a proxy service, every
# other one comes by a provider that is none of the common ones.
NEARLY = 0.9
AT_HOME = f"{PROVIDER}{PROGRAM}{COUNTRY}"  # what an account has of what came with a failure where it has been: all
NEVER = "~n"  # of one that nobody has seen to get in before: nothing of it is known
WORDS = {PROVIDER: "providers", PROGRAM: "programs", COUNTRY: "countries"}
ASKED = PROVIDER, PROGRAM  # of what strangers come with; a country tells by how seldom honest attempts come from it
CHANCE_MOST = 0.1  # of those entered, where so many at the most come so by chance, all are told


def kit(event: Event) -> tuple[tuple[str, ...], str]:
    """Return the names under which an attempt's provider, program (the device, where none is told) and country count.

    And its name and version; and the first three in one. Where no provider is told, the beginning of the address
    stands for it.
    """
    program = event.user_agent if event.user_agent is not None else event.device
    if event.asn is not None:
        return _kit(event.asn, program, event.country)
    return _kit(provider_of(event.ip) if event.ip is not None else None, program, event.country)


@lru_cache(1 << 14)
def _kit(provider: int | str | None, program: str | None, country: str | None) -> tuple[tuple[str, ...], str]:
    told = ((PROVIDER, provider), (PROGRAM, program), (COUNTRY, country))
    found = tuple([slot_of(kind, value) for kind, value in told if value is not None])
    product = named(program or "")
    return (*found, slot_of(PRODUCT, product)) if product else found, " ".join(found)


def slot_of(kind: str, value: str | int) -> str:
    """Return the name under which a provider (program, country) is counted."""
    return f"{kind}{crc32(str(value).encode()) % SLOTS}"


def strangers(run: Tally) -> dict[str, tuple[float, bool]]:
    """Return the accounts entered by a client and from a place all new: when, and whether by the failures' kit.

    That is: by one of the common providers where most failures have such a one, and by one of the common programs
    where most have; by the one alone where nearly all have such a one, and not of the other.
    """
    asked, found = asked_of(run), dict[str, tuple[float, bool]]()
    for kept, time in (run.strangers or {}).items():
        parts, between, name = kept.partition("  ")
        name, had = (name, parts.split(" ")) if between else (kept, [])
        shares = bool(asked) and not any([common.isdisjoint(had) for common in asked.values()])
        first, before = found.get(name, (time, False))
        found[name] = min(first, time), before or shares
    return found


def came(event: Event, told: str) -> str:
    """Return what an attempt came with, as a run keeps it: what of it the account has, its kit, after two blanks whose.

    `told`: its kit, in one. `AT_HOME` stands for failures where the account has been.
    """
    novel, known = event.novel, AT_HOME
    if event.outcome:
        known = NEVER if novel & NEW_ACCOUNT else ""
        if not known:
            if not (novel & NEW_ASN if event.asn is not None else not novel & NEAR):
                known = PROVIDER
            if not novel & (NEW_DEVICE if event.user_agent is None else NEW_AGENT):
                known += PROGRAM
            if not novel & NEW_COUNTRY:
                known += COUNTRY
    return f"{known} {told}  {event.subject}"


def plain(run: Tally) -> dict[str, float]:
    """Return the run's sums without those of kits: what a reviewer may read."""
    return {name: amount for name, amount in (run.extra or {}).items() if not name.startswith("~")}


def in_common(run: Tally) -> str:
    """Return what entries are asked to have in common with the failures, in words."""
    return said(run, [asked_of(run)])


def said(run: Tally, ways: Sequence[Mapping[str, set[str]]]) -> str:
    """Return in words what the failures have in common: all of one way, or any of several."""
    if not any(ways):
        return "the providers or programs of most failures, which have none in common"
    most = "nearly all" if min([share_of(run, common) for kit in ways for common in kit.values()]) >= NEARLY else "most"
    words = " or ".join([" and ".join([WORDS[kind] for kind in kit]) for kit in ways])
    return f"the {words} that {most} failures have in common"


def asked_of(run: Tally) -> dict[str, set[str]]:
    """Return the common providers, and the common programs: each where most failures have one of them."""
    found = {kind: _common(run, kind) for kind in ASKED}
    shares = {kind: share_of(run, common) for kind, common in found.items()}
    enough = max(shares.values())
    return {kind: found[kind] for kind in ASKED if shares[kind] > 0.5 and (enough < NEARLY or shares[kind] >= NEARLY)}


def _common(run: Tally, kind: str) -> set[str]:
    """Return the providers (programs) of many failures; where one alone has most of them, none that few have."""
    told = {name: times for name, times in (run.extra or {}).items() if name.startswith(kind)}
    most, least = max(told.values(), default=0.0), max(COMMON_LEAST, ceil(COMMON * run.n))
    if 2 * most > run.n:
        return {name for name, times in told.items() if times >= max(least, BESIDE * most)}
    return {name for name, times in told.items() if times >= least}


def share_of(run: Tally, common: set[str]) -> float:
    """Return how many of the failures have one of these."""
    return sum([(run.extra or {})[name] for name in common]) / run.n if run.n else 0.0


def expected(detail: Iterable[int], hours: float) -> tuple[float, float] | None:
    """Return how many accounts log in from new places in so many hours as a rule, and how many strangers (`rates`)."""
    novel, foreign = (*detail, -1, -1)[:2]
    return None if novel < 0 else (novel * hours / 1000.0, foreign * hours / 1000.0)
