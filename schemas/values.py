"""The closed vocabularies of the wire: every place that takes one of these words takes exactly these."""

from __future__ import annotations

from typing import Literal, get_args

Area = Literal[
    "account_security", "fake_accounts", "api_abuse", "payment_fraud", "spam", "prompt_attack",
    "report_abuse", "signal_health",
]  # fmt: skip
Severity = Literal["low", "medium", "high", "critical"]
EntityType = Literal["account", "ip", "device", "card", "content", "domain", "key", "merchant", "site"]
KeyedBy = Literal["account", "ip", "device", "card", "content", "domain", "merchant", "site"]
Mode = Literal["live", "shadow", "audit"]
Status = Literal["open", "closed"]
Verdict = Literal["violation", "benign", "unsure"]
DecisionSource = Literal["queue", "audit", "golden", "appeal"]
Outcome = Literal["success", "failure"]

AREAS: tuple[Area, ...] = get_args(Area)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
KEYED_BY: tuple[KeyedBy, ...] = get_args(KeyedBy)

EventType = Literal[
    "account.signup", "account.login", "account.password_reset", "account.email_changed",
    "account.mfa_changed", "account.api_key_created", "account.usage", "account.payment",
    "content.posted", "content.reported",
]  # fmt: skip
EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
DECISION_TYPE = "review.decided"
