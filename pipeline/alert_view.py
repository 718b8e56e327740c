"""How an alert looks on a terminal. What producers wrote is shown so that it cannot steer the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from schemas.alert import Alert

_COLUMNS = ("alert", "v", "severity", "priority", "policy", "entity", "accounts", "last seen", "state", "detectors")
_NUMBERS = ("v", "priority", "accounts")
STYLES = {"low": "dim", "medium": "yellow", "high": "bold red", "critical": "bold white on red"}


def plain(text: str, most: int = 64) -> str:
    r"""Return `text` with control characters spelt out, and cut at `most` characters.

    >>> plain("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 3] + "..."


def about(alert: Alert) -> str:
    """Return the entity as `type id`."""
    return f"{alert.entity.type} {plain(alert.entity.id)}"


def when(stamp: str) -> str:
    """Return an event time to the second.

    >>> when("2026-01-05T08:00:12.345Z")
    '2026-01-05 08:00:12'
    """
    return stamp[:19].replace("T", " ")


def lines(alert: Alert) -> Text:
    """Return one alert as two lines: what and where, then the sentence for the reviewer."""
    who = "1 account" if alert.accounts_total == 1 else f"{alert.accounts_total:,} accounts"
    head = Text(f"{when(alert.emitted_at)}  ")
    head.append(f"{alert.severity:<8}", STYLES[alert.severity])
    head.append(f"  {alert.policy:<16}  {about(alert)}  {who}  ")
    head.append(f"{plain(alert.alert_id)} v{alert.version} {alert.status}{_mode(alert)}", "dim")
    return head.append(f"\n    {plain(alert.reason, 1000)}")


def _mode(alert: Alert) -> str:
    return "" if alert.mode == "live" else f" ({alert.mode})"


def table(alerts: Iterable[Alert]) -> Table:
    """Return a table, the most harm per reviewer minute first."""
    found = Table(box=None, pad_edge=False)
    for column in _COLUMNS:
        found.add_column(column, no_wrap=column == "alert", justify="right" if column in _NUMBERS else "left")
    for alert in sorted(alerts, key=lambda one: (-one.priority, one.first_seen, one.alert_id)):
        found.add_row(
            Text(plain(alert.alert_id)), str(alert.version), Text(alert.severity, STYLES[alert.severity]),
            f"{alert.priority:.2f}", alert.policy, Text(about(alert)), f"{alert.accounts_total:,}",
            when(alert.last_seen), f"{alert.status}{_mode(alert)}",
            Text(", ".join(plain(signal.detector) for signal in alert.signals)),
        )  # fmt: skip
    return found
