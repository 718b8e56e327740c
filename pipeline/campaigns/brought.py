"""What a thief brings along to several accounts: devices, payees, addresses, and which addresses these are."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.network import provider_of
from detectors.wording import listed
from schemas.finding import Finding

# In words, the surest first.
NOUNS = {"device": "device", "payee": "payee", "ip": "address", "range": "addresses of"}
DEVICE, ADDRESS, RANGE = "device:", "ip:", "range:"
ADDRESSES_TOLD = 3  # more from which a provider's customers come are a carrier's, or a thief's who takes one for each


def brought(part: Finding) -> list[str]:
    """Return what may be a thief's: of who has a device of his own, addresses of his provider say nothing more."""
    own = any([tie.startswith(DEVICE) for tie in part.ties])
    told = [tie for tie in part.ties if tie.partition(":")[0] in NOUNS]
    return [tie for tie in told if not (own and tie.startswith(RANGE))]


def shared_by(parts: Sequence[Finding]) -> dict[str, set[str]]:
    """Return the accounts of each such thing that several share."""
    holders: dict[str, set[str]] = {}
    for part in parts:
        for tie in brought(part):
            holders.setdefault(tie, set()).add(part.alert.entity.id)
    return {tie: who for tie, who in holders.items() if len(who) > 1}


def addresses_in(parts: Sequence[Finding], provider: str) -> list[str]:
    """Return the addresses of a provider's range from which accounts were entered; none where there are many."""
    every = [tie.removeprefix(ADDRESS) for part in parts for tie in brought(part) if tie.startswith(ADDRESS)]
    found = sorted({ip for ip in every if provider_of(ip) == provider})
    return found if len(found) <= ADDRESSES_TOLD else []


def look_there(parts: Sequence[Finding]) -> str:
    """Say that who else got in at the few addresses that several of the accounts share is to be looked at; or ""."""
    several = shared_by(parts)
    found = {tie.removeprefix(ADDRESS) for tie in several if tie.startswith(ADDRESS)}
    for tie in several:
        if tie.startswith(RANGE):
            found.update(addresses_in(parts, tie.removeprefix(RANGE)))
    if not found or len(found) > ADDRESSES_TOLD:
        return ""
    return f" Look who else got in at {listed(sorted(found))}: not all of them need be listed."
