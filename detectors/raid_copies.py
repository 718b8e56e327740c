"""A raid in a few sentences: newcomers who say the same things to one place again and again, for an hour or two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from detectors.base import by_event
from detectors.held_posts import Noted
from detectors.only import only
from detectors.pairs import PARTED, pairs_of
from detectors.raid_repeating import repeating
from detectors.raid_room import addresses_of, note_address, whence
from detectors.raid_texts import SAID, RaidTexts
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import NEW_TODAY, Event

HALF = 0.5


class RaidCopies(RaidTexts):
    """Accounts on their first day of posting that told one target what others there say, twice or more, in two hours.

    Threats and slurs handed out as a few sentences, which `raid` misses where each account writes twice or thrice over
    hours, and `content_copies_plain` where the sentences share the crowd. A text is shared from four newcomers on
    (near-copies, `detectors.fingerprint`). Fires on ten such accounts where they are half of the newcomers who post
    there. Quiet on a call that goes round (each pastes it once: 2026-11: on seventeen made-up products 12 newcomers did
    so at most, and none twice), on short cheers (they have no fingerprint), on reviews, prompts and files, on a place
    where as many have done so before, and until the site's days are known. Judged once a window is over. Fails on
    accounts that have posted for a day or longer, on sentences worded anew, on a post each. Takes a draw in which every
    comment counts for a raid. Cost: as `raid`'s; state: 300 bytes for a target of one.
    """

    name = "raid_copies"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 7200.0, least: float = 10,
                 usual: float = 0.25, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_TODAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return where an account of a first day says something; () for all others."""
        said = event.novel & NEW_TODAY and event.target and event.fingerprints and event.kind in SAID
        return (event.target,) if said and event.target else ()

    def member(self, event: Event) -> str | None:
        """Count posts, each with its text and its account."""
        if not self.remembers(event):
            return None
        return f"{event.fingerprints[0]}{PARTED}{event.subject}{PARTED}{event.id}"

    def note(self, event: Event, tally: Tally) -> None:
        """As in `raid`: how few addresses all share tells a draw from a raid."""
        note_address(event, tally)

    def _sought(self, state: WindowState, end: int) -> float:
        """Return how many accounts repeat; too few where a sample is all that is kept of a crowd."""
        return len(repeating(pairs_of(self._window(state, end))).names)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many; 0 where most newcomers say something else, or in the site's first days."""
        newcomers = repeating(pairs_of(self._window(state, end))).newcomers
        if self._usual(state, end) is None or count < HALF * newcomers:
            return 0.0
        return gamma_poisson(count - 1, *past)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return all newcomers of a window that said something, and how many texts are shared."""
        found = repeating(pairs_of(self._window(state, end)))
        return found.newcomers, found.texts

    def insistent(self, run: Tally) -> Collection[str]:
        """Name who repeats."""
        return repeating(run.members).names

    def posts(self, run: Tally) -> Iterable[Noted]:
        """Return its members, of each text."""
        return [(time, *_whose(member)) for member, time in run.members.items()]

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        newcomers, texts = run.detail or (0, 0)
        return {**self.numbers(run), "new_accounts": newcomers, "texts": texts, "addresses": addresses_of(run)}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts say how many things again and again, how many is usual, and how many do not."""
        newcomers, texts = run.detail or (0, 0)
        others = int(newcomers - run.peak)
        reason = (
            f"{counted(run.peak)}, each on its first day of posting, wrote to one place ({key}) twice or more within "
            f"{within(self.window_s)} what others there wrote, {counted(texts, 'text')} in all{whence(run)} "
            f"({self.usually(run, 'there', 'for such places')}); {run.n:,} posts of newcomers; "
            f"{counted(others, 'other newcomer') if others else 'no other newcomer'} wrote there meanwhile."
        )
        return reason, (
            "Read the texts: where they threaten or slur, remove them all, close the place to newcomers for a while, "
            "stop the accounts, and see to it that who is meant is safe. A draw in which each "
            "comment counts looks the same, but brings accounts of all ages: see when these were made."
        )


def _whose(member: str) -> tuple[str, str]:
    _, name, post = member.split(PARTED)
    return name, post
