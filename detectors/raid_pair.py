"""A raid on a page and on the person behind it: newcomers who, within an hour, all write at the same two places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from detectors.base import Finding, by_event
from detectors.dear_window import DearWindow
from detectors.first_times import in_order
from detectors.held_posts import by_turns
from detectors.newcomers_site import OfSiteState
from detectors.only import only
from detectors.pairs import PARTED, carry_event, pairs_noted, pairs_of
from detectors.raid_pair_found import paired
from detectors.raid_room import advice, note_address, whence
from detectors.raid_texts import SAID
from detectors.site_told import SiteTold
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import EARLY, NEW_TODAY, YOUNG_REPORTER, Event
from schemas.values import Severity

# Said in a site's first days, when all who post are new to the stream.
FIRST_DAYS = (
    " Named are the {} of these that signed up within the week: of others nobody knows yet whether they are new."
)


def is_early(run: Tally) -> bool:
    """Tell whether a run was judged in a site's first days (`_detail`)."""
    return 1 in run.detail[1:]


def sure(names: Collection[str], window: Iterable[Tally]) -> frozenset[str]:
    """Return those of some accounts whose sign-up was seen."""
    return frozenset(names).intersection([name for tally in window for name in tally.strangers or ()])


class RaidPair(SiteTold, DearWindow):
    """Accounts on their first day of posting that wrote at the same two places within an hour, over the whole site.

    Who is sent at somebody writes under the event, and to its organizer; `raid` misses it where each writes once or
    twice at a place, and `raid_copies` where they word it anew. A place is what posts go to. Fires on ten such
    newcomers, whatever they write. 2026-11: of those who came to 25 made-up products honestly no more than four had two
    places in common in an hour; of four raids 17, 11, 7 and 7. Quiet on a page on everybody's lips (hardly anybody of
    it writes at a second one), on reviews, prompts and files, on where so many newcomers always begin at two places.
    Until the site's days are known all are new to it: only those count then whose sign-up was seen within the week,
    and none on the stream's first day. Medium however many. Judged once a window is over. Fails on accounts that have
    posted for a day or longer, on one place alone, and on a few at each of many places. Takes newcomers of one day who
    all are told to write at two places (a course, a launch) for a raid.
    Cost: as `raid_copies`, of newcomers alone; ten times an hour as many steps as they write in one.
    """

    name = "raid_pair"
    keyed_by = "site"
    kinds = ("content.posted",)
    area = "spam"
    state_type = OfSiteState
    ties = ("device", "ip")
    members_are_accounts = False
    each = 2  # places

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 8,
                 usual: float = 0.25, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; what is counted are accounts, in `least` before that each account at a place."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_TODAY, never=EARLY)
    def remembers(self, event: Event) -> bool:
        """Note what newcomers write somewhere."""
        return event.target is not None and event.kind in SAID and event.novel & (NEW_TODAY | EARLY) == NEW_TODAY

    def member(self, event: Event) -> str | None:
        """Count accounts, each with a place."""
        return f"{event.subject}{PARTED}{event.target}" if self.remembers(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Note the post, to be shown, what stands for its address, and in the first days whose sign-up was seen."""
        carry_event(event, tally)
        if event.novel & YOUNG_REPORTER and event.site is None:  # nobody else is known to be new
            tally.stranger(event.subject, event.time)
        note_address(event, tally)

    def _sought(self, state: WindowState, end: int) -> float:
        """Return how many accounts two places have in common."""
        return float(len(paired(pairs_of(self._window(state, end))).names))

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many; in the site's first days, of those whose sign-up was seen."""
        if self._usual(state, end) is None:
            window = self._window(state, end)
            count = len(sure(paired(pairs_of(window)).names, window))
        return gamma_poisson(count - 1, *past) if count >= self.least else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many newcomers wrote at either place, and 1 in the site's first days."""
        early = self._usual(state, end) is None
        return paired(pairs_of(self._window(state, end))).newcomers, int(early)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; only those who wrote at both places are concerned, and their posts shown."""
        mine = paired(run.members).names
        if is_early(run):
            mine = sure(mine, [run])
        found = super().explain(run, state, key)
        found = found.naming(in_order({name: at for name, at in (run.accounts or {}).items() if name in mine}))
        found.events = by_turns([post for post in pairs_noted(run.carried or {}) if post[1] in mine])
        return found

    def named_first(self, run: Tally) -> Sequence[str]:
        """Name nobody but those."""
        return ()

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {
            **self.numbers(run),
            "new_accounts": sum(run.detail[:1]),
            "places": " ".join(paired(run.members).places),
        }

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts wrote at which two places, how many is usual, and how many at one of them alone."""
        both, others = paired(run.members), int(sum(run.detail[:1]) - run.peak)
        reason = (
            f"{counted(run.peak)}, each on its first day of posting, wrote at the same two places "
            f"({' and '.join(both.places)}) within {within(self.window_s)}{whence(run)} "
            f"({self.usually(run, 'here', 'for a site')}); "
            f"{counted(others, 'other newcomer') if others > 0 else 'no other newcomer'} wrote at one of them."
            f"{FIRST_DAYS.format(len(sure(both.names, [run]))) if is_early(run) else ''}"
        )
        return reason, advice(run)

    def severity(self, run: Tally) -> Severity:
        """Medium however many they are: people who are told to begin at two places look so, too."""
        return "medium"
