"""What of an event is new to its account, or new since hours: asked before the account learns of it.

An address counts as known only `SETTLE_S` after its first success, so that the answer for one event does not depend
on how the account's own events within the lateness bound were swapped.
"""

from __future__ import annotations

from detectors.moved import moved
from detectors.network import line_of, provider_of
from detectors.profile import DAY_S, ORIGINS, SETTLE_S, Firsts, Profile, known, since
from schemas.event import (
    ELSEWHERE,
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
    ROAMING,
    UNATTENDED,
    UNTOLD,
    Event,
)

FRESH_S = 604_800.0
CHANGED = ("account.email_changed", "account.mfa_changed")  # what locks an owner out of his account
HERE_S = 3600.0
LATELY_S = 21_600.0  # after entering somewhere new: who takes an account uses it within hours, before it is taken back
SETTLED_S = 86_400.0  # from which on what an account has used is its own


def novelty(profile: Profile, event: Event) -> int:  # noqa: PLR0912  # of each event: no calls
    """Return the set of `NEW_...` bits of what the event uses, or is, for the first time. 0: all of it has been known.

    `remember` then has nothing to learn, but from a sign-up. `UNATTENDED` where nothing is told at all. Of a kind of
    which nothing was known, the bit `UNTOLD` higher is set as well (`strange.news`).
    """
    before, bits, used, near = event.time - SETTLE_S, 0, 0, 0
    if (ip := event.ip) is not None:
        used = NEW_IP
        firsts = profile.ips
        ip = line_of(ip) if ":" in ip else ip
        if not firsts or (firsts[1] if firsts[0] == ip else since(firsts, ip)) > before:
            bits = NEW_IP if firsts and (firsts[-1] <= before or _told(firsts, before)) else NEW_IP | NEW_IP << UNTOLD
            if firsts and event.asn is None:
                near = _near(firsts, event.ip or "", before)
    if (device := event.device) is not None:
        used |= NEW_DEVICE
        firsts = profile.devices
        if not firsts or (firsts[1] if firsts[0] == device else since(firsts, device)) > before:
            bits |= (
                NEW_DEVICE
                if firsts and (firsts[-1] <= before or _told(firsts, before))
                else NEW_DEVICE | NEW_DEVICE << UNTOLD
            )
    if (country := event.country) is not None:
        used |= NEW_COUNTRY
        firsts = profile.countries
        if not firsts or (firsts[1] if firsts[0] == country else since(firsts, country)) > before:
            bits |= (
                NEW_COUNTRY
                if firsts and (firsts[-1] <= before or _told(firsts, before))
                else NEW_COUNTRY | NEW_COUNTRY << UNTOLD
            )
    if (asn := event.asn) is not None:
        used |= NEW_ASN
        numbers = profile.asns
        if not numbers or (numbers[1] if numbers[0] == asn else since(numbers, asn)) > before:
            bits |= (
                NEW_ASN
                if numbers and (numbers[-1] <= before or _told(numbers, before))
                else NEW_ASN | NEW_ASN << UNTOLD
            )
    if (agent := event.user_agent) is not None:
        used |= NEW_AGENT
        firsts = profile.agents
        if not firsts or (firsts[1] if firsts[0] == agent else since(firsts, agent)) > before:
            bits |= (
                NEW_AGENT
                if firsts and (firsts[-1] <= before or _told(firsts, before))
                else NEW_AGENT | NEW_AGENT << UNTOLD
            )
    young = near | FRESH if profile.signed_up <= before and event.time < profile.signed_up + FRESH_S else near
    if profile.born > event.time - DAY_S:
        young |= NEW_TODAY | NEW_HERE if profile.born > event.time - HERE_S else NEW_TODAY
    # What is used and not new was known: then the account is, too.
    was = bits & ORIGINS != used or (profile.born <= before and known(profile, before))
    if not was:
        return young | bits | NEW_ACCOUNT
    return young | bits if used else young | UNATTENDED


def elsewhere(profile: Profile, event: Event) -> int:
    """Return `ELSEWHERE` where the account, known for a day, first was within hours where it is used from, else 0.

    With `INDOORS` where the address has been its own for longer: a colleague, or a new computer. Judged by its devices;
    where none has been told for a day, by its providers, or else by its countries: addresses change too often; where no
    country either, by its program and what its address begins with, both (`moved`). What the event does not tell of
    itself is taken from where the account was new last.
    """
    time = event.time
    uses: tuple[tuple[Firsts, str | int | None], ...] = (
        (profile.devices, event.device), (profile.asns, event.asn), (profile.countries, event.country),
    )  # fmt: skip
    for firsts, value in uses:
        told = [first for first in firsts[1::2] if first <= time - SETTLE_S]
        if told and min(told) <= time - SETTLED_S:
            newest = max(told) if value is None else since(firsts, value)
            if newest <= time - LATELY_S:
                return 0
            indoors = event.ip is not None and since(profile.ips, line_of(event.ip)) <= time - LATELY_S
            return ELSEWHERE | INDOORS if indoors else ELSEWHERE
    return ELSEWHERE if moved(profile, event, time - LATELY_S, time - SETTLED_S) else 0


def roaming(profile: Profile, event: Event) -> int:
    """Return `ROAMING` where the account first was in one of its countries within hours; asked where it has several."""
    oldest, before = event.time - LATELY_S, event.time - SETTLE_S
    return ROAMING if [first for first in profile.countries[1::2] if oldest < first <= before] else 0


def _told(firsts: Firsts, before: float) -> bool:
    """Tell whether anything of one kind was used up to `before`.

    Asked where something is new only, and where the last of them, mostly the oldest, does not say so without a call.
    """
    for first in firsts[1::2]:
        if first <= before:
            return True
    return False


def _near(firsts: Firsts, ip: str, before: float) -> int:
    """Return `NEAR` if an address that begins like this one was known; asked where no provider is told."""
    beginning = provider_of(ip)
    for at in range(0, len(firsts), 2):
        if firsts[at + 1] <= before and provider_of(firsts[at]) == beginning:
            return NEAR
    return 0
