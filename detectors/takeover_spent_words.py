"""What a reviewer is told of the money that left an account after an entry."""

from __future__ import annotations

from detectors.takeover_graded import told_of
from detectors.takeover_words import CURRENCIES, EARLIER, UNITS
from detectors.tally import Tally
from detectors.wording import counted, money, unsaid


def spending(run: Tally) -> str:
    """Say what was spent from there, where that is more than the account ever spent in a day.

    In its currency where it has one, whatever else the account ever paid in.
    """
    told, traits = told_of(run), run.traits or {}
    if not told.which or told.amount <= told.most:
        return ""
    paid_in = sorted(traits.get(CURRENCIES, ()))
    before_in = sorted(traits.get(EARLIER, ())) or paid_in
    if told.which == UNITS:
        what, record, unit, apart = f"{told.amount:,} units used", f"{told.most:,}", "", ""
    else:
        what, record = f"{money(told.amount, paid_in)} paid", money(told.most, before_in)
        unit, apart = unsaid(paid_in), unsaid(before_in)
    usual = f"{'before these two days' if told.lately else 'until an hour before'} the account never had"
    if told.days:
        apart = f" {apart}" if apart and apart != unit else ""
        usual = f"the most in a day before: {record}{apart}, of {counted(told.days, 'day')} with any"
    return f"; {what} from there within the hour ({usual}){f', {unit}' if unit else ''}"
