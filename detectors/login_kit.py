"""What attempts over the whole site have in common: provider and program, by which an attack's entries are told.

Who logs in by a client and from a place all new to him during an attack need not be part of it: so many do at any hour.
What the attack's failures have in common tells them apart, as far as the entry has it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil
from zlib import crc32

from msgspec.structs import replace

from detectors.network import provider_of
from detectors.tally import Tally
from schemas.event import NEAR, NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_DEVICE, Event

PAST = "~h"  # begins how often each came with honest attempts before
SLOTS = 1024  # values are counted by hash: no ids are kept, and the memory is bounded
PROVIDER, PROGRAM = "~p", "~c"  # how their counts are named among a tally's sums
# 2026-11: of the failures have it in common. An attack has a few kits and providers; with more than twenty of either it
# has none. Of honest failures fewer have a given thing in common the larger the attack is, as they are a part of them.
COMMON = 0.05
COMMON_LEAST = 3  # failures
# 2026-11: what nearly all have in common tells alone: of entries over the many providers of a proxy service, every
# other one comes by a provider that is none of the common ones.
NEARLY = 0.9
AT_HOME = f"{PROVIDER}{PROGRAM}"  # what an account has of what came with a failure where it has been: all of it
_KNOWN = {(False, False): "", (True, False): PROVIDER, (False, True): PROGRAM, (True, True): AT_HOME}
WORDS = {PROVIDER: "providers", PROGRAM: "programs"}
CHANCE_MOST = 0.1  # of those entered, where so many at the most come so by chance, all are told


def kit(event: Event) -> tuple[tuple[str, ...], str]:
    """Return the names under which an attempt's provider and program (the device, where no program is told) count.

    And all of them in one. Where no provider is told, the beginning of the address stands for it.
    """
    program = event.user_agent if event.user_agent is not None else event.device
    if event.asn is not None:
        return _kit(event.asn, program)
    return _kit(provider_of(event.ip) if event.ip is not None else None, program)


@lru_cache(1 << 14)
def _kit(provider: int | str | None, program: str | None) -> tuple[tuple[str, ...], str]:
    told = ((PROVIDER, provider), (PROGRAM, program))
    found = tuple([f"{kind}{crc32(str(value).encode()) % SLOTS}" for kind, value in told if value is not None])
    return found, " ".join(found)


def strangers(run: Tally) -> dict[str, tuple[float, bool]]:
    """Return the accounts entered by a client and from a place all new: when, and whether by the failures' kit.

    That is: by one of the common providers where most failures have such a one, and by one of the common programs
    where most have; by the one alone where nearly all have such a one, and not of the other.
    """
    asked, found = _asked(run), dict[str, tuple[float, bool]]()
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
        provider = novel & NEW_ASN if event.asn is not None else not novel & NEAR
        program = novel & (NEW_DEVICE if event.user_agent is None else NEW_AGENT)
        known = _KNOWN[not provider, not program] if not novel & NEW_ACCOUNT else ""
    return f"{known} {told}  {event.subject}"


def by_kit(run: Tally) -> tuple[dict[str, float], float]:
    """Return the accounts entered with what failures have in common: when; and how many would come so by chance.

    Counted are entries with a common provider or program that is new to the account. How usual it is tell failures of
    accounts where they have been, entries from new addresses by a provider (program) that the account knows, and what
    came before (`with_past`). As many of the others are by the common one by chance, and one more, as few are known.
    """
    if not (asked := _asked(run)):
        return {}, 0.0
    found, others, had = dict[str, float](), set[str](), dict[str, list[bool]]({kind: [] for kind in asked})
    for told, time in (run.carried or {}).items():
        parts, _, name = told.partition("  ")
        known, *things = parts.split(" ")
        shared = {kind: not common.isdisjoint(things) for kind, common in asked.items()}
        for kind in [kind for kind in asked if kind in known]:
            had[kind].append(shared[kind])
        if not all([kind in known for kind in asked]):
            if all(shared.values()):
                found[name] = min(time, found.get(name, time))
            else:
                others.add(name)
    return found, len(others - found.keys()) * min([_odds(run, had[kind], common) for kind, common in asked.items()])


def with_past(run: Tally, known: Mapping[str, float]) -> Tally:
    """Return a run that tells how often each provider and program came with honest attempts before."""
    return replace(run, extra={**(run.extra or {}), **{f"{PAST}{name}": times for name, times in known.items()}})


def _odds(run: Tally, had: Sequence[bool], common: Iterable[str]) -> float:
    """Return how many honest attempts have one of the common providers (programs) to one that has none."""
    kind, past = next(iter(common), PROVIDER)[: len(PROVIDER)], run.extra or {}
    shared = sum(had) + sum([past.get(f"{PAST}{name}", 0.0) for name in common])
    every = len(had) + sum([times for name, times in past.items() if name.startswith(f"{PAST}{kind}")])
    return (shared + 1) / (every + 1 - shared)


def plain(run: Tally) -> dict[str, float]:
    """Return the run's sums without those of kits: what a reviewer may read."""
    return {name: amount for name, amount in (run.extra or {}).items() if not name.startswith("~")}


def in_common(run: Tally) -> str:
    """Return what entries are asked to have in common with the failures, in words."""
    asked = _asked(run)
    if not asked:
        return "the providers or programs of most failures, which have none in common"
    most = "nearly all" if min([_share(run, common) for common in asked.values()]) >= NEARLY else "most"
    return f"the {' and '.join([WORDS[kind] for kind in asked])} that {most} failures have in common"


def _asked(run: Tally) -> dict[str, set[str]]:
    """Return the common providers, and the common programs: each where most failures have one of them."""
    least, sums = max(COMMON_LEAST, ceil(COMMON * run.n)), run.extra or {}
    found = {kind: {name for name, times in sums.items() if name.startswith(kind) and times >= least} for kind in WORDS}
    shares = {kind: _share(run, common) for kind, common in found.items()}
    enough = max(shares.values())
    return {kind: found[kind] for kind in WORDS if shares[kind] > 0.5 and (enough < NEARLY or shares[kind] >= NEARLY)}


def _share(run: Tally, common: set[str]) -> float:
    """Return how many of the failures have one of these."""
    return sum([(run.extra or {})[name] for name in common]) / run.n if run.n else 0.0


def expected(detail: Iterable[int], hours: float) -> tuple[float, float] | None:
    """Return how many accounts log in from new places in so many hours as a rule, and how many strangers (`rates`)."""
    novel, foreign = (*detail, -1, -1)[:2]
    return None if novel < 0 else (novel * hours / 1000.0, foreign * hours / 1000.0)
