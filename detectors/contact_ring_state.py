"""Who told which telephone numbers that are new to a site, hour by hour for two weeks, and from which network."""

from __future__ import annotations

from msgspec import field

from detectors.by_time import since
from detectors.domain_told import hashed
from detectors.link_ring_state import HOURS, LinkRingState
from detectors.network import network_of
from detectors.steps import HOUR_S
from schemas.contacts import is_number
from schemas.event import Event

NETWORKS_KEPT = 512  # accounts an hour, by the least of their hashes


class ContactRingState(LinkRingState, array_like=True):
    """As in the base, of numbers; `networks`: hour -> account -> hash of one of its networks."""

    networks: dict[int, dict[str, int]] = field(default_factory=dict)

    def tell(self, event: Event) -> None:
        """Remember which numbers a post tells, and whence."""
        numbers, hour = [one for one in event.contacts if is_number(one)], int(event.time // HOUR_S)
        if self.began < 0:
            self.began = hour
        if event.site is not None:  # where nobody told one before, the site may have been known all the same
            self.began = min(self.began, hour - 24 * event.site.days)
        self.add(event, numbers)
        if numbers and event.ip:
            known, code = self.networks.setdefault(hour, {}), hashed(network_of(event.ip))
            known[event.subject] = min(code, known.get(event.subject, code))
            if len(known) > NETWORKS_KEPT:
                del known[max(known, key=lambda one: (hashed(one), one))]

    def whence(self, last: int) -> dict[str, int]:
        """Return the network of each account in the two weeks up to an hour: where it told a number last."""
        hours = sorted(hour for hour in self.networks if last - HOURS < hour <= last)
        return {name: code for hour in hours for name, code in self.networks[hour].items()}

    def days(self, last: int, names: frozenset[str], numbers: tuple[str, ...]) -> dict[str, set[int]]:
        """Return on which days each of these accounts told one of these numbers in the two weeks up to an hour."""
        found: dict[str, set[int]] = {name: set() for name in names}
        for hour in [hour for hour in self.hours if last - HOURS < hour <= last]:
            for number in numbers:
                for name in names & self.hours[hour].get(number, {}).keys():
                    found[name].add(hour // 24)
        return found

    def forget(self, recent: int) -> None:
        """Drop what no hour from `recent` on is judged with."""
        super().forget(recent)
        self.networks = since(self.networks, recent - HOURS - 1)
