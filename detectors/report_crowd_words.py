"""What is said of a crowd that reports one account."""

from __future__ import annotations

from detectors.just_posted import JUST_S
from detectors.report_crowd import Crowd

# A sign-up minutes before a report may come after it, and so it is never said; one of a week ago is on the border.
_UNTOLD = "; when the others signed up is not known"


def told(crowd: Crowd, heads: float, *, alone: bool = False) -> str:
    """Say what a crowd shows of itself: how new its accounts are, as far as sign-ups are known, and what it agrees on.

    `alone`: nothing says that they were sent.

    >>> told(Crowd(9, 0.0, 0.0, 9.0, 1, 1, 9.0, agreed="fraud"), 9)
    ' All give one reason (fraud), and none is about what was posted within 4 h before.'
    >>> told(Crowd(21, 0.0, 21.0, 21.0, 1, 1, 9.0, agreed="unsafe"), 21, alone=True)
    ' All report one content, once each, and hardly one is a new account. All give one reason (unsafe).'
    """
    if not crowd.agreed:
        return _ages(crowd, heads, alone)
    older = f", and none is about what was posted within {JUST_S / 3600:.0f} h before"
    return f"{_ages(crowd, heads, alone)} All give one reason ({crowd.agreed}){older * (crowd.older >= crowd.reports)}."


def _ages(crowd: Crowd, heads: float, alone: bool = False) -> str:
    """Say how new the accounts of a crowd are.

    >>> _ages(Crowd(16, 10.0, 6.0, 16.0, 1, 2), 16)
    ' Of 16 reporters 10 had signed up within the week before, 6 longer ago.'
    >>> _ages(Crowd(39, 0.0, 39.0, 30.0, 2, 1), 39)
    ' All 39 reporters had signed up longer ago than within the week before.'
    >>> _ages(Crowd(16, 0.0, 16.0, 8.0, 3, 1), 16)
    ' All report one content, once each, for 3 reasons, and hardly one is a new account.'
    >>> _ages(Crowd(21, 1.0, 20.0, 21.0, 1, 2, 21.0, "", 21.0, 20.0), 21, alone=True)
    ' Nearly all report one content, once each, and hardly one is a new account.'
    >>> _ages(Crowd(42, 18.0, 16.0, 12.0, 2, 1, 21.0), 21)
    ' Of 21 reporters about 9 had signed up within the week before, about 8 longer ago; when the others signed up is\
 not known.'
    >>> _ages(Crowd(70, 70.0, 0.0, 70.0, 1, 9), 17)
    ' All 17 reporters had signed up within the week before.'
    >>> _ages(Crowd(21, 0.0, 0.0, 12.0, 2, 1, 21.0), 21)
    ''
    """
    if (crowd.opinion(heads) or alone) and not crowd.surprise(heads):
        reasons = f", for {crowd.reasons} reasons" if crowd.reasons > 1 else ""
        who = "All" if crowd.contents == 1 else "Nearly all"
        return f" {who} report one content, once each{reasons}, and hardly one is a new account."
    if not crowd.young and not crowd.settled:
        return ""
    young, settled = crowd.heads_young(heads), round(heads * crowd.settled / crowd.reports)
    if max(young, settled) >= heads:
        return (
            f" All {heads:.0f} reporters had signed up {'longer ago than ' * (settled >= heads)}within the week before."
        )
    about = "" if crowd.reports == heads else "about "
    older = f", {about}{settled} longer ago" if settled else ""
    others = _UNTOLD if young + settled < heads else ""  # days after that week as well
    new = f"{about}{young}" if young else "none"
    return f" Of {heads:.0f} reporters {new} had signed up within the week before{older}{others}."
