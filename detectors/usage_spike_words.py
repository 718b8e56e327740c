"""What is said of a key that used, or was refused, far more than it usually does."""

from __future__ import annotations

from detectors.base import Finding
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.usage_amount import named
from detectors.usage_denied import DENIED_TOLD, denied_told
from detectors.usage_hours import AT_NEW_HOURS
from detectors.usage_shares import Share, share_as_evidence, standing_out, told_of
from detectors.wording import about, within

MORE = 1.5  # times what the most surprising time had
# 2026-12: of 30 attacks with such a row on 33 made-up products two are of an account without a key, and none of these
# asks only for what it always did; one owner does, who fetches two years of his own data in a day.
NOTHING_ELSE = 0.99


def told(run: Tally, key: str, step_s: float, hot_from: float) -> Finding:
    """Compare the fullest bucket (of `step_s` seconds) with the level."""
    accounts, extra = sorted(run.accounts or {}), run.extra or {}
    what = named(run.detail[0], sorted(extra)) if len(run.detail) == 1 else "requests"
    has_key = key not in accounts
    reason = _reason(run, what, "API key" if has_key else "account", step_s / 60)
    if refused := len(run.detail) == DENIED_TOLD:
        what, reason = "requests", denied_told(run, step_s / 60)
    share = standing_out(run) if what == "requests" else None
    evidence: dict[str, float | int | str] = {
        "units_in_window": round(run.peak, 3), "window_s": step_s, "usual_in_window": round(run.usual, 3),
        "surprise_log10": round(run.surprise, 3), "events": run.n,
        "units": round(extra.get(what, run.total), 3), "measure": what,
        **share_as_evidence(share),
    }  # fmt: skip
    severity = "low" if (only := not (has_key or refused) and _as_ever(share)) else graded(run.surprise, hot_from)
    reason += told_of(share) + (" It has no key, and hardly ever asked for anything else." if only else "")
    action = f"Ask the owner; cap {'or rotate the key' if has_key else 'what the account may use until then'}."
    return Finding(severity, evidence, reason, action, accounts, len(accounts))


def _as_ever(share: Share | None) -> bool:
    """Tell whether it asks for one product, and always did: more of its own, nothing a thief would come for."""
    return share is not None and min(share.before or 0.0, share.made / share.every) >= NOTHING_ELSE


def _reason(run: Tally, what: str, who: str, minutes: float) -> str:
    did, times = "used" if run.detail else "made", run.peak / max(run.usual, 1e-9)
    hour = ", nor any at that hour" if AT_NEW_HOURS in (run.extra or {}) else ""
    return (
        f"One {who} {did} {run.peak:,.0f} {what} within {minutes:.0f} min, {times:,.0f} times its usual "
        f"{about(run.usual)}; no earlier day had as much at once{hour}{_in_all(run, what)}."
    )


def _in_all(run: Tally, what: str) -> str:
    """Say how much it is in all, where that is more: the most surprising half hour is not the fullest one."""
    every = (run.extra or {}).get(what, run.total)
    return f"; {every:,.0f} in all within {within(run.last - run.first)}" if every > MORE * run.peak else ""
