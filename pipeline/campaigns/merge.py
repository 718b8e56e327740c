"""The records that reviewers get of a campaign: the one that carries on, and those that are closed into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from pipeline.campaigns.advised import advised
from pipeline.campaigns.brought import look_there
from pipeline.campaigns.bystanders import bystanders, stand_ins
from pipeline.campaigns.crowd import union
from pipeline.campaigns.entered_first import action_by_name, cut_short, listed_first, unmarked
from pipeline.campaigns.in_common import apart, entries_alone, in_common, owners_perhaps
from pipeline.campaigns.joined_by import joined_by
from pipeline.campaigns.kinds import lone, paid_by_others, single
from pipeline.campaigns.listed import in_turn, named
from pipeline.campaigns.spoken import in_order, spoken
from pipeline.campaigns.telling import of, reason
from schemas.alert import Alert, AlertSignal
from schemas.finding import Finding
from schemas.values import SEVERITIES, Severity, Status

EXAMPLES_LISTED = 16
EACH = "Do this for each account listed, as far as it was done there: "  # what is said of one is advised of all


def head_of(parts: Iterable[Finding]) -> Finding:
    """Return the finding whose alert carries on: the one that began first.

    Rather not one about a single account, nor about a payee that many others pay: it says nothing of the attack.
    """
    ranked = [(single(part), paid_by_others(part), part.first, part.alert.alert_id, part) for part in parts]
    return min(ranked)[-1]


def absorbed(part: Finding, head: str) -> Alert:
    """Return the last version of an alert that became part of the campaign of another, by its id."""
    reason = f"Part of one campaign, reviewed as {head}: {part.alert.reason}"
    return msgspec.structs.replace(part.alert, status="closed", campaign_id=head, reason=reason)


def rank_of(parts: Sequence[Finding]) -> tuple[Severity, Status]:
    """Return what a campaign's alert says of severity and status: the highest of any part, and open if one is.

    What is low of single accounts is medium of several: so it would be if one of them had done all.
    """
    severity = max({part.alert.severity for part in parts}, key=SEVERITIES.index)
    if severity == "low" and all(map(lone, parts)) and len({part.alert.entity.id for part in parts}) > 1:
        severity = "medium"
    return severity, "open" if "open" in {part.alert.status for part in parts} else "closed"


def merged(parts: Sequence[Finding], listed: int) -> Alert:
    """Return the alert on a whole campaign of at least two findings; at most `listed` accounts are named.

    Severity is the highest of any part. Priority adds up the parts' expected harm, each as far as its accounts are
    not those of a part before it, since one review deals with them all; of entries that share nothing but what was
    done, and were not guessed, the worst counts, since each must be looked at.
    """
    head = head_of(parts)
    ranked = sorted(parts, key=lambda part: (-part.alert.priority, part.first, part.alert.alert_id))
    ordered = in_order(parts)
    alerts = [part.alert for part in ordered]
    out = bystanders(parts) | stand_ins(parts)
    severity, status = rank_of(parts)
    priority, counted = _priority(ranked)
    if owners_perhaps(parts):
        priority = max(_priority(group)[0] for group in apart(ranked))
    total = union([(part.crowd, part.alert.accounts_total) for part in parts], counted) - len(out)
    voices = spoken(ordered, total)
    accounts, entered = named(ordered, voices, out, listed)
    total = max(total, len(accounts))
    told = [msgspec.structs.replace(part.alert, reason=unmarked(part)) for part in voices]
    known = [head.alert.entity, *[voices[0].alert.entity] * (len(voices) - 1)]  # as the reason says of what each is
    each = EACH if entries_alone(parts) else ""  # then of all that are listed, not of the few who are told
    advice = advised(
        [("" if each else of(one.alert, at), action_by_name(one)) for one, at in zip(voices, known, strict=True)]
    )
    mark = listed_first(entered, len(accounts), total)
    mark = f"\n{mark[1:]}" if mark and len(told) > 1 else mark  # of all the parts
    return msgspec.structs.replace(
        head.alert,
        status=status, severity=severity,
        accounts=accounts, accounts_total=total,
        priority=round(priority, 6), signals=_signals(alerts),
        first_seen=min(alert.first_seen for alert in alerts), last_seen=max(alert.last_seen for alert in alerts),
        emitted_at=max(alert.emitted_at for alert in alerts),
        reason=reason(head.alert, alerts, told, total, in_common(parts), [joined_by(one, parts) for one in voices])
        + mark,
        evidence_event_ids=in_turn([alert.evidence_event_ids for alert in alerts], EXAMPLES_LISTED),
        suggested_action=each + advice + (look_there(parts) if each else "") + cut_short(len(accounts), total),
        runbook=alerts[0].runbook, campaign_id=head.alert.alert_id,
        accounts_entered=min(entered, len(accounts)),
    )  # fmt: skip


def _priority(ranked: Sequence[Finding]) -> tuple[float, set[int]]:
    """Return what the parts are worth together, and all accounts of their sketches."""
    known: set[int] = set()
    sum_, before = 0.0, 0
    for part in ranked:
        crowd = part.crowd
        known.update(crowd)
        after = len(known)
        sum_ += part.alert.priority * ((after - before) / len(crowd) if crowd else float(not sum_))
        before = after
    return sum_, known


def _signals(alerts: Sequence[Alert]) -> list[AlertSignal]:
    """Return each detector's strongest signal, and how many of its alerts were joined."""
    found: dict[str, list[AlertSignal]] = {}
    for alert in alerts:
        for signal in alert.signals:
            found.setdefault(signal.detector, []).append(signal)
    strongest = {name: max(signals, key=lambda one: one.score) for name, signals in found.items()}
    return [
        msgspec.structs.replace(one, evidence={**one.evidence, "alerts_joined": len(found[name])})
        for name, one in sorted(strongest.items(), key=lambda item: (-item[1].score, item[0]))
    ]
