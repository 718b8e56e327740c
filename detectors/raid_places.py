"""A raid that moves: a crowd of newcomers says one thing at one place after the other, all at once at each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from detectors.base import by_event
from detectors.held_posts import Noted, Post, event_of
from detectors.only import only
from detectors.pairs import PARTED, carry_event, pairs_noted
from detectors.raid_moving import AT_ONCE_S, CROWD, moving
from detectors.raid_room import in_one_room, note_address, whence
from detectors.raid_texts import SAID, RaidTexts
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import NEW_TODAY, Event
from schemas.values import Severity


class RaidPlaces(RaidTexts):
    """Accounts on their first day of posting that said one text at two places or more, each time as a crowd.

    A place is what posts go to: a lesson, a stream, a channel. A crowd is three newcomers or more who post the text
    there within ten minutes, and the window six hours. `raid` misses it where each writes once or twice a place,
    and `content_copies_plain` where a place takes an hour of its own. Fires on ten such accounts; the text's own
    past shows what is usual for it. Quiet on a call that goes round at one place, on one message to many (roofers
    after a storm, each at another hour), on prompts, files, reviews and short cheers (they have no fingerprint),
    and until the site's days are known. 2026-11: on 21 made-up products no honest newcomer did so. Medium at most
    where all come from one address and ten devices: a class goes from lesson to lesson. Judged once a window is
    over. Fails on accounts that have posted for a day or longer, on sentences worded anew, and on one place alone.
    Cost: as `raid_copies`; state: 200 bytes for a newcomer's text.
    """

    name = "raid_places"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 8,
                 usual: float = 0.25, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_TODAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the text that an account of a first day says somewhere; () for all others."""
        said = event.novel & NEW_TODAY and event.target and event.fingerprints and event.kind in SAID
        return event.fingerprints[:1] if said else ()

    def held_as(self, event: Event) -> str:
        """Return where the text is said."""
        return event.target or ""

    def held_event(self, post: Post) -> Event:
        """As in the base; it is its place that counts."""
        event = event_of(post)
        event.target, event.fingerprints = post[3], ("held",)
        return event

    def member(self, event: Event) -> str | None:
        """Count accounts, each with a place."""
        return f"{event.target}{PARTED}{event.subject}" if self.remembers(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Note the post, to be shown, and what stands for its address, to say whether all have one."""
        carry_event(event, tally)
        note_address(event, tally)

    def _sought(self, state: WindowState, end: int) -> float:
        """Return how many accounts move along."""
        return len(moving([tally.members for tally in self._window(state, end)]).names)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many; 0 in the site's first days."""
        return 0.0 if self._usual(state, end) is None else gamma_poisson(count - 1, *past)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return at how many places a crowd said it, and all newcomers who did."""
        found = moving([tally.members for tally in self._window(state, end)])
        return found.places, found.newcomers

    def insistent(self, run: Tally) -> Collection[str]:
        """Name who moves along."""
        return moving([run.members]).names

    def posts(self, run: Tally) -> Iterable[Noted]:
        """Return those noted."""
        return pairs_noted(run.carried or {})

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        places, newcomers = run.detail or (0, 0)
        return {**self.numbers(run), "places": places, "new_accounts": newcomers}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts say one thing at how many places, and how many is usual."""
        places, newcomers = run.detail or (0, 0)
        others = int(newcomers - run.peak)
        reason = (
            f"{counted(run.peak)}, each on its first day of posting, wrote one text at two or more of "
            f"{counted(places, 'place')} within {within(self.window_s)}, at each with {CROWD - 1} or more others of "
            f"them within {within(AT_ONCE_S)}{whence(run)} ({self.usually(run, 'for this text', 'for texts')}); "
            f"{counted(others, 'other newcomer') if others else 'no other newcomer'} wrote it."
        )
        return reason, (
            "Read a copy: where it insults or threatens, remove all, close those places to newcomers for a while, stop "
            "the accounts, and look for the crowd's other sentences there. A class that greets its teachers looks so."
        )

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; medium at most what may be a class."""
        return "medium" if in_one_room(run) else super().severity(run)
