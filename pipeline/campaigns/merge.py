"""The records that reviewers get of a campaign: the one that carries on, and those that are closed into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

import msgspec

from pipeline.campaigns.crowd import union
from schemas.alert import Alert, AlertSignal, Entity
from schemas.finding import Finding
from schemas.values import SEVERITIES, Severity, Status

EXAMPLES_LISTED = 16
KINDS_TOLD = 3  # of abuse, each with a sentence of its own: more than logins, payments and use hardly go together
_SINGLE = ("account", "key")
_ONLY_HOW_MUCH = ("usage_spike", "posting_burst")  # a launch does as much: what says from where, or to whom, says more
_PLURAL = {
    "account": "accounts", "ip": "addresses", "device": "devices", "card": "cards", "content": "texts",
    "domain": "domains", "merchant": "payees", "key": "API keys",
}  # fmt: skip
_WORD = {"ip": "address", "key": "API key", "merchant": "payee", "content": "the text"}


def head_of(parts: Iterable[Finding]) -> Finding:
    """Return the finding whose alert carries on: the one that began first, rather not one about a single account."""
    ranked = [(part.alert.entity.type in _SINGLE, part.first, part.alert.alert_id, part) for part in parts]
    return min(ranked)[-1]


def absorbed(part: Finding, head: str) -> Alert:
    """Return the last version of an alert that became part of the campaign of another, by its id."""
    reason = f"Part of one campaign, reviewed as {head}: {part.alert.reason}"
    return msgspec.structs.replace(part.alert, status="closed", campaign_id=head, reason=reason)


def rank_of(parts: Sequence[Finding]) -> tuple[Severity, Status]:
    """Return what a campaign's alert says of severity and status: the highest of any part, and open if one is."""
    severity = max({part.alert.severity for part in parts}, key=SEVERITIES.index)
    return severity, "open" if "open" in {part.alert.status for part in parts} else "closed"


def merged(parts: Sequence[Finding], listed: int) -> Alert:
    """Return the alert on a whole campaign of at least two findings; at most `listed` accounts are named.

    Severity is the highest of any part. Priority adds up the parts' expected harm, each as far as its accounts are
    not those of a part before it, since one review deals with them all.
    """
    head = head_of(parts)
    ranked = sorted(parts, key=lambda part: (-part.alert.priority, part.first, part.alert.alert_id))
    alerts = [part.alert for part in sorted(parts, key=_told_first)]
    severity, status = rank_of(parts)
    priority, known = _priority(ranked)
    total = union([(part.crowd, part.alert.accounts_total) for part in parts], known)
    accounts, told = _in_turn([alert.accounts for alert in alerts], listed), _kinds(alerts)
    return msgspec.structs.replace(
        head.alert,
        status=status, severity=severity,
        accounts=accounts, accounts_total=max(total, len(accounts)),
        priority=round(priority, 6), signals=_signals(alerts),
        first_seen=min(alert.first_seen for alert in alerts), last_seen=max(alert.last_seen for alert in alerts),
        emitted_at=max(alert.emitted_at for alert in alerts), reason=_reason(head.alert, alerts, told, total),
        evidence_event_ids=_in_turn([alert.evidence_event_ids for alert in alerts], EXAMPLES_LISTED),
        suggested_action=" ".join(dict.fromkeys([alert.suggested_action for alert in told])),
        runbook=alerts[0].runbook, campaign_id=head.alert.alert_id,
    )  # fmt: skip


def _told_first(part: Finding) -> tuple[bool, bool, float, bool, bool, float, float, str]:
    """Order the parts by what a reviewer should read of the campaign first.

    What is critical, then a crowd rather than one of its accounts, then the larger expected harm; of alike ones what
    says more than how much it was, a named place rather than the whole site, and the higher score.
    """
    alert, signal = part.alert, part.alert.signals[0]
    return (alert.severity != "critical", alert.entity.type in _SINGLE, -alert.priority,
            signal.detector in _ONLY_HOW_MUCH, alert.entity.type == "site",
            -signal.score, part.first, alert.alert_id)  # fmt: skip


def _in_turn(lists: Sequence[Sequence[str]], most: int) -> list[str]:
    """Return the first of each list, then the second of each, and so on; each name once, and at most so many."""
    found: dict[str | None, None] = {}
    for turn in zip_longest(*lists):
        for name in turn:
            if name not in found:
                found[name] = None
        if len(found) > most:
            break
    return [name for name in found if name is not None][:most]  # None: where a list is shorter


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


def _kinds(alerts: Sequence[Alert]) -> list[Alert]:
    """Return the first alert of each policy area: what else was done must not go unsaid beside what is worst."""
    found: dict[str, Alert] = {}
    for alert in alerts:
        found.setdefault(alert.policy, alert)
    return list(found.values())[:KINDS_TOLD]


def _reason(head: Alert, alerts: Sequence[Alert], told: Sequence[Alert], total: int) -> str:
    """Say how large it is, where it was seen and by what, the strongest part's sentence, and one of each other kind.

    That is of another entity than the alert's where another part began: then it says of which.
    """
    where: dict[str, set[str]] = {}
    for alert in alerts:
        where.setdefault(alert.entity.type, set()).add(alert.entity.id)
    places = [_place(kind, names) for kind, names in sorted(where.items())]
    detectors = sorted({signal.detector for alert in alerts for signal in alert.signals})
    who = "1 account" if total == 1 else f"{total:,} accounts"
    also = [f" Also{_of(other.entity, told[0].entity)}: {other.reason}" for other in told[1:]]
    return (
        f"One campaign of {who}, joined from {len(alerts)} findings of {', '.join(detectors)} "
        f"on {', '.join(places)}. Above all{_of(told[0].entity, head.entity)}: {told[0].reason}{''.join(also)}"
    )


def _of(entity: Entity, known: Entity) -> str:
    if entity == known:
        return ""
    return ", of the whole site" if entity.type == "site" else f", of {_WORD.get(entity.type, entity.type)} {entity.id}"


def _place(kind: str, names: set[str]) -> str:
    if kind == "site":
        return "the whole site"
    return f"{len(names)} {_PLURAL[kind]}" if len(names) > 1 else f"1 {'API key' if kind == 'key' else kind}"
