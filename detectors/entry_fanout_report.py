"""What many accounts entered and changed at one place look like to a reviewer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from detectors.base import Finding
from detectors.entry_fanout_changes import KEYS, LOCKED, by_change, locks_said, made_keys, unseen_of, with_phones
from detectors.entry_fanout_state import entrants, seized
from detectors.entry_fanout_window import EnteredWindow
from detectors.first_times import in_order
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.values import Severity

ALSO = 3  # who entered and changed nothing is named too where a third of all did: no honest place is like that
TO_DO = (
    "Where customers are firms ask whether one runs these accounts, as who takes branches over changes as much in an "
    "hour; else, or if not, end the sessions made there, undo the changes, hold what was paid out since, reset the "
    "accounts named, and look who else logged in there."
)


class EntryFanoutReport(EnteredWindow):
    """Turns runs of hot windows into findings."""

    grave: ClassVar[Severity]

    def taken(self, window: Sequence[Tally]) -> set[str]:
        """Return the accounts that were entered and changed, as no new telephone explains."""
        changed = seized(window)
        return changed - with_phones(window, changed)

    def severity(self, run: Tally) -> Severity:
        """Accounts are in other hands: at one address mostly a thief's, or a firm's that runs them.

        Low where all may be owners in company (`made_keys`): told, as a thief may make up devices and programs.
        """
        return "low" if made_keys([run], self.taken([run])) else self.grave

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Name the accounts changed, those never seen last; then who only entered where hardly anybody else did."""
        changed, came = self.taken([run]), in_order(run.accounts or {})
        new = [name for name in in_order(run.members) if name in unseen_of([run]) - changed]
        also = [name for name in came if name not in changed] if self._mostly(run) else []
        found, first = super().explain(run, state, key), [name for name in came if name in changed]
        return found.naming([*first, *new, *[name for name in also if name not in new]])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        changed = self.taken([run])
        locked = len(changed & by_change([run], LOCKED).keys())
        told = {"changed": len(changed), "entered": len(entrants([run])), "mail_or_keys_changed": locked}
        new = unseen_of([run]) - changed
        return {**self.numbers(run), **told, **({"changed_never_seen": len(new)} if new else {})}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were entered and changed."""
        reason = (
            f"{counted(len(self.taken([run])))} of {len(entrants([run]))} that logged in {self.where(run)} had "
            f"{self.protection(run)} there within minutes; {run.peak:,.0f} or more of them within "
            f"{within(self.window_s)} ({self.usually(run, 'there', 'for such places')})"
            f"{self.rest(run)}{self.company(run)}{unknown(run, self.taken([run]))}."
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
        return had(len(changed), locked, locks_said([run], changed), "the second factor, and nothing else,")

    def where(self, run: Tally) -> str:
        """Say where."""
        return "at one address of a provider new to them (who knew it, or was never seen before, is not counted)"

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


def unknown(run: Tally, changed: Collection[str]) -> str:
    """Say of how many accounts never seen before the same was changed there: they are named as well."""
    new = len(unseen_of([run]) - set(changed))
    return f"; the mail address, too, of {counted(new)} never seen before, named after these" if new else ""


def had(changed: int, locked: int, what: str, alone: str = "the second factor") -> str:
    """Say what was changed, and of how many where it was not the same of all; `what` locked owners out (`locks_said`).

    >>> had(7, 7, "API keys"), had(4, 0, ""), had(5, 3, "the mail address")
    ('API keys made', 'the second factor changed', 'the mail address (3) or the second factor alone (2) changed')
    """
    if not locked:
        return f"{alone} changed"
    if locked == changed:
        return f"{what} {'made' if what == KEYS else 'changed'}"
    return f"{what} ({locked}) or the second factor alone ({changed - locked}) changed"
