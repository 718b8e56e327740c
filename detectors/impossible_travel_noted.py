"""What is noted of an impossible journey: who came from where, and what the newcomer did."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.impossible_travel_judged import by_turns
from detectors.impossible_travel_paid import PAYMENT, said
from detectors.impossible_travel_state import Login, TravelState
from detectors.network import provider_of
from detectors.takeover_entries import Change
from detectors.tally import Tally, note_once
from schemas.event import NEAR, NEW_DEVICE, NEW_IP

NEW_PLACE, OTHER_PLACE, PAYMENTS = "new", "other", "payments"


def write(state: TravelState, first: Login, second: Login, tally: Tally, *, best: bool) -> None:
    """Note a journey; of the `best` so far whether the newcomer's device was new."""
    new, other = (second, first) if second.strange else (first, second)
    changes = state.after(new)
    began = min(tally.first, new.time)  # the other login is the owner's: it shows where he was
    note_once(tally, [(one.time, one.id) for one in (first, second)] + [(one.time, one.id) for one in changes])
    tally.first = began
    tally.extra = {**(tally.extra or {}), **({"new_device": float(bool(new.novel & NEW_DEVICE))} if best else {})}
    if by_turns(state, first, second):
        tally.extra["by_turns"] = 1.0
    _note_place(new, tally)
    _note_countries(new, other, tally)
    for login in (first, second):
        _note_payments(state.done(login) if login.strange else (), tally)
    _note_payees(changes, tally)
    for name, times in said(changes).items():  # all, whichever is told first
        tally.extra[name] = max(times, tally.extra.get(name, 0.0))


def write_paid(state: TravelState, change: Change) -> bool:
    """Note what is paid from where the account is told to have been entered; return True where it is."""
    told = False
    for login in state.logins if change.kind == PAYMENT else ():
        if login.strange and change in (done := state.done(login)):
            for tally in state.tallies.values():
                if tally.hot and login.id in tally.members:
                    _note_payments(done, tally)
                    told = True
    return told


def _note_place(new: Login, tally: Tally) -> None:
    """Note from where the newcomer came, where the account never was: a thief enters others from there, too."""
    if new.device and new.novel & NEW_DEVICE:
        tally.tie(f"device:{new.device}", new.time)
    if new.ip and new.novel & NEW_IP:
        tally.tie(f"ip:{new.ip}", new.time)
        tally.extra = {**(tally.extra or {}), "new_address": 1.0}
        if not new.novel & NEAR:
            tally.tie(f"range:{provider_of(new.ip)}", new.time)


def _note_countries(new: Login, other: Login, tally: Tally) -> None:
    """Note the newcomer's country, and the one that it is too far from: once each, however often they are looked at."""
    told = tally.traits = tally.traits or {}
    for which, login in ((OTHER_PLACE, other), (NEW_PLACE, new)):
        told.setdefault(which, {})[login.country] = 1.0


def _note_payments(changes: Sequence[Change], tally: Tally) -> None:
    """Note what the newcomer paid: once is nothing that tells him, but what a reviewer may hold."""
    for one in changes:
        if one.kind == PAYMENT:
            tally.traits = tally.traits or {}
            tally.traits.setdefault(PAYMENTS, {})[one.id] = 1.0


def _note_payees(changes: Sequence[Change], tally: Tally) -> None:
    """Note who is paid again: a thief's other victims pay him, too, whatever place each is entered from."""
    for change in changes:
        if change.payee and change.kind == PAYMENT:
            tally.tie(f"payee:{change.payee}", change.time)
