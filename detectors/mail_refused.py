"""A mail server full of spam: what comes from one address is refused, message after message."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.refusals import Refusals
from detectors.tally import Tally
from schemas.event import Event

NOT_THEIRS = ("mailbox_full", "greylisted")  # reasons that lie with the recipient, or with us


class MailRefused(Refusals):
    """Messages from one address that were refused (they state a reason), in a sliding hour.

    Fires on four refused and none taken, and where nearly all of many are refused. Quiet on a newsletter with stale
    recipients and on a relay (most of theirs is taken, now or in earlier hours), on full mailboxes and on grey-listing,
    and on an address whose past shows as many.
    """

    name = "mail_refused"
    version = 2
    keyed_by = "ip"
    kinds = ("content.posted",)
    area = "spam"
    alone, beside = 0.03, 0.5

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 4,
                 usual: float = 0.01, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a message."""
        return (event.ip,) if event.ip and event.kind == "message" else ()

    def refused(self, event: Event) -> bool | None:
        """Tell whether the message was refused; for what is not the sender's fault, neither."""
        return None if event.reason in NOT_THEIRS else event.reason is not None

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many messages were refused, and how many were taken."""
        taken = (run.extra or {}).get("taken", 0.0)
        reason = (
            f"{run.peak:,.0f} messages from one address were refused within {self.window_s / 60:.0f} min "
            f"({self.usually(run, 'there', 'for such addresses')}), {run.n:,} in all; {taken:,.0f} were taken."
        )
        return reason, "Refuse mail from the address for a while; warn the accounts' owners if they are yours."
