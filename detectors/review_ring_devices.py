"""A ring of reviewers on a handful of telephones: account after account on each, and all review the same few things."""

from __future__ import annotations

from collections import Counter

from detectors.base import Finding, by_event
from detectors.farm_devices import FarmDevices
from detectors.first_times import in_order
from detectors.network import line_of
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.shared_site import Shared
from detectors.shared_site_state import Names, SharedState, size
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.wording import little
from schemas.event import NEW_TODAY, Event

PLACES = 2  # of a device: a classroom's, a counter's, stands somewhere
IN_COMMON = 2  # things that a device's accounts reviewed and another device's, too: a chain's branches have one
REVIEWED = "reviewed"  # what the state holds beside devices, by thing


class ReviewRingDevices(FarmDevices):
    """Devices on each of which three or more accounts reviewed within a week, on their first day of posting.

    Fires on three such devices or more, each at two addresses or more, that have two reviewed things or more in common
    with others of them, whoever is reviewed: a handful of clients, or the ring itself. Quiet on families, tablets at
    counters and classrooms (they stand somewhere, or review a thing of their own) and on offices whose people posted
    before. What is usual is said as in `FarmDevices`. Judged once a day is over. Fails on two accounts a device, on
    two devices, on a device for each account, where each thing is reviewed from one device (`review_devices`), and on
    accounts that rest for a day after their first post. Cost: 4 microseconds for a newcomer's review, nothing for any
    other; state: 200 bytes for each of the last four weeks.
    """

    name = "review_ring_devices"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("content",)

    @by_event
    @only(NEW_TODAY)
    def remembers(self, event: Event) -> bool:
        """Note what accounts on their first day review from a device and an address that are told."""
        return event.kind == "review" and bool(event.novel & NEW_TODAY and event.target and event.device and event.ip)

    def _note(self, event: Event, state: SharedState) -> None:
        state.add(event, *self._thing(event), line_of(event.ip or ""))
        state.add(event, REVIEWED, event.target or "")

    def number(self, names: Names) -> int:
        """Return how many accounts a device has that moves about."""
        return len(names) if size(names) >= PLACES else 0

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """As in the base; what is reviewed says only what devices have in common."""
        return Shared({}) if kind == REVIEWED else super()._found(state, day, kind)

    def among(self, state: SharedState, day: int, many: dict[str, Names]) -> dict[str, Names]:
        """Return the devices whose accounts reviewed what other such devices' accounts reviewed, lately or not."""
        things = state.every(day, REVIEWED, self.last_days)
        return _joined(many, {device: _reviewed(names, things) for device, names in many.items()})

    def _judge(self, state: SharedState, step: int) -> None:
        """As in the base; tie to the ring what several of it reviewed."""
        super()._judge(state, step)
        if (tally := state.tallies[step]).hot:
            for thing, names in state.every(step, REVIEWED, self.last_days).items():
                if len(names.keys() & tally.members.keys()) > 1:
                    tally.tie(f"content:{thing}", step * DAY_S)

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say on how many devices, how many accounts on each, and how much of what they reviewed is their own."""
        names, (devices, least, every, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        things = {name.partition(":")[2] for name in run.ties or ()}
        mutual = len(things & run.members.keys())
        evidence: dict[str, float | int | str] = {
            "devices": devices, "accounts_each_at_least": least, "devices_of_new_reviewers": every,
            "things_in_common": len(things), "reviewed_among_them": mutual, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"On each of {devices} devices {least} or more accounts reviewed on their first day of posting within "
            f"{self.last_days} days, {run.peak:,.0f} accounts in all, and mostly the same {len(things)} things"
            f"{f', of which {mutual} are accounts of these' if mutual else ''}; of {every:,} devices of new reviewers "
            f"hardly any has a second one (usual: {little(run.usual)} such devices)."
        )
        action = (
            "Read the reviews side by side; hold them if these accounts have no visit or purchase to show for it, or "
            "only small ones made for it."
        )
        severity = graded(run.surprise, self.hot_from)
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))


def _reviewed(names: Names, things: dict[str, Names]) -> set[str]:
    return {thing for thing, by in things.items() if not by.keys().isdisjoint(names)}


def _joined(many: dict[str, Names], reviewed: dict[str, set[str]]) -> dict[str, Names]:
    """Return the devices that have enough in common with the others that have."""
    while True:
        of = Counter([thing for device in many for thing in reviewed[device]])
        joined = {
            device: names
            for device, names in many.items()
            if sum([of[thing] > 1 for thing in reviewed[device]]) >= IN_COMMON
        }
        if len(joined) == len(many):
            return joined
        many = joined
