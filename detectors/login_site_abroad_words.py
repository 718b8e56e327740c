"""What is said of accounts that failed from countries and with clients new to them: who got in, and who was tried."""

from __future__ import annotations

from math import sqrt

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.login_site_abroad_state import FEW
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.wording import about, counted, few_of

LISTED = 8  # of those that may be travellers: to be looked at, and accused of nothing
FAR, CHANCE = 2.0, 3.0  # times as many as usual got in, and so many standard deviations more: then they are named


def said(run: Tally) -> Finding:
    """Name who got in where that is more than honest people explain, then who was tried."""
    tried, span = (*run.detail, 0, 0)[:2]
    inside, all_days = in_order(run.marked or {}), span + (run.last - run.first) / DAY_S
    usual = None if run.usual < 0.0 else run.usual * all_days
    named = inside if usual is None or len(inside) >= max(FAR * usual, usual + CHANCE * sqrt(usual)) else []
    evidence: dict[str, float | int | str] = {
        "tried": tried, "days": span, "entered": len(inside), "surprise_log10": round(run.surprise, 3),
        "events": run.n,
    }  # fmt: skip
    if usual is not None:
        evidence["entered_usual"] = round(usual, 2)
    often = "how many do at any time is not known yet" if usual is None else f"usual: {about(usual)}"
    days = "a day" if span == 1 else f"{span} days"
    all_ = f" ({run.distinct():,} in all)" if run.distinct() > tried else ""
    reason = (
        f"{counted(tried)}{all_} failed to log in within {days}, each from a country and with a client new to it, "
        f"at addresses that tried {FEW} accounts at most, and did not get in there: hardly anybody honest comes so "
        f"and fails. {_who(inside, named, often)}."
    )
    first = f"Look first at the {len(named)} that got in, end their sessions, ask the owners; a" if named else "A"
    action = f"{first}sk for a second factor, or a proof by mail, where country and device are both new."
    others = [name for name in in_order(run.members) if name not in named]
    total = run.distinct() + len([name for name in named if name not in run.members])
    return Finding("high" if named else "medium", evidence, reason, action, [*named, *others], total, len(named))


def _who(inside: list[str], named: list[str], often: str) -> str:
    """Say how many got in who came so, whether they are named, and why not."""
    if not inside:
        return f"Nobody who came so got in ({often})"
    if named:
        return f"{counted(len(inside))} came so and got in ({often}), who are named first"
    return (
        f"{counted(len(inside))} came so and got in ({few_of(inside, LISTED)}), no more than may come honestly "
        f"({often}): they may be travellers, and none is accused; look what was changed there since"
    )
