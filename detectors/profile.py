"""What an account has used with success before, so that an event can be called new to it.

IPv6 addresses are known by their /64 (`line_of`). Many phones have a new address each day, and a home must not be
forgotten for them: so addresses give way by their last use.

What an event shows that is new to it: `detectors.novelty`.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from detectors.network import line_of
from schemas.event import NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, Event

KEPT = 16  # of each kind, the most recently first seen; of addresses the most recently used
WATCHED = 8  # with more addresses than that, the last day on which each was used is kept
DAY_S = 86_400.0
SETTLE_S = 300.0
_NEVER = float("inf")  # when a value was first used that never was
# A value and the time of its first use, the next value and its time, ...
Firsts = tuple[Any, ...]
Numbers = tuple[int | float, ...]
TRIES = ("account.login", "account.password_reset")  # which anybody may: a list would make its accounts old
ORIGINS = NEW_IP | NEW_DEVICE | NEW_COUNTRY | NEW_ASN | NEW_AGENT


class Profile(Struct, array_like=True, omit_defaults=True, gc=False):
    """First successful use by value, for each kind of origin; `born` is the time of the first event of its own.

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
    posts: tuple[tuple[float, int], ...] = ()  # of the last day: `detectors.just_posted`
    keys: tuple[tuple[float, int], ...] = ()  # made within a day: `detectors.just_made`
    leads: tuple[tuple[float, int, tuple[str, ...], tuple[str, ...]], ...] = ()  # of the latest: `detectors.leads`
    made: tuple[int, ...] = ()  # the latest things posted, by hash: `detectors.just_posted`
    wrote: tuple[int, ...] = ()  # the first days on which it posted: likewise
    denied: dict[str, tuple[float, ...]] = {}  # products lately refused: `detectors.just_refused`
    used: float = float("inf")  # since when it has used or paid something: `schemas.event.FIRST_USE`
    back: Firsts = ()  # when devices that came of late were first used again: `entrances.BACK_S`
    paid: tuple[float, ...] = ()  # when it paid last: `detectors.just_paid`
    handed: float = 0.0  # when staff changed it last, within hours: `detectors.handed`
    mail: str = ""  # at which domain it signed up with
    invited: float = float("inf")  # when it signed up by an invitation, and ...
    returned: float = float("inf")  # ... when it was first used after its first hour: `schemas.event.CAME_BACK`
    things: str = ""  # what it has used without a key, a letter for each thing, and ...
    again: str = ""  # ... what of it twice: `detectors.used_again`
    own: Profile | None = None  # places and clients without those of its API keys, where it has used one: `own_places`


def own_places(profile: Profile) -> Profile:
    """Return where an account's owner has been, apart: asked when its first use under an API key comes.

    From then on `profile` holds all, which is what the use of a key is judged by, and `own` what came without one. A
    key runs on a server, in a plug-in, in others' hands: it says nothing of where its owner sits, so that his home is
    not strange since a server was seen first, nor a thief at home where he has used the key.
    """
    return Profile(profile.born, profile.ips, profile.devices, profile.countries, profile.asns, profile.agents,
                   profile.signed_up, profile.days, back=profile.back)  # fmt: skip


def known(profile: Profile, before: float) -> bool:
    """Tell whether anything was used with success up to `before`."""
    for used in (profile.ips, profile.devices, profile.countries, profile.asns, profile.agents):
        for first in used[1::2]:  # a plain loop: this is asked at every event
            if first <= before:
                return True
    return False


def remember(profile: Profile, event: Event) -> None:
    """Learn from a success what `novelty` has called new; failures teach nothing, or trying would make known.

    Nor do reports, which are others' doing: else whoever reports his own accounts a day before would make them old.
    """
    if event.type == "content.reported":
        return
    time, novel = event.time, event.novel
    if time < profile.born and (event.outcome or event.type not in TRIES):
        profile.born = time
    if event.type == "account.signup":
        profile.signed_up = min(profile.signed_up, time)
        profile.mail = (event.email_domain or profile.mail).casefold()
        if event.invited_by is not None:
            profile.invited = min(profile.invited, time)
    if event.outcome is False or not novel & ORIGINS:
        return
    if event.outcome is None and event.type == "account.password_reset":
        return  # anybody may ask for one: else an attacker's address would be the account's own five minutes later
    if novel & NEW_IP:
        line, ips = line_of(event.ip or ""), profile.ips
        profile.ips = _with(ips, line, time, profile.days) if ips else (line, time)  # the first, as mostly: no call
    if novel & NEW_DEVICE:
        profile.devices = _with(held, event.device, time) if (held := profile.devices) else (event.device, time)
    if novel & NEW_COUNTRY:
        profile.countries = _with(held, event.country, time) if (held := profile.countries) else (event.country, time)
    if novel & NEW_ASN:
        asn = event.asn or 0
        profile.asns = _with(profile.asns, asn, time) if profile.asns else (asn, time)
    if novel & NEW_AGENT:
        profile.agents = _with(held, event.user_agent, time) if (held := profile.agents) else (event.user_agent, time)


def use(profile: Profile, event: Event) -> None:
    """Note the day on which a known address was used again, where an account has so many that some give way."""
    if event.outcome is False or event.ip is None or event.novel & NEW_IP or event.type == "account.password_reset":
        return  # as in `remember`: what tells no outcome, as posts and the use of keys, is somebody's who is in
    ip, day, days = line_of(event.ip), int(event.time // DAY_S), profile.days
    if ip not in days:
        profile.days = _of_known((ip, day, *days), profile.ips)
    elif days[at := days.index(ip) + 1] < day:  # type: ignore[operator]  # texts and days by turns
        profile.days = (*days[:at], day, *days[at + 1 :])


def _of_known(days: tuple[str | int, ...], ips: Firsts) -> tuple[str | int, ...]:
    """Return what is kept of addresses still known."""
    return tuple([one for at in range(0, len(days), 2) if days[at] in ips for one in days[at : at + 2]])


def since(firsts: Firsts, value: str | int | None) -> float:
    """Return when a value was first used; it is looked for among the values only, not among the times."""
    for at in range(0, len(firsts), 2):
        if firsts[at] == value:
            first: float = firsts[at + 1]
            return first
    return _NEVER


def _with(firsts: tuple[Any, ...], value: str | int | None, time: float,
          days: tuple[str | int, ...] = ()) -> tuple[Any, ...]:  # fmt: skip
    """Return first uses with one more, or an earlier one; the most recent `KEPT`, a later use (`days`) counting.

    There are some before. What was new last is the first to be looked at, since it will be used again.
    """
    first = firsts[1] if firsts[0] == value else since(firsts, value)
    if first <= time:
        return firsts
    if first < _NEVER:
        at = 2 * firsts[::2].index(value)
        return (*firsts[:at], value, time, *firsts[at + 2 :])
    more = (value, time, *firsts)
    if len(more) <= 2 * KEPT:
        return more
    # Who is used again today goes behind all that is new today, and what was new last gives way first among those.
    last = {days[at]: (days[at + 1] + 1) * DAY_S for at in range(0, len(days), 2)}  # type: ignore[operator]
    oldest = min(
        range(2 if days else 0, len(more), 2),
        key=lambda at: (max(more[at + 1], last.get(more[at], 0.0)), -more[at + 1], str(more[at])),
    )
    return more[:oldest] + more[oldest + 2 :]
