"""How an alert looks on a terminal. What producers wrote is shown so that it cannot steer the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from pipeline.alert_record import stamp
from pipeline.plural import many
from schemas.alert import Alert
from schemas.event import Decision

_COLUMNS = (
    "alert", "v", "severity", "priority", "upheld", "policy", "entity", "accounts", "last seen", "state", "verdict",
    "joined", "detectors",
)  # fmt: skip
_NUMBERS = ("v", "priority", "upheld", "accounts", "joined")
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


def is_joined(alert: Alert) -> bool:
    """Tell whether the alert was closed into another's campaign: that one is to be reviewed, not this."""
    return alert.campaign_id is not None and alert.campaign_id != alert.alert_id


def when(stamp: str) -> str:
    """Return an event time to the second.

    >>> when("2026-01-05T08:00:12.345Z")
    '2026-01-05 08:00:12'
    """
    return stamp[:19].replace("T", " ")


def upheld(alert: Alert) -> str:
    """Return how often its strongest detector was upheld, in per cent with the interval; "-" before any verdict."""
    known = alert.signals[0].precision if alert.signals else None
    if known is None or not known.verdicts:
        return "-"
    return f"{100 * known.mean:.0f} % ({100 * known.low:.0f}-{100 * known.high:.0f})"


def lines(alert: Alert) -> Text:
    """Return one alert as two lines: what and where, then the sentence for the reviewer."""
    who = many(alert.accounts_total, "account")
    head = Text(f"{when(alert.emitted_at)}  ")
    head.append(f"{alert.severity:<8}", STYLES[alert.severity])
    head.append(f"  {alert.policy:<16}  {about(alert)}  {who}  ")
    if (share := upheld(alert)) != "-":
        head.append(f"upheld {share}  ")
    head.append(f"{plain(alert.alert_id)} v{alert.version} {alert.status}{_mode(alert)}", "dim")
    return head.append("".join([f"\n    {line}" for line in in_lines(alert.reason, 1000)]))


def in_lines(said: str, most: int) -> list[str]:
    r"""Return what is said of an alert, each of its parts a line, fit for a terminal; `most` characters in all.

    >>> in_lines("One campaign. Above all: a.\nAlso: b\x1b", 99)
    ['One campaign. Above all: a.', 'Also: b\\x1b']
    """
    shown = said if len(said) <= most else f"{said[: most - 3]}..."
    return [plain(line, 4 * most) for line in shown.split("\n")]


def judged(alert: Alert, decision: Decision) -> Text:
    """Return a verdict on an alert as one line: when, what, by whom, on what."""
    who = f" by {plain(decision.reviewer)}" if decision.reviewer else ""
    where = f" ({plain(decision.source)})" if decision.source != "queue" else ""
    line = Text(f"{when(stamp(decision.time))}  verdict   ")
    line.append(plain(decision.verdict), "bold")
    names = ", ".join(plain(signal.detector) for signal in alert.signals)
    return line.append(f"{who}{where}  {names}  {about(alert)}  ").append(plain(alert.alert_id), "dim")


def gathered(alerts: Iterable[Alert]) -> tuple[list[Alert], dict[str, list[Alert]]]:
    """Return the alerts to be reviewed, and by their ids those that were closed into them.

    One whose campaign is not among `alerts` stands for itself.
    """
    known = {alert.alert_id: alert for alert in alerts}
    members: dict[str, list[Alert]] = {}
    for alert in known.values():
        if is_joined(alert) and alert.campaign_id in known:
            members.setdefault(alert.campaign_id or "", []).append(alert)
    inside = {alert.alert_id for joined in members.values() for alert in joined}
    return [alert for alert in known.values() if alert.alert_id not in inside], members


def _mode(alert: Alert) -> str:
    return "" if alert.mode == "live" else f" ({alert.mode})"


def table(alerts: Iterable[Alert], verdicts: Mapping[str, str], *, members: bool = False) -> Table:
    """Return a table, the most harm per reviewer minute first; with `members`, what was joined to each below it.

    `verdicts`: what reviewers said, by alert id.
    """
    found = Table(box=None, pad_edge=False)
    for column in _COLUMNS:
        found.add_column(column, no_wrap=column == "alert", justify="right" if column in _NUMBERS else "left")
    heads, joined = gathered(alerts)
    for alert in sorted(heads, key=_urgent):
        below = sorted(joined.get(alert.alert_id, ()), key=_urgent)
        _row(found, alert, verdicts, str(len(below) or ""))
        for member in below if members else ():
            _row(found, member, verdicts, "", "  ")
    return found


def _urgent(alert: Alert) -> tuple[float, str, str]:
    return -alert.priority, alert.first_seen, alert.alert_id


def _row(found: Table, alert: Alert, verdicts: Mapping[str, str], joined: str, indent: str = "") -> None:
    state = "joined" if is_joined(alert) else alert.status
    found.add_row(
        Text(indent + plain(alert.alert_id)), str(alert.version), Text(alert.severity, STYLES[alert.severity]),
        f"{alert.priority:.2f}", upheld(alert), alert.policy, Text(about(alert)), f"{alert.accounts_total:,}",
        when(alert.last_seen), f"{state}{_mode(alert)}",
        verdicts.get(alert.alert_id, ""), joined,
        Text(", ".join(plain(signal.detector) for signal in alert.signals)),
    )  # fmt: skip
