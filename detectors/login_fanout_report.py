"""Who of those that got in is to be accused, where accounts fail at an address or in a network that is new to them."""

from __future__ import annotations

from collections.abc import Collection
from math import sqrt

from detectors.advice import RESET_ENTERED
from detectors.counts import MARKED_KEPT
from detectors.login_address import AddressWindow
from detectors.login_address_state import HOUR_S, AddressState
from detectors.login_began import since_guessing
from detectors.login_devices import elsewhere
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import entered
from schemas.event import Event

BUSY = 6.0  # logins an hour from which on a place is busy: below, each counts, as before anything is known
OWN_SHARE = 1 / 30  # of failures: an attacker's entries of earlier hours are no more, and explain none of the next
CHANCE = 3.0  # standard deviations of what an ordinary hour of the address lets one expect


class FanoutReport(AddressWindow):
    """Tells an attacker's entries from people who came to a new place, and says so.

    Nobody enters more accounts with a list than he fails to: where as many get in as fail, the place is new to its
    people (a hotel, a second office, a carrier after an outage). Nor is an entry his where an ordinary hour of the
    place has as many, nor one from before anybody failed, nor one on another device than the few that a list is tried
    with (`login_devices`). Then only accounts that failed there themselves are named,
    and nothing is critical.
    """

    def _entered(self, event: Event, state: AddressState, tally: Tally) -> None:
        """As in the base; count the login, as not all of their accounts are kept."""
        super()._entered(event, state, tally)
        tally.add("entries")

    def put_held(self, state: AddressState) -> None:
        """As in the base; each counts as a login."""
        held = [int(time // self.step_s) for time, _ in state.entered]
        super().put_held(state)
        for bucket in held:
            state.tallies[bucket].add("entries")

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the logins of accounts new to the place that an ordinary hour has, by hours that are over."""
        usual = state.usual(int(end * self.step_s // HOUR_S)) if isinstance(state, AddressState) else 0.0
        return (round(usual),) if usual >= BUSY else ()

    def breached(self, run: Tally) -> bool:
        """Tell whether accounts got in, fewer than failed and more than honest traffic explains."""
        span, usual = max(run.last - run.first, self.window_s) / HOUR_S, float(sum(run.detail))
        honest = usual >= OWN_SHARE * run.peak * HOUR_S / self.window_s
        usual, entries = usual * span * honest, entries_of(run)
        return bool(_its(run)) and usual + CHANCE * sqrt(usual) < entries < _tried(run)

    def named_first(self, run: Tally) -> Collection[str]:
        """Return the accounts entered; only those that failed as well, where entries are no attacker's."""
        marked = _its(run)
        return marked if self.breached(run) else marked & (run.members.keys() | (run.accounts or {}).keys())

    def meanwhile(self, run: Tally, where: str) -> str:
        """Say how many logged in `where`, and what that means."""
        said = f"{entered(run)} logged in {where} meanwhile{_on_others(run)}"
        if self.breached(run) or not run.marked:
            return said
        if entries_of(run) >= _tried(run):
            return f"{said}, no fewer than failed, as where people come to a new place"
        return f"{said}, no more than in an ordinary hour there" if _its(run) else said

    def advice(self, run: Tally, place: str) -> str:
        """Return the suggested action."""
        if run.marked and not self.breached(run):
            return f"Find out whose {place} it is before challenging it; look at accounts that failed and then got in."
        if not _its(run):
            return f"Challenge the {place} while it lasts; no account was seen entered, so none needs a reset."
        return f"{RESET_ENTERED}; challenge the {place} while it lasts."


def entries_of(run: Tally) -> float:
    """Return how many accounts got in from where they had never been; logins, where there are too many to name."""
    named = len(run.marked or ())
    return named if named < MARKED_KEPT else max(named, (run.extra or {}).get("entries", 0.0))


def _its(run: Tally) -> set[str]:
    """Return who got in since the guessing began, and not on a device that has no part in it."""
    return since_guessing(run).keys() - elsewhere(run, _tried(run))


def _on_others(run: Tally) -> str:
    """Say how many of those that got in did so on a device of their own, as far as that tells anything."""
    others = len(elsewhere(run, _tried(run)) & since_guessing(run).keys())
    return f" ({others} on a device that failed on nobody)" if others else ""


def _tried(run: Tally) -> int:
    """Return how many accounts failed: those known, false names, and those nobody knew yet."""
    return run.distinct() + len((run.accounts or {}).keys() - run.members.keys())
