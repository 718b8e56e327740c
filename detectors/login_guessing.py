"""Guessing the password of one account, fast or for hours."""

from __future__ import annotations

from detectors.account_places import CLIENT, PlaceState
from detectors.base import Signal
from detectors.login_guessing_notes import intrusive
from detectors.login_guessing_report import SECOND_FACTOR, GuessingReport
from detectors.place_kinds import KINDS, SECOND, UNTOLD, is_away
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_AGENT, NEW_DEVICE, Event

BROKEN = 3.2  # surprise that an account's own client goes wrong on a day: one in 1,600 does, and fails without end
LASTS = 0.15  # surprise of each further hour in which it fails, as far as its owner's places are known: he notices
MANY, ENTERED = 20, 1.0  # so many failures, and in: of people most have given up by then, of clients few are mended
# Refused so often at the second factor, from a place new to the account: an app with an old password never gets so far,
# and of owners who mistype a code or have lost the telephone one in a hundred tries ten times (MITRE ATT&CK T1621).
PUSHED, PUSHES = 2.0, 10
UNKNOWN_MOST = 2.0  # surprise, but for haste: where nobody knows an account's home, its own client looks strange


class LoginGuessing(GuessingReport):
    """Failed attempts on one account in a day, from where its owner has never been.

    Fires on attempts that follow each other faster than hands can, on dozens from a country new to the account by a
    device that has never got in, on those that are refused at the second factor again and again (an owner is worn out
    with prompts), and on those that go on for most of a day. Quiet on a user who has forgotten the
    password and on a client that goes on retrying: always at its owner's address, device or provider, for hours from a
    new place too, the longer the less is known of the account's places. For an account never entered yet, and for
    attempts that name neither address nor device, only haste speaks. Hours count over two days, since who guesses by
    hand sleeps. Who got in within an hour of a reset asked for where some of the attempts failed is in most cases the
    owner, who had forgotten the password: that is told, but not as an entry (`login_regained`), and as low where all of
    it came from one address and no surprise makes it high. Fails where the guesser sits at the owner's address.
    """

    name = "login_guessing"
    version = 6

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the day's failures, the event included; None for a success at home."""
        member = None
        if event.type != "account.login":
            return None
        if event.outcome:
            if not intrusive(event):
                return None
            quiet = isinstance(state, PlaceState) and self.quiet(state)
        else:
            member = self.member(event)
            quiet = member is None
        if quiet or not isinstance(state, PlaceState):
            return Signal(self.name, self.version, key, 0.0, state.rate > 0)
        end = int(event.time // self.step_s)
        count = self._counted(state, end, event, member)
        self._asked = event, state, count, member
        surprise = self._weigh(state, end, count, None, None if event.outcome else event)
        if not event.outcome:
            surprise = max(surprise, self.hurry(event, state))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float] | None,
               further: Event | None = None) -> float:  # fmt: skip
        """Return the surprise of a window; `further` is a failure counted but not noted yet."""
        if not isinstance(state, PlaceState):
            return 0.0
        haste = state.haste(end, self.steps) if state.hasty else 0.0
        if count <= 1:  # a first failure says nothing by itself
            return haste
        return max(haste, self._patient(state, end, count, past or self._past(state, end), further))

    def _patient(self, state: PlaceState, end: int, count: float, past: tuple[float, float],
                 further: Event | None) -> float:  # fmt: skip
        """Return the surprise of the count and of the hours it goes on for; however many, a broken client sends too."""
        found = state.failures(end, self.steps, further)
        named = count - found.get(UNTOLD, 0)
        plain = gamma_poisson(named - 1, *past) if named > 1 else 0.0
        if state.born >= (end + 1) * self.step_s or named <= 1:
            return min(max(plain, gamma_poisson(count - 1, *past)), UNKNOWN_MOST)
        if plain > BROKEN:
            time, most = end * self.step_s, BROKEN + self._away(state, end, found, further)
            most += PUSHED if sum([n for kind, n in found.items() if kind & SECOND]) >= PUSHES else 0.0
            plain = max(self._of_kind(state, time, found, kind, past, most) for kind in KINDS)
        if (hours := state.hours(end, self.steps)) < 2:
            return plain
        return plain + LASTS * (hours - 1) * state.settled(end * self.step_s)

    def _away(self, state: PlaceState, end: int, found: dict[int, int], further: Event | None) -> float:
        """Return what makes a broken client the less likely where nothing speaks for its place: pace, and an entry."""
        count = sum([n for kind, n in found.items() if is_away(kind)])
        surprise = state.pace(end, self.steps, further) if count > 1 else 0.0
        if any(kind & NEW_AGENT and not kind & NEW_DEVICE for kind in found if is_away(kind)):
            surprise += min(surprise, CLIENT)  # a program he was never seen with, where no device says as much
        return surprise + ENTERED if count >= MANY and self._got_in(state, end) else surprise

    def _got_in(self, state: PlaceState, end: int) -> bool:
        """Tell whether a client new to the account got in after the window's first failure."""
        window = [tally for tally in self._window(state, end) if tally.members or tally.marked]
        tried = min([time for tally in window for time in tally.members.values()], default=float("inf"))
        return any(time > tried for tally in window for time in (tally.marked or {}).values())

    def _of_kind(self, state: PlaceState, time: float, found: dict[int, int], kind: int,
                 past: tuple[float, float], most: float) -> float:  # fmt: skip
        """Return the surprise of the failures from a new country, by a new device, by both, or of all (`kind` 0)."""
        count = sum([n for of, n in found.items() if of & kind == kind and of != UNTOLD])
        return min(gamma_poisson(count - 1, *past), most + state.novelty(time, kind)) if count > 1 else 0.0

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; count who knew the password."""
        super().note(event, tally)
        if event.reason == "mfa_failed" and not event.outcome:
            tally.add(SECOND_FACTOR)
