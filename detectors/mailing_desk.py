"""Mailings from a desk: a place from which their writer has written here on several days, as letters to members are.

A society invites its members, a case worker tells claimants of a course: the first letter of each is news to a log, and
nobody has answered yet. 2026-11: on twenty-one made-up products 13 of 27 honest accounts that wrote to 60 strangers or
more in a day had posted from there on two days before at least, and none told a number or a name on a messenger; of 46
accounts of attacks that wrote to 30 or more one had (two days; forms for strangers), since accounts are made for it, or
entered on a device of the thief's. Who warms an account up for a week is told as low.
"""

from __future__ import annotations

from detectors.contacts import MASS, MOST_TIMES
from detectors.mailing import ACCUSTOMED
from detectors.mailing_sorts import MAIL, MAIL_EARLY, NEARLY_ALL
from detectors.tally import Tally

FEW = 2  # earlier days, in a site's first week: nobody can have shown many more
MOST = MASS * MOST_TIMES  # people at once: as of an account that has reached many twice
ADVICE = (
    "Read one: it may be a letter to its own members or customers, from where it always writes. If nobody asked for "
    "them, stop the account and remove them."
)


def at_home(run: Tally) -> bool:
    """Tell whether all of a run came from places of the account's (`_detail`: less days before, or 1 for away)."""
    return bool(run.detail) and run.detail[0] <= 0


def days_there(run: Tally) -> int:
    """Return on how many days before a run its account had been where all of it came from, `ACCUSTOMED` at most."""
    return -run.detail[0] if at_home(run) else 0


def from_desk(run: Tally) -> bool:
    """Tell whether nearly all are letters from where the account had been on days before."""
    sums = run.extra or {}
    letters, least = sums.get(MAIL, 0.0), ACCUSTOMED if sums.get(MAIL) else FEW
    return days_there(run) >= least and run.n <= MOST and letters + sums.get(MAIL_EARLY, 0.0) >= NEARLY_ALL * run.n


def whence_words(run: Tally) -> str:
    """Say from where a run came, for the end of a sentence."""
    if not at_home(run):
        return ""
    days = days_there(run)
    many = f"{days}{' days or more' if days >= ACCUSTOMED else ' days'}" if days > 1 else "a day"
    return f", all from where it wrote to people on {many} before"
