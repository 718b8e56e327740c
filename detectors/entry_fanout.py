"""Many accounts entered without a failure from one address, and changed at once: passwords that were phished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import by_event
from detectors.entry_fanout_changes import UNSEEN, change_said
from detectors.entry_fanout_report import EntryFanoutReport
from detectors.entry_fanout_state import away, entrants
from detectors.only import only
from detectors.surprise import binomial, gamma_poisson
from detectors.takeover_entries import SEIZED
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, NEW_IP, SIGNED_UP, Event
from schemas.values import KeyedBy, Severity

MAIL = SEIZED[0]
CHANGING = 0.1  # of honest accounts that enter from a provider new to them, at most: a new phone, say, is one in ten


class EntryFanout(EntryFanoutReport):
    """Accounts that one address, new to them, entered and whose mail address, second factor or keys it then changed.

    Counted are those where the change came while the place was still new (`SETTLE_S` of `profile`, five minutes), and a
    login there lies in the window. Accounts of which nothing was known speak neither for nor against an alert; those
    given a new mail address within minutes of their first login are named in it. Fires where both are surprising: how
    many, against the place's own past, and what share of all that entered there for the first time. Quiet on a hotel, a
    class, a carrier, an office that opens: many come, and hardly any changes anything; on a phone shop on a busy day
    (the second factor alone, in the accounts' own country, each on a device of its own, of all sorts: `with_phones`;
    where keys alone are made so, as at a hackathon, severity is low); on people who bring devices (browsers, where no
    device is told) that their accounts know; on a desk that helps without logging in; on new phones of people whose
    provider their accounts know. Judged once a window is over, as who only enters speaks against an alert. Fails where
    nothing is changed within minutes, and on a thief who makes up a device and a program for each and takes only the
    second factor, in their country.
    On a place that has done so for weeks (changes on five days or more, the last three not counted, none accused) its
    own past is the measure: a shop's counter has busy days.
    Cost: a microsecond for a login from a new provider, nothing for another; state: about 200 bytes a place.
    """

    name = "entry_fanout"
    version = 6
    keyed_by: ClassVar[KeyedBy] = "ip"
    kinds = ("account.login", *SEIZED)
    area = "account_security"
    steps = 24
    grave: ClassVar[Severity] = "high"  # of six such alerts on eleven made-up products four were a firm's: ask first

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 4,
                 usual: float = 0.02, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_IP, "account.login", *SEIZED[1:], never=NEW_ACCOUNT)
    @only(NEW_IP, MAIL)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of what an account does at a provider new to it; of one never seen, of new mail."""
        if not event.novel & NEW_IP or not event.ip:  # as `away`, without a call
            return ()
        if event.novel & NEW_ACCOUNT:  # who changes it within minutes of the first that is seen of him has just come in
            return (event.ip,) if event.type == MAIL and not event.novel & SIGNED_UP else ()
        return (event.ip,) if away(event) else ()

    def member(self, event: Event) -> str | None:
        """Count accounts that were changed."""
        return event.subject if event.type != "account.login" else None

    def remembers(self, event: Event) -> bool:
        """Note who entered as well."""
        return event.type != "account.login" or event.outcome is True

    def note(self, event: Event, tally: Tally) -> None:
        """Note who entered, and what was changed."""
        if event.type == "account.login":
            tally.account(event.subject, event.time)
        elif event.novel & NEW_ACCOUNT and self.keyed_by == "ip":
            tally.carry(f"{UNSEEN} {event.subject}", event.time)
        else:
            tally.carry(change_said(event), event.time)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts were entered and changed."""
        return len(self.taken(self._window(state, end)))

    def _judge(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        """Return the less surprising of: how many were changed, and what share of those who entered."""
        changed = len(self.taken(window))
        if changed < self.least:
            return 0.0
        share = binomial(len(entrants(window)), changed, CHANGING)
        return min(share, gamma_poisson(changed - 1, *self._past(state, end)))
