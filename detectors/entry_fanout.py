"""Many accounts entered without a failure from one address, and changed at once: passwords that were phished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import Finding, by_event
from detectors.entry_fanout_state import (
    KEYS,
    LOCKED,
    away,
    by_change,
    change_said,
    entrants,
    locks_said,
    made_keys,
    seized,
    with_phones,
)
from detectors.entry_fanout_window import EnteredWindow
from detectors.first_times import in_order
from detectors.only import only
from detectors.surprise import binomial, gamma_poisson
from detectors.takeover_entries import SEIZED
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import NEW_ACCOUNT, NEW_IP, Event
from schemas.values import KeyedBy, Severity

CHANGING = 0.1  # of honest accounts that enter from a provider new to them, at most: a new phone, say, is one in ten
ALSO = 3  # who entered and changed nothing is named too where a third of all did: no honest place is like that
UNCOUNTED = (
    "Accounts that knew its provider, and those seen for the first time, are neither counted nor named, however many "
    "share the place: most of its honest users are such."
)
TO_DO = (
    "Ask whether one firm runs these accounts, as who takes branches over changes as much in an hour; if not, end the "
    "sessions made there, undo the changes, reset the accounts named."
)


class EntryFanout(EnteredWindow):
    """Accounts that one address, new to them, entered and whose mail address, second factor or keys it then changed.

    Counted are those where the change came while the place was still new (`SETTLE_S` of `profile`, five minutes), and
    a login there lies in the window. Fires where both are surprising: how many, against the place's own past, and
    what share of all that entered there for the first time. Quiet on a hotel, a class, a carrier, an office that
    opens: many come, and hardly any changes anything; on a phone shop on a busy day (the second factor alone, in the
    accounts' own country, each on a device of its own, of all sorts: `with_phones`; where keys alone are made so, as at
    a hackathon, severity is low); on people who bring devices
    (browsers, where no device is told) that their accounts know; on a desk that helps without logging in; on new phones
    of people whose provider their accounts know. Judged once a window is over, as who only enters speaks against an
    alert. Fails where nothing is changed within minutes, and on a thief who makes up a device and a program for each
    and takes only the second factor, in their country.
    On a place that has done so for weeks (changes on five days or more, the last three not counted, none accused) its
    own past is the measure: a shop's counter has busy days.
    Cost: a microsecond for a login from a new provider, nothing for another; state: about 200 bytes a place.
    """

    name = "entry_fanout"
    version = 5
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
    @only(NEW_IP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of what an account that has been elsewhere does at a provider new to it."""
        if event.novel & (NEW_IP | NEW_ACCOUNT) != NEW_IP or not event.ip:  # as `away`, without a call
            return ()
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
        else:
            tally.carry(change_said(event), event.time)

    def taken(self, window: Sequence[Tally]) -> set[str]:
        """Return the accounts that were entered and changed, as no new telephone explains."""
        changed = seized(window)
        return changed - with_phones(window, changed)

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

    # Sentences.

    def severity(self, run: Tally) -> Severity:
        """Accounts are in other hands: at one address mostly a thief's, or a firm's that runs them.

        Low where all may be owners in company (`made_keys`): told, as a thief may make up devices and programs.
        """
        return "low" if made_keys([run], self.taken([run])) else self.grave

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Name the accounts changed, then those only entered where they are hardly anybody else's."""
        changed, came = self.taken([run]), in_order(run.accounts or {})
        also = [name for name in came if name not in changed] if self._mostly(run) else []
        return super().explain(run, state, key).naming([*[name for name in came if name in changed], *also])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        changed = self.taken([run])
        locked = len(changed & by_change([run], LOCKED).keys())
        return {**self.numbers(run), "changed": len(changed), "entered": len(entrants([run])),
                "mail_or_keys_changed": locked}  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were entered and changed."""
        reason = (
            f"{counted(len(self.taken([run])))} of {len(entrants([run]))} that logged in {self.where(run)} had "
            f"{self.protection(run)} there within minutes; {run.peak:.0f} or more of them within "
            f"{within(self.window_s)} ({self.usually(run, 'there', 'for such places')})"
            f"{self.rest(run)}{self.company(run)}. {UNCOUNTED}"
        )
        return reason, TO_DO

    def company(self, run: Tally) -> str:
        """Say where all may be owners who make keys in company."""
        own = "most in their own country, each on a device of its own, of all sorts, as in a class or at a hackathon"
        return f"; nothing else was changed, {own}" if made_keys([run], self.taken([run])) else ""

    def protection(self, run: Tally) -> str:
        """Say what was changed, and of how many where it was not the same of all."""
        changed = self.taken([run])
        locked = len(changed & by_change([run], LOCKED).keys())
        what = locks_said([run], changed)
        if locked in (0, len(changed)):
            made = f"{what} {'made' if what == KEYS else 'changed'}"
            return made if locked else "the second factor, and nothing else, changed"
        return f"{what} ({locked}) or the second factor alone ({len(changed) - locked}) changed"

    def where(self, run: Tally) -> str:
        """Say where."""
        return "at one address of a provider new to them (who knew it, and newcomers, are not counted)"

    def rest(self, run: Tally) -> str:
        """Say who of those counted changed nothing, and whether they are named; and who has a new telephone."""
        phones = with_phones([run], changed := seized([run]))
        others = len(entrants([run]) - changed)
        named = "named last" if self._mostly(run) else "not named, as most who come there change nothing"
        only = f"; {counted(others, 'other')} of those only logged in, {named}" if others else ""
        new = f"of {len(phones)} the second factor alone was changed, each on a device of its own, as a new telephone's"
        return f"{only}; {new}" if phones else only

    def _mostly(self, run: Tally) -> bool:
        return len(self.taken([run])) * ALSO >= len(run.accounts or {})
