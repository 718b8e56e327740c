"""Probing a web site: request after request for what is not there, or is not for strangers."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.login_unnamed import UNNAMED
from detectors.refusals import Refusals
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

REFUSED = (401, 403, 404, 405)
HASTE = 3  # in a sixth of the window: a check or reader whose page is gone asks again every five seconds or so


class UsageRefused(Refusals):
    """Requests of strangers at one address answered 401, 403, 404 or 405, in a sliding minute.

    Fires on a scanner and on a guessed parameter. Quiet on a page with missing pictures (the page itself was given), on
    customers with an expired key (they are named), on a health check that goes on asking for a page that is gone, on an
    address whose past shows as many.
    """

    name = "usage_refused"
    version = 2
    keyed_by = "ip"
    kinds = ("account.usage",)
    area = "api_abuse"
    alone, beside = 0.2, 0.7

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 6,
                 usual: float = 0.01, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a stranger's request."""
        return (event.ip,) if event.ip and event.status is not None and event.subject.startswith(UNNAMED) else ()

    def refused(self, event: Event) -> bool | None:
        """Tell what became of the request; a server's own error says nothing."""
        if event.status is None or event.status >= 500:
            return None
        return event.status in REFUSED

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base, unless all come at leisure."""
        quickest = max((tally.n for tally in self._window(state, end)), default=0)
        return super()._weigh(state, end, count, past) if quickest >= HASTE else 0.0

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many requests were refused, and how many were not."""
        taken = (run.extra or {}).get("taken", 0.0)
        reason = (
            f"{run.peak:.0f} requests of strangers from one address were refused within {self.window_s:.0f} s "
            f"({self.usually(run, 'there', 'for such addresses')}), {run.n} in all; {taken:.0f} were answered."
        )
        return reason, "Look in the access log for what was asked; challenge or block the address."
