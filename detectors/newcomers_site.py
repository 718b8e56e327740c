"""Windows of newcomers, weighed by the share of newcomers that is usual on the site (`detectors.site_days`)."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from msgspec import field

from detectors.newcomers import NewcomersWindow, others
from detectors.settled_window import SettledState
from detectors.site_told import SiteTold, Told
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.site_usual import SiteUsual

SHARE_LEAST = 0.15  # people who come together come with others like them, however few newcomers there are else
Evidence = dict[str, float | int | str]


class OfSiteState(SettledState, array_like=True):
    """Adds what was usual on the site, by the day of the events to which it was told."""

    usual: Told = field(default_factory=dict)


class NewcomersOfSite(SiteTold, NewcomersWindow):
    """Base of such detectors. They say what is done (`deed`), on what such (`such`), and which posts are meant."""

    state_type: ClassVar[type[WindowState]] = OfSiteState
    deed: ClassVar[str]
    such: ClassVar[str] = "for others"
    posts: ClassVar[str]
    advice: ClassVar[str]

    @abstractmethod
    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among those who post such a thing."""

    def _share(self, state: WindowState, end: int) -> float:
        """Return the share of newcomers among those who do so on this site; 1 where it is not known."""
        usual = self._usual(state, end)
        return 1.0 if usual is None else max(SHARE_LEAST, self.share_of(usual))

    def _usually(self, state: WindowState, end: int) -> float:
        """As in the base, or what this site's days show where that is more: links of people who come for one post."""
        usual = self._usual(state, end)
        base = super()._usually(state, end)
        return base if usual is None else max(base, self.share_of(usual))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the site's share of newcomers, in thousandths, where it is known."""
        usual = self._usual(state, end)
        return () if usual is None else (round(1000 * self.share_of(usual)),)

    def evidence(self, run: Tally) -> Evidence:
        """Return the checkable numbers of a run."""
        share: Evidence = {"site_share_of_newcomers": run.detail[0] / 1000} if run.detail else {}
        return {**self._shown(super().evidence(run)), **share}

    def _shown(self, found: Evidence) -> Evidence:
        """Return what of the numbers is shown."""
        return found

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, how many others did so, and what share is usual, or that nobody knows yet.

        In a site's first days all who come are new, those too who have posted there for years.
        """
        site = f"how many of its {self.posts} are by newcomers is not known yet in a site's first days"
        if run.detail:
            site = f"{run.detail[0] / 10:.0f} % of this site's {self.posts} are by newcomers"
        joined = counted(many, "other") if (many := others([run])) else "nobody else"
        reason = (
            f"{counted(run.peak)} {self.deed.format(key)} within {within(self.window_s)}, {self.how(run)} "
            f"({self.usually(run, 'for it', self.such)}); {joined} did so meanwhile; {site}."
        )
        return reason, self.advice
