"""A reviewer's verdict as the CloudEvent that `abuse.decisions` takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from pipeline.alert_id import is_sample
from pipeline.alert_source import called
from schemas.alert import Alert
from schemas.parse import Refused, parse
from schemas.wire import Decided


class VerdictError(ValueError):
    """A verdict that cannot be sent; the message says what to mend."""


def encode(decided: Decided) -> bytes:
    """Return the CloudEvent, fields without a value left out. Raises VerdictError for what a reader would refuse."""
    facts = msgspec.to_builtins(decided)
    facts["data"] = {name: value for name, value in facts["data"].items() if value is not None}
    value = msgspec.json.encode(facts)
    found = parse(value)
    if isinstance(found, Refused):
        message = f"not a decision: {found.detail}"
        raise VerdictError(message)
    return value


def alert_of(alert_id: str, alerts: Iterable[Alert]) -> Alert:
    """Return the alert of that id, or the only one whose id begins with it. Raises VerdictError."""
    found = called(alert_id, alerts)
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{len(found)} alerts have ids that begin with {alert_id!r}; give more of it"
    else:
        message = f"no alert {alert_id!r} there: `abusewatch alerts --no-follow` lists them; --subject looks none up"
    raise VerdictError(message)


def subject_of(alert: Alert) -> str:
    """Return the account an alert is about: its entity, or the first of the accounts concerned.

    Raises VerdictError when it names none.
    """
    if alert.entity.type == "account":
        return alert.entity.id
    if not alert.accounts:
        message = f"alert {alert.alert_id!r} names no account: give --subject"
        raise VerdictError(message)
    return alert.accounts[0]


def names_of(alert: Alert) -> dict[str, Any]:
    """Return what a verdict on an alert names: id and version; of an audit sample the content, which teaches more."""
    if is_sample(alert.alert_id):
        return {"content_id": alert.entity.id}
    return {"alert_id": alert.alert_id, "alert_version": alert.version}
