"""A domain pushed by new accounts: whatever words they use, all of their links lead to one place."""

from __future__ import annotations

from detectors.base import Signal
from detectors.reshares import reshares
from detectors.settled_window import SettledWindow
from detectors.signup_traits import binomial
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_HERE, Event

NEWCOMERS = 0.4  # of those who share a link that goes round: at a site's start, and where many only ever read


class DomainPush(SettledWindow):
    """Distinct accounts that link to a domain within their first hour of posting, against those who do so later.

    Fires where nearly all who push a domain have just begun to post, and the domain's own past does not show it. Quiet
    on a viral link (most who share it have posted before), on popular domains, on a list that always links to one.
    A domain is all that has one owner, whatever the host (`schemas.links`); of shortened links it is the shortener.
    Judged once a window is over. Fails where accounts are aged before use, and in the first hour of a site's stream.
    """

    name = "domain_push"
    keyed_by = "domain"
    kinds = ("content.posted",)
    area = "spam"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.3, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that have just begun to post, and do not share another's content."""
        return event.subject if event.novel & NEW_HERE and not reshares(event) else None

    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well."""
        return True

    def note(self, event: Event, tally: Tally) -> None:
        """Name those who have posted for longer."""
        if not event.novel & NEW_HERE:
            tally.account(event.subject, event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted, or with too few."""
        if self.member(event) is None:
            return None
        end = int(event.time // self.step_s)
        count = self._count(state, end, event)
        if count < self.least:
            return None
        surprise = self._weigh(state, end, count, self._past(state, end))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        return False

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        old = len({name for tally in window for name in tally.accounts or ()} - _new(window))
        return min(binomial(int(count) + old, int(count), NEWCOMERS), gamma_poisson(count - 1, *past))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {**super().evidence(run), "others": len(set(run.accounts or ()) - _new([run]))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, and how many others link there."""
        reason = (
            f"{run.peak:.0f} accounts linked to one domain within {self.window_s / 60:.0f} min, each in its first hour "
            f"of posting (usual for the domain: {run.usual:.1f}); {len(set(run.accounts or ()) - _new([run]))} others "
            f"did so meanwhile."
        )
        return reason, "Look where the links lead; remove them and hold the accounts if it is spam."


def _new(window: list[Tally]) -> set[str]:
    return {name for tally in window for name in tally.members}
