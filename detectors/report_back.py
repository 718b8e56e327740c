"""Which reporters of an account work through what it has posted: they come back to it, and report nobody else.

A brigade on one account that takes its time has no hour and no day with a crowd (`report_surge`), and no second victim
(`report_rings`). But each of it comes back for one thing of the account after the other, and was never seen to report
anything else. One angry user does so, too. Several who do are people of a kind, and where they meet with it together,
as the players of one match do and who watches one show, they report the same things within hours. That two of them
report the same on one day says little of who post every other day: what is new is what there is to report.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from detectors.blocks import MOSTLY, TOGETHER_MOST
from detectors.pairs import PARTED
from detectors.report_apart import DAY_HOURS, Contents
from detectors.report_groups import Accused
from detectors.report_weeks import APART, LEAST, Weeks
from detectors.surprise import binomial

THINGS = 2  # that each of them reported of the account
# How many of those who report an account come back for another thing of it, and report hardly anybody else: on 29
# made-up products ten of 9,600 did (2026-11). Products where people quarrel have more.
ANGRY = 0.1
TOGETHER_H = 6  # hours: who met with a thing together reports it by the end of the evening
Back = dict[str, dict[str, int]]  # reporter -> content -> hour


def back_of(contents: Contents, weeks: Weeks, account: str) -> Accused:
    """Return those who came back to an account, in the weeks that are kept, against what angry users come to."""
    of: Back = {}
    for key, names in contents.reporters.items():
        for name, hour in names.items() if key.partition(PARTED)[0] == account else ():
            of.setdefault(name, {})[key] = hour
    back = {name: done for name, done in of.items() if _came_back(done)}
    if len(back) < LEAST:
        return Accused(how="back")
    back = {name: done for name, done in back.items() if len(done) >= MOSTLY * _own(contents, weeks, name)}
    if len(back) < LEAST or not _each_in_its_time(back):
        return Accused(how="back")
    told = len(of), sum(map(len, back.values())), _days(back)
    return Accused(binomial(len(of), len(back), ANGRY), set(back), ANGRY * len(of), {account}, "back", told=told)


def _days(back: Back) -> int:
    """Return in how many days they reported, those begun included."""
    hours = [hour for done in back.values() for hour in done.values()]
    return (max(hours) - min(hours)) // DAY_HOURS + 1


def _came_back(done: Mapping[str, int]) -> bool:
    """Tell whether somebody reported several things of an account, not all in one go."""
    return len(done) >= THINGS and max(done.values()) - min(done.values()) >= APART


def _own(contents: Contents, weeks: Weeks, name: str) -> int:
    """Return how many things somebody reported, of whomever."""
    return max(weeks.reported(name), sum([name in names for names in contents.reporters.values()]))


def _each_in_its_time(back: Back) -> bool:
    """Tell whether they reported the same things, but no two mostly the same at about the same time."""
    common, together = 0, 0.0
    pairs = list(combinations([back[name] for name in sorted(back)], 2))
    for one, two in pairs:
        gaps = [abs(one[key] - two[key]) for key in one.keys() & two.keys()]
        common += len(gaps)
        together += sum([gap < TOGETHER_H for gap in gaps]) / min(len(one), len(two))
    return common >= len(back) and together < TOGETHER_MOST * len(pairs)
