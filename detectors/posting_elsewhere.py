"""A stolen session: an account that posts link after link from a device, and a country or provider, new to it."""

from __future__ import annotations

from typing import ClassVar, cast

from detectors.base import Signal
from detectors.habits import DAY_S
from detectors.posting_elsewhere_state import NETWORK, YOUNG, ElsewhereState, enters
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from detectors.wording import counted, rarely, within
from schemas.event import NEW_DEVICE, Event
from schemas.values import Severity


class PostingElsewhere(WindowDetector):
    """Posts with links or contacts in the six hours after an account first came from where, and on what, it never had.

    Adds up how seldom the account is so (a device new to it and a country, or else a provider) and how many such posts
    it makes (gamma-Poisson, by its own days with links). Fires on some dozen from a new country, or fifteen at a new
    provider, of an account that hardly ever posts one: whoever holds its cookies need not log in, so that nobody who
    looks at logins sees him. Quiet on a traveller, a tunnel, a new telephone (one of the two is known), on who posts
    from a new telephone on a journey as he always does, on links to where the account led on earlier days, on accounts
    of a day, on one whose device and network keep changing. Fails where neither country nor provider is told, or no
    device, on a session carried on within the owner's, and on posts without links. An owner who emigrates, unpacks a
    new computer, and tells everybody of his new page that evening, is taken for a thief.
    Cost: 0.2 microseconds a post; state: some 200 bytes.
    """

    name = "posting_elsewhere"
    keyed_by = "account"
    kinds = ("content.posted",)
    area = "account_security"
    ties = ("device", "ip", "domain")
    state_type: ClassVar[type[WindowState]] = ElsewhereState
    counts = "total"
    members_are_accounts = False
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 8,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event; None for what is not counted."""
        own = cast("ElsewhereState", state)
        if not (event.domains or event.contacts) or not own.counts(event):
            return None
        end = int(event.time // self.step_s)
        count = self._count(state, end, event)
        surprise = self._weigh(state, end, count, self._past(state, end)) if count >= self.least else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), len(own.days) > 1, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Note where the account is, and where its post leads; count it if all of that is new."""
        own: ElsewhereState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        day = int(event.time // DAY_S)
        if day not in own.days:
            own.days[day] = 0
        novel, hot = event.novel, False
        if novel & NEW_DEVICE and novel & NETWORK and not novel & YOUNG and enters(event) and own.come(event):
            hot = any([self.refresh(state, bucket) for bucket in own.tallies])
        if not event.domains and not event.contacts:
            return hot
        if not own.counts(event):
            own.lead(event, day)
            return hot
        return super().learn(event, state, signal) or hot

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        own, (shape, rate) = cast("ElsewhereState", state), past
        links, days = own.linking(end * self.step_s)
        many = gamma_poisson(count - 1, shape + links, rate + days)
        return many + own.placed(end * self.step_s, self.window_s, self.step_s)[0] if many else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how rare so new a place is (1,000 log10), whether a country is new, and links and days before."""
        own = cast("ElsewhereState", state)
        place, abroad = own.placed(end * self.step_s, self.window_s, self.step_s)
        return round(1000 * place), int(abroad), *own.linking(end * self.step_s)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop what is too old to be compared with."""
        super().prune(state, watermark)
        own: ElsewhereState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        own.forget(watermark)

    def severity(self, run: Tally) -> Severity:
        """Somebody else posts in its name."""
        return "high"

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        place, abroad, links, days = (*run.detail, 0, 0, 0, 0)[:4]
        return {**self.numbers(run), "place_log10": place / 1000, "new_country": abroad,
                "posts_with_links_before": links, "days_with_links_before": days}  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many posts, from how new a place, and what is usual for the account."""
        place, abroad, links, days = (*run.detail, 0, 0, 0, 0)[:4]
        before = f"{counted(links, 'such post')} on {counted(days, 'day')} before" if links else "no such post before"
        reason = (
            f"{counted(run.peak, 'post')} of this account within {within(self.window_s)} led to where it never had, by "
            f"links or contacts, from a device and a {'country' if abroad else 'provider'} new to it, as happens "
            f"{rarely(place / 1000)} of its days with posts; {before}."
        )
        return reason, "End its sessions, remove what was posted, and let the owner back in."
