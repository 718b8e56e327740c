"""What an account has used with success before, so that an event can be called new to it.

IPv6 addresses are known by their /64 (`line_of`). Many phones have a new address each day, and a home must not be
forgotten for them: so addresses give way by their last use.

An address counts as known only `SETTLE_S` after its first success, so that the answer for one event does not depend
on how the account's own events within the lateness bound were swapped.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from detectors.network import line_of, provider_of
from schemas.event import (
    ELSEWHERE,
    ENTERED,
    FRESH,
    INDOORS,
    NEAR,
    NEW_ACCOUNT,
    NEW_AGENT,
    NEW_ASN,
    NEW_COUNTRY,
    NEW_DEVICE,
    NEW_HERE,
    NEW_IP,
    NEW_TODAY,
    UNTOLD,
    Event,
)

KEPT = 16  # of each kind, the most recently first seen; of addresses the most recently used
WATCHED = 8  # with more addresses than that, the last day on which each was used is kept
DAY_S = 86_400.0
SETTLE_S = 300.0
FRESH_S = 604_800.0
HERE_S = 3600.0
LATELY_S = 21_600.0  # after entering somewhere new: who takes an account uses it within hours, before it is taken back
KNOWN_S = 259_200.0  # from which on an account that comes on another device is not just showing its second
MOVING = 2  # other new devices in its last week: for such an account one more says little
SETTLED_S = 86_400.0  # from which on what an account has used is its own
_NEVER = float("inf")  # when a value was first used that never was
# A value and the time of its first use, the next value and its time, ...
Firsts = tuple[Any, ...]
Numbers = tuple[int | float, ...]
ORIGINS = NEW_IP | NEW_DEVICE | NEW_COUNTRY | NEW_ASN | NEW_AGENT


class Profile(Struct, array_like=True, omit_defaults=True, gc=False):
    """First successful use by value, for each kind of origin; `born` is the first event's time.

    Most have one value or a few of a kind, which are looked through as quickly as they are looked up. About 350 bytes,
    a third of what maps would take.
    """

    born: float = float("inf")
    ips: Firsts = ()
    devices: Firsts = ()
    countries: Firsts = ()
    asns: Numbers = ()
    agents: Firsts = ()
    signed_up: float = float("inf")
    days: tuple[str | int, ...] = ()  # an address, and the last day it was used on, ...
    posts: tuple[tuple[float, int], ...] = ()  # of the last hours: `detectors.just_posted`


def novelty(profile: Profile, event: Event) -> int:
    """Return the set of `NEW_...` bits of what the event uses, or is, for the first time. 0: all of it has been known.

    `remember` then has nothing to learn, but from a sign-up. Of a kind of which nothing was known, the bit `UNTOLD`
    higher is set as well (`strange.news`).
    """
    before, bits, used, near = event.time - SETTLE_S, 0, 0, 0
    if (ip := event.ip) is not None:
        used = NEW_IP
        firsts = profile.ips
        ip = line_of(ip) if ":" in ip else ip
        if not firsts or (firsts[1] if firsts[0] == ip else _since(firsts, ip)) > before:
            bits = NEW_IP if _told(firsts, before) else NEW_IP | NEW_IP << UNTOLD
            if firsts and event.asn is None:
                near = _near(firsts, event.ip or "", before)
    if (device := event.device) is not None:
        used |= NEW_DEVICE
        firsts = profile.devices
        if not firsts or (firsts[1] if firsts[0] == device else _since(firsts, device)) > before:
            bits |= NEW_DEVICE if _told(firsts, before) else NEW_DEVICE | NEW_DEVICE << UNTOLD
    if (country := event.country) is not None:
        used |= NEW_COUNTRY
        firsts = profile.countries
        if not firsts or (firsts[1] if firsts[0] == country else _since(firsts, country)) > before:
            bits |= NEW_COUNTRY if _told(firsts, before) else NEW_COUNTRY | NEW_COUNTRY << UNTOLD
    if (asn := event.asn) is not None:
        used |= NEW_ASN
        numbers = profile.asns
        if not numbers or (numbers[1] if numbers[0] == asn else _since(numbers, asn)) > before:
            bits |= NEW_ASN if _told(numbers, before) else NEW_ASN | NEW_ASN << UNTOLD
    if (agent := event.user_agent) is not None:
        used |= NEW_AGENT
        firsts = profile.agents
        if not firsts or (firsts[1] if firsts[0] == agent else _since(firsts, agent)) > before:
            bits |= NEW_AGENT if _told(firsts, before) else NEW_AGENT | NEW_AGENT << UNTOLD
    young = near | FRESH if profile.signed_up <= before and event.time < profile.signed_up + FRESH_S else near
    if profile.born > event.time - DAY_S:
        young |= NEW_TODAY | NEW_HERE if profile.born > event.time - HERE_S else NEW_TODAY
    # What is used and not new was known: then the account is, too.
    was = bits & ORIGINS != used or (profile.born <= before and known(profile, before))
    return young | (bits if was else bits | NEW_ACCOUNT)


def elsewhere(profile: Profile, event: Event) -> int:
    """Return `ELSEWHERE` where the account, known for a day, first was within hours where it is used from, else 0.

    With `INDOORS` where the address has been its own for longer: a colleague, or a new computer. Judged by its devices;
    where none has been told for a day, by its providers, or else by its countries: addresses change too often. What the
    event does not tell of itself is taken from where the account was new last.
    """
    time = event.time
    uses: tuple[tuple[Firsts, str | int | None], ...] = (
        (profile.devices, event.device), (profile.asns, event.asn), (profile.countries, event.country),
    )  # fmt: skip
    for firsts, value in uses:
        told = [first for first in firsts[1::2] if first <= time - SETTLE_S]
        if told and min(told) <= time - SETTLED_S:
            newest = max(told) if value is None else _since(firsts, value)
            if newest <= time - LATELY_S:
                return 0
            indoors = event.ip is not None and _since(profile.ips, line_of(event.ip)) <= time - LATELY_S
            return ELSEWHERE | INDOORS if indoors else ELSEWHERE
    return 0


def entered(profile: Profile, event: Event) -> int:
    """Return `ENTERED` where an account known for days first had both the event's device and address within hours.

    Not where devices keep changing: browsers that forget theirs, a team that moves in. Cost: 0.3 microseconds where
    the device is known, as mostly.
    """
    before, devices = event.time - LATELY_S, profile.devices
    if not devices or event.device is None or event.ip is None or _since(devices, event.device) <= before:
        return 0
    if _since(profile.ips, line_of(event.ip)) <= before:
        return 0
    told = devices[1::2]
    if min(told) > event.time - KNOWN_S:
        return 0
    return ENTERED if len([first for first in told if before - FRESH_S < first <= before]) < MOVING else 0


def _told(firsts: Firsts, before: float) -> bool:
    """Tell whether anything of one kind was used up to `before`: asked where something is new only."""
    for first in firsts[1::2]:
        if first <= before:
            return True
    return False


def known(profile: Profile, before: float) -> bool:
    """Tell whether anything was used with success up to `before`."""
    for used in (profile.ips, profile.devices, profile.countries, profile.asns, profile.agents):
        for first in used[1::2]:  # a plain loop: this is asked at every event
            if first <= before:
                return True
    return False


def remember(profile: Profile, event: Event) -> None:
    """Learn from a success what `novelty` has called new; failures teach nothing, or trying would make known."""
    time, novel = event.time, event.novel
    profile.born = time if time < profile.born else profile.born
    if event.type == "account.signup":
        profile.signed_up = min(profile.signed_up, time)
    if event.outcome is False or not novel & ORIGINS:
        return
    if event.outcome is None and event.type == "account.password_reset":
        return  # anybody may ask for one: else an attacker's address would be the account's own five minutes later
    if novel & NEW_IP:
        profile.ips = _with(profile.ips, line_of(event.ip or ""), time, profile.days)
    if novel & NEW_DEVICE:
        profile.devices = _with(profile.devices, event.device, time)
    if novel & NEW_COUNTRY:
        profile.countries = _with(profile.countries, event.country, time)
    if novel & NEW_ASN:
        profile.asns = _with(profile.asns, event.asn, time)
    if novel & NEW_AGENT:
        profile.agents = _with(profile.agents, event.user_agent, time)


def use(profile: Profile, event: Event) -> None:
    """Note the day on which a known address was used again, where an account has so many that some give way."""
    if not event.outcome or event.ip is None or event.novel & NEW_IP:
        return
    ip, day, days = line_of(event.ip), int(event.time // DAY_S), profile.days
    if ip not in days:
        profile.days = _of_known((ip, day, *days), profile.ips)
    elif days[at := days.index(ip) + 1] < day:  # type: ignore[operator]  # texts and days by turns
        profile.days = (*days[:at], day, *days[at + 1 :])


def _of_known(days: tuple[str | int, ...], ips: Firsts) -> tuple[str | int, ...]:
    """Return what is kept of addresses still known."""
    return tuple([one for at in range(0, len(days), 2) if days[at] in ips for one in days[at : at + 2]])


def _near(firsts: Firsts, ip: str, before: float) -> int:
    """Return `NEAR` if an address that begins like this one was known; asked where no provider is told."""
    beginning = provider_of(ip)
    for at in range(0, len(firsts), 2):
        if firsts[at + 1] <= before and provider_of(firsts[at]) == beginning:
            return NEAR
    return 0


def _since(firsts: tuple[Any, ...], value: str | int | None) -> float:
    """Return when a value was first used; it is looked for among the values only, not among the times."""
    for at in range(0, len(firsts), 2):
        if firsts[at] == value:
            first: float = firsts[at + 1]
            return first
    return _NEVER


def _with(firsts: tuple[Any, ...], value: str | int | None, time: float,
          days: tuple[str | int, ...] = ()) -> tuple[Any, ...]:  # fmt: skip
    """Return the first uses with one more, or an earlier one; the most recent `KEPT`, a later use (`days`) counting.

    What was new last is the first to be looked at, since it will be used again.
    """
    if not firsts:
        return value, time
    first = firsts[1] if firsts[0] == value else _since(firsts, value)
    if first <= time:
        return firsts
    if first < _NEVER:
        at = 2 * firsts[::2].index(value)
        return (*firsts[:at], value, time, *firsts[at + 2 :])
    more = (value, time, *firsts)
    if len(more) <= 2 * KEPT:
        return more
    last = {days[at]: days[at + 1] * DAY_S for at in range(0, len(days), 2)}  # type: ignore[operator]
    oldest = min(range(0, len(more), 2), key=lambda at: (max(more[at + 1], last.get(more[at], 0.0)), str(more[at])))
    return more[:oldest] + more[oldest + 2 :]
