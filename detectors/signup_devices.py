"""Sign-up farms on a handful of telephones: several devices that each make one account after the other as they move."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.network import line_of
from detectors.provisioned import provisioned
from detectors.recurrence import DAY_S
from detectors.shared_site import Shared, SharedSite, most_surprising
from detectors.shared_site_state import Names, SharedState, size
from detectors.tally import Tally
from schemas.event import Event
from schemas.values import Severity

PLACES = 3  # of a device: two accounts, at home and on the road, are a person's with two
# Of devices that made an account, those that make another from another address within a week, before much is known:
# none of 10,600 honest ones on six made-up products, but for two tablets of a university.
AGAIN, WEIGHT = 0.01, 100.0
LATELY_DAYS = 3  # a device of which nothing came for so long is of something that is over
WEEKS = 3  # before the one judged
HIGH = 3.0  # times what accuses


class SignupDevices(SharedSite):
    """Devices on each of which three or more accounts were made within a week, each from an address of its own.

    One such device may be a seller's tablet; a site has hardly any. Several within a week are the telephones of one who
    makes accounts, however slowly, and through whatever carrier's or proxy's addresses. Fires on three devices with
    four accounts each, on five or six with three. Quiet on families, counters, classrooms and a university's tablets
    (they stand somewhere), on accounts that a directory or an import makes, and on one or two such devices, however
    busy (`signup_device_slow`). What is usual is said by the devices that made two accounts from two addresses (one in
    a hundred, at least), and by the quietest of the three weeks before. Judged once a day is over. Fails where each
    account has a device of its own, and on two accounts a device; takes three sellers with tablets on the road for a
    farm in their first weeks. Cost: 4 microseconds a sign-up; state: 100 bytes for each of the last four weeks.
    """

    name = "signup_devices"
    kinds = ("account.signup",)
    area = "fake_accounts"
    idle_s = 2 * DAY_S  # one farm ends, and another begins
    last_days: ClassVar[int] = 7

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that tell a device and an address, and are nobody's import."""
        return event.device is not None and event.ip is not None and not provisioned(event.source)

    def _thing(self, event: Event) -> tuple[str, str]:
        return "", event.device or ""

    def _note(self, event: Event, state: SharedState) -> None:
        state.add(event, *self._thing(event), line_of(event.ip or ""))

    def _may_count(self, names: Names) -> bool:
        return size(names) >= PLACES

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """Return the devices that still make accounts, at the number of addresses that is the most surprising."""
        every = state.every(day, kind, self.last_days)
        sizes = {device: size(names) for device, names in every.items()}
        twice = sum([number == PLACES - 1 for number in sizes.values()])
        again = max(AGAIN, (twice + AGAIN * WEIGHT) / (len(every) + WEIGHT))
        many = {device: (sizes[device], names) for device, names in every.items()
                if sizes[device] >= PLACES and _goes_on(names, day)}  # fmt: skip
        return most_surprising(many, len(every), again, self._before(state, day, kind), HIGH * self.hot_from)

    def _before(self, state: SharedState, day: int, kind: str) -> float:
        """Return how many such devices the quietest of the weeks before had: sellers are on the road in each."""
        weeks = [day - self.last_days * (week + 1) for week in range(WEEKS)]
        if not 0 <= state.oldest <= weeks[-1] - self.last_days + 1:
            return 0.0
        return min(
            [
                sum([size(names) >= PLACES for names in state.every(week, kind, self.last_days).values()])
                for week in weeks
            ]
        )

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say on how many devices, how many accounts on each, and how many devices made any."""
        names, (devices, least, every, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        evidence: dict[str, float | int | str] = {
            "devices": devices, "addresses_each_at_least": least, "devices_with_signups": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"On each of {devices} devices accounts were made from {least} or more addresses within {self.last_days} "
            f"days, {run.peak:.0f} accounts in all; of {every:,} devices with sign-ups hardly any makes a second one "
            f"from elsewhere (usual: {run.usual:.2g} such devices)."
        )
        action = "Hold the accounts until they verify; ask whether somebody of yours signs customers up on the road."
        severity: Severity = "high" if run.surprise >= HIGH * self.hot_from else "medium"
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))


def _goes_on(names: Names, day: int) -> bool:
    return max(came.time for came in names.values()) >= (day - LATELY_DAYS + 1) * DAY_S
