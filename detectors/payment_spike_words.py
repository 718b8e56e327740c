"""What is said of a day on which an account paid far more than it ever did."""

from __future__ import annotations

from detectors.payment_spike_past import paid
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from detectors.wording import counted, money, unsaid


def told(run: Tally) -> tuple[str, dict[str, float | int | str]]:
    """Return the sentence, which compares the large payments with those before, and its numbers."""
    count, total, as_large, before, untold = (*run.detail, 0, 0, 0, 0, 0)[:5]
    currencies = sorted({p.currency for p in map(paid, run.members) if p.amount >= run.peak})
    why = unsaid(currencies)
    whence = "" if untold else "from a device and address new to it within hours, "
    as_much = f"{as_large} of its {before} payments before {'was' if as_large == 1 else 'were'}" if as_large else (
        f"none of its {before} payments before was")  # fmt: skip
    reason = (
        f"The account made {counted(count, 'payment')} within a day, {whence}each of {money(run.peak, currencies)} or "
        f"more{f' ({why})' if why else ''}, {money(total, currencies)} in all; {as_much} as large, usual is about "
        f"{money(run.usual, currencies)}."
    )
    evidence: dict[str, float | int | str] = {
        "payments_in_window": count, "window_s": DAY_S, "least_minor": run.peak, "sum_minor": total,
        "usual_minor": round(run.usual), "earlier_payments": before, "earlier_as_large": as_large,
        "surprise_log10": round(run.surprise, 3), "events": run.n,
    }  # fmt: skip
    return reason, evidence
