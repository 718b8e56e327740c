"""Comparing what was raised with what was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.demo.matching import Planted
from pipeline.demo.scorecard import Found, Run, Scorecard
from pipeline.simulate.truth import Truth
from pipeline.stamps import stamp_s
from schemas.alert import Alert

ORDINARY = "ordinary days"


def score(truths: Iterable[Truth] | None, alerts: Iterable[Alert], run: Run) -> Scorecard:
    """Compare all versions of all alerts with what was planted; `truths` None: nobody knows."""
    planted = [Planted(truth) for truth in truths or ()]
    everything = list(alerts)
    single = _by_id(alert for alert in everything if alert.mode == "live")
    live = _by_campaign(single)
    others = {(alert.mode, alert.alert_id) for alert in everything if alert.mode != "live"}
    campaigns = [one for one in planted if one.truth.area]
    bursts = [one for one in planted if not one.truth.area]
    judged = live if truths is not None else {}
    wrong = {name: versions for name, versions in judged.items() if not _about(campaigns, versions)}
    notices = {name for name, versions in wrong.items() if _notice(planted, versions)}
    false = {name: versions for name, versions in wrong.items() if name not in notices}
    return Scorecard(
        run=run,
        truth_known=truths is not None,
        campaigns=[_found(one, live.values()) for one in campaigns],
        alerts=len(live),
        joined=len(single) - len(live),
        by_detector=_signed(live.values()),
        false_alerts=len(false),
        false_by_detector=_signed(false.values()),
        false_about=dict(Counter(_occasion(bursts, versions) for versions in false.values())),
        false_ids=sorted(false),
        notices=len(notices),
        other_modes=dict(sorted(Counter(mode for mode, _ in others).items())),
    )


def _by_id(alerts: Iterable[Alert]) -> dict[str, list[Alert]]:
    """Gather the versions of each alert; the same version sent again is one."""
    gathered: dict[str, dict[int, Alert]] = {}
    for alert in alerts:
        gathered.setdefault(alert.alert_id, {})[alert.version] = alert
    return {name: [versions[n] for n in sorted(versions)] for name, versions in gathered.items()}


def _by_campaign(single: dict[str, list[Alert]]) -> dict[str, list[Alert]]:
    """Put the versions of alerts that were closed into another's campaign to those of that one."""
    gathered: dict[str, list[Alert]] = {}
    for name, versions in single.items():
        head = versions[-1].campaign_id
        gathered.setdefault(head if head is not None and head in single else name, []).extend(versions)
    return gathered


def _found(planted: Planted, live: Iterable[Sequence[Alert]]) -> Found:
    truth = planted.truth
    found = Found(campaign=truth.campaign, kind=truth.kind, area=truth.area or "signal_health",
                  accounts=len(truth.accounts), events=len(truth.event_ids))  # fmt: skip
    about = [versions for versions in live if _about([planted], versions)]
    found.alerts = len(about)
    found.joined = sum(len({alert.alert_id for alert in versions}) - 1 for versions in about)
    revealing = [alert for versions in about for alert in versions if planted.reveals(alert)]
    if revealing:
        first = min(revealing, key=lambda alert: (stamp_s(alert.emitted_at), alert.alert_id, alert.version))
        found.seconds = stamp_s(first.emitted_at) - truth.start
    found.detectors = list(_signed(about))
    return found


def _about(planted: Iterable[Planted], versions: Sequence[Alert]) -> bool:
    return any(one.concerns(alert) for one in planted for alert in versions)


def _notice(planted: Iterable[Planted], versions: Sequence[Alert]) -> bool:
    return versions[0].policy == "signal_health" and any(one.in_window(a) for one in planted for a in versions)


def _occasion(bursts: Iterable[Planted], versions: Sequence[Alert]) -> str:
    return next((one.truth.kind for one in bursts if _about([one], versions)), ORDINARY)


def _signed(alerts: Iterable[Sequence[Alert]]) -> dict[str, int]:
    """Count alerts by the detectors that signed any version of them, the most frequent first."""
    signed = Counter(
        name for versions in alerts for name in {signal.detector for alert in versions for signal in alert.signals}
    )
    return dict(sorted(signed.items(), key=lambda one: (-one[1], one[0])))
