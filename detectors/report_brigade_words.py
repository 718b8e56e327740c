"""What is told of groups of reporters: each for itself, the most surprising first."""

from __future__ import annotations

from detectors.base import Finding
from detectors.report_brigade_named import HOWS, Group, groups_of
from detectors.report_brigade_noted import one_reason, reports_of, shown
from detectors.report_weeks import LASTS, WEEK_HOURS
from detectors.report_weeks import RECENT_HOURS as HOURS
from detectors.tally import Tally
from detectors.wording import counted

GROUPS_TOLD = 5
TARGETS_TOLD = 10
AGREED_LEAST, NEARLY = 5, 0.9  # reports, and the share of them, from which on their one reason is told
NAMED_MOST = 6  # accounts reported, in the sentence; of more the evidence has the first


def explain(run: Tally) -> Finding:
    """Name the reporters group by group, those with rejected reports first in each."""
    groups, marked = groups_of(run), run.marked or {}
    names = [name for group in groups for name in sorted(group.reporters, key=lambda name: name not in marked)]
    accounts = list(dict.fromkeys(names))
    targets = sorted({target for group in groups for target in group.targets})
    evidence: dict[str, float | int | str] = {
        "reporters_in_common": int(run.peak), "by_chance": round(run.usual, 3), "accounts_reported": len(targets),
        "reported": ", ".join(targets[:TARGETS_TOLD]),
        "surprise_log10": round(run.surprise, 3), "reports_in_those_hours": run.n,
        "with_rejected_reports": len(marked), "groups": len(groups),
    }  # fmt: skip
    of_all = [one for group in groups for one in reports_of(run, group.reporters, group.targets)]
    of_first = reports_of(run, groups[0].reporters, groups[0].targets)
    reason, alike = one_reason(of_first)
    evidence |= {"reports_of_first_group": len(of_first), "of_one_reason": alike}
    total = len(accounts) << run.level
    action = "Look at what was reported; if it is within the rules, take away the reporters' right to report."
    said = _reason(run, groups, _agreed(reason, alike, len(of_first)))
    return Finding("medium", evidence, said, action, accounts, total, events=shown(of_all))


def _reason(run: Tally, groups: list[Group], agreed: str) -> str:
    """Say what the most surprising group did, how large it is, and what other groups there are."""
    how = HOWS[run.detail[1]] if len(run.detail) > 1 else HOWS[0]
    people = f"{run.peak:,.0f} people"
    days, weeks = f"{HOURS // 24} days", f"{LASTS // WEEK_HOURS} weeks"
    chance = f"{_about(run.usual)} would have done so by chance"
    new = sum(run.detail[2:3])
    young = f"; {new} of them had signed up within the week" if new else ""
    common = {
        "days": f"{people} reported the same three accounts or more within {days}; {chance}{young}",
        "weeks": f"{people}, few of whom report much else, reported the same three accounts or more in the last "
        f"{weeks}, be it at once or over days; {chance}{young}",
        "again": f"{people} who had reported one account reported it again on another day; {chance}{young}",
        "apart": f"{people} reported hardly anything but the same few things of several accounts within {weeks}, each "
        f"of them three of these or more, mostly on days when the others did not; {chance}",
        "accounts": f"{people} reported hardly anybody but the same few accounts within {weeks}, each of them three of "
        f"these or more, mostly on days when the others did not; {chance}",
        "back": f"{_came_back(run)} in {weeks} came back on another day for another thing of it, and reported hardly "
        f"anybody else; of so many {_about(run.usual)} would",
        "two": f"{people} reported the same two accounts within {weeks} and hardly anybody else, mostly on days when "
        f"the others did not; of those who come upon one of them, {_about(run.usual)} would come upon the other",
    }[how]
    record = (
        f"{run.peak:,.0f} people most of whose earlier reports reviewers rejected reported one account within "
        f"{HOURS // 24} days"
    )
    others = "; ".join(map(_told, groups[1 : 1 + GROUPS_TOLD]))
    more = f"; and {counted(len(groups) - 1 - GROUPS_TOLD, 'group')} more" if len(groups) > 1 + GROUPS_TOLD else ""
    apart = f" Apart from them, with fewer than three quiet days between: {others}{more}." if others else ""
    tell = f", of whom these {run.peak:,.0f} tell most" if len(groups[0].reporters) > run.peak else ""
    return f"{common if run.usual else record}; so far {_told(groups[0], tell)}{agreed}.{apart}"


def _came_back(run: Tally) -> str:
    """Say how many came back to an account, of how many who reported it, and how often.

    >>> _came_back(Tally(peak=9.0, detail=(7, 5, 0, 12, 20, 9)))
    '9 (who made 20 reports in 9 days) of the 12 people who reported one account'
    """
    if not (told := run.detail[3:]):
        return f"{run.peak:,.0f} of the people who reported one account"
    people, reports, days = told
    return (
        f"{run.peak:,.0f} (who made {reports:,} reports in {counted(days, 'day')}) of the {people:,} people who "
        "reported one account"
    )


def _agreed(reason: str, alike: int, reports: int) -> str:
    """Say that nearly all reports of a group give one reason, where it is so.

    >>> _agreed("scam", 12, 12), _agreed("scam", 6, 12)
    ('; all 12 reports of theirs in those hours give one reason, scam', '')
    """
    if reports < AGREED_LEAST or alike < NEARLY * reports:
        return ""
    number = f"all {reports}" if alike == reports else f"{alike} of the {reports}"
    return f"; {number} reports of theirs in those hours give one reason, {reason}"


def _about(usual: float) -> str:
    return f"about {usual:,.0f}" if usual >= 1 else "hardly one"


def _told(group: Group, tell: str = "") -> str:
    """Say how many they are, which of them tell most, and whom they reported: who is not accused, nor listed."""
    names = f" ({', '.join(group.targets)})" if len(group.targets) <= NAMED_MOST else ""
    return f"{counted(len(group.reporters), 'such reporter')}{tell} and {counted(len(group.targets))} reported{names}"
