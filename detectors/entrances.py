"""Who pays or changes something where the account is not at home: on what came to it within hours, or days ago."""

from __future__ import annotations

from detectors.network import line_of
from detectors.novelty import FRESH_S, LATELY_S, SETTLED_S
from detectors.profile import SETTLE_S, Firsts, Profile, since
from schemas.event import ENTERED, JUST_JOINED, LODGED, NEVER_USED, NEW_ACCOUNT, Event

KNOWN_S = 259_200.0  # from which on an account that comes on another device is not just showing its second
LODGED_S = 864_000.0  # until when a device that came is not the account's own as the others are
BACK_KEPT = 6  # of what is kept of devices that were used again, as they come: three and their times
BACK_S = 3600.0  # a visit: what is used within an hour after it came is not used again
MOVING = 2  # other new devices in its last week: for such an account one more says little


def joined(profile: Profile, event: Event) -> int:
    """Return `JUST_JOINED` where the account signed up minutes before: too lately for its address to count as known."""
    return JUST_JOINED if event.time - SETTLE_S < profile.signed_up <= event.time else 0


def entered(profile: Profile, event: Event) -> int:
    """Return `ENTERED` where an account known for days first had both the event's device and address within hours.

    Else `JUST_JOINED` or `LODGED`, where it is so. A payment that names neither is judged by where the account was
    last. Not where devices keep changing: browsers that forget theirs, a team that moves in. Cost: 0.3 microseconds
    where the device is known, as mostly.
    """
    if event.novel & NEW_ACCOUNT:
        return joined(profile, event)
    if event.ip is None and event.device is None:
        return _paid_out(profile, event)
    before, devices = event.time - LATELY_S, profile.devices
    if not devices or event.device is None or event.ip is None or since(devices, event.device) <= before:
        return lodged(profile, event) if devices[2:] else 0
    if since(profile.ips, line_of(event.ip)) <= before:
        return 0
    return ENTERED if _settled(devices[1::2], event.time) else 0


def changed(profile: Profile, event: Event) -> int:
    """As `entered`, of a change of what locks an owner out; the first device that the account showed is no new one.

    A change that names no place is nobody's entry.
    """
    told, ip, time = profile.devices[1::2], event.ip, event.time
    if not told or ip is None or event.device is None:
        return 0
    came, first = min(since(profile.devices, event.device), time), min(told)
    if came <= time - LATELY_S:
        return lodged(profile, event)
    if first > time - KNOWN_S or since(profile.ips, line_of(ip)) <= time - LATELY_S:
        return 0
    others = [one for one in told if came - FRESH_S < one < came and one > first]
    return ENTERED if len(others) < MOVING else 0


def lodged(profile: Profile, event: Event) -> int:
    """Return `LODGED` where the event's device came to the account days ago, and is not its first.

    Not at an address that the account had before it came: a household's second computer. Nor where devices keep
    changing. The first that the account ever showed is no change: where the stream itself began days ago all are new.
    With `NEVER_USED` where the device had not been used since, until within the hour.
    """
    devices, ip = profile.devices, event.ip
    if not devices[2:] or event.device is None or ip is None:
        return 0
    time, told = event.time, devices[1::2]
    came = since(devices, event.device)
    first = min(told)
    if not LODGED_S > time - came > SETTLED_S or first > came - SETTLED_S:
        return 0
    others = len([one for one in told if one > came - FRESH_S and one > first]) - 1  # as for `entered`
    if others >= MOVING or since(profile.ips, line_of(ip)) < came - SETTLE_S:
        return 0
    if event.device not in devices[:4:2] or since(profile.back, event.device) <= time - BACK_S:
        return LODGED
    return LODGED | NEVER_USED


def came_back(profile: Profile, event: Event) -> None:
    """Remember that one of an account's two newest devices was used again earlier than was known (`Profile.back`)."""
    back = profile.back
    at = 2 * back[::2].index(event.device) + 1
    profile.back = (*back[:at], min(back[at], event.time), *back[at + 1 :])


def _paid_out(profile: Profile, event: Event) -> int:
    """Return `ENTERED` for a payment that names no place and no card, as payouts and transfers: by where it was last.

    That is: the newest address is of these hours, and the newest device or provider too (a browser may name no device).
    """
    if event.card is not None or not _lately(profile.ips, event.time):
        return 0
    return ENTERED if _lately(profile.devices, event.time) or _lately(profile.asns, event.time) else 0


def _lately(firsts: Firsts, time: float) -> bool:
    """Tell whether the newest of what has been known for days is of these hours, and no habit."""
    told = firsts[1::2]
    return bool(told) and max(told) > time - LATELY_S and _settled(told, time)


def _settled(told: tuple[float, ...], time: float) -> bool:
    """Tell whether the first has been known for days, and new ones are no habit."""
    before = time - LATELY_S
    return min(told) <= time - KNOWN_S and len([first for first in told if before - FRESH_S < first <= before]) < MOVING
