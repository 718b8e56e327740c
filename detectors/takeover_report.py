"""What a takeover looks like to a reviewer, and what is noted for that."""

from __future__ import annotations

from detectors.base import Detector, Finding
from detectors.takeover_changes import CHANGES, SOON_S, Entry
from detectors.takeover_state import TakeoverState
from detectors.tally import Tally
from schemas.event import NEW_COUNTRY, NEW_DEVICE
from schemas.values import Severity


class TakeoverReport(Detector[TakeoverState]):
    """Turns runs of hot tallies into findings."""

    def explain(self, run: Tally, state: TakeoverState, key: str) -> Finding:
        """Say what was new, how many failures came before, and what was changed after."""
        extra = run.extra or {}
        changed = [kind.partition(".")[2].replace("_", " ") for kind in CHANGES if extra.get(kind.partition(".")[2])]
        evidence: dict[str, float | int | str] = {
            "failures_before": int(run.peak), "novelty_log10": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3),
            **{name: int(bool(value)) for name, value in sorted(extra.items())},
        }  # fmt: skip
        reset = "; the password was reset from there just before" if extra.get("reset_before") else ""
        reason = (
            f"The account was {'entered' if extra.get('login') else 'changed, without a login,'} from a strange place"
            f"{' in a new country' if extra.get('new_country') else ''}"
            f"{' with a new device' if extra.get('new_device') else ''}; failed logins from strange places in the day "
            f"before: {run.peak:.0f}{reset}; changed since: {', '.join(changed) or 'nothing yet'}."
        )
        severity: Severity = "critical" if changed else "high"
        action = "End its sessions, undo the changes, let the owner back in through the old address."
        return Finding(severity, evidence, reason, action, [key], 1)


def write(state: TakeoverState, entry: Entry, tally: Tally) -> None:
    """Note the entry and its changes, each once; it began with the first of several entries close together."""
    tally.stretch(min(e.time for e in state.entries if 0 <= entry.time - e.time <= SOON_S))
    for name, time in [(entry.id, entry.time), *((c.id, c.time) for c in state.after(entry))]:
        if name not in tally.members:
            tally.member(name, time)
            tally.seen(time, name)
    for name in [f"ip:{entry.ip}"] * bool(entry.ip) + [f"device:{entry.device}"] * bool(entry.device):
        tally.tie(name, entry.time)
    said = {kind.partition(".")[2]: 1.0 for kind in (change.kind for change in state.after(entry))}
    said["reset_before"] = float(bool(said and state.before(entry)))
    said["login"] = float(any(e.login for e in state.entries if 0 <= entry.time - e.time <= SOON_S))
    said["new_country"] = float(bool(entry.novel & NEW_COUNTRY))
    said["new_device"] = float(bool(entry.novel & NEW_DEVICE))
    before = tally.extra or {}
    tally.extra = {name: max(said.get(name, 0.0), before.get(name, 0.0)) for name in {**before, **said}}
