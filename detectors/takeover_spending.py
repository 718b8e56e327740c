"""What is spent from where a strange entry came from, against the most that the account ever spent in a day.

Payments taken, those in no currency (miles, coins) and units used are three meters: their amounts cannot be added. Only
sums are kept: exact ones, so that events may come in any order. Calls under an API key are `usage_spike`'s business.
"""

from __future__ import annotations

from math import log10

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.habits import DAY_S
from schemas.event import Event

SPEND_STEP_S = 900.0
SPEND_STEPS = 4  # after the entry's: about an hour, since who took an account empties it before it is taken back
# One login in ten leads to spending where nothing is known of the account, as firmly as three logins say: 2026-11, of
# 23,000 logins from new places on 20 made-up products 12, 7 and 1 % of those with 0, 2 and 7 earlier logins that had
# led to none led to the first (10, 6, 3); records over 1, 2 and 5 days after few logins were 13, 14, 9 % (14, 14, 11).
SPENDING, FEW = 0.1, 3.0
# Honest amounts above an account's highest fall off at least as a Pareto tail of this index does, where days are many.
# The highest of few is no high one: of 59,000 hours after logins on 23 products the index of all that was above one
# earlier day was 1.0 (payments 1.2), above two 1.4 (1.7), above three to five 1.4 (1.7), above more 2.0 (1.6).
STEEP = 2.0
PAID = 0.5  # payments are as steep as if so many days more were known
LAVISH_MOST = 3.0  # surprise: as much as a new address of mail; beyond it the model's own faults are likelier
FAR = 1.0  # surprise: one in ten of the amounts above all earlier ones is three times as high
AMOUNT_MOST = 1e15
# In which something was paid, or on which products units were used, where that is told; `CURRENCIES_KEPT` at the most.
Currencies = tuple[str, ...]
SPENDS_MOST = 64  # places and steps remembered, for an entry that comes late


class Spend(Struct, array_like=True):
    """The sum of what was spent from one place in one step, and the first event of it that was seen.

    `currencies`: in which; of units, on which products.
    """

    step: int
    ip: str | None
    device: str | None
    amount: float
    time: float = 0.0
    id: str = ""
    currencies: Currencies = ()

    def near(self, time: float, ip: str | None, device: str | None) -> bool:
        """Tell whether it came from the place of an entry, in the hour after it."""
        same = (ip is not None and ip == self.ip) or (device is not None and device == self.device)
        return same and 0 <= self.step - time // SPEND_STEP_S <= SPEND_STEPS


CURRENCIES_KEPT = 2  # two and more are all the same: their amounts cannot be added, and no one product is emptied


class Meter(Struct, array_like=True, omit_defaults=True):
    """One meter of an account: the last hours by place, the last days, and of those before how many, and the most.

    `first`: when it was first spent. `currencies`: in which, where that is told.
    """

    lately: list[Spend] = field(default_factory=list)
    days: dict[int, float] = field(default_factory=dict)
    count: int = 0
    most: float = 0.0
    first: float = float("inf")
    currencies: Currencies = ()

    def add(self, event: Event, amount: float) -> Spend:
        """Take in what one event spent; return it. Cost: half a microsecond."""
        kind = event.product if event.currency is None else event.currency
        told = () if kind is None else (kind,)
        one = Spend(int(event.time // SPEND_STEP_S), event.ip, event.device, amount, event.time, event.id, told)
        if event.time < self.first:  # noqa: PLR1730  # `min` takes three times as long
            self.first = event.time
        if event.currency is not None and event.currency not in self.currencies:
            self.currencies = tuple(sorted([*self.currencies, event.currency])[:CURRENCIES_KEPT])
        day = int(event.time // DAY_S)
        days = self.days
        days[day] = (days[day] if day in days else 0.0) + amount
        for known in reversed(self.lately):
            if known.step == one.step and known.ip == one.ip and known.device == one.device:
                known.amount += amount
                if kind is not None and kind not in known.currencies:
                    known.currencies = both_of(known.currencies, told)
                return one
        self.lately.append(one)
        del self.lately[:-SPENDS_MOST]
        return Spend(one.step, one.ip, one.device, amount, one.time, one.id, told)

    def since(self, time: float, ip: str | None, device: str | None) -> list[Spend]:
        """Return what has already been seen of what was spent after an entry that comes late."""
        return [one for one in self.lately if one.near(time, ip, device)]

    def before(self, time: float) -> tuple[int, float]:
        """Return of the days that ended a full day before: on how many anything was spent, and the most in one."""
        past = [amount for day, amount in self.days.items() if day < time // DAY_S - 1]
        return self.count + len(past), max([self.most, *past])

    def forget(self, oldest: float, watermark: float) -> None:
        """Fold the days that no habit can lack any more (as `fold_days`), and drop what no late entry can ask for."""
        for day in [day for day in self.days if (day + 2) * DAY_S < oldest]:
            self.count, self.most = self.count + 1, max(self.most, self.days.pop(day))
        if self.lately and self.lately[0].step * SPEND_STEP_S < watermark - LATENESS_MAX_S - SPEND_STEP_S:
            late = (watermark - LATENESS_MAX_S) // SPEND_STEP_S - 1
            self.lately = [one for one in self.lately if one.step >= late]


def both_of(some: Currencies, others: Currencies) -> Currencies:
    """Return the currencies of either, the first of the alphabet where they are more than are kept."""
    if some[CURRENCIES_KEPT - 1 :] and others and others[0] > some[-1]:  # as nearly always: none of them would be kept
        return some
    return tuple(sorted({*some, *others})[:CURRENCIES_KEPT])


def beyond(amount: float, most: float, days: float) -> float:
    """Return the surprise that an amount above those of all earlier days is so far above: 0 where there are none.

    >>> beyond(100.0, 100.0, 9), beyond(1000.0, 100.0, 1), beyond(1000.0, 100.0, 9), beyond(100.0, 0.0, 0)
    (0.0, 1.0, 1.8, 0.0)
    """
    return STEEP * days / (days + 1) * log10(amount / most) if amount > most > 0.0 else 0.0


def far(time: float, *meters: tuple[float, Meter | None]) -> float:
    """Return the surprise of how far above any day before `time` an amount of any meter is; 0 where it is not `FAR`."""
    known = [(amount, meter.before(time)) for amount, meter in meters if meter is not None]
    found = max([beyond(amount, most, days) for amount, (days, most) in known], default=0.0)
    return min(LAVISH_MOST, found) if found >= FAR else 0.0


def lavish(amount: float, most: float, logins: float, days: int, *, paid: bool = False) -> float:
    """Return the surprise of spending `amount` in the hour after a login; on `days` before, `most` in one.

    An account is believed to be like the population as firmly as `FEW` logins say; each of its own that led to nothing
    of the kind makes it less likely. Who spends now and then does so again, and one in n + 1 times it is more than on n
    days before. That an amount exceeds all earlier ones by a factor falls off as a Pareto tail besides.

    >>> lavish(100.0, 100.0, 50, 20), round(lavish(100.0, 0.0, 10, 0), 2), round(lavish(300.0, 100.0, 10, 1), 2)
    (0.0, 1.64, 1.78)
    """
    if amount <= most:
        return 0.0
    record = log10((logins + FEW) / (SPENDING * FEW + days) * (days + 1))
    return min(LAVISH_MOST, record + beyond(amount, most, days + PAID * paid))
