"""An account's hours that are not closed: what happened in each, on slips or counted, until nothing can change it."""

from __future__ import annotations

from zlib import crc32

from detectors.behaviour_habits import NEW, Habits, Seen, features_of, learned
from detectors.nothing import NOTHING
from detectors.slips import USAGE, Slip, SlipState, glance, put, read, tally_of

HOUR_S = 3600.0
CHANGES = ("account.password_reset", "account.email_changed", "account.mfa_changed")
NAMES_MOST = 64  # of an hour


class BehaviourState(SlipState, array_like=True):
    """The account's habits, and what happened in hours that are not closed: slips, or what was seen beside tallies.

    `open_from`: the first hour that is not closed; a slip before it teaches no more.
    """

    newest: int = -1
    open_from: int = 0
    habits: Habits = NEW
    seen: dict[int, Seen] = NOTHING


def habits_before(state: BehaviourState, before: int) -> Habits:
    """Return the habits with the hours before `before` that are not closed, in order; the state stays as it is."""
    seen, habits = {hour: dict(one) for hour, one in state.seen.items() if hour < before}, state.habits
    for slip in state.slips:
        hour = int(glance(slip)[0] // HOUR_S)
        if state.open_from <= hour < before:
            add(seen.setdefault(hour, {}), read(slip))
    for hour in sorted(seen):
        habits = learned(habits, features_of(seen[hour]))
    return habits


def seen_in(state: BehaviourState, hour: int) -> Seen:
    """Return what happened in an hour that is not closed."""
    seen = dict(state.seen.get(hour, NOTHING))
    if hour >= state.open_from:
        for slip in state.slips:
            if glance(slip)[0] // HOUR_S == hour:
                add(seen, read(slip))
    return seen


def close(state: BehaviourState, before: int) -> None:
    """Learn the hours before `before`, in order, and be done with them."""
    if len(state.slips) > 1 or state.seen:  # else there is none but the newest
        state.habits = habits_before(state, before)
    if state.seen:
        state.seen = {index: seen for index, seen in state.seen.items() if index >= before} or NOTHING
    state.open_from = max(state.open_from, before)


def tell(state: BehaviourState, slip: bytes) -> None:
    """Count an event in its hour's tally and in what was seen."""
    told = read(slip)
    hour = int(told.time // HOUR_S)
    put(told, tally_of(hour, state))
    state.seen = state.seen or {}
    add(state.seen.setdefault(hour, {}), told)


def tell_all(state: BehaviourState) -> None:
    """Leave nothing on slips; of those whose hour is closed only the tally is wanted."""
    slips, state.slips = state.slips, ()
    for slip in slips:
        hour = int(glance(slip)[0] // HOUR_S)
        if hour >= state.open_from:
            tell(state, slip)
        else:
            put(read(slip), tally_of(hour, state))


def add(seen: Seen, told: Slip) -> None:
    """Count an event; addresses, devices and types once each."""
    kind = told.kind or USAGE
    names = ["events", f"types {kind}"]
    if told.failed:
        names.append("failures")
    if kind == "account.payment":
        names.append("payments")
    elif kind in CHANGES:
        names.append("changes")
    if told.ip:
        names.append(f"addresses {crc32(told.ip.encode()):x}")  # a short name will do
    if told.device:
        names.append(f"devices {crc32(told.device.encode()):x}")
    for name in names:
        if name in seen:
            seen[name] += 1
        elif len(seen) < NAMES_MOST:
            seen[name] = 1
