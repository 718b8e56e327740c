"""Whether an alert is about a planted episode."""

from __future__ import annotations

from math import ceil

from pipeline.simulate.truth import Truth
from pipeline.stamps import stamp_s
from schemas.alert import Alert

GRACE_S = 3600.0  # an alert may come so long after an episode's last event
RIGHT_SHARE = 0.5  # of the accounts that an alert names must belong to the episode, for the alert to be about it
FOUND_SHARE, FOUND_ACCOUNTS = 0.1, 10  # of an episode's accounts must be named, or so many, for it to be found


class Planted:
    """One episode, ready to be compared with many alerts."""

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        self._entities, self._accounts = frozenset(truth.entities), frozenset(truth.accounts)

    def in_window(self, alert: Alert) -> bool:
        """Say whether the alert was sent while the episode went on, or within the grace after it.

        When an alert closes is a matter of how far its detector looks back: that is not about what happens then.
        """
        at = min(stamp_s(alert.emitted_at), stamp_s(alert.last_seen) + GRACE_S)
        return self.truth.start <= at <= self.truth.end + GRACE_S

    def names_entity(self, alert: Alert) -> bool:
        """Say whether the alert's entity takes part. The whole site does so in its policy area and in signal health."""
        if f"{alert.entity.type}:{alert.entity.id}" not in self._entities:
            return False
        return alert.entity.type != "site" or alert.policy in {self.truth.area, "signal_health"}

    def named(self, alert: Alert) -> int:
        """Return how many of the accounts the alert names belong to the episode, in its policy area."""
        if self.truth.area not in {None, alert.policy}:
            return 0
        return len(self._accounts.intersection(alert.accounts))

    def concerns(self, alert: Alert) -> bool:
        """Say whether the alert is about the episode: in time, and by entity or by most of its accounts."""
        if not self.in_window(alert):
            return False
        return self.names_entity(alert) or (
            bool(alert.accounts) and self.named(alert) >= RIGHT_SHARE * len(set(alert.accounts))
        )

    def reveals(self, alert: Alert) -> bool:
        """Say whether an alert that concerns the episode is enough to find it."""
        enough = min(FOUND_ACCOUNTS, ceil(FOUND_SHARE * len(self._accounts)))
        return self.concerns(alert) and (self.names_entity(alert) or self.named(alert) >= max(1, enough))
