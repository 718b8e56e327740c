"""What an event came from or carried, by which alerts on different entities can be joined."""

from __future__ import annotations

from detectors.tally import Tally
from schemas.event import Event


def tie(event: Event, kinds: tuple[str, ...], tally: Tally) -> None:
    """Note an event's device, ip, card, domains (as far as `kinds` names them) in a tally, as `type:id`."""
    for kind in kinds:
        if kind == "device":
            if event.device:
                tally.tie(f"device:{event.device}", event.time)
        elif kind == "ip":
            if event.ip:
                tally.tie(f"ip:{event.ip}", event.time)
        elif kind == "domain":
            for name in event.domains:
                tally.tie(f"domain:{name}", event.time)
        elif value := getattr(event, kind):
            tally.tie(f"{kind}:{value}", event.time)
