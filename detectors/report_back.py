"""Which reporters of an account work through what it has posted: they come back to it, and report nobody else.

A brigade on one account that takes its time has no hour and no day with a crowd (`report_surge`), and no second victim
(`report_rings`). But each of it comes back for one thing of the account after the other, and was never seen to report
anything else. One angry user does so, too. Several who do are people of a kind, and where they met with it together,
as fans do and the players of one match, they report the same things on the same day.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from detectors.blocks import EACH, MOSTLY, TOGETHER_MOST
from detectors.report_apart import DAY_HOURS, PARTED, Contents
from detectors.report_groups import Accused
from detectors.report_weeks import APART, LEAST, Weeks
from detectors.surprise import binomial

# How many of those who report an account come back for so many things of it, and report hardly anybody else: on eleven
# made-up products not one in 6,000 did for three, and three for two. Products where people quarrel have more.
ANGRY = {EACH: 0.1, 2: 0.15}
Back = dict[str, dict[str, int]]  # reporter -> content -> hour


def back_of(contents: Contents, weeks: Weeks, account: str) -> Accused:
    """Return those who came back to an account, in the weeks that are kept, against what angry users come to."""
    of: Back = {}
    for key, names in contents.reporters.items():
        for name, hour in names.items() if key.partition(PARTED)[0] == account else ():
            of.setdefault(name, {})[key] = hour
    return max([_back(of, account, contents, weeks, least) for least in ANGRY], key=lambda found: found.surprise)


def _back(of: Back, account: str, contents: Contents, weeks: Weeks, least: int) -> Accused:
    """Return those who came back for so many things at least."""
    back = {name: done for name, done in of.items() if _came_back(done, least)}
    if len(back) < LEAST:
        return Accused(how="back")
    back = {name: done for name, done in back.items() if len(done) >= MOSTLY * _own(contents, weeks, name)}
    if len(back) < LEAST or not _each_in_its_time(back):
        return Accused(how="back")
    usual = ANGRY[least]
    return Accused(binomial(len(of), len(back), usual), set(back), usual * len(of), {account}, "back")


def _came_back(done: Mapping[str, int], least: int) -> bool:
    """Tell whether somebody reported several things of an account, not all in one go."""
    return len(done) >= least and max(done.values()) - min(done.values()) >= APART


def _own(contents: Contents, weeks: Weeks, name: str) -> int:
    """Return how many things somebody reported, of whomever."""
    return max(weeks.reported(name), sum([name in names for names in contents.reporters.values()]))


def _each_in_its_time(back: Back) -> bool:
    """Tell whether they reported the same things, and mostly on different days."""
    gaps = [abs(back[one][key] - back[two][key])
            for one, two in combinations(sorted(back), 2) for key in back[one].keys() & back[two].keys()]  # fmt: skip
    return len(gaps) >= len(back) and sum([gap < DAY_HOURS for gap in gaps]) < TOGETHER_MOST * len(gaps)
