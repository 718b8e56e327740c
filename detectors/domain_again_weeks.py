"""Who is accused of telling one thing for days or weeks, by what gave them away: the day's tally is made hot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from detectors.counts import EXAMPLES_KEPT
from detectors.domain_again_surprise import Told
from detectors.domain_debuts import SORT as DEBUTS
from detectors.domain_debuts import Debuts
from detectors.domain_newly import usually
from detectors.domain_slowly import SORT as SLOWLY
from detectors.domain_slowly import Slowly
from detectors.domain_sought import SORT as SOUGHT
from detectors.domain_sought import Seekers
from detectors.domain_sparsely import SORT as SPARSELY
from detectors.domain_sparsely import Sparsely
from detectors.domain_waited import SHARE, Lodgers
from detectors.domain_waited import SORT as WAITED
from detectors.recurrence import DAY_S
from detectors.tally import Tally


class Post(Protocol):
    """One that told it."""

    @property
    def time(self) -> float:
        """When."""

    @property
    def event_id(self) -> str:
        """Which."""


def accuse_slowly(tally: Tally, window: Told, found: Slowly) -> None:
    """Accuse those who told it on their first day here, for weeks."""
    share = usually(window)
    _told(tally, [(name, [one]) for name, one in found.came.items()])
    detail = found.everybody, 0, len(found.came), SLOWLY, round(1000 * share), found.days, found.beside
    tally.crest(len(found.came), found.everybody * share, found.surprise, detail)


def accuse_sparsely(tally: Tally, found: Sparsely) -> None:
    """Accuse those who hardly ever wrote here and told it in the two weeks."""
    _told(tally, found.came)
    tally.crest(len(found.came), 1.0, found.surprise, (found.everybody, 0, 0, SPARSELY, found.back))


def accuse_waited(tally: Tally, found: Lodgers) -> None:
    """Accuse those who told it after they were locked on devices that had come to them days before."""
    _told(tally, [(name, [one]) for name, one in found.told])
    tally.crest(len(found.told), found.everybody * SHARE, found.surprise, (found.everybody, 0, 0, WAITED))


def accuse_debuts(tally: Tally, found: Debuts) -> None:
    """Accuse those who told it on their first day here."""
    _told(tally, [(name, [one]) for name, one in found.came.items()])
    days = len({int(one.time // DAY_S) for one in found.came.values()})
    tally.crest(len(found.came), 1.0, found.surprise, (found.everybody, 0, len(found.came), DEBUTS, days))


def accuse_seekers(tally: Tally, found: Seekers) -> None:
    """Accuse those who told it to newcomers, each by its first such post of a day."""
    _told(tally, found.told)
    detail = found.everybody, 0, 0, SOUGHT, found.young, found.others
    tally.crest(len(found.told), 1.0, found.surprise, detail)


def _told(tally: Tally, told: Iterable[tuple[str, Sequence[Post]]]) -> None:
    """Make a tally hot by the posts of some accounts, the first of each first."""
    every = list[tuple[float, str]]()
    for name, posts in told:
        tally.member(name, posts[0].time)
        every += [(one.time, one.event_id) for one in posts]
    tally.hot, tally.examples = True, sorted(every)[-EXAMPLES_KEPT:]
    tally.first = tally.examples[0][0]
