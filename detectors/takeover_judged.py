"""How surprising an entry is with all that came before and after it: its place, guesses, changes, what was spent."""

from __future__ import annotations

from detectors.habits import DAY_S
from detectors.takeover_changes import FORGOT, HOLDS, UNASKED, UNSEEN, UNSEEN_S, follows, is_hijack, prompt, weight_of
from detectors.takeover_emptied import emptied
from detectors.takeover_entries import SEIZED, Change, Entry
from detectors.takeover_graded import LITTLE, TYPOS
from detectors.takeover_owners import LOCKS, enrols, is_colleague, is_regained
from detectors.takeover_past import GUESS
from detectors.takeover_spending import far
from detectors.takeover_state import TakeoverState
from detectors.takeover_unknown import SEEN_S, own, taken
from schemas.event import FRESH, NEW_ACCOUNT, NEW_COUNTRY, NEW_DEVICE, NEW_TODAY
from schemas.values import EventType

# Taken off an entry that passed the second factor, which a phishing proxy does, too: on nine made-up products that tell
# it 27 % of owners did so on a device and at an address new to them (2,612 of 9,752), and nine of some 2,100 thieves.
PASSED = 1.0
FACTOR: EventType = "account.mfa_changed"
# An account that nobody was seen to enter, but to use, a day ago or earlier on another device in another country.
ELSEWHERE, YOUNG = NEW_COUNTRY | NEW_DEVICE, NEW_ACCOUNT | NEW_TODAY | FRESH
# Added where an entry on a new device soon took what only who is in can take: worth a look though one honest login in
# 200,000 looks so (of 650,000 on 20 made-up products six do, and 283 accounts in 67 attacks), not one in a million.
# Not where he came by a reset and was asked for no second factor (`UNASKED`): of those none was a thief.
WORTH = 0.7


def weigh(state: TakeoverState, entry: Entry, further: Change | None = None) -> float:
    """Return the surprise of an entry, what came before and after it, and a `further` change."""
    if state.abroad and state.on_a_journey(entry):
        return 0.0
    changes = state.after(entry) if state.changes else []
    if further is not None and follows(entry, further):
        changes.append(further)
    if not state.born + DAY_S <= entry.time and not is_elsewhere(entry):
        surprise = _unknown(state, entry, changes) if changes else 0.0
    elif entry.owned and not is_hijack(entry, changes):
        surprise = 0.0
    else:
        surprise = _at_home(state, entry, changes) if entry.home else _away(state, entry, changes)
    if state.payees and changes and (out := emptied(state.payees, entry, changes)):
        led = bool(state.before(entry))
        guessed = state.guessed(entry, led=led)
        return max(surprise, out + guessed - (max(0.0, PASSED - guessed) if entry.passed and not led else 0.0))
    return surprise


def _at_home(state: TakeoverState, entry: Entry, changes: list[Change]) -> float:
    """Return the same at an address of old: 0 but for what is drained by who had not just forgotten his password."""
    led = bool(state.before(entry))
    if led and own(state.tried, entry):
        return 0.0
    drained = _drained(state, entry, changes, led=led)
    return state.novelty(entry) + weight_of(entry, changes, led=led, drained=True) + drained if drained else 0.0


def _away(state: TakeoverState, entry: Entry, changes: list[Change]) -> float:
    """Return the same at a new address: of the place and the guesses, what was changed, and what was spent beside."""
    led = bool(state.before(entry))
    drained = _drained(state, entry, changes, led=led)
    guessed = state.guessed(entry, led=led)
    one = _is_one(state, entry, guessed, led=led)
    kinds = {change.kind for change in changes}
    sure = led or guessed > GUESS * TYPOS
    enrolled = FACTOR in kinds and not sure and enrols(entry, kinds) and state.logged_in(entry)
    weight = weight_of(entry, changes, led=led, drained=drained > 0.0, one=one, enrolled=enrolled)
    unasked = led and entry.unasked
    new = entry.novel & NEW_DEVICE != 0 and not (unasked or enrolled)
    seized = new and not prompt(entry, changes).isdisjoint(SEIZED)
    surprise = _strangeness(state, entry, seized=seized, sure=led or guessed > 0.0) + guessed + weight
    surprise -= _excused(state, entry, guessed, led=led, drained=drained > 0.0)
    # Without a lock it is a journey's; a new telephone's owner pays with it (`drained`), but not abroad.
    locked = any([kind in LOCKS for kind in kinds]) or (enrolled and entry.novel & NEW_COUNTRY != 0)
    if (entry.paid or entry.used or entry.points) and locked and not unasked:
        if led or guessed or not is_colleague(entry, kinds):
            return surprise + state.lavishness(entry)[0]
    return surprise + drained


def _excused(state: TakeoverState, entry: Entry, guessed: float, *, led: bool, drained: bool) -> float:
    """Return what is taken off for what speaks for the owner: a reset, an older session, the second factor passed."""
    held = HOLDS + FORGOT * (own(state.tried, entry) > 0) + UNASKED * entry.unasked if led and not drained else 0.0
    if not entry.login and entry.time < state.born + UNSEEN_S and not state.came_in(entry):
        held += UNSEEN
    # Who had the password reset may hold the number that the second factor goes to.
    return held + max(0.0, PASSED - guessed) if entry.passed and not led else held


def _drained(state: TakeoverState, entry: Entry, changes: list[Change], *, led: bool) -> float:
    """Return the surprise of how far above any day was spent by a device let in anew; 0 where it is not `FAR`.

    Not that it is a record: who unpacks a new telephone pays with it, and one payment in fifty is one.
    """
    if not (entry.paid or entry.used or entry.points) or not is_regained(
        entry, {change.kind for change in changes}, led=led
    ):
        return 0.0
    return far(entry.time, (entry.paid, state.paid), (entry.used, state.used), (entry.points, state.points))


def _is_one(state: TakeoverState, entry: Entry, guessed: float, *, led: bool) -> bool:
    """Tell whether what was seized after an entry may well be one event: a new telephone that its owner sets up.

    So it is at a provider of old and in no new country, unless somebody guessed: of an account with few logins, and
    of any for who passed the second factor; but not after a reset: then he may hold the owner's number.
    """
    new = entry.novel & (NEW_DEVICE | NEW_COUNTRY)
    if new != NEW_DEVICE or not entry.near or guessed > GUESS * TYPOS:
        return False
    return not led if entry.passed else state.habit(entry.time).logins < LITTLE


def _strangeness(state: TakeoverState, entry: Entry, *, seized: bool, sure: bool) -> float:
    """Return the surprise of an entry's place, and that what only who is in can take was `seized` there at once.

    Of few logins nobody tells what the owner's are like. Unless another country, guesses or a reset make it `sure`,
    who passed the second factor is then not worth a look for what he took at once; and an owner who never was seen
    to log in does so on a new device some day, at a provider that the account knows.
    """
    if not (sure or entry.novel & NEW_COUNTRY) and (logins := state.habit(entry.time).logins) < LITTLE:
        if entry.near and not logins:
            return 0.0
        seized = seized and not entry.passed
    return state.novelty(entry) + WORTH * seized


def _unknown(state: TakeoverState, entry: Entry, changes: list[Change]) -> float:
    """Return the surprise of an entry in what we know as the account's first day; 0 where it signed up lately."""
    if entry.novel & FRESH:
        return 0.0
    # Known for a day, if only by the use of its keys, which are no place of its owner's (`profile.own_places`).
    seen = min(state.first, state.born) + SEEN_S <= entry.time or not entry.novel & NEW_TODAY
    return taken(entry, changes, own(state.tried, entry), seen=seen)


def is_elsewhere(entry: Entry) -> bool:
    """Tell whether an account known for a day by its use, if not by logins, was used elsewhere: all is new to it."""
    return entry.novel & (ELSEWHERE | YOUNG) == ELSEWHERE
