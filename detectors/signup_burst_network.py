"""A sign-up farm in one network: address after address of it, within ten minutes or an hour."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.network import network_of
from detectors.provisioned import provisioned
from detectors.signup_burst import SignupBurst
from schemas.event import Event


class SignupBurstNetwork(SignupBurst):
    """The same over a network, a /24 or /48, where a farm takes a new address for each few accounts."""

    name = "signup_burst_network"
    place = "one network"
    addresses_least = 3

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of the event's address, as in the base."""
        return (network_of(event.ip),) if event.ip and not provisioned(event.source) else ()


class SignupBurstNetworkSlow(SignupBurstNetwork):
    """The same over an hour: a script that makes an account or two a minute shows in ten minutes as a class does.

    A conference of some seventy an hour, each on a device of their own, is a crowd and not alike: quiet.
    """

    name = "signup_burst_network_slow"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6, usual: float = 1.0,
                 burstiness: float = 0.5, rarity: float = 1.0) -> None:  # fmt: skip
        """See `SignupBurst`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness, rarity=rarity)
