"""What became of somebody's reports: how many reviewers upheld, how many they rejected.

A verdict of one hour counts from the second full hour after it on, for all who had reported by the end of its own hour:
no order of arrival decides anything, as long as hours are learned in order. What is kept lies with the account
reported (`Reports`) and with the reporter (`Record`); `pipeline.reporters` brings verdicts to both.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from msgspec import Struct, field

from detectors.by_time import since
from detectors.sampling import sampled, thin
from schemas.beliefs import Standing
from schemas.event import Decision

HOUR_S = 3600.0
AFTER = 2  # hours from a verdict's own to those that know of it
DAY_HOURS = 24
WITHIN = 7 * DAY_HOURS  # hours from a report to the last verdict on it: as for texts
LASTS = 90 * DAY_HOURS  # hours a record is believed after the latest verdict
REPORTERS_KEPT = 128  # of one account in one hour; beyond, a sample by hash
CONTENTS_KEPT = 8  # that one reporter reports of one account in one hour
WHOLE = 0  # in place of a content: the account
VERDICTS = {"violation": 1, "benign": -1}
POLICIES = ("spam", "prompt_attack", "fake_accounts")  # a verdict of these is about what reports are about


class Record(Struct, array_like=True):
    """One reporter's reports with a verdict, up to that of `hour`, the latest. About 20 bytes.

    `before`: the same (upheld, rejected, hour) without what `hour` added, for events of the hour before.
    """

    upheld: int = 0
    rejected: int = 0
    hour: int = 0
    before: tuple[int, int, int] = (0, 0, 0)

    def add(self, hour: int, upheld: int, rejected: int) -> None:
        """Add verdicts of an hour, or take them back (below 0); hours come in order."""
        if hour > self.hour:
            if hour - self.hour > LASTS:
                self.upheld = self.rejected = self.hour = 0
            self.before, self.hour = (self.upheld, self.rejected, self.hour), hour
        self.upheld, self.rejected = max(0, self.upheld + upheld), max(0, self.rejected + rejected)

    def standing(self, hour: int) -> Standing | None:
        """Return what is known in `hour`: in that of the latest verdict learned plus `AFTER`, or in the one before."""
        known = self.hour <= hour - AFTER
        upheld, rejected, latest = (self.upheld, self.rejected, self.hour) if known else self.before
        return Standing(upheld, rejected) if upheld + rejected and hour - latest <= LASTS else None


class Reports(Struct, array_like=True):
    """Who reported what of one account: hour -> reporter -> content -> the verdict that counted (0: none so far).

    `levels`: of the hours' samples. 40 bytes a report, at most `REPORTERS_KEPT` reporters an hour for `WITHIN` hours.
    """

    hours: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    def add(self, hour: int, reporter: str, content: str | None) -> None:
        """Remember one report."""
        level = self.levels.get(hour, 0)
        if not sampled(reporter, level):
            return
        names = self.hours.setdefault(hour, {})
        contents = names.setdefault(reporter, {})
        contents.setdefault(number_of(content or ""), 0)
        if len(contents) > CONTENTS_KEPT:
            del contents[max(contents)]
        if len(names) > REPORTERS_KEPT:
            thin(self.hours, self.levels, hour, REPORTERS_KEPT)

    def forget(self, oldest: int) -> None:
        """Drop the hours before `oldest`."""
        self.hours = since(self.hours, oldest)
        self.levels = since(self.levels, oldest)

    def judge(self, hour: int, content: int, verdict: int) -> Iterator[tuple[str, int]]:
        """Take an hour's verdict (1 or -1) on a content or the `WHOLE`; yield whose record it changes, from what.

        That is 0 for a report that had none, else the verdict that this one takes back.
        """
        found: dict[str, list[dict[int, int]]] = {}
        for at in sorted(at for at in self.hours if hour - WITHIN < at <= hour):
            for name, contents in self.hours[at].items():
                if content == WHOLE or content in contents:
                    found.setdefault(name, []).append(contents)
        for name in sorted(found):
            home = next((one for one in found[name] if one.get(content)), found[name][0])
            before, home[content] = home.get(content, 0), verdict
            if before != verdict:
                yield name, before


def about(decision: Decision) -> int | None:
    """Return which content of its account a verdict is about, `WHOLE` for the account; None for one to be passed over.

    That is one that is not sure, tests the reviewer, or is about other things than people report: about an alert, say,
    or about those who report.
    """
    if decision.verdict not in VERDICTS or decision.source == "golden" or decision.policy == "report_abuse":
        return None
    if decision.content_id:
        return number_of(decision.content_id)
    whole = decision.alert_id is None and (decision.policy is None or decision.policy in POLICIES)
    return WHOLE if whole else None


def number_of(content: str) -> int:
    """Return a content's number, never 0."""
    return crc32(content.encode()) | 1
