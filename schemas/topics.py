"""The topic catalogue: names, keys, partitions, retention, clean-up. App and `abusewatch topics` read it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Topic(Struct, frozen=True, kw_only=True):
    """One topic. `partitions` is a default; inputs of one stage must have the same number."""

    name: str
    purpose: str
    key: str
    value: str
    partitions: int = 4
    retention_ms: int = 7 * DAY_MS  # -1: for ever
    cleanup: Literal["delete", "compact"] = "delete"
    direction: Literal["in", "internal", "out"]
    owner: str = "trust-and-safety"


ACCOUNT_EVENTS = Topic(
    name="abuse.events.account", purpose="sign-ups, logins, resets, keys, usage, payments", key="subject",
    value="CloudEvents JSON", direction="in", retention_ms=30 * DAY_MS,
)  # fmt: skip
CONTENT_EVENTS = Topic(
    name="abuse.events.content", purpose="posts, messages, prompts, uploads, reports", key="subject",
    value="CloudEvents JSON", direction="in", retention_ms=30 * DAY_MS,
)  # fmt: skip
DECISIONS = Topic(
    name="abuse.decisions", purpose="reviewers' verdicts and appeals", key="subject",
    value="CloudEvents JSON", direction="in", retention_ms=365 * DAY_MS,
)  # fmt: skip
OBSERVATIONS = Topic(
    name="abuse.observations", purpose="an event seen from its address, device, card, content or domain",
    key="none: the sender chooses the partition by the entity", value="msgpack Packet", direction="internal",
    retention_ms=3 * DAY_MS,
)  # fmt: skip
RATES = Topic(
    name="abuse.rates", purpose="what only the site shows: events it counts, sums of rates, hashed texts, verdicts",
    key="none: one partition holds the site", value="msgpack Packet", direction="internal", partitions=1,
    retention_ms=3 * DAY_MS,
)  # fmt: skip
FINDINGS = Topic(
    name="abuse.findings", purpose="what every detector's room found, to be joined into campaigns",
    key="none: one partition sees all", value="msgpack FindingPacket", direction="internal", partitions=1,
    retention_ms=3 * DAY_MS,
)  # fmt: skip
ALERTS = Topic(
    name="abuse.alerts", purpose="the review queue: every version of every alert", key="entity as type:id",
    value="Alert JSON", direction="out", retention_ms=90 * DAY_MS,
)  # fmt: skip
CONTROL = Topic(
    name="abuse.control", purpose="snoozes, allow-lists, thresholds and modes, each with an expiry",
    key="kind, detector and entity", value="Control JSON", direction="in", partitions=1, cleanup="compact",
    retention_ms=-1,
)  # fmt: skip
DEADLETTERS = Topic(
    name="abuse.deadletters", purpose="what could not go forward, with reason and place", key="reason",
    value="DeadLetter JSON", direction="out", retention_ms=30 * DAY_MS,
)  # fmt: skip

TOPICS: tuple[Topic, ...] = (
    ACCOUNT_EVENTS, CONTENT_EVENTS, DECISIONS, OBSERVATIONS, RATES, FINDINGS, ALERTS, CONTROL, DEADLETTERS,
)  # fmt: skip
BY_NAME = {topic.name: topic for topic in TOPICS}
