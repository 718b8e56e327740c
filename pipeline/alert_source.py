"""Alerts as records: out of a file that `abusewatch replay --alerts` wrote, or off the review queue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from pipeline.alert_view import plain
from pipeline.lines import InputError, read_lines
from pipeline.topic_reader import read_topic
from schemas.alert import Alert
from schemas.event import Decision
from schemas.parse import UNDECODABLE, parse
from schemas.topics import ALERTS, DECISIONS
from schemas.values import SEVERITIES, Area, Mode, Severity

_decode = msgspec.json.Decoder(Alert).decode


class AlertFilter(NamedTuple):
    """Which alerts are meant; None means any. `min_severity` is the least that is shown."""

    mode: Mode | None = None
    policy: Area | None = None
    min_severity: Severity = "low"

    def wants(self, alert: Alert) -> bool:
        """Say whether `alert` is meant."""
        return (
            (self.mode is None or alert.mode == self.mode)
            and (self.policy is None or alert.policy == self.policy)
            and SEVERITIES.index(alert.severity) >= SEVERITIES.index(self.min_severity)
        )


def alerts_in_file(name: str) -> Iterator[Alert]:
    """Yield every version in a file of JSON lines (also .gz, .zst, `-`). Raises InputError naming the line."""
    for file, number, line in read_lines(name):
        if not line.strip():
            continue
        try:
            yield _decode(line)
        except UNDECODABLE as error:
            message = f"{file}, line {number}: no alert record: {error}"
            raise InputError(message) from None


def alerts_on_topic(client: Mapping[str, str], prefix: str = "") -> Iterator[Alert]:
    """Yield every version on the queue as it stands. A record that is no alert is passed over: others share the queue.

    Raises KafkaException.
    """
    for message in read_topic(client, prefix + ALERTS.name):
        if (alert := _alert(message.value() or b"")) is not None:
            yield alert


def queue_on_topics(client: Mapping[str, str], prefix: str = "", *, latest: bool = False) -> Iterator[Alert | Decision]:
    """Yield every version on the queue and every decision, for ever; what is neither is passed over.

    Raises KafkaException.
    """
    for message in read_topic(client, prefix + ALERTS.name, prefix + DECISIONS.name, latest=latest, follow=True):
        value = message.value() or b""
        found = parse(value) if message.topic() == prefix + DECISIONS.name else _alert(value)
        if isinstance(found, Alert | Decision):
            yield found


def _alert(value: bytes) -> Alert | None:
    """Return the alert that a record of the queue holds; None for what is none."""
    try:
        return _decode(value)
    except UNDECODABLE:
        return None


def newest(alerts: Iterable[Alert]) -> dict[str, Alert]:
    """Return the highest version of each alert by id, in the order in which the alerts first came."""
    found: dict[str, Alert] = {}
    for alert in alerts:
        known = found.get(alert.alert_id)
        if known is None or alert.version > known.version:
            found[alert.alert_id] = alert
    return found


def called(name: str, alerts: Iterable[Alert]) -> list[Alert]:
    """Return the newest version of the alert of that id; where there is none, of each whose id begins with it."""
    found = newest(alert for alert in alerts if alert.alert_id.startswith(name))
    return [found[name]] if name in found else [*found.values()]


def the_one(alerts: Sequence[Alert], name: str) -> Alert:
    """Return the alert of that id, or the only one whose id begins with it. Raises InputError."""
    found = called(name, alerts)
    if len(found) == 1:
        return found[0]
    several = f"{len(found)} alerts have ids that begin with" if found else "there is no alert"
    message = f"{several} {plain(name)}"
    raise InputError(message)
