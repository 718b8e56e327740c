"""What an account has used with success before, so that an event can be called new to it.

An address counts as known only `SETTLE_S` after its first success, so that the answer for one event does not depend
on how the account's own events within the lateness bound were swapped.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from schemas.event import FRESH, NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_HERE, NEW_IP, Event

KEPT = 16  # of each kind, the most recently first seen
SETTLE_S = 300.0
FRESH_S = 604_800.0
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
    signed_up: float = float("inf")


def novelty(profile: Profile, event: Event) -> int:
    """Return the set of `NEW_...` bits of what the event uses, or is, for the first time. 0: all of it has been known.

    `remember` then has nothing to learn, but from a sign-up.
    """
    before, bits, used = event.time - SETTLE_S, 0, 0
    if event.ip is not None:
        used = NEW_IP
        if profile.ips.get(event.ip, _NEVER) > before:
            bits = NEW_IP
    if event.device is not None:
        used |= NEW_DEVICE
        if profile.devices.get(event.device, _NEVER) > before:
            bits |= NEW_DEVICE
    if event.country is not None:
        used |= NEW_COUNTRY
        if profile.countries.get(event.country, _NEVER) > before:
            bits |= NEW_COUNTRY
    if event.asn is not None:
        used |= NEW_ASN
        if profile.asns.get(event.asn, _NEVER) > before:
            bits |= NEW_ASN
    if event.user_agent is not None:
        used |= NEW_AGENT
        if profile.agents.get(event.user_agent, _NEVER) > before:
            bits |= NEW_AGENT
    young = FRESH if profile.signed_up <= before and event.time < profile.signed_up + FRESH_S else 0
    if profile.born > event.time - HERE_S:
        young |= NEW_HERE
    # What is used and not new was known: then the account is, too.
    return young | (bits if bits != used or known(profile, before) else bits | NEW_ACCOUNT)


def known(profile: Profile, before: float) -> bool:
    """Tell whether anything was used with success up to `before`."""
    for used in (profile.ips, profile.devices, profile.countries, profile.asns, profile.agents):
        for first in used.values():  # a plain loop: this is asked at every event
            if first <= before:
                return True
    return False


def remember(profile: Profile, event: Event) -> None:
    """Learn from a success; failures teach nothing, or an attacker would become known by trying."""
    time = event.time
    profile.born = min(profile.born, time)
    if event.type == "account.signup":
        profile.signed_up = min(profile.signed_up, time)
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
