"""Sign-up farms on a handful of telephones: several devices that each make one account after the other as they move."""

from __future__ import annotations

from detectors.base import Finding
from detectors.farm_devices import FarmDevices
from detectors.first_times import in_order
from detectors.network import line_of
from detectors.provisioned import provisioned
from detectors.recurrence import DAY_S
from detectors.shared_site import over_days, which
from detectors.shared_site_state import Names, SharedState
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.wording import little
from schemas.event import Event

BEGIN_DAYS = 2  # after them the devices of who signs customers up on the road have several accounts


class SignupDevices(FarmDevices):
    """Devices on each of which three or more accounts were made within a week, each from an address of its own.

    One such device may be a seller's tablet; a site has hardly any. Several within a week are the telephones of one who
    makes accounts, however slowly, and through whatever carrier's or proxy's addresses. Fires on three devices with
    four accounts each, on five or six with three. Quiet on families, counters, classrooms and a university's tablets
    (they stand somewhere), on accounts that a directory or an import makes, on one or two such devices, however busy
    (`signup_device_slow`), and on those that did so when sign-ups began to be seen: sellers on the road. What is usual
    is said by the devices that made two accounts from two addresses (one in a hundred, at least), and by the quietest
    of the three weeks before. Judged once a day is over. Fails in a site's first two days, on the telephones of a farm
    at work then, where each account has a device of its own, and on two accounts a device; takes three new sellers with
    tablets on the road for a farm. Cost: 4 microseconds a sign-up; state: 100 bytes for each of the last four weeks.
    """

    name = "signup_devices"
    kinds = ("account.signup",)
    area = "fake_accounts"
    idle_s = 2 * DAY_S  # one farm ends, and another begins

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that tell a device and an address, and are nobody's import."""
        return event.device is not None and event.ip is not None and not provisioned(event.source)

    def _note(self, event: Event, state: SharedState) -> None:
        state.add(event, *self._thing(event), line_of(event.ip or ""))

    def among(self, state: SharedState, day: int, many: dict[str, Names]) -> dict[str, Names]:
        """As in the base, but for the devices that had several accounts in the first days that are known at all."""
        if state.oldest < 0 or day < state.oldest + BEGIN_DAYS:
            return {}
        begun = [device for device, first in state.found.get("", {}).items() if first < state.oldest + BEGIN_DAYS]
        return super().among(state, day, {device: names for device, names in many.items() if device not in begun})

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say on how many devices, how many accounts on each, and how many devices made any."""
        names, (devices, least, every, several, *_) = in_order(run.members), (*run.detail, 0, 0, 0, 0)
        evidence: dict[str, float | int | str] = {
            "devices": devices, "addresses_each_at_least": least, "devices_with_signups": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        others = max(0, several - devices)
        reason = (
            f"On each of {devices} devices{which(run)} accounts were made from {least} or more addresses "
            f"within {self.last_days} days, {run.peak:,.0f} accounts in all (expected: {little(run.usual)} such "
            f"devices). Of the {every - devices:,} other devices with sign-ups in these days {others or 'none'} made "
            f"three accounts or more from as many addresses.{over_days(run, devices, 'devices')}"
        )
        action = (
            "Hold the accounts until they verify, unless somebody of yours signs customers up on the road, and compare "
            "what they have shown or done since (papers, payees, what was used up): one hand repeats itself."
        )
        severity = graded(run.surprise, self.hot_from)
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))
