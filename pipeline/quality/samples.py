"""Audit samples and what reviewers said of them: the posts of which nobody chose which are judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from pipeline.alert_id import is_sample
from pipeline.decisions import SURE
from pipeline.quality.verdicts import APPEAL, verdicts
from pipeline.stamps import stamp_s
from schemas.alert import Alert
from schemas.event import Decision

UNNAMED = "unnamed"
_COLUMNS = ["alert_id", "time", "reviewer", "verdict", "source", "seconds", "policy"]


class Post(NamedTuple):
    """A sample: when it was posted (seconds since 1970 UTC), how many posts it stands for, and what was said of it.

    `violation`: None where nobody is sure. `policy`: the one named last, "unnamed" where none was.
    """

    alert: Alert
    time: float
    stands_for: float
    violation: bool | None
    policy: str = UNNAMED

    @property
    def day(self) -> str:
        """Return the UTC day of the post."""
        return self.alert.first_seen[:10]


class Samples:
    """The samples among `alerts`, with the decisions about them.

    About a sample: it names it, or its content or event with source `audit`; and any appeal about these. What came to a
    reviewer in another way was not chosen by chance: it does not count here.
    """

    def __init__(self, alerts: Mapping[str, Alert], decisions: Iterable[Decision]) -> None:
        self._alerts = {name: alert for name, alert in alerts.items() if is_sample(name)}
        self._named: dict[str, list[str]] = {}
        for name, alert in self._alerts.items():
            for about in (name, f"content {alert.entity.id}", *(f"event {e}" for e in alert.evidence_event_ids)):
                self._named.setdefault(about, []).append(name)
        self.taken: set[str] = set()  # ids of decisions
        rows = [row for one in {one.id: one for one in decisions}.values() for row in self._rows(one)]
        self._found = pd.DataFrame(rows, columns=_COLUMNS).sort_values("time", kind="stable", ignore_index=True)
        self._found = self._found.astype({"seconds": float})

    def _rows(self, one: Decision) -> Iterator[tuple[object, ...]]:
        if one.alert_id is None and one.source not in {"audit", APPEAL}:
            return
        about = one.alert_id or (f"content {one.content_id}" if one.content_id else f"event {one.event_id}")
        for name in self._named.get(about, ()):
            self.taken.add(one.id)
            yield name, one.time, one.reviewer, one.verdict, one.source, one.seconds, one.policy

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._alerts)

    def rest(self, said: Iterable[Decision]) -> list[Decision]:
        """Return the decisions that are about no sample."""
        return [one for one in said if one.id not in self.taken]

    def verdicts(self) -> dict[str, str]:
        """Return the verdict by alert id. One that only an appeal speaks of has not been judged as a sample."""
        judged = verdicts(self._found)
        judged = judged[judged["before_appeal"].notna()]
        return dict(zip(judged["alert_id"], judged["verdict"], strict=True))

    def posts(self) -> list[Post]:
        """Return the sampled posts."""
        said = self.verdicts()
        words = self._found[(self._found["verdict"] == "violation") & self._found["policy"].notna()]
        policies = words.groupby("alert_id")["policy"].last()
        return [
            Post(alert, stamp_s(alert.first_seen), 1 / alert.sampling_probability,
                 SURE.get(said.get(name, "")), str(policies.get(name, UNNAMED)))
            for name, alert in self._alerts.items()
        ]  # fmt: skip

    def seconds_each(self) -> float | None:
        """Return what a review of a sample took on average; None before any was timed."""
        spent = self._found["seconds"].where(self._found["seconds"] > 0).mean()
        return None if pd.isna(spent) else round(float(spent), 1)
