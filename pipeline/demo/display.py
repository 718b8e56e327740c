"""What the demo shows while it runs: the newest alerts and how far it is; plain lines where nobody watches."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from types import TracebackType

from rich.console import Console, Group, JustifyMethod
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.alert_view import STYLES, about, in_lines, is_joined, lines, plain, when
from pipeline.demo.feeder import Feeder
from pipeline.demo.progress import Reading
from schemas.alert import Alert

_SHOWN = 20
_COLUMNS = {"event time": 11, "severity": 8, "by": 12, "about": 16, "accounts": 8, "reason": 24}  # least widths
_LINE_EVERY_S = 5.0


class Display:
    """Give it alerts and readings; use as a context."""

    def __init__(self, console: Console, feeder: Feeder) -> None:
        self._console, self._feeder = console, feeder
        self._newest: dict[str, Alert] = {}
        self._joined: set[str] = set()
        self._reading = Reading(0, 0)
        self._said_at = 0.0
        self._live = Live(console=console, get_renderable=self._screen, refresh_per_second=4)
        self._moving = console.is_terminal

    @property
    def count(self) -> int:
        """Return the number of live alerts so far, without those closed into another's campaign."""
        return len(self._newest)

    def alert(self, alert: Alert) -> None:
        """Take one version of an alert."""
        if alert.mode != "live":
            return
        known = self._newest.pop(alert.alert_id, None)  # what changed last comes last
        if is_joined(alert):
            self._joined.add(alert.alert_id)
            return
        self._newest[alert.alert_id] = alert
        if not self._moving and known is None and alert.alert_id not in self._joined:
            self._console.print(lines(alert), highlight=False)

    def reading(self, reading: Reading) -> None:
        """Take how far the worker is."""
        self._reading = reading
        now = time.monotonic()
        if not self._moving and now - self._said_at >= _LINE_EVERY_S:
            self._said_at = now
            self._console.print(self._line(), highlight=False)

    def _screen(self) -> Group:
        """Draw the line first: what does not fit on a low terminal is cut off below."""
        table = Table(box=None, pad_edge=False, expand=True)
        for head, least in _COLUMNS.items():
            justify: JustifyMethod = "right" if head == "accounts" else "left"
            ratio = 1 if head == "reason" else None  # takes what the others leave, or Rich would shrink them all alike
            table.add_column(head, no_wrap=True, min_width=least, overflow="ellipsis", justify=justify, ratio=ratio)
        shown = max(1, min(_SHOWN, self._console.height - 4))
        for alert in list(self._newest.values())[-shown:][::-1]:
            more = f" +{len(alert.signals) - 1}" if len(alert.signals) > 1 else ""
            names = plain(alert.signals[0].detector) + more
            table.add_row(
                when(alert.emitted_at)[5:16], Text(alert.severity, STYLES[alert.severity]), Text(names),
                Text(about(alert)[:28]), f"{alert.accounts_total:,}", Text("\n".join(in_lines(alert.reason, 400))),
            )  # fmt: skip
        return Group(self._line(), Text(), table)

    def _line(self) -> Text:
        feeder, reading = self._feeder, self._reading
        seconds = max(time.monotonic() - feeder.began, 0.001) if feeder.began else 0.0
        rate = f", {reading.processed / seconds:,.0f}/s" if seconds else ""
        clock = datetime.fromtimestamp(feeder.last_s, UTC).strftime("%a %d %b %H:%M") if feeder.last_s else "-"
        return Text(
            f"event time {clock}   sent {feeder.sent:,}   processed {reading.processed:,}{rate}   "
            f"behind {reading.behind:,}   alerts {self.count:,}",
            "bold",
        )

    def __enter__(self) -> Display:
        if self._moving:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        if self._moving:
            self._live.stop()
