"""From judgements to one verdict an alert, and how far reviewers agree."""

from __future__ import annotations

from collections import Counter

import pandas as pd

APPEAL, GOLDEN = "appeal", "golden"


def verdicts(found: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each judged alert: alert_id, verdict, before_appeal, appealed, overturned, seconds.

    Each reviewer's last word counts; the most frequent of them wins, and where two are as frequent, `unsure`. The last
    appeal that is sure wins over all. Golden cases, which test the reviewers and not the detectors, do not count.
    """
    rows = []
    for name, group in found[found["source"] != GOLDEN].groupby("alert_id", sort=False):
        appeals = group[(group["source"] == APPEAL) & (group["verdict"] != "unsure")]["verdict"]
        before = majority(last_words(group[group["source"] != APPEAL])["verdict"])
        after = str(appeals.iloc[-1]) if len(appeals) else before
        overturned = bool(len(appeals)) and before is not None and after != before
        rows.append((name, after, before, bool(len(appeals)), overturned, group["seconds"].sum()))
    return pd.DataFrame(rows, columns=["alert_id", "verdict", "before_appeal", "appealed", "overturned", "seconds"])


def last_words(group: pd.DataFrame) -> pd.DataFrame:
    """Return each reviewer's last judgement of each alert; a judgement without a reviewer is a reviewer of its own."""
    who = group["reviewer"].where(group["reviewer"].notna(), "#" + group.index.astype(str).to_series(index=group.index))
    return group.assign(reviewer=who).drop_duplicates(["alert_id", "reviewer"], keep="last")


def majority(words: pd.Series[str]) -> str | None:
    """Return the most frequent verdict, `unsure` for a tie, None for none at all."""
    ranked = Counter(words).most_common(2)
    if not ranked:
        return None
    tied = len(ranked) == 2 and ranked[0][1] == ranked[1][1]
    return "unsure" if tied else str(ranked[0][0])


def alpha(units: list[list[str]]) -> float | None:
    """Return Krippendorff's alpha for nominal words: 1 full agreement, 0 as by chance, below 0 worse than chance.

    `units`: the words said about each case; those with fewer than two say nothing. None where nothing can be said: no
    such case, or only one word ever used. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.

    >>> alpha([["a", "a"], ["b", "b"], ["a", "b"]])
    0.4444444444444444
    """
    units = [unit for unit in units if len(unit) > 1]
    totals = Counter(word for unit in units for word in unit)
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = sum((len(u) ** 2 - sum(c * c for c in Counter(u).values())) / (len(u) - 1) for u in units)
    return 1.0 - (n - 1) * observed / expected
