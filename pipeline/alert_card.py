"""One alert in full, as a reviewer reads it before the verdict: what was seen, what to do, who and what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from pipeline.alert_beside import beside
from pipeline.alert_id import is_sample
from pipeline.alert_view import STYLES, about, in_lines, is_joined, plain, upheld, when
from schemas.alert import Alert, AlertSignal

SENTENCE, LISTED = 3000, 16  # characters; names
OTHERS = 8  # alerts on the same accounts
_VERDICTS = "violation|benign|unsure"
_NO_VERDICTS = "no verdicts on its detector when this version went out"


def card(alert: Alert, members: Sequence[Alert] = (), verdict: str | None = None, known: Iterable[Alert] = ()) -> Table:
    """Return one alert; `members` are those that were joined to it, `verdict` is what reviewers have said.

    `known`: all alerts at hand, of which those are named that speak of its accounts, too (`alert_beside`).
    """
    found = Table.grid(padding=(0, 2))
    found.add_column(no_wrap=True)
    found.add_column(overflow="fold")
    for label, said in _rows(alert, members, verdict, beside(alert, known)):
        found.add_row(Text(label, "dim"), said if isinstance(said, Text) else Text("\n".join(in_lines(said, SENTENCE))))
    return found


def _rows(alert: Alert, members: Sequence[Alert], verdict: str | None,
          others: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str | Text]]:  # fmt: skip
    yield "alert", _head(alert)
    yield "about", about(alert) if is_sample(alert.alert_id) else f"{about(alert)}, by policy {alert.policy}"
    yield "seen", f"{when(alert.first_seen)} to {when(alert.last_seen)}"
    yield "reason", alert.reason
    yield "action", alert.suggested_action
    if alert.accounts_entered:
        yield "entered", _listed(alert.accounts[: alert.accounts_entered], alert.accounts_entered)
    if alert.accounts:
        yield "accounts", _listed(alert.accounts, alert.accounts_total)
    if alert.evidence_event_ids:
        yield "events", _listed(alert.evidence_event_ids, len(alert.evidence_event_ids))
    for signal in alert.signals:
        yield "signal", _signal(signal)
    for member in members:
        yield "joined", f"{member.alert_id} ({about(member)}): {member.reason.partition(': ')[2]}"
    for name, shared in others[:OTHERS]:
        yield "see also", f"{name}, on {_listed(shared, len(shared))}"
    yield "judged", f"upheld {upheld(alert)}" if upheld(alert) != "-" else _NO_VERDICTS
    yield "runbook", alert.runbook
    yield "verdict", f"{verdict}; another: {_verdict(alert)}" if verdict else _verdict(alert)


def _head(alert: Alert) -> Text:
    head = Text(f"{plain(alert.alert_id)}  ")
    head.append(alert.severity, STYLES[alert.severity])
    return head.append(f"  priority {alert.priority:.2f}  version {alert.version}, {alert.status}, {alert.mode}")


def _listed(names: Iterable[str], total: int) -> str:
    shown = [plain(name) for name in names][:LISTED]
    more = total - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def _signal(signal: AlertSignal) -> str:
    figures = ", ".join(f"{name} {_figure(value)}" for name, value in signal.evidence.items())
    return f"{signal.detector} {signal.score:.3f}: {figures}"


def _figure(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}" if isinstance(value, float) else str(value)


def _verdict(alert: Alert) -> str:
    if is_joined(alert):
        return f"to be given on the campaign: abusewatch decide {alert.campaign_id} {_VERDICTS}"
    policy = " --policy POLICY" if is_sample(alert.alert_id) else ""  # which it breaks, if any, only the reviewer knows
    return f"abusewatch decide {alert.alert_id} {_VERDICTS}{policy}"
