"""What failures over the whole site share, as a reviewer reads it: programs, providers, countries."""

from __future__ import annotations

from functools import lru_cache

from detectors.network import provider_of, short
from detectors.program_named import named
from detectors.shared_traits import COUNTRY, PROGRAM, PROVIDER, as_evidence, others_in, said, telling
from detectors.tally import Tally

Thing = tuple[str, str]
SORTS = PROGRAM, PROVIDER, COUNTRY
WHOSE = "failures", "attempts that got in or failed at home"


@lru_cache(1 << 14)
def things(program: str | None, asn: int | None, ip: str | None, country: str | None, side: str) -> list[Thing]:
    """Return what an attempt came with, as `note` counts it; `ip`: where no provider is told. `side`: `OTHER` or ""."""
    provider = f"AS{asn}" if asn is not None else short(provider_of(ip or ""))
    told = ((PROGRAM, named(program or "")), (PROVIDER, provider), (COUNTRY, country))
    return [(side, ""), *[(f"{side}{sort}", thing) for sort, thing in told if thing]]


def in_words(run: Tally) -> str:
    """Say what they share, as a sentence goes on; "" where nothing is told of any."""
    words = said(run.traits, SORTS, run.n, others_in(run.traits), WHOSE)
    return f"; {words}" if words else ""


def challenged(run: Tally) -> str:
    """Return whom to challenge for what most of the failures came with, for an action; "" for nobody."""
    found = telling(run.traits, SORTS, run.n, others_in(run.traits))
    return f"challenge who comes {found}, and " if found else ""


def numbers(run: Tally) -> dict[str, str]:
    """Return the same as evidence."""
    return as_evidence(run.traits, SORTS, run.n, others_in(run.traits))
