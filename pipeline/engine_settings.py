"""What the engine needs to know, apart from the detectors' own settings."""

from __future__ import annotations

from msgspec import Struct

from detectors.profile import SETTLE_S


class EngineSettings(Struct, frozen=True, kw_only=True):
    """Durations are event time in seconds.

    `lateness_s` (at most 3600): how late an event may come and still count as if in order.
    `idle_s`: an alert closes after so long without anything new, or after its detector's window where that is longer.
    `update_s`: an open alert is sent again at most this often, and only for what a reviewer acts on or after an hour
    and more (`campaigns.worth`); it is looked at ever more seldom: after a 32nd of its age, 15 minutes at most.
    `keys_kept`: entities remembered by one partition of a stage. `keys_hot`: those of all
    partitions of a worker that are kept decoded, at about 5 KB each.

    Two findings are one campaign when what they share has a chance below 10**-`campaign_level`, among
    `accounts_active` accounts. A closed campaign is remembered for `campaign_memory_s`, for what is found late.

    `own_domains`, `own_phrases`: what the product itself puts into its people's content; `staff_sources`: events of its
    own people; `own_cards`: those it tests payments with; `own_payees`: what its own sales are paid to;
    `used_up_statuses`: by which it says that an allowance is used up, besides those that always do (all of
    `own_content`).

    `reviewer_minutes_a_day`: what reviewers have for live alerts (`campaigns.budget`); None for no limit.
    """

    lateness_s: float = 300.0
    idle_s: float = 3600.0
    update_s: float = 60.0
    accounts_listed: int = 50
    accounts_active: float = 10_000.0  # 2026-11: of a small site; larger ones only make chance smaller than reckoned
    campaign_level: float = 2.5  # 2026-11: one wrong join in some 300 pairs that are active together
    campaign_memory_s: float = 3 * 86_400.0  # 2026-11: as `links.AGAIN_S`
    keys_kept: int = 1_000_000
    keys_hot: int = 50_000
    state_secret: bytes = b"abusewatch-unconfigured"
    runbook_base: str = "deploy/runbooks/detectors.md"
    quarantine_after: int = 5  # failures in a row
    reviewer_minutes_per_alert: float = 2.0  # 2026-11: until ten timed reviews of a detector weigh as much
    reviewer_minutes_a_day: float | None = None
    reviewer_minutes_by_policy: dict[str, float] = {}
    own_domains: tuple[str, ...] = ()
    own_phrases: tuple[str, ...] = ()
    staff_sources: tuple[str, ...] = ()
    own_cards: tuple[str, ...] = ()
    used_up_statuses: tuple[int, ...] = ()
    own_payees: tuple[str, ...] = ()
    dead_letter_share: float = 0.5  # of a window of input: above it the worker stops
    dead_letter_window: int = 1000  # records

    @property
    def apart_s(self) -> float:
        """Return how far ahead of the slowest source's watermark rows are taken; what is older is surely there."""
        return self.lateness_s + SETTLE_S

    def minutes_a_day(self, policy: str) -> float | None:
        """Return the minutes that reviewers have for a policy, its own or those of the whole; None for no limit."""
        return self.reviewer_minutes_by_policy.get(policy, self.reviewer_minutes_a_day)
