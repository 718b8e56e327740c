"""What an entry of the control topic would not do: whoever set it must hear of it. Nothing here quotes an entry."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Any, get_args

from detectors.base import Detector
from detectors.catalogue import BY_NAME
from schemas.control import Control
from schemas.values import EntityType, Mode

TYPES: tuple[str, ...] = get_args(EntityType)
# How long the networks are that detectors name (`detectors.network`).
NETWORKS = {4: (16, 22, 24), 6: (32, 48)}


class Doubts:
    """Tells why an entry would change nothing, for the detectors that run."""

    def __init__(self, running: Iterable[Detector[Any]]) -> None:
        self._running = {detector.name: detector for detector in running}

    def of(self, entry: Control) -> str | None:
        """Return why the entry changes nothing, None where it does."""
        if entry.expires < entry.time:
            return "it ends before it begins; it lifts what was set before, no more"
        if entry.entity is None and entry.detector is None:
            return "it names neither an entity nor a detector"
        return self._of_entity(entry) or self._of_detector(entry) or self._of_value(entry)

    def _of_entity(self, entry: Control) -> str | None:
        if entry.entity is None:
            return None
        kind, _, name = entry.entity.partition(":")
        if kind not in TYPES or not name:
            return f"its entity must be TYPE:ID, TYPE one of {', '.join(TYPES)}"
        if kind == "site" and name != "*":
            return "the whole site is site:*"
        return _of_address(name) if kind == "ip" else None

    def _of_detector(self, entry: Control) -> str | None:
        if entry.detector is None:
            return None
        if entry.detector not in self._running:
            return self._unknown(entry.detector)
        kind, named = (entry.entity or "").partition(":")[0], _named(self._running[entry.detector])
        if kind and kind not in named:
            return f"alerts of {entry.detector} name {' or '.join(named)}, never {kind}"
        return None

    def _unknown(self, name: str) -> str:
        if name in BY_NAME:
            return f"{name} is off in this configuration"
        near = get_close_matches(name, self._running, 1)
        return f"no such detector{f'; did you mean {near[0]}?' if near else ': `abusewatch detectors` lists them'}"

    def _of_value(self, entry: Control) -> str | None:
        if entry.kind == "mode" and entry.value not in get_args(Mode):
            return f"its value must be a mode: {', '.join(get_args(Mode))}"
        if entry.kind == "threshold":
            return self._of_threshold(entry)
        return None

    def _of_threshold(self, entry: Control) -> str | None:
        if isinstance(entry.value, str) or entry.value is None or not 0 <= entry.value <= 1:
            return "its value must be a score in [0, 1]"
        own = self._running[entry.detector].alert_at if entry.detector else -1.0
        if entry.value <= own:
            return f"{entry.detector} alerts from {own:g} on anyhow; lower that in its stanza of the configuration"
        return None


def _named(detector: Detector[Any]) -> list[str]:
    """Return the types of entity that a detector's alerts name: an address for who is there without an account, too."""
    found = [detector.entity or detector.keyed_by, *(["account"] if detector.or_account else [])]
    return [*found, "ip"] if "account" in found else found


def _of_address(name: str) -> str | None:
    """Refuse a network of a length that no alert names; whatever is no network is an address, a provider or a hash."""
    if "/" not in name:
        return None
    try:
        network = ip_network(name)
    except ValueError:
        return "its entity is no network; name it as the alert does, like 203.0.113.0/24"
    lengths = NETWORKS[network.version]
    if network.prefixlen in lengths:
        return None
    return f"alerts name addresses and networks of /{', /'.join(map(str, lengths))} only"
