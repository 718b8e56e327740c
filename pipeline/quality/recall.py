"""What share of violating posts live alerts show, and how many a day they miss: estimated from audit samples.

Each sample stands for 1 / probability posts (Horvitz and Thompson, A Generalization of Sampling Without Replacement,
1952), and those judged of a day also for those of it that were not: reviewers go by priority, which is the order of the
draw, so the judged are a random part. Intervals are those of precision: Jeffreys', of as many verdicts as the weights
leave (Kish 1965; `pipeline.precision`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from pipeline.engine_settings import EngineSettings
from pipeline.precision import weighted
from pipeline.quality.samples import Post
from pipeline.stamps import stamp_s
from schemas.alert import Alert

ALL = "all"
COLUMNS = ["policy", "judged", "violation", "shown", "recall", "recall_low", "recall_high", "missed_a_day",
           "missed_low", "missed_high"]  # fmt: skip
BESIDE_S = EngineSettings().idle_s  # around an alert's evidence: what is nearer belongs to it, as when it was raised
_UNIT = 1000  # weights are counted in thousandths


class Case(NamedTuple):
    """A sample that was judged. `weight`: posts it stands for, in thousandths; `shown`: a live alert shows it, too."""

    weight: int
    violation: bool
    shown: bool
    policy: str


class Shown:
    """What live alerts show reviewers: events of their evidence, and what their accounts did in their time.

    Alerts that accuse nobody (`signal_health`) show no posts. `cut`: how many alerts list some of their accounts only.
    """

    def __init__(self, alerts: Iterable[Alert]) -> None:
        self._events: set[str] = set()
        self._accounts: dict[str, list[tuple[float, float]]] = {}
        self.cut = 0
        for alert in alerts:
            if alert.mode == "live" and alert.policy != "signal_health":
                self._add(alert)

    def _add(self, alert: Alert) -> None:
        self.cut += alert.accounts_total > len(alert.accounts)
        self._events.update(alert.evidence_event_ids)
        times = stamp_s(alert.first_seen) - BESIDE_S, stamp_s(alert.last_seen) + BESIDE_S
        for account in {*alert.accounts, *([alert.entity.id] if alert.entity.type == "account" else ())}:
            self._accounts.setdefault(account, []).append(times)

    def has(self, post: Post) -> bool:
        """Tell whether a post is shown."""
        if not self._events.isdisjoint(post.alert.evidence_event_ids):
            return True
        times = [one for account in post.alert.accounts for one in self._accounts.get(account, ())]
        return any(first <= post.time <= last for first, last in times)


def recall(posts: Sequence[Post], shown: Shown) -> pd.DataFrame:
    """Return a row for all violations, and one for each policy that reviewers named (`unnamed` where they did not).

    `judged`: samples of which somebody is sure; `violation`: those that are one, `shown` of these by a live alert.
    `recall` and `missed_a_day` (violating posts that no live alert shows) are estimates of all posts, with their 95 %
    intervals; None where no violation is known. That of `missed_a_day` takes `posts_a_day` as it is.
    """
    cases = [Case(weight, bool(post.violation), shown.has(post), post.policy) for post, weight in _judged(posts)]
    named, a_day = sorted({case.policy for case in cases if case.violation}), posts_a_day(posts)
    return pd.DataFrame([_row(policy, cases, a_day) for policy in (ALL, *named)] if cases else [], columns=COLUMNS)


def posts_a_day(posts: Sequence[Post]) -> float:
    """Return how many posts a day the samples stand for, from the day of the first to that of the last."""
    days = sorted(date.fromisoformat(post.day) for post in posts)
    return round(sum(post.stands_for for post in posts) / ((days[-1] - days[0]).days + 1), 1) if days else 0.0


def _judged(posts: Sequence[Post]) -> list[tuple[Post, int]]:
    """Return the judged samples with their weights, in thousandths of posts."""
    drawn, judged = defaultdict[str, float](float), defaultdict[str, float](float)
    for post in posts:
        drawn[post.day] += post.stands_for
        judged[post.day] += post.stands_for if post.violation is not None else 0
    return [(post, round(_UNIT * post.stands_for * drawn[post.day] / judged[post.day]))
            for post in posts if post.violation is not None]  # fmt: skip


def _row(policy: str, cases: Sequence[Case], a_day: float) -> dict[str, Any]:
    mine = [case for case in cases if case.violation and policy in {ALL, case.policy}]
    found, missed = ([case for case in mine if case.shown is seen] for seen in (True, False))
    total, lost = _sum(cases), _sum(missed)
    share = weighted(_sum(found), lost, _squares(mine), len(mine))
    among = weighted(lost, total - lost, _squares(cases), len(cases))
    return {
        "policy": policy, "judged": len(cases), "violation": len(mine), "shown": len(found),
        "recall": round(_sum(found) / _sum(mine), 6) if mine else None, "recall_low": share.low if mine else None,
        "recall_high": share.high if mine else None, "missed_a_day": round(lost / total * a_day, 2),
        "missed_low": round(among.low * a_day, 2), "missed_high": round(among.high * a_day, 2),
    }  # fmt: skip


def _sum(cases: Iterable[Case]) -> int:
    return sum(case.weight for case in cases)


def _squares(cases: Iterable[Case]) -> int:
    return sum(case.weight**2 for case in cases)


def facts(posts: Sequence[Post], shown: Shown, seconds_each: float | None) -> Mapping[str, Any]:
    """Return what the estimates rest on."""
    sure = [post for post in posts if post.violation is not None]
    return {
        "drawn": len(posts), "judged": len(sure), "days": len({post.day for post in sure}),
        "posts_a_day": posts_a_day(posts), "seconds_each": seconds_each, "alerts_cut_short": shown.cut,
    }  # fmt: skip
