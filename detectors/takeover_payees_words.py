"""Which account paid which payee, how much and since when, as far as amounts are told."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from detectors.pairs import PARTED
from detectors.tally import Tally
from detectors.went_through import name_of, told
from detectors.wording import counted, listed
from schemas.event import Event

ACCOUNTS_TOLD = 8  # the earliest; sums are of all


def payment_name(event: Event) -> str:
    """Return the name under which a payment is kept."""
    amount = f"{event.amount_minor or 0.0:g}"
    return PARTED.join((event.merchant or "", event.subject, name_of(event), amount, event.id))


def paid(run: Tally) -> tuple[dict[str, float], str]:
    """Return what a run's accounts paid, by the names of sums, and a sentence that says who paid whom; "" for none.

    >>> run, key = Tally(), ("ib-1", "ann", "went_through_minor_EUR")
    >>> run.carry(PARTED.join((*key, "1", "e1")), 1_781_138_298.0)
    >>> run.carry(PARTED.join((*key, "163853", "e2")), 1_781_224_608.0)
    >>> paid(run)[1]
    ' So far they paid 1,638.54 EUR there: ann 2 payments to ib-1, 1,638.54 EUR, since 2026-06-11 at 00:38.'
    """
    sums, each, since = Counter[str](), dict[str, dict[str, list[tuple[str, float]]]](), dict[str, float]()
    for key, time in sorted((run.carried or {}).items(), key=lambda one: (one[1], one[0])):
        payee, name, currency, minor, _ = key.split(PARTED)
        sums.update({currency: float(minor)} if currency else {})
        each.setdefault(name, {}).setdefault(payee, []).append((currency, float(minor)))
        since.setdefault(name, time)
    words = [f"{name} {_to(payees)}, since {_when(since[name])}" for name, payees in each.items()]
    more = f"; and {len(words) - ACCOUNTS_TOLD} more" if len(words) > ACCOUNTS_TOLD else ""
    all_ = f" {money}" if (money := told(sums)) else ""
    return dict(sums), (
        f" So far they paid{all_} there: {'; '.join(words[:ACCOUNTS_TOLD])}{more}." if words else ""
    )  # fmt: skip


def _to(payees: dict[str, list[tuple[str, float]]]) -> str:
    """Say how many payments went to whom, and how much."""
    found = list[str]()
    for payee, payments in payees.items():
        sums = Counter[str]()
        for currency, minor in payments:
            sums.update({currency: minor} if currency else {})
        money = told(sums)
        found.append(f"{counted(len(payments), 'payment')} to {payee}{f', {money}' if money else ''}")
    return listed(found)


def _when(time: float) -> str:
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d at %H:%M}"
