"""What is said of a crowd that reports one account."""

from __future__ import annotations

from detectors.just_posted import JUST_S
from detectors.report_crowd import Crowd

# A sign-up minutes before a report may come after it, and so it is never said; one of a week ago is on the border.
SPREAD, SPREAD_LEAST = 0.5, 5  # of so many people; things (they are told apart by a hash, so that these are the least)
_UNTOLD = "; of the others it is not known (minutes before they reported, or just over a week ago)"


def told(crowd: Crowd, heads: float, *, alone: bool = False) -> str:
    """Say what a crowd shows of itself: how new its accounts are, as far as sign-ups are known, and what it agrees on.

    `alone`: nothing says that they were sent.

    >>> told(Crowd(9, 0.0, 0.0, 9.0, 1, 1, 9.0, agreed="fraud"), 9)
    ' All give one reason (fraud), and none is about what was posted within 4 h before.'
    >>> told(Crowd(21, 0.0, 21.0, 21.0, 1, 1, 9.0, agreed="unsafe"), 21, alone=True)
    ' All report one content, once each, and hardly one is a new account. All give one reason (unsafe).'
    """
    if not crowd.agreed:
        return _ages(crowd, heads, alone) + spread(crowd, heads) + reasons(crowd)
    older = f", and none is about what was posted within {JUST_S / 3600:.0f} h before"
    of_new = older * (crowd.older >= crowd.reports)
    return f"{_ages(crowd, heads, alone)}{spread(crowd, heads)} All give one reason ({crowd.agreed}){of_new}."


def reasons(crowd: Crowd) -> str:
    """Say which reasons were given most.

    >>> reasons(Crowd(20, 0.0, 20.0, 13.0, 4, 1, commonest=(("phishing", 13), ("fraud", 4), ("spam", 2))))
    ' Reasons given: phishing (13), fraud (4), spam (2) and others.'
    """
    if not crowd.commonest:
        return ""
    told = ", ".join([f"{name} ({number})" for name, number in crowd.commonest])
    return f" Reasons given: {told}{' and others' if crowd.reasons > len(crowd.commonest) else ''}."


def spread(crowd: Crowd, heads: float) -> str:
    """Say that they report many things, where it is so: who posts much is met with by many, each by something else.

    >>> spread(Crowd(24, 0.0, 24.0, 11.0, 3, 17), 24), spread(Crowd(24, 0.0, 24.0, 24.0, 1, 2), 24)
    (' Their 24 reports are of 17 different things of it or more, and give 3 reasons.', '')
    """
    if crowd.contents < SPREAD * heads or crowd.contents < SPREAD_LEAST:
        return ""
    why = f", and give {crowd.reasons} reasons" if crowd.reasons > 1 else ""
    return f" Their {crowd.reports:,} reports are of {crowd.contents} different things of it or more{why}."


def stands(crowd: Crowd, heads: float) -> str:
    """Say how those who report stand to the account: whether they had paid it, or were written to by it.

    >>> stands(Crowd(13, 0.0, 13.0, 8.0, 3, 1, paid=13.0, payers=13.0, written=6.0), 13)
    ' All 13 had paid it before. It had written to 6 of them first.'
    >>> stands(Crowd(28, 0.0, 28.0, 17.0, 3, 1, payers=28.0), 28)
    ' None of them had paid it before, as others have.'
    >>> stands(Crowd(28, 0.0, 28.0, 17.0, 3, 1), 28)
    ''
    """
    paid, written = (round(heads * those / crowd.reports) for those in (crowd.paid, crowd.written))
    said = ""
    if paid:
        new = ", and it had signed up within four weeks" if crowd.cheated() else ""
        said = f" {f'All {heads:,.0f}' if paid >= heads else f'{paid} of {heads:,.0f}'} had paid it before{new}."
    elif crowd.strangers():
        said = " None of them had paid it before, as others have."
    if written:
        said += f" It had written to {f'all {heads:,.0f}' if written >= heads else written} of them first."
    return said


def _ages(crowd: Crowd, heads: float, alone: bool = False) -> str:
    """Say how new the accounts of a crowd are.

    >>> _ages(Crowd(16, 10.0, 6.0, 16.0, 1, 2), 16)
    ' Of 16 reporters, 10 had signed up within the week before, 6 were not seen to.'
    >>> _ages(Crowd(39, 0.0, 39.0, 30.0, 2, 1), 39)
    ' None of the 39 reporters was seen to sign up within the week before.'
    >>> _ages(Crowd(16, 0.0, 16.0, 8.0, 3, 1), 16)
    ' All report one content, once each, for 3 reasons, and hardly one is a new account.'
    >>> _ages(Crowd(21, 1.0, 20.0, 21.0, 1, 2, 21.0, "", 21.0, 20.0), 21, alone=True)
    ' Nearly all report one content, once each, and hardly one is a new account.'
    >>> _ages(Crowd(42, 18.0, 16.0, 12.0, 2, 1, 21.0), 21)
    ' Of 21 reporters, about 9 had signed up within the week before, about 8 were not seen to; of the others\
 it is not known (minutes before they reported, or just over a week ago).'
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
        if settled >= heads:
            return f" None of the {heads:,.0f} reporters was seen to sign up within the week before."
        return f" All {heads:,.0f} reporters had signed up within the week before."
    about = "" if crowd.reports == heads else "about "
    older = f", {about}{settled} were not seen to" if settled else ""
    others = _UNTOLD if young + settled < heads else ""  # days after that week as well
    new = f"{about}{young}" if young else "none"
    return f" Of {heads:,.0f} reporters, {new} had signed up within the week before{older}{others}."
