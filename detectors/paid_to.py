"""Whom the accounts of an alert paid, how often and how much: where their money went, as far as it is told."""

from __future__ import annotations

from collections import Counter

from detectors.pairs import PARTED
from detectors.tally import Tally
from detectors.went_through import name_of, told
from detectors.wording import counted
from schemas.event import Event

PAYEES_TOLD = 3  # by name; a thief who takes a payee for each victim has as many as these


class PaidTo:
    """The payments that a run's `note_paid` kept: to whom, the sums by currency, and those of each payee."""

    def __init__(self, run: Tally) -> None:
        """Sum up."""
        self.payees: Counter[str] = Counter()
        self.sums: dict[str, float] = {}
        self._each: dict[str, dict[str, float]] = {}
        for payee, name, amount, _ in sorted([one.split(PARTED, 3) for one in run.carried or ()]):
            if payee:
                self.payees[payee] += 1
            for sums in (self.sums, self._each.setdefault(payee, {})) if name else ():
                sums[name] = sums.get(name, 0.0) + float(amount)

    def most(self) -> list[str]:
        """Return the payees paid most often, the first by name where they are equal."""
        return sorted(self.payees, key=lambda payee: (-self.payees[payee], payee))[:PAYEES_TOLD]

    def evidence(self) -> dict[str, float | int | str]:
        """Return the checkable numbers."""
        if not self.payees:
            return {**self.sums}
        return {"payees": len(self.payees), "paid_to": ", ".join(self.most()), **self.sums}

    def sentence(self) -> str:
        """Say whom they paid, and how much; "" where no payee is told."""
        each = [self._one(payee) for payee in self.most()]
        rest = len(self.payees) - len(each)
        return f"{', '.join(each)}{f' and {rest} more' if rest else ''}"

    def _one(self, payee: str) -> str:
        sums = told(self._each.get(payee))
        return f"{payee} ({counted(self.payees[payee], 'payment')}{f', {sums}' if sums else ''})"


def note_paid(event: Event, tally: Tally) -> None:
    """Keep whom a payment was to, and its sum where it went through."""
    amount = f"{event.amount_minor or 0.0:g}"
    tally.carry(PARTED.join((event.merchant or "", name_of(event), amount, event.id)), event.time)
