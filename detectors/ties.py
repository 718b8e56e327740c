"""What an event came from or carried, by which alerts on different entities can be joined."""

from __future__ import annotations

from detectors.tally import Tally
from schemas.event import Event

_NONE: dict[str, float] = {}


def tie(event: Event, kinds: tuple[str, ...], tally: Tally) -> None:
    """Note an event's device, ip, card, domains, texts (as far as `kinds` names them) in a tally, as `type:id`.

    A text stands as `content:` and the key under which its near-copies meet.
    """
    time, known = event.time, tally.ties or _NONE
    for kind in kinds:  # what is known already, as nearly always, is left by the shortest way
        if kind == "domain":
            for name in event.domains:
                tally.tie(f"domain:{name}", time)
        elif kind == "content":
            for name in event.fingerprints[:1]:
                tally.tie(f"content:{name}", time)
        elif value := getattr(event, kind):
            name = f"{kind}:{value}"
            if name not in known or known[name] > time:
                tally.tie(name, time)


def sites_of(tally: Tally, most: int) -> list[str]:
    """Return the sites that what is in a tally leads to; none where they are more than so many."""
    sites = sorted([name.removeprefix("domain:") for name in tally.ties or () if name.startswith("domain:")])
    return sites if len(sites) <= most else []


def devices_of(tally: Tally) -> int:
    """Return from how many devices what is in a tally came, as far as they are kept."""
    return sum([name.startswith("device:") for name in tally.ties or ()])


def places_of(event: Event) -> list[str]:
    """Return the address and the device of an event, where it tells them, as `tie` names them."""
    return [f"{kind}:{value}" for kind, value in (("ip", event.ip), ("device", event.device)) if value]
