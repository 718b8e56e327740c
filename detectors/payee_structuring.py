"""One payee paid by turns on a few devices, always just under one round amount: structuring, below a limit's notice."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.pairs import PARTED
from detectors.payee_window import PayeeWindow
from detectors.recurrence import DAY_S
from detectors.structuring import limit_of, structured
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.went_through import THROUGH, told
from detectors.window import WindowState
from detectors.wording import money
from schemas.event import Event


class PayeeStructuring(PayeeWindow):
    """Accounts on shared devices that each pay one payee, day after day, just under the same round amount.

    Fires on seven accounts or more within a fortnight, three or more a device, each on two days or more, with payments
    within three in a hundred below one amount of a single digit and zeros (1,000, 5,000), of three different sums or
    more: whoever splits up what a limit would show. Quiet on prices (one sum or two), on rides, orders and transfers on
    devices of their own, on families and shared telephones (sums of all sorts), and on what is paid once. What the
    limit is, no event tells. Judged every six hours. Fails where each account has a device of its own or pays each
    payee once, on one exact sum, on limits like 2,500, further below, and where no device or payee is told.
    `strangers` of a tally: round amount and currency, device, sum, day and account. Cost: a microsecond a payment;
    state: 100 bytes for each payment so close to a round amount, fourteen days long.
    """

    name = "payee_structuring"
    members_are_accounts = True
    ties = ("device",)
    steps = 56
    idle_s = 4 * DAY_S

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 1_209_600.0, least: float = 6,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the payee of a payment that went through just under a round amount, where the device is told."""
        if not (event.merchant and event.device and event.amount_minor) or event.outcome is False:
            return ()
        return (event.merchant,) if limit_of(event.amount_minor) else ()

    def member(self, event: Event) -> str | None:
        """Count accounts."""
        return event.subject

    def note(self, event: Event, tally: Tally) -> None:
        """Note who paid how much on which device."""
        amount = event.amount_minor or 0.0
        band = f"{limit_of(amount):.0f}{event.currency or ''}"
        told_so = band, event.device or "", f"{amount:g}", f"{event.time // DAY_S:.0f}", event.subject
        tally.stranger(PARTED.join(told_so), event.time)
        self.carry(event, tally)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many such accounts, as if the payee had none of its own before."""
        names = structured(self._window(state, end)).names
        return gamma_poisson(len(names) - 1, *past) if len(names) >= self.least else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the numbers of accounts, devices and payments, and the sums."""
        found = structured(self._window(state, end))
        sums = found.least, found.most, found.limit
        return (len(found.names), found.devices, found.payments, *map(round, sums))

    def _accused(self, window: Sequence[Tally]) -> frozenset[str]:
        """Return who pays so."""
        return structured(window).names

    def _number(self, run: Tally) -> int:
        """Return how many do."""
        return sum(run.detail[:1])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the numbers of the fullest window."""
        names = ("accounts_just_under", "devices", "payments", "least_minor", "most_minor", "round_minor")
        return {**super().evidence(run), **dict(zip(names, run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, on how few devices, and how close to which amount."""
        accounts, devices, payments, least, most, limit = (*run.detail, 0, 0, 0, 0, 0, 0)[:6]
        unit = [name.removeprefix(THROUGH) for name in run.extra or ()]  # of several, `money` names none
        sum_of = f", {through} in all" if (through := told(run.extra)) else ""
        reason = (
            f"{accounts} accounts paid one payee ({key}) by turns on {devices} device{'s' * (devices > 1)}, each on "
            f"several days within {self.window_s / DAY_S:.0f}, always just under {money(limit, unit)}: {payments} "
            f"payments of {money(least, unit)} to {money(most, unit)}{sum_of} (usual on shared devices: sums of all "
            "sorts, or one price)."
        )
        action = "Hold what they pay; see whose the accounts and the payee are, and report it if a limit is evaded."
        return reason, action
