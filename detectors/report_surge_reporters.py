"""Who the reporters of a surge are to the account that they report: its customers, people who were sent, a crowd."""

from __future__ import annotations

from detectors.at_once import at_once
from detectors.counts import MARKED_KEPT
from detectors.report_crowd_noted import crowd_of
from detectors.tally import Tally

SOME = 0.2  # of a crowd, rejected before: more are no crowd that happens to be angry


def opinion(run: Tally) -> bool:
    """Tell whether it looks as if each had come to it alone: then the account reported is what there is to look at."""
    return customers(run) or (crowd_of([run]).opinion(run.distinct()) and not sent(run))


def either(run: Tally) -> bool:
    """Tell whether it may as well be customers who met with one fault on one day: of long standing, and not agreed."""
    return not _poor(run) and not sent(run) and crowd_of([run]).unagreed(run.distinct())


def customers(run: Tally) -> bool:
    """Tell whether most reporters had paid the account before."""
    return crowd_of([run]).customers()


def cheated(run: Tally) -> bool:
    """Tell whether most reporters had paid the account before, and it is new."""
    return crowd_of([run]).cheated()


def harmed(run: Tally) -> bool:
    """Tell whether most reporters say that somebody is harmed."""
    return crowd_of([run]).harmed(run.distinct())


def recipients(run: Tally) -> bool:
    """Tell whether the account had written to most reporters before these ever wrote to it."""
    crowd = crowd_of([run])
    return 2 * crowd.written > crowd.reports


def sent(run: Tally) -> bool:
    """Tell whether most came within one hour to what had not just been posted, of an account that others pay, not they.

    So come people who were sent, however long ago they signed up, and whatever reasons they agreed on.
    """
    strangers = crowd_of([run]).strangers()
    return strangers and len(run.strangers or ()) >= min(MARKED_KEPT, run.distinct() / 2) and at_once([run])


def settled(run: Tally) -> bool:
    """Tell whether people of long standing report one content once each, and hardly one of them was rejected before."""
    return not _poor(run) and crowd_of([run]).settled_apart(run.distinct())


def right(run: Tally) -> bool:
    """Tell whether most reporters' earlier reports were upheld: then it is about the account, not about them."""
    return bool(run.detail) and 2 * run.detail[1] > run.detail[0]


def wrong(run: Tally) -> bool:
    """Tell whether most reporters' earlier reports were rejected: so comes who is sent, or comes to do harm."""
    return bool(run.detail) and 2 * run.detail[2] > run.detail[0]


def _poor(run: Tally) -> bool:
    return bool(run.detail) and run.detail[2] > SOME * run.detail[0]
