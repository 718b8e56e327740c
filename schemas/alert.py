"""The alert: one record of the review queue."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from schemas.fields import Count, Id, Stamp, Unit
from schemas.values import Area, EntityType, Mode, Severity, Status

SCHEMA_VERSION = 1
Version = Annotated[int, Meta(ge=1)]


class Entity(Struct, frozen=True):
    """What the alert is about: `id` is the bare value as in the event, `*` for the whole site."""

    type: Annotated[EntityType, Meta(description="What sort of thing it is.")]
    id: Annotated[str, Meta(min_length=1, description="The bare value as in the event; `*` for the site.")]


class Precision(Struct, frozen=True):
    """How often alerts of this kind were upheld: a mean in [0, 1] with a 95 % credible interval."""

    mean: Annotated[Unit, Meta(description="Expected share upheld, in [0, 1].")]
    low: Annotated[Unit, Meta(description="Lower end of the 95 % credible interval, in [0, 1].")]
    high: Annotated[Unit, Meta(description="Upper end of the 95 % credible interval, in [0, 1].")]
    verdicts: Annotated[Count, Meta(description="Number of verdicts it rests on.")] = 0


class AlertSignal(Struct, kw_only=True):
    """Why: one detector's evidence, in numbers that a reviewer can check."""

    detector: Annotated[str, Meta(min_length=1, description="The detector's name.")]
    version: Annotated[Version, Meta(description="The detector's version, from 1.")]
    score: Annotated[Unit, Meta(description="How far from ordinary, in [0, 1]; 1 is the strongest.")]
    precision: Precision
    evidence: Annotated[
        dict[str, float | int | str], Meta(description="Checkable figures by name; units are in the names.")
    ]
    config: Annotated[str, Meta(description="Hash of the detector's settings.")]


class Alert(Struct, kw_only=True):
    """An enforcement candidate. Every version sent under one `alert_id` replaces the one before it."""

    alert_id: Annotated[
        Id, Meta(description="Its detector, a dash, 24 hex digits; the same after redelivery and in a replay.")
    ]
    version: Annotated[Version, Meta(description="Counts what was sent under this id, from 1.")]
    schema_version: Annotated[Version, Meta(description="Version of this shape, from 1.")] = SCHEMA_VERSION
    mode: Annotated[Mode, Meta(description="`live` is for reviewers; `shadow` and `audit` only measure.")]
    status: Annotated[Status, Meta(description="`closed` after an idle time of events.")]
    entity: Entity
    accounts: Annotated[list[str], Meta(description="Bare ids of the accounts concerned; the first few. One that "
                                        "begins with unknown: stands for attempts that named no account.")]  # fmt: skip
    accounts_total: Annotated[Count, Meta(description="Number of accounts concerned.")]
    policy: Annotated[Area, Meta(description="The policy that may have been broken.")]
    severity: Annotated[Severity, Meta(description="How much harm, if upheld.")]
    priority: Annotated[float, Meta(ge=0, description="Expected harm per reviewer minute; higher is first.")]
    first_seen: Annotated[Stamp, Meta(description="Event time of the first evidence, RFC 3339 in UTC.")]
    last_seen: Annotated[Stamp, Meta(description="Event time of the last evidence, RFC 3339 in UTC.")]
    emitted_at: Annotated[
        Stamp,
        Meta(
            description="Event time of the last change in what belongs to it, RFC 3339 in UTC. Once a finding has left "
            "a campaign, it may be earlier than in the version before: `version` tells the order."
        ),
    ]
    signals: Annotated[list[AlertSignal], Meta(description="Why: the detectors that signed it.")]
    reason: Annotated[
        str,
        Meta(description="One sentence for the reviewer; of joined findings, a line for each part."),
    ]
    evidence_event_ids: Annotated[list[str], Meta(description="CloudEvents ids of events that show it.")]
    suggested_action: Annotated[str, Meta(description="What a reviewer may do about it; of several parts, by lines.")]
    runbook: Annotated[str, Meta(description="Where it is told how to judge such alerts.")]
    campaign_id: (
        Annotated[str, Meta(description="Id of the alert that goes on for the whole campaign: this one's, if it does.")]
        | None
    ) = None
    sampling_probability: Annotated[
        float, Meta(gt=0, le=1, description="Chance, in (0, 1], with which a case like this was sent.")
    ] = 1.0
    accounts_entered: Annotated[
        Count,
        Meta(description="Number of accounts entered, the first of `accounts`; others were tried only, say."),
    ] = 0
