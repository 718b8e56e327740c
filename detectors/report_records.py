"""What became of somebody's reports: how many were upheld by reviewers, and how many rejected.

A verdict on what was reported is kept by its hour, and counts for all who had reported it from the second full hour
after it on: no order decides anything. Sums merge in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from msgspec import Struct, field

from detectors.signup_traits import binomial
from detectors.tally import sampled
from schemas.event import Decision

HOUR_S = 3600.0
AFTER = 2  # hours from a verdict's own to those that know of it
DAY_HOURS = 24
LASTS = 90 * DAY_HOURS  # hours a record is believed after the latest verdict
KEPT = 4096  # reporters; beyond, a sample by hash
CONTENTS_KEPT = 512  # reported contents an hour
PROVEN, PROVEN_SHARE = 3, 0.8  # reports upheld, and their share, from which on somebody is believed
MOST = 5  # verdicts that one reporter counts for: one who is always wrong is no group
REJECTED = 0.5  # of ordinary reports, as platforms tell that publish such figures: half or more
VERDICTS = {"violation": 1, "benign": -1}
POLICIES = ("spam", "prompt_attack", "fake_accounts")  # a verdict of these is about what reports are about


class Record(Struct, array_like=True):
    """One reporter's reports with a verdict, and the hour of the latest."""

    upheld: int = 0
    rejected: int = 0
    hour: int = 0


class Records(Struct, array_like=True):
    """`told`: verdicts that wait, violations less benign, by hour, account and content (0: the account's as a whole).

    `contents`: what was reported, by hour.
    """

    by_name: dict[str, Record] = field(default_factory=dict)
    level: int = 0
    told: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    contents: dict[int, dict[int, int]] = field(default_factory=dict)
    known_to: int = 0  # the hours before have been learned

    def reported(self, hour: int, content: str | None) -> None:
        """Remember what was reported, so that a verdict on something else of the account's is not taken for its own."""
        if content is not None:
            contents = self.contents.setdefault(hour, {})
            contents[number_of(content)] = 0
            if len(contents) > CONTENTS_KEPT:
                del contents[max(contents)]

    def tell(self, decision: Decision) -> None:
        """Take a sure verdict on an account's content, or on the account for what people report."""
        whole = decision.alert_id is None and (decision.policy is None or decision.policy in POLICIES)
        if decision.verdict not in VERDICTS or decision.source == "golden" or not (decision.content_id or whole):
            return
        hour = max(int(decision.time // HOUR_S), self.known_to)
        told = self.told.setdefault(hour, {}).setdefault(decision.subject, {})
        number = number_of(decision.content_id) if decision.content_id else 0
        told[number] = told.get(number, 0) + VERDICTS[decision.verdict]

    def due(self, hour: int) -> list[int]:
        """Return the hours whose verdicts are known in `hour`, in order."""
        return sorted(at for at in self.told if at <= hour - AFTER)

    def learn(self, hour: int, since: int, reporters: dict[str, set[str]]) -> None:
        """Learn an hour's verdicts; `reporters`: who had reported each account in the hours after `since`."""
        seen = {number for at, contents in self.contents.items() if since < at <= hour for number in contents}
        for account, told in self.told.pop(hour).items():
            verdict = sum(sum_ for number, sum_ in told.items() if not number or number in seen)
            for name in reporters.get(account, ()) if verdict else ():
                self._add(name, hour, upheld=verdict > 0)
        self.known_to = hour + 1

    def _add(self, name: str, hour: int, *, upheld: bool) -> None:
        if not sampled(name, self.level):
            return
        record = self.by_name.get(name)
        if record is None or hour - record.hour > LASTS:
            record = self.by_name[name] = Record()
        record.upheld, record.rejected = record.upheld + upheld, record.rejected + (not upheld)
        record.hour = max(hour, record.hour)
        while len(self.by_name) > KEPT:
            self.level += 1
            self.by_name = {name: one for name, one in self.by_name.items() if sampled(name, self.level)}

    def of(self, name: str, hour: int) -> Record | None:
        """Return a reporter's record, if it is not too old."""
        record = self.by_name.get(name)
        return record if record is not None and hour - record.hour <= LASTS else None

    def proven(self, name: str, hour: int) -> bool:
        """Tell whether somebody's reports are upheld as a rule."""
        record = self.of(name, hour)
        return record is not None and record.upheld >= max(PROVEN, PROVEN_SHARE * (record.upheld + record.rejected))

    def discredited(self, names: Iterable[str], hour: int) -> set[str]:
        """Return those most of whose reports were rejected."""
        found = {name: record for name in names if (record := self.of(name, hour)) is not None}
        return {name for name, record in found.items() if record.rejected > record.upheld}

    def surprise(self, names: Iterable[str], hour: int) -> float:
        """Return the surprise of so many rejected reports of theirs, if theirs were as others' are."""
        judged = rejected = 0
        for name in names:
            if (record := self.of(name, hour)) is not None:
                total = record.upheld + record.rejected
                judged += min(MOST, total)
                rejected += round(record.rejected * min(MOST, total) / total)
        return binomial(judged, rejected, REJECTED)

    def forget(self, oldest: int, hour: int) -> None:
        """Drop contents of hours before `oldest`, and records that are too old in `hour`."""
        self.contents = {at: contents for at, contents in self.contents.items() if at >= oldest}
        self.by_name = {name: one for name, one in self.by_name.items() if hour - one.hour <= LASTS + DAY_HOURS}


def number_of(content: str) -> int:
    """Return a content's number, never 0."""
    return crc32(content.encode()) | 1
