"""What reviewers have decided of each alert, for those who want to see it beside the alert."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pipeline.alert_id import is_sample
from pipeline.decisions import judges_alert
from pipeline.quality.matching import judgements
from pipeline.quality.samples import Samples
from pipeline.quality.verdicts import verdicts
from pipeline.stamps import stamp_s
from schemas.alert import Alert
from schemas.event import Decision


class Standing(NamedTuple):
    """The verdict on an alert. `before`: what an appeal has changed; `outgrown`: of which earlier version it is."""

    verdict: str
    before: str | None = None
    outgrown: str | None = None

    @property
    def brief(self) -> str:
        """Return it in a word or two."""
        return f"{self.verdict} ({self.outgrown})" if self.outgrown else self.verdict

    @property
    def full(self) -> str:
        """Return it as a reviewer reads it before another verdict."""
        appeal = f" on appeal, {self.before} before" if self.before else ""
        return f"{self.verdict}{appeal}" + (f", of {self.outgrown}: it has changed since" if self.outgrown else "")


def decided(alerts: Mapping[str, Alert], said: Collection[Decision]) -> dict[str, Standing]:
    """Return the verdict by alert id, reckoned as for precision; an alert that nobody has judged is not there."""
    samples = Samples(alerts, said)
    others = {name: one for name, one in alerts.items() if not is_sample(name)}
    found = verdicts(judgements(others, (one for one in said if one.id not in samples.taken))[0])
    last = _last(said)
    told = zip(found["alert_id"], found["verdict"], found["before_appeal"].where(found["overturned"]), strict=True)
    standing = {name: Standing(str(verdict), before if isinstance(before, str) else None,
                               outgrown(alerts[name], last[name]) if name in last else None)
                for name, verdict, before in told if verdict}  # fmt: skip
    return standing | {name: Standing(verdict) for name, verdict in samples.verdicts().items()}


def outgrown(alert: Alert, last: Decision) -> str | None:
    """Return which earlier version the latest decision was about, None where it was about this one.

    That an alert was closed changes nothing. A decision that names no version was about what had been seen by then.
    """
    if last.alert_version is None:
        return "earlier" if stamp_s(alert.last_seen) > last.time else None
    changed = alert.version - (alert.status == "closed") > last.alert_version
    return f"v{last.alert_version}" if changed else None


def _last(said: Collection[Decision]) -> dict[str, Decision]:
    """Return the latest decision by alert id."""
    named = [one for one in said if judges_alert(one)]
    return {one.alert_id or "": one for one in sorted(named, key=lambda one: (one.time, one.id))}
