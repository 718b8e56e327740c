"""Accounts that staff was talked into changing, entered one after the other on a few devices: swapped SIM cards."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding, by_event
from detectors.entry_fanout_staff_state import StaffState
from detectors.first_times import in_order
from detectors.handed import PROTECTS
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.shared_days import SharedDays
from detectors.shared_state import WINDOW_DAYS, deed_of
from detectors.tally import Tally
from detectors.wording import counted, few_of
from schemas.event import FRESH, HANDED, NEW_ACCOUNT, Event

# Of accounts that come so, those that share the device with another, on another network and day. 2026-11: of some 730
# honest resets and changes on devices new to their accounts, on 17 made-up products, with staff's help or not, none.
SHARE = 0.001
DEVICES_TOLD = 3


class EntryFanoutStaff(SharedDays[StaffState]):
    """Accounts of which staff changed the second factor, mail or password, and which one device enters within the hour.

    Each by itself is a customer who lost his telephone and called. A thief calls for one after the other, and has two
    telephones for them all. Counted are accounts used, changed or reset on a device and at an address that came to
    them since, five minutes to an hour after a change whose `source` is a tool of staff's (`HANDED`, `schemas.staff`).
    Fires on three beyond the first of their device within four weeks: two devices with three and two, or one with
    four, each account on another network and another day. Quiet on who has two accounts and calls once, on a household,
    on a shop where staff and customers sit, on newcomers, and on a device most of whose accounts nothing was known of.
    Fails on a device for each account, on who waits for longer than an hour, where the product does not name its staff
    in `source` by these words, and where events name no device. Takes staff who try out what they have changed, on a
    telephone of their own and under way, for a thief. Judged once a day is over.
    Cost: next to nothing; state: 150 bytes a visit.
    """

    name = "entry_fanout_staff"
    kinds = ("account.login", "account.usage", "account.payment", *PROTECTS)
    state_type = StaffState
    idle_s: ClassVar[float] = 7 * DAY_S  # as `takeover_payees`
    share = SHARE
    thing = "device"

    @by_event
    @only(HANDED)
    def remembers(self, event: Event) -> bool:
        """Note who comes so, but for newcomers."""
        return event.novel & (HANDED | FRESH) == HANDED

    def counts(self, event: Event) -> bool:
        """Ask for the same."""
        return event.novel & (HANDED | FRESH) == HANDED

    def _note(self, event: Event, state: StaffState) -> None:
        state.put(event.device or "", event.subject, deed_of(event, known=not event.novel & NEW_ACCOUNT))

    def explain(self, run: Tally, state: StaffState, key: str) -> Finding:
        """Say how many were entered so, on which devices."""
        names, (accounts, devices, number) = in_order(run.members), (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts": accounts, "devices": devices, "such_visits": number,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"{counted(accounts)} were entered, or had the password reset, on {counted(devices, 'device')} new to "
            f"them ({few_of(self.things(run), DEVICES_TOLD)}), each within an hour "
            f"after staff had changed how it is protected, and each of a device on another day and network, within "
            f"{WINDOW_DAYS} days (of {number:,} visits so soon after staff's change; usual: at most one in "
            f"{1 / self.share:,.0f} shares its device with another)."
        )
        action = (
            "Ask staff who wanted these changes and how they showed who they were; undo them, end the sessions on "
            "these devices, stop what was bought or paid there, and let staff change no number without a second look."
        )
        return Finding("high", evidence, reason, action, names, run.distinct(), len(names))
