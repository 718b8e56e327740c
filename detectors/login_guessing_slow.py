"""Guessing the password of one account from many addresses, under every rate limit."""

from __future__ import annotations

from typing import cast

from detectors.account_places import PlaceState
from detectors.login_guessing import UNKNOWN_MOST
from detectors.login_guessing_days import DaysState, on_days
from detectors.login_guessing_notes import DAY_S
from detectors.login_guessing_report import advice
from detectors.login_guessing_weeks import ANOTHER, CLIENT, CLIENT_KINDS, CLIENTS, MOVES, GuessingWeeks, clients_of
from detectors.slots import slot
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, NEW_AGENT, Event

_IN_TWO_WEEKS = "addresses_in_two_weeks", "clients_in_two_weeks", "on_days", "within_hours_of_the_day"


class LoginGuessingSlow(GuessingWeeks):
    """Addresses that failed on one account in a day, where its owner has never been.

    Quiet on a traveller, and on a phone that changes addresses within its provider; where providers are not told, on an
    account that is often in new places. Who comes with a device or program (by hash) of his own nearly each time is no
    client that goes wrong, however it moves: so he speaks sooner, but for owners who often get in so themselves. Of an
    account never entered yet, whose home nobody knows, only such speak, and what comes together over days where it is
    in use (a session that lasts). Who keeps to a few a day is told by how many addresses and clients come together over
    two weeks: an owner's broken clients are the same ones each day; or by one device that comes on five days by ever
    new addresses and always in the same hours, as a former partner does: an owner resets his password on the second.
    So is who comes from one provider after another, all new to the account, whatever program he names: six on a day.
    Takes a name that three strangers a day type for theirs for guessed.
    """

    name = "login_guessing_slow"
    version = 10
    state_type = DaysState
    counts = "members"
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = DAY_S, least: float = 6,
                 usual: float = 0.15, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the addresses of failures from a strange place."""
        return event.ip if super().member(event) is not None else None

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note with what an attempt was made, as far as that is new to the account."""
        if event.outcome or event.reason == "mfa_failed":
            super().note(event, tally)
        if event.outcome:
            return
        client = event.device or (event.user_agent if event.novel & (NEW_AGENT | NEW_ACCOUNT) else None)
        if event.asn is not None and not event.novel & NEW_ACCOUNT:
            tally.carry(str(event.asn), event.time)
        if client:
            tally.add(slot(CLIENT if event.novel & NEW_ACCOUNT else ANOTHER, client))

    def hurried(self, event: Event, state: PlaceState) -> None:
        """Haste is for the other to see; note the day's places and clients."""
        if not event.novel & NEW_ACCOUNT:
            cast("DaysState", state).tries(event)

    def hurry(self, event: Event, state: PlaceState) -> float:
        """Haste is for the other to see."""
        return 0.0

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        shape, rate = super()._past(state, end)
        own: PlaceState = state  # type: ignore[assignment]  # as in `_enough`
        mean = max(shape / rate, self.usual + MOVES * own.share(end * self.step_s))
        return shape, shape / mean

    def _patient(self, state: PlaceState, end: int, count: float, past: tuple[float, float],
                 further: Event | None) -> float:  # fmt: skip
        own: DaysState = state  # type: ignore[assignment]  # as in `_enough`
        surprise = self._of_all(own, end, count, past)
        return max(surprise, self._evenings(own, end)) if own.pairs else surprise

    def _of_all(self, state: DaysState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = gamma_poisson(count - 1, *past)
        if state.born >= (end + 1) * self.step_s:
            surprise = min(surprise, max(UNKNOWN_MOST, self._by_clients(state, end, CLIENTS)))
            return max(surprise, self._for_days(state, end)) if state.pairs else surprise
        if state.pairs:
            surprise = max(surprise, self._for_days(state, end))
        if count < self.least:
            return surprise
        mean = CLIENTS + MOVES * state.moved(end * self.step_s)
        clients = min(gamma_poisson(count - 1, *super()._past(state, end)), self._by_clients(state, end, mean))
        return max(surprise, clients, self._of_providers(state, end))

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; or if a few a day have come to many."""
        own: DaysState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a failure
        if count >= self.least or not own.pairs:
            return count >= self.least
        return count > 1 and self._told_for_days(own, end)

    def _by_clients(self, state: PlaceState, end: int, mean: float) -> float:
        """Return the surprise of as many devices or programs, where owners fail with so many more than one."""
        return gamma_poisson(clients_of(self._window(state, end)) - 1, 1.0, 1.0 / mean)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run; clients by their number alone."""
        told = self.numbers(run, *[name for name in run.extra or () if not name.startswith(CLIENT_KINDS)])
        clients = clients_of([run])
        told |= {"clients": clients} if clients else {}
        if len(run.detail) == 1:
            return told | {"providers": run.detail[0]}
        return told | dict(zip(_IN_TWO_WEEKS, run.detail, strict=False))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many addresses, and whether one succeeded; what two weeks show first, where that is what tells."""
        if days := on_days(run):
            return f"{days}{self.since(run)}.", advice(run, entered=self.breached(run))
        clients = clients_of([run])
        known = any(name.startswith(ANOTHER) for name in run.extra or ())
        whose = "" if known else " of the account no login is known, and"
        tried = f";{whose} they used at least {clients} devices or programs{' new to it' if known else ''}"
        whence = f" of {run.detail[0]} providers" if run.detail[0:] else ""
        reason = (
            f"{run.peak:,.0f} addresses or more{whence}, all new to one account, failed to log in to it within a day "
            f"(usual: {run.usual:.1f}{tried if clients > 1 else ''}){self.since(run)}."
        )
        return reason, advice(run, entered=self.breached(run))
