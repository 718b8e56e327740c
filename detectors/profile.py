"""What an account has used with success before, so that an event can be called new to it.

An address counts as known only `SETTLE_S` after its first success, so that the answer for one event does not depend
on how the account's own events within the lateness bound were swapped.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_HERE, NEW_IP, Event

KEPT = 16  # of each kind, the most recently first seen
SETTLE_S = 300.0
HERE_S = 3600.0
_NEVER = float("inf")  # when a value was first used that never was
K = TypeVar("K", str, int)


class Profile(Struct, array_like=True, omit_defaults=True, gc=False):
    """First successful use by value, for each kind of origin; `born` is the first event's time. About 300 bytes."""

    born: float = float("inf")
    ips: dict[str, float] = {}
    devices: dict[str, float] = {}
    countries: dict[str, float] = {}
    asns: dict[int, float] = {}
    agents: dict[str, float] = {}


def novelty(profile: Profile, event: Event) -> int:
    """Return the set of `NEW_...` bits of what the event uses, or is, for the first time."""
    before, bits = event.time - SETTLE_S, 0
    if event.ip is not None and profile.ips.get(event.ip, _NEVER) > before:
        bits = NEW_IP
    if event.device is not None and profile.devices.get(event.device, _NEVER) > before:
        bits |= NEW_DEVICE
    if event.country is not None and profile.countries.get(event.country, _NEVER) > before:
        bits |= NEW_COUNTRY
    if event.asn is not None and profile.asns.get(event.asn, _NEVER) > before:
        bits |= NEW_ASN
    if event.user_agent is not None and profile.agents.get(event.user_agent, _NEVER) > before:
        bits |= NEW_AGENT
    if profile.born > event.time - HERE_S:
        bits |= NEW_HERE
    return bits if known(profile, before) else bits | NEW_ACCOUNT


def known(profile: Profile, before: float) -> bool:
    """Tell whether anything was used with success up to `before`."""
    used = (profile.ips, profile.devices, profile.countries, profile.asns, profile.agents)
    return any(first <= before for values in used for first in values.values())


def remember(profile: Profile, event: Event) -> None:
    """Learn from a success; failures teach nothing, or an attacker would become known by trying."""
    time = event.time
    profile.born = min(profile.born, time)
    if event.outcome is False:
        return
    if event.ip is not None and profile.ips.get(event.ip, _NEVER) > time:
        _first(profile.ips, event.ip, time)
    if event.device is not None and profile.devices.get(event.device, _NEVER) > time:
        _first(profile.devices, event.device, time)
    if event.country is not None and profile.countries.get(event.country, _NEVER) > time:
        _first(profile.countries, event.country, time)
    if event.asn is not None and profile.asns.get(event.asn, _NEVER) > time:
        _first(profile.asns, event.asn, time)
    if event.user_agent is not None and profile.agents.get(event.user_agent, _NEVER) > time:
        _first(profile.agents, event.user_agent, time)


def _first(known: dict[K, float], value: K, time: float) -> None:
    known[value] = time
    if len(known) > KEPT:
        del known[min(known, key=lambda name: (known[name], str(name)))]
