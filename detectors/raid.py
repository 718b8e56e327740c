"""A raid: many accounts that have just begun to post write to one place, again and again, within an hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from detectors.base import by_event
from detectors.held_posts import HeldPosts, Noted
from detectors.only import only
from detectors.pairs import PARTED, pairs_noted
from detectors.raid_posts import EACH, insisting, posts_of
from detectors.raid_room import addresses_of, advice, in_one_room, note_address, whence
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import NEW_TODAY, Event
from schemas.values import Severity

APART = ("review", "prompt")  # looked at elsewhere; read by no people
INSISTS = 0.25  # of newcomers who write to a place at once, those who write so often, at most: where people chat


class Raid(HeldPosts):
    """Accounts on their first day of posting that wrote three times or more to one target, in a sliding hour.

    A target is what posts go to: a group, page, channel, listing, stream, person. Fires where as many are surprising
    for the place (in 99,000 hours of places of 23 products eleven had two, none more but in a raid), and so is their
    share of all new accounts that wrote there. Quiet on what goes round or is on everybody's lips (a hundred newcomers
    with a comment or two each), on a help desk after an outage, on a new member who talks much, and on a place where as
    many newcomers have talked before. Reviews are left to `review_wave`, and who puts prompts to a model or character
    writes to nobody. Judged once a window is over, as others may
    still come. Silent until the site's days are known, since all are new to a new stream.
    Medium, and never high, where all come from one address and ten devices or more: a class in its lesson looks so.
    Fails on accounts that have posted for a day or longer, on a post or two for each, and on hours. Takes a live event
    that brings dozens who have never posted, most of whom chat, for a raid. Cost: next to nothing but for newcomers;
    state: 300 bytes for a target of one.
    """

    name = "raid"
    version = 4
    each = EACH

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 8,
                 usual: float = 0.2, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_TODAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return where an account of a first day posts; () for all others, for reviews and for prompts."""
        return (event.target,) if event.novel & NEW_TODAY and event.target and event.kind not in APART else ()

    @by_event
    @only(NEW_TODAY)
    def remembers(self, event: Event) -> bool:
        """Note what newcomers post: asked of every content."""
        return bool(event.novel & NEW_TODAY) and event.target is not None and event.kind not in APART

    def member(self, event: Event) -> str | None:
        """Count posts, each with its account."""
        return f"{event.subject}{PARTED}{event.id}" if self.remembers(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Note what stands for the address of a post, to say whether all have one: a class, a firm, one sender."""
        note_address(event, tally)

    def _sought(self, state: WindowState, end: int) -> float:
        """Return how many accounts insist; too few where a sample is all that is kept of a crowd."""
        return len(insisting(posts_of(self._window(state, end))))

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the smaller surprise: of so many, and of their share; 0 in the site's first days."""
        if self._usual(state, end) is None:
            return 0.0
        newcomers = len(posts_of(self._window(state, end)))
        return min(gamma_poisson(count - 1, *past), binomial(newcomers, int(count), INSISTS))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return all newcomers of a window, and the posts of those who insist."""
        posts = posts_of(self._window(state, end))
        return len(posts), sum([posts[name] for name in insisting(posts)])

    def insistent(self, run: Tally) -> Collection[str]:
        """Name who insists."""
        return insisting(posts_of([run]))

    def posts(self, run: Tally) -> Iterable[Noted]:
        """Return its members."""
        return pairs_noted(run.members)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        newcomers, posts = run.detail or (0, 0)
        return {**self.numbers(run), "new_accounts": newcomers, "posts_of_those": posts, "addresses": addresses_of(run)}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts wrote how much, how many is usual, and how many new accounts wrote less."""
        newcomers, posts = run.detail or (0, 0)
        others = newcomers - run.peak
        reason = (
            f"{counted(run.peak)}, each on its first day of posting, wrote {EACH} times or more to one place ({key}) "
            f"within {within(self.window_s)}, {posts} posts in all{whence(run)} "
            f"({self.usually(run, 'there', 'for such places')}); "
            f"{counted(others, 'other new account') if others else 'no other new account'} wrote there meanwhile."
        )
        return reason, advice(run)

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; medium at most what may be a class."""
        return "medium" if in_one_room(run) else super().severity(run)
