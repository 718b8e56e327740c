"""One device on which several accounts do on several days what hardly anybody else does so often."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10

from detectors.shared_site import Shared
from detectors.shared_site_state import Names
from detectors.surprise import binomial
from detectors.usage_devices_uses import LEAST, Uses

SWING = 2.0  # times as many of one household
FOUR = 4  # accounts of one device that all do it on as many days: three are a family that returns what it buys
ALONE = 2  # a way of finding: one device


def one_device(often: Mapping[str, tuple[int, Names]], uses: Uses, oft: float) -> Shared:
    """Return the device most of whose accounts did it on several days, by the share of others who did, of a household.

    And by how many devices several accounts did it on, any of which might be the one.
    """
    several = sum([len(names) >= LEAST for names in uses.devices.values()])
    share = min(0.9, SWING * oft)
    found = [
        (binomial(len(names), number, share) - log10(several), device, number, names)
        for device, (number, names) in sorted(often.items())
        if number >= FOUR
    ]
    if not found:
        return Shared({})
    surprise, device, number, names = max(found, key=lambda one: (one[0], one[1]))
    return Shared({device: names}, (), number, 10**-surprise, max(0.0, surprise), len(uses.devices), ALONE)
