"""Whether two findings days apart belong to one attack, by what comes again.

Crowds of which a good part does, accounts that were entered from one place, texts that have something in common.
"""

from __future__ import annotations

from math import log10

from detectors.surprise import binomial
from pipeline.campaigns.crowd import reach
from pipeline.campaigns.shared import REPORTS, accounts_in_common
from pipeline.campaigns.sides import (
    AGAIN_LEAST,
    AGAIN_OF_LARGER,
    AGAIN_OF_SMALLER,
    AGAIN_S,
    COPIES_S,
    Side,
    apart_s,
    own_devices,
)
from pipeline.campaigns.timing import ENTRIES

REPORTS_AGAIN_S = 7 * 86_400.0  # a brigade goes on for weeks (`report_brigade`), a few days apart
# 2026-11: accounts that were made together are left to age, mostly for less than a week, and then used for something
# else. So much later, half of the smaller crowd must be the same.
MADE, AGED_S, AGED_OF_SMALLER = "fake_accounts", 7 * 86_400.0, 0.5
# 2026-11: old accounts stand in every list of stolen passwords, and a small site's are soon all tried: of 170 and 361
# that two hands tried two days apart 73 were the same, on a made-up portal. Who tries his list again from another place
# tries it whole, or what is left of it: half of the smaller crowd must be the same.
LISTED_OF_SMALLER = 0.5
# 2026-11: and a site may be small: 494 of 880 accounts that a list held on a Monday were 78 of the 141 whose resets
# another hand asked for on the Thursday. So it is reckoned with a site of a tenth of the settings' `accounts_active`,
# as `AGAIN_S` is, and with a larger list that holds nine in ten of all accounts at the most.
OF_ACTIVE, HELD_MOST = 0.1, 0.9
PAYEE, PAYEE_S = "payee:", 7 * 86_400.0  # a tie of accounts that were emptied: whom they paid; within so long
_FROM, _TO = ("ip:", "device:", "range:"), (PAYEE,)
FAR_S = max(COPIES_S, AGAIN_S, REPORTS_AGAIN_S, AGED_S, PAYEE_S)


def again(one: Side, other: Side, population: float, idle_s: float) -> float:
    """Return the surprise that so many of one's accounts came again in the other, later than an idle time after it.

    By as much less as there are more pairs within `AGAIN_S` (`REPORTS_AGAIN_S`, `AGED_S`) than within the idle time.
    The same entity again is another alert: verdicts on the one before decide whether it is shown (`bar`).
    """
    apart, of_smaller, within = apart_s(one, other), AGAIN_OF_SMALLER, AGAIN_S
    if one.area == other.area == REPORTS:
        within = REPORTS_AGAIN_S
    elif one.area == other.area == ENTRIES:
        of_smaller = LISTED_OF_SMALLER
    elif apart > AGAIN_S and _aged(one, other):
        of_smaller, within = AGED_OF_SMALLER, AGED_S
    if one.about == other.about or apart > within:
        return 0.0
    sizes = sorted((one.finding.alert.accounts_total, other.finding.alert.accounts_total))
    least = max(AGAIN_LEAST, of_smaller * sizes[0], AGAIN_OF_LARGER * sizes[1])
    if len(one.crowd) < least or len(other.crowd) < least or len(one.crowd & other.crowd) < least:
        return 0.0
    found = accounts_in_common(one, other, population) - log10(within / idle_s)
    return min(found, listed_again(one, other, population)) if one.area == other.area == ENTRIES else found


def listed_again(one: Side, other: Side, population: float) -> float:
    """Return the surprise that so many of the smaller list's accounts are in the larger one, on a site that is small.

    Of very many accounts those count that both sketches would keep.
    """
    (total, crowd), (larger, known) = sorted((side_.finding.alert.accounts_total, side_.finding.crowd)
                                             for side_ in (one, other))  # fmt: skip
    limit = min(reach(crowd, total), reach(known, larger))
    kept = [who for who in crowd if who < limit]
    share = min(HELD_MOST, larger / (OF_ACTIVE * population))
    return binomial(len(kept), len(set(known).intersection(kept)), share)


def _aged(one: Side, other: Side) -> bool:
    """Tell whether one crowd's accounts were made together, and the other's are accused of something else later."""
    made, used = (one, other) if one.first <= other.first else (other, one)
    return made.area == MADE != used.area


def entered_from(one: Side, other: Side) -> bool:
    """Tell whether two accounts were entered within days from one place that was new to both, or emptied to one payee.

    That is a device, an address, or a provider's range that neither had been at: he takes a new address each time.
    A thief works from his place for days, and the customers of the largest carrier share thousands of addresses. Where
    each came with a device of its own, it is these; but the money of all has to arrive somewhere, and he who guesses
    patiently keeps his account there for a week and longer. A wrong one does little harm: both are accused anyway.
    """
    if one.ties.isdisjoint(other.ties) or one.about == other.about or not (is_entry(one) and is_entry(other)):
        return False
    if (apart := apart_s(one, other)) > PAYEE_S:
        return False
    unknown = not (_is_new(one) and _is_new(other))  # what is not known to be new may be the owners' own
    told = _TO if unknown or own_devices(one, other) or apart > AGAIN_S else _FROM + _TO
    return any(tie.startswith(told) for tie in one.ties & other.ties)


def is_entry(one: Side) -> bool:
    """Tell whether it is about one account that was entered from where it had not been before, as far as is known."""
    if not one.lone or one.area != ENTRIES:
        return False
    return _is_new(one) or bool(one.finding.alert.signals[0].evidence.get("first_address"))


def _is_new(one: Side) -> bool:
    return bool(one.finding.alert.signals[0].evidence.get("new_address"))


def copied(one: Side, other: Side) -> bool:
    """Tell whether two are accused for texts with something in common, not too long one after the other."""
    if one.copies.isdisjoint(other.copies):
        return False
    return other.first <= one.last + COPIES_S and one.first <= other.last + COPIES_S
