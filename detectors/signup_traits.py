"""What tells a farm from a class or a conference: many sign-ups at one place alone do not, what they share does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log10

from msgspec import Struct

from detectors.disposable import disposable
from detectors.evenness import regular
from detectors.handles import odd
from detectors.numbered import NEARLY_ALL, numbered
from detectors.signup_pace import QUEUED, hurried
from detectors.slots import SLOTS, met_by_chance, slot
from detectors.surprise import binomial
from detectors.tally import Tally
from schemas.event import Event

_DEVICES, _ADDRESSES = (frozenset(f"{kind}{number}" for number in range(SLOTS)) for kind in ("device", "address"))
_TOLD = ("with_domain", "disposable", "with_handle", "odd", "numbered")
ON_SHARED_DEVICE = 0.05  # of honest sign-ups at one place: a family's tablet
ANY_DEVICE = 2.0  # surprise: a hundred devices in a crowd, any of which may be a family's
DISPOSABLE = 0.03
ODD = 0.05
HANDLES_MOST = 2.0  # some products give everybody a handle drawn by lot: handles support, they do not convict
# One device in a thousand stands in a shop, a school, a fair: of some 12,000 devices of 15 made-up products about ten.
TERMINAL = 3.0


class Traits(Struct):
    """Sign-ups of a window. `repeated` are those on a device that another one used, 0 for as few as meet by chance.

    Each is of those that name one. Those that an organisation numbers (`numbered`) are made on one machine, one after
    the other: their device is not counted, nor, where nearly all are, their beat.
    """

    devices: int = 0
    repeated: int = 0
    domains: int = 0
    disposable: int = 0
    handles: int = 0
    odd: int = 0
    numbered: int = 0
    addresses: int = 0
    hurried: bool = False  # one of the devices made them more quickly than people can


def made_up(event: Event) -> tuple[bool, bool]:
    """Tell whether a sign-up has a throw-away mail domain, and whether its handle looks as if drawn by lot."""
    return _made_up(event.email_domain, event.handle)


@lru_cache(64)
def _made_up(domain: str | None, handle: str | None) -> tuple[bool, bool]:  # several ask for the same sign-up
    return domain is not None and disposable(domain), handle is not None and odd(handle)


def note_traits(event: Event, tally: Tally) -> None:
    """Note what one sign-up may share with others."""
    found = _traits_of(event.device, event.ip, event.email_domain, event.handle)
    if tally.extra is None and found:
        tally.extra = found.copy()
    else:
        for name, amount in found.items():
            tally.add(name, amount)


@lru_cache(64)
def _traits_of(device: str | None, ip: str | None, domain: str | None, handle: str | None) -> dict[str, float]:
    """Return what is counted of a sign-up; several ask for the same one."""
    mail, drawn = _made_up(domain, handle)
    found, named = {}, numbered(handle, domain)
    if named:
        found["numbered"] = 1.0
    if device is not None and not named:
        found[slot("device", device)] = 1.0
    if ip is not None:
        found[slot("address", ip)] = 1.0
    if domain is not None:
        found |= {"with_domain": 1.0, "disposable": float(mail)}
    if handle is not None:
        found |= {"with_handle": 1.0, "odd": float(drawn)}
    return found


def traits(tallies: Sequence[Tally], step_s: float = 0.0) -> Traits:
    """Sum up what `note_traits` has noted; `step_s`: of the tallies, where the pace on a device is asked for."""
    extras = [tally.extra for tally in tallies if tally.extra]
    told = {name: int(sum([extra.get(name, 0.0) for extra in extras])) for name in _TOLD}
    found = Traits(
        domains=told["with_domain"], disposable=told["disposable"], handles=told["with_handle"], odd=told["odd"],
        numbered=told["numbered"],
    )  # fmt: skip
    used = _used(extras)
    found.devices = int(sum(used.values()))
    if (met := found.devices - len(used)) > met_by_chance(found.devices):
        found.repeated = met
    found.addresses = len(set[str]().union(*map(_ADDRESSES.intersection, extras)))
    if step_s and found.repeated + 1 >= QUEUED:
        found.hurried = any([hurried(tallies, name, step_s) for name in _many(used)])
    return found


def _used(extras: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return how many sign-ups were on each device."""
    found: dict[str, float] = {}
    for extra in extras:
        for name, amount in extra.items():
            if name in _DEVICES:  # not by how it begins: that takes twice as long, and a flood leaves thousands
                found[name] = found.get(name, 0.0) + amount
    return found


def _many(used: dict[str, float]) -> list[str]:
    return [name for name, amount in used.items() if amount >= QUEUED]


def shared(found: Traits, times: Sequence[float]) -> float:
    """Return the surprise of what the sign-ups share: the most surprising trait, for four were looked at.

    Devices that several used at the pace of people say no more than that there may be a terminal.
    """
    devices = binomial(found.devices, found.repeated, ON_SHARED_DEVICE)
    apart = not found.numbered or found.numbered < NEARLY_ALL * found.handles
    best = max(
        devices if found.hurried else min(TERMINAL, devices),
        binomial(found.domains, found.disposable, DISPOSABLE),
        min(HANDLES_MOST, binomial(found.handles, found.odd, ODD)),
        regular(times) if apart else 0.0,
    )
    return max(0.0, best - log10(4))


def one_device(tallies: Sequence[Tally], step_s: float) -> float:
    """Return the surprise of the most sign-ups on one device, of any number of devices, whatever the others show.

    Only a device that is too quick for a terminal says more than `TERMINAL`. `step_s`: of the tallies.
    """
    used = _used([tally.extra for tally in tallies if tally.extra])
    most = max(used.values(), default=0.0)
    if _on_one(most) > TERMINAL:
        quick = [used[name] for name in _many(used) if hurried(tallies, name, step_s)]
        return max(TERMINAL, _on_one(max(quick, default=0.0)))
    return _on_one(most)


def _on_one(number: float) -> float:
    return max(0.0, -log10(ON_SHARED_DEVICE) * (number - 1) - ANY_DEVICE)
