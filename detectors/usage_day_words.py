"""What a reviewer is told of an account's day that is far fuller than its days are."""

from __future__ import annotations

from detectors.first_times import in_order
from detectors.program_named import PROGRAMS_TOLD
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.usage_shares import Share, share_as_evidence, told_of
from detectors.wording import about


def numbers(run: Tally, share: Share | None) -> dict[str, float | int | str]:
    """Return the checkable numbers of a run; `share`: the product that stands out."""
    days, fullest, limited = (*run.detail, 0, 0, 0)[:3]
    return {
        "units_in_window": round(run.peak, 3), "window_s": DAY_S, "usual_in_window": round(run.usual, 3),
        "most_in_window": fullest, "earlier_days": days, "surprise_log10": round(run.surprise, 3), "events": run.n,
        **share_as_evidence(share), **({"answered_429": limited} if limited else {}),
    }  # fmt: skip


def said(run: Tally, share: Share | None, *, strange: bool) -> str:
    """Return the sentences: how many, beside which past, of what, and where what is new came from."""
    days, fullest, limited = (*run.detail, 0, 0, 0)[:3]
    home = "" if strange else " All came from addresses and devices that it had before."
    went_on = f" It went on where {limited:,} were refused as too many (429)." if limited else ""
    most = told_of(share).replace(" requests", " answered requests" if limited else " requests")
    return (
        f"One account, without a key, made {run.peak:,.0f} requests in a day (UTC), "
        f"{run.peak / max(fullest, 1):,.0f} times as many as on the fullest of the {days} days before on which it "
        f"was used ({fullest:,}; usual {about(run.usual)}).{went_on}{most}{_new(run)}{home}"
    )


def _new(run: Tally) -> str:
    """Say which programs came from where, where program and provider were new to the account.

    >>> _new(Tally(carried={"curl 8.9 from AS64500 in NL": 1.0})), _new(Tally())
    (' New to the account, program and provider: curl 8.9 from AS64500 in NL.', '')
    """
    told = in_order(run.carried or {})
    more = ", ..." if len(told) > PROGRAMS_TOLD else ""
    return f" New to the account, program and provider: {', '.join(told[:PROGRAMS_TOLD])}{more}." if told else ""
