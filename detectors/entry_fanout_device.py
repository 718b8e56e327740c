"""Many accounts entered on one device that is new to them, from one address after the other, and changed at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import ClassVar

from detectors.base import Finding, by_event
from detectors.entry_fanout import CHANGING, EntryFanout
from detectors.entry_fanout_changes import locks_said, mailed
from detectors.entry_fanout_report import had
from detectors.entry_fanout_state import EntriesState, entrants, seized
from detectors.entry_fanout_system import ADDRESSES_LEAST, addresses, addresses_shared
from detectors.first_times import in_order
from detectors.only import only
from detectors.slots import slot
from detectors.strange import strange
from detectors.surprise import binomial, both, gamma_poisson
from detectors.takeover_owners import LOCKS
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_ACCOUNT, NEW_DEVICE, Event
from schemas.values import Severity

LOCKING = 0.01  # of accounts that enter on a new device in a new place, those that change mail or make keys in minutes
# Addresses at which most accounts get another address of mail: at one, a niece does that for her elders. 2026-11: of
# the honest devices of 21 made-up products, new to the accounts, hers had four such, 15 others one each.
PLACES = 2


class EntryFanoutDevice(EntryFanout):
    """As `entry_fanout`, for a device over a week, which enters one account here and the next there: a thief's phone.

    How many were changed, against the device's own past, and what share of those who entered (one in ten sets up a
    second factor on a new device, one in a hundred changes mail or makes keys) add up; on a device whose habit it is
    for weeks, both must be surprising. Only where most accounts have an address of their own (the tablet of a shop's
    counter stands in one place, and there `entry_fanout` looks), or, at two addresses and more, where most get another
    address of mail, five and more: that is no counter's trade. Quiet on a family's tablet, a kiosk where hardly
    anybody changes anything, a shop whose line has a new address each day, who sets up elders at home.
    Fails where no device or no address is told, where the thief takes a device for each, stays at one address whose
    provider they know, or goes between a few and takes no mail. Takes who does clients' mail at two desks for a thief.
    Takes a seller who goes from door to door with a new tablet for a thief until he has been at it for a week.
    """

    name = "entry_fanout_device"
    keyed_by = "device"
    steps = 84
    grave: ClassVar[Severity] = "critical"  # no desk is carried from place to place

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 3,
                 usual: float = 0.02, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_DEVICE, never=NEW_ACCOUNT)
    @only(NEW_DEVICE, "account.email_changed")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of what an account that has been elsewhere does where both are new to it.

        And of what is changed there by others, to name them: their owner may have been at a carrier's address once.
        """
        if not event.novel & NEW_DEVICE or not event.device:
            return ()
        if event.novel & NEW_ACCOUNT:  # of long ago, perhaps: who has just signed up has no other address of mail yet
            return (event.device,) if event.type == "account.email_changed" else ()
        return (event.device,) if event.type != "account.login" or strange(event) else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note who entered, from where accounts were changed, and which were locked."""
        super().note(event, tally)
        if event.type != "account.login" and event.ip and not event.novel & NEW_ACCOUNT and strange(event):
            tally.add(slot("address", event.ip))
        if event.type in LOCKS:
            tally.mark(event.subject, event.time)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Name last who was changed there and is not counted: taken as surely, if the others are."""
        finding, others = super().explain(run, state, key), uncounted(run)
        return finding.naming([*finding.accounts, *[name for name in in_order(run.members) if name in others]])

    def _judge(self, state: WindowState, end: int, window: Sequence[Tally]) -> float:
        """Return the surprise of how many were changed and of their share; of mail alone where addresses are few."""
        changed, came = seized(window), len(entrants(window))
        if len(changed) < self.least:
            return 0.0
        if addresses_shared(window, changed):
            return self._of_mail(state, end, len(mailed(window, changed)), came) if addresses(window) >= PLACES else 0.0
        locked = len([name for name in changed if any([name in (tally.marked or ()) for tally in window])])
        share = max(binomial(came, len(changed), CHANGING), binomial(came, locked, LOCKING)) - log10(2)
        many = gamma_poisson(len(changed) - 1, *self._past(state, end))
        known = isinstance(state, EntriesState) and state.practised(end * self.step_s)
        return min(share, many) if known else both(share, many)

    def _of_mail(self, state: WindowState, end: int, mail: int, came: int) -> float:
        """Return the less surprising of how many got another address of mail, and their share; 0 if that is no half."""
        if 2 * mail < came:
            return 0.0
        return min(gamma_poisson(mail - 1, *self._past(state, end)), binomial(came, mail, LOCKING))

    def severity(self, run: Tally) -> Severity:
        """As in the base; high between two addresses, as who runs a firm's accounts may have them."""
        grave = super().severity(run)
        return "high" if grave == self.grave and addresses([run]) < ADDRESSES_LEAST else grave

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        locked = len(seized([run]) & (run.marked or {}).keys())
        others = {"changed_uncounted": len(found)} if (found := uncounted(run)) else {}
        return {**super().evidence(run), "addresses": addresses([run]), "mail_or_keys_changed": locked, **others}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say on which device, from how many addresses, how many."""
        names, others = seized([run]), len(uncounted(run))
        changed, locked = len(names), len(names & (run.marked or {}).keys())
        what = locks_said([run], names)
        more = f"; {counted(others)} of these had the same changed on it and come last" if others else ""
        reason = (
            f"{counted(changed)} of {len(entrants([run]))} entered on one device new to them ({key}), from "
            f"{counted(addresses([run]), 'address')}, had {had(changed, locked, what)} within the first five "
            f"minutes{_spell(run)} ({self.usually(run, 'on it', 'for a device')}){self.rest(run)}. Not counted are "
            f"newcomers and who had the device or its address before{more}."
        )
        keys = " revoke the keys made on it," if "keys" in what else ""
        ask = (
            "Ask whether a firm, or who helps people, uses it; if not, end"
            if addresses([run]) < ADDRESSES_LEAST
            else "End"
        )
        return reason, (
            f"{ask} the sessions made on it, undo the changes,{keys} hold what is to be paid out since, reset the "
            f"accounts named; block it."
        )


def _spell(run: Tally) -> str:
    """Say how many within a week, where that is not all."""
    return f", {run.peak:,.0f} of them within 7 days" if run.peak < len(seized([run])) else ", all within 7 days"


def uncounted(run: Tally) -> set[str]:
    """Return the accounts that were changed on the device, and not told to have entered where they had never been."""
    return run.members.keys() - entrants([run])
