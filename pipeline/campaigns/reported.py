"""Who of a campaign was reported, who reported, and who is accused of something else: told apart. Pure.

A surge of reports names the account reported and its reporters, and cannot tell which of them did wrong. What else is
in the campaign can: an entered account that was then reported is the case, and its reporters are none; a farm that
reports is, and those it reported are none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.plural import many
from schemas.alert import Alert

REPORTED_TOLD = 5  # by name: of a crowd that reports one after the other the number says enough


def reported_in(alert: Alert) -> str:
    """Return the account that an alert says was reported by its others; nothing where it does not tell of reports."""
    return str(alert.signals[0].evidence.get("account_reported", ""))


def told_apart(alerts: Sequence[Alert], total: int) -> str:
    """Say which of the `total` accounts of a campaign were reported, and what the others are, if that is known."""
    reported = {name for alert in alerts if (name := reported_in(alert))}
    if not reported:
        return ""
    names, others = _named(reported), total - len(reported)
    accused = _accused(alerts)
    who = "it" if len(reported) == 1 else "them"
    if not accused and others > 0:
        return f": {names}, reported, and {many(others, 'other')} who reported {who}"
    if accused <= reported and others > 0:
        return f": {names}, and {many(others, 'other')} who only reported {who}"
    only = reported - accused
    return f" (only reported by others: {_named(only)})" if only else f" (reported by others, too: {names})"


def _accused(alerts: Sequence[Alert]) -> set[str]:
    """Return who is accused of anything but reports; one that nobody has for those who are not listed."""
    others = [alert for alert in alerts if not reported_in(alert)]
    listed = {name for alert in others for name in alert.accounts}
    return listed | {""} if any(alert.accounts_total > len(alert.accounts) for alert in others) else listed


def _named(names: set[str]) -> str:
    return ", ".join(sorted(names)) if len(names) <= REPORTED_TOLD else str(len(names))


def in_turns(alerts: Sequence[Alert], lists: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Return the lists of those who are accused, then those of reporters, then the reported whom nothing else accuses.

    All are of the first kind where there are reports alone: who was reported then comes first.
    """
    both = list(zip(alerts, lists, strict=True))
    accused = [names for alert, names in both if not reported_in(alert)]
    if not accused:
        return [list(lists)]
    last = {reported_in(alert) for alert in alerts} - {name for names in accused for name in names}
    reports = [names for alert, names in both if reported_in(alert)]
    kept: list[Sequence[str]] = [[name for name in names if name not in last] for names in reports]
    return [accused, kept, [[name for names in reports for name in names if name in last]]]
