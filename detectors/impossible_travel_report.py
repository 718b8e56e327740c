"""What an impossible journey looks like to a reviewer."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Detector, Finding
from detectors.impossible_travel_paid import PAID, PAYMENT, TAKEN
from detectors.impossible_travel_state import Login, TravelState
from detectors.network import provider_of
from detectors.takeover_entries import Change
from detectors.tally import Tally
from schemas.event import NEAR, NEW_DEVICE, NEW_IP
from schemas.values import Severity

KM_H = 1300.0  # an airliner's speed, and room for an address that is located in the wrong place


def note_place(new: Login, tally: Tally) -> None:
    """Note from where the newcomer came, where the account never was: a thief enters others from there, too."""
    if new.device and new.novel & NEW_DEVICE:
        tally.tie(f"device:{new.device}", new.time)
    if new.ip and new.novel & NEW_IP:
        tally.tie(f"ip:{new.ip}", new.time)
        tally.extra = {**(tally.extra or {}), "new_address": 1.0}
        if not new.novel & NEAR:
            tally.tie(f"range:{provider_of(new.ip)}", new.time)


def note_payees(changes: Sequence[Change], tally: Tally) -> None:
    """Note who is paid again: a thief's other victims pay him, too, whatever place each is entered from."""
    for change in changes:
        if change.payee and change.kind == PAYMENT:
            tally.tie(f"payee:{change.payee}", change.time)


class TravelReport(Detector[TravelState]):
    """Turns runs of hot tallies into findings."""

    def explain(self, run: Tally, state: TravelState, key: str) -> Finding:
        """Say how fast the journey would have been."""
        extra = run.extra or {}
        evidence: dict[str, float | int | str] = {
            "speed_km_h": round(run.peak), "possible_km_h": KM_H, "surprise_log10": round(run.surprise, 3),
            **{name: round(value, 2) for name, value in sorted(extra.items())},
        }  # fmt: skip
        taken = [name.replace("_", " ") for kind in TAKEN if (name := kind.partition(".")[2]) in extra]
        if PAID in extra:
            taken.append(f"one payee paid {extra[PAID]:.0f} times")
        changed = ", ".join(taken)
        reason = (
            f"The account was entered from two countries, one of them new to it, within a time for which the journey "
            f"would take at least {run.peak:.0f} km/h (possible: {KM_H:.0f})"
            f"{f'; from the new place within the hour: {changed}' if changed else ''}"
            f"{'; since then it is used from both by turns, on a device in each' if extra.get('by_turns') else ''}."
        )
        # Two changes lock the owner out, who was at home just before: no journey of his explains that.
        severity: Severity = "critical" if len(taken) - (PAID in extra) > 1 else "high"
        return Finding(severity, evidence, reason, "Ask the owner; end the sessions of the new country.", [key], 1, 1)
