"""Accounts that pay just after they were entered: on a device and from an address that both are new to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from detectors.entry_fanout_state import EntriesState
from detectors.entry_fanout_system import addresses
from detectors.entry_fanout_window import EnteredWindow
from detectors.fresh_payers_counted import ALONE, CARDLESS, DEVICE, placeless, sizes
from detectors.habits import DAY_S
from detectors.paid_to import PaidTo, note_paid
from detectors.slots import slot
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import ENTERED, FRESH, Event

# Of accounts that pay, those entered so: 0.8 to 6 % on eight made-up products, by whole streams. One payee, or one
# network, may differ from another by half as much again.
ENTERING = 0.1
# Of payouts and transfers that name no place, at most 0.7 % on eight made-up products: a fifth is taken for these, and
# of what is usual at one payee.
PAID_OUT = 5.0
# Who pays as ever at what the product or a shop sells, in a week: where so many do, and more than were just entered, it
# is no thief's. 2026-12, on 31 made-up products: of nine payees of thieves and a network at most ten of 22 did so; of a
# product's own 117 of 159, where a server's login is each owner's first.
OTHERS = 50


class PayersState(EntriesState, array_like=True):
    """Names as marked who pays where nothing is new."""

    held_as: ClassVar[Callable[[Tally, str, float], None]] = Tally.mark


class FreshPayers(EnteredWindow):
    """Base of the detectors that count such accounts where they have something in common.

    An account counts once with each device: guests at one kiosk, customers at a shop's counter, share it, and are
    honest. Fires where both are surprising: what share of all that pay counts, and how many do beside earlier weeks.
    Judged once a step is over, as who pays as ever speaks against an alert: it ends the matter where more do than were
    just entered, and more than fifty.
    """

    kinds = ("account.payment",)
    area = "account_security"
    state_type = PayersState
    steps = 84
    ties = ("device",)
    since: ClassVar[str] = "six hours"  # how long ago an account may have been entered

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that were just entered, and are no newcomers: these have two devices for the first time."""
        just = event.novel & ENTERED and not event.novel & FRESH and event.outcome is not False
        return event.subject if just else None

    def remembers(self, event: Event) -> bool:
        """Note who else pays."""
        return event.outcome is not False

    def note(self, event: Event, tally: Tally) -> None:
        """Note who pays as ever, and on which devices those pay who count."""
        if self.member(event) is None:
            tally.mark(event.subject, event.time)
        else:
            sort = DEVICE if event.card else CARDLESS
            tally.add(slot(sort, event.device) if event.device else slot(ALONE, event.subject))
            note_paid(event, tally)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts count, at most one a device."""
        return sizes(self._window(state, end))[0]

    def _judge(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        """Return the less surprising of: the share that counts, and how many, against the payee's or place's past."""
        count, came = sizes(window)
        if count < self.least or came - count > max(OTHERS, count):
            return 0.0
        shape, rate = self._past(state, end)
        seldom, again = self.seldom(window)
        number = gamma_poisson(count - 1, shape, rate + (again - 1) * self.burstiness / self.usual)
        return min(binomial(came, count, ENTERING / seldom), number)

    def seldom(self, window: Sequence[Tally]) -> tuple[float, float]:
        """Return how many times as seldom as `ENTERING` (`usual`) accounts (further ones) pay as those of a window."""
        return (PAID_OUT, PAID_OUT) if placeless(window) else (1.0, 1.0)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts count in a window, and how many paid."""
        return sizes(self._window(state, end))

    # Sentences.

    def breached(self, run: Tally) -> bool:
        """Accounts are in other hands."""
        return True

    def named_first(self, run: Tally) -> Collection[str]:
        """Name the accounts in order: who else paid is not concerned."""
        return ()

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        entered, paid = run.detail or (len(run.members), 0)
        devices = 0 if placeless([run]) else addresses([run])
        numbers = {**self.numbers(run), "just_entered": entered, "paid": paid, "devices": devices}
        return {**numbers, **PaidTo(run).evidence()}

    def shown(self, run: Tally) -> str:
        """Say how many paid, and how many of them count."""
        entered, paid = run.detail or (len(run.members), 0)
        alone, usual = placeless([run]), self.seldom([run])[0] / ENTERING
        came = (
            "from an address new to them, and on a device or through a provider new as well; the payments name no place"
            if alone
            else "on a device and from an address new to them, each on a device of its own"
        )
        return (
            f"{entered} of {paid} within {self.window_s / DAY_S:.0f} days did so within "
            f"{'six hours' if alone else self.since} after a first login "
            f"{came} (usual: at most one in {usual:,.0f} of those that pay)"
        )
