"""What a reviewer is told of the money that left an account after an entry."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.takeover_graded import Told, told_of
from detectors.takeover_spending import CURRENCIES_KEPT
from detectors.takeover_words import CURRENCIES, EARLIER, POINTS, PRODUCTS, UNITS
from detectors.tally import Tally
from detectors.wording import counted, money, unsaid

UNTOLD = "in no currency that is told (points or coins, say, or the smallest unit of one)"


def spending(run: Tally) -> str:
    """Say what was spent from there: units in any case, since what they cost nobody sees; money above any day before.

    In its currency where it has one, whatever else the account ever paid in; points only beside points.
    """
    told, traits = told_of(run), run.traits or {}
    if told.which == UNITS and told.amount:
        used = f"{counted(told.amount, 'unit')}{_on(sorted(traits.get(PRODUCTS, ())))} used"
        if told.amount <= told.most:
            return f"; {used} from there within the hour (on its fullest day before: {told.most:,})"
        return f"; {used} from there within the hour ({_usual(told, f'{told.most:,}', 'used any')})"
    if not told.which or told.amount <= told.most:
        return ""
    if told.which == POINTS:
        usual = _usual(told, f"{told.most:,}", "paid any such" if traits.get(EARLIER) else "paid anything")
        return f"; {told.amount:,} paid from there within the hour ({usual}), {UNTOLD}"
    paid_in = sorted(traits.get(CURRENCIES, ()))
    before_in = sorted(traits.get(EARLIER, ())) or paid_in
    record, unit, apart = money(told.most, before_in), unsaid(paid_in), unsaid(before_in)
    record += f" {apart}" if apart and apart != unit else ""
    usual = _usual(told, record)
    if len(before_in) > 1 and told.days:  # sums of several currencies compare with nothing
        usual = f"it paid on {counted(told.days, 'day')} before, in several currencies"
    what = f"{money(told.amount, paid_in)} paid from there within the hour"
    return f"; {what} ({usual}){f', {unit}' if unit else ''}"


def _usual(told: Told, record: str, did: str = "paid anything") -> str:
    """Say how much the account spent in a day before."""
    if told.days:
        return f"the most in a day before: {record}, of {counted(told.days, 'day')} with any"
    return f"it had never {did} {'before these two days' if told.lately else 'until an hour before'}"


def _on(products: Sequence[str]) -> str:
    """Say on what units were used; of more than are kept the others go without a name.

    >>> _on([]), _on(["dialout/CU"]), _on(["chat", "images"])
    ('', ' of dialout/CU', ' of chat, images and perhaps others')
    """
    more = " and perhaps others" if len(products) >= CURRENCIES_KEPT else ""
    return f" of {', '.join(products)}{more}" if products else ""
