"""How it is judged to how many strangers an account writes: by its own past, its letters and its customs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import since
from detectors.contacts import Contacts, today_of
from detectors.customs import LINKED, Links, accustomed
from detectors.letters import Letter, own_place, plain
from detectors.mailing import ACCUSTOMED
from detectors.mailing_sent import NOWHERE, place_of
from detectors.mailing_sorts import NEARLY_ALL
from detectors.mailing_young import of_young
from detectors.recurrence import AS_FULL, DAY_S
from detectors.surprise import gamma_poisson
from detectors.window import WindowDetector, WindowState
from schemas.event import Event


class ContactState(WindowState, array_like=True):
    """A window's state, whom the account has written to, which sites it has linked to; the one plain text of a bucket.

    `said`: the text's key (`detectors.letters`), "" where there are several, or one that says where to turn to.
    """

    contacts: Contacts = field(default_factory=Contacts)
    links: Links = field(default_factory=Links)
    said: dict[int, str] = field(default_factory=dict)


class MassContactJudged(WindowDetector):
    """Base of `MassContact`: weighs windows, and keeps what they are weighed by."""

    state_type = ContactState

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Weigh a letter as an account without a past would send it, if that is less; more what leads away of late."""
        surprise = max(self._unexcused(state, end, count, past), of_young(self._window(state, end), count))
        if surprise < self.hot_from or self._letter(state, end) is None:
            return surprise
        return min(surprise, gamma_poisson(count - 1, self.burstiness, self.burstiness / self.usual))

    def _letter(self, state: WindowState, end: int) -> Letter | None:
        """Return the letter that is all a window holds."""
        own: ContactState = state  # type: ignore[assignment]  # `state_type`
        texts = {text for bucket, text in own.said.items() if end - self.steps < bucket <= end}
        if len(texts) != 1 or "" in texts:
            return None
        place = self._place(state, end)
        return Letter(texts.pop(), place) if place else None

    def _place(self, state: WindowState, end: int) -> int:
        """Return whence all of a window were written to, if others were on a day before; else `NOWHERE`."""
        codes = self._codes(state, end)
        return own_place(_contacts(state), codes, end * self.step_s, self.window_s) if codes is not None else NOWHERE

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return 1 where a window did not go out from an own place; else less the days before on which it was used.

        The most counts, as posts to come can but add a place (`detectors.mailing_desk`). Beside it 1 where nearly all
        went out with a link of old.
        """
        place, known = self._place(state, end), int(self._with_known_links(end, _contacts(state)))
        if place == NOWHERE:
            return 1, known
        before = _contacts(state).earlier(today_of(end * self.step_s))
        return -min(ACCUSTOMED, sum([place in places for places in before])), known

    def _with_known_links(self, end: int, contacts: Contacts) -> bool:
        """Tell whether nearly all whom an account wrote to on a window's last day got a link of old (`Links.of_old`).

        Or a receipt of the product's mailer that leads nowhere.
        """
        sent = contacts.days.get(int(end * self.step_s // DAY_S), {})
        return bool(sent) and sum([whence == LINKED for whence in sent.values()]) >= NEARLY_ALL * len(sent)

    def _fits(self, event: Event, state: WindowState) -> bool:
        """Tell whether an event does not make a letter something else."""
        letter = self._letter(state, int(event.time // self.step_s))
        return letter is None or letter == Letter(plain(event), place_of(event.device, event.ip))

    def _unexcused(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return a window's surprise by what the account did before and by its customs."""
        surprise = gamma_poisson(count - 1, *past)
        if count <= _contacts(state).allowed(end * self.step_s):
            return min(surprise, AS_FULL)
        if surprise < self.hot_from:  # as nearly always: customs are not looked at
            return surprise
        return gamma_poisson(max(0.0, count - 1 - self._accustomed(state, end)), *past)

    def _accustomed(self, state: WindowState, end: int) -> int:
        """Return how many of a window's targets customs explain; none where there are too many to keep."""
        codes = self._codes(state, end)
        return accustomed(_contacts(state), codes, end * self.step_s, self.window_s) if codes is not None else 0

    def _codes(self, state: WindowState, end: int) -> Iterator[int] | None:
        """Return the hashes of a window's targets; None where they are too many to keep."""
        window = self._window(state, end)
        if any([tally.level for tally in window]):
            return None
        return (int(code, 16) for tally in window for code in tally.members)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; put the days that are over together."""
        own: ContactState = state  # type: ignore[assignment]  # `state_type`
        own.contacts.fold(watermark - LATENESS_MAX_S - self.window_s - self.step_s)
        oldest = (watermark - LATENESS_MAX_S - self.window_s) // self.step_s - 1
        own.said = since(own.said, oldest)
        super().prune(state, watermark)


def _contacts(state: WindowState) -> Contacts:
    own: ContactState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
    return own.contacts
