"""One long text from newcomers and from hardly anybody else, at a pace of a few a day: some are enough."""

from __future__ import annotations

from collections.abc import Sequence

from detectors import shared_words
from detectors.base import Signal, by_event
from detectors.content_copies_carriers import carriers, entered, is_own, networks_of
from detectors.content_copies_early import EarlyState
from detectors.content_copies_slow_words import CopiesSlowWords
from detectors.domain_whence import note_whence
from detectors.newcomers import EARLY_NEW, TAKEN
from detectors.nobody import is_nobody
from detectors.recurrence import FOLD
from detectors.reshares import reshares
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import EARLY, ELSEWHERE, NEW_TODAY, Event

# 2026-11: longer words that nobody writes anew, and `usual` of those as of copies with a link. On 19 made-up products
# what products suggest has 13 at most.
TWICE, USUAL_TWICE = 2 * shared_words.LONG, 0.2
NOT_WRITTEN = ("prompt", "upload")  # many ask one thing; a file's name goes round with it
SHARE = 0.5  # of those who repeat a text, newcomers: between a stream's first day and its second (`content_copies_day`)
COUNTED = NEW_TODAY | ELSEWHERE
TAKEN_LEAST = 7  # as of `domain_again`


class ContentCopiesSlow(CopiesSlowWords):
    """Distinct accounts on their first day of posting that post near-copies of one long text, within three days.

    What goes round is passed on by accounts of every age. Fires on twelve whom nobody joins, each from a network of its
    own, or ten with a text of sixteen longer words; and on ten of whom seven or more were entered within hours from
    somewhere new to them (taken or bought accounts, told of posts with links or contacts), as of honest ones one in ten
    is. Of others only those count who have half of what is the same, not a clause of it. Quiet on short texts, files
    and prompts, which people repeat; on a class in one room; on what is mostly written to one target (newcomers who say
    who they are); on visitors without accounts who ask for the same without a link or contact, as at a form; on what
    newcomers have posted before: the text's own past; and on a text that went round on the whole input's first day, for
    a week: all were new to it then. Judged every two hours. Fails where aged accounts are
    used on devices of their own, and in those days.
    """

    name = "content_copies_slow"
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    state_type = EarlyState
    version = 4
    ties = ("domain",)
    steps = 36  # of two hours

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 10,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Look at texts that are written to be read by people.

        Visitors without accounts are new for ever: they count with a link or contact, as what they fill in asks alike.
        """
        if event.kind in NOT_WRITTEN or not (event.domains or event.contacts or not is_nobody(event)):
            return ()
        return event.fingerprints[:1]

    def member(self, event: Event) -> str | None:
        """Count accounts of a first day, and taken ones, that post the text as their own."""
        return event.subject if event.novel & COUNTED and not reshares(event) else None

    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well."""
        return True

    def note(self, event: Event, tally: Tally) -> None:
        """Name those who have posted for longer; of those counted note from where they post, and to whom."""
        shared_words.note(event, tally)
        if not event.novel & COUNTED:
            tally.account(event.subject, event.time)
            return
        note_whence(event, tally)
        if not event.novel & NEW_TODAY and not reshares(event):
            tally.mark(event.subject, event.time)
        elif event.novel & EARLY:
            tally.add(EARLY_NEW)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted, or with too few."""
        return None if self.member(event) is None else self._of_many(event, state, key)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return how surprising so many are, joined with how surprising it is that so few others post it (Fisher)."""
        new, older = carriers(window := self._window(state, end))
        text = shared_words.shared_by(new, window)
        if not text.long or not is_own(window, new) or self._unknown(state, end):
            return 0.0
        taken = entered(window) & new
        surprise = self._of_newcomers(min(int(count), len(new)) - len(taken), older + len(taken), text.words, past)
        if len(taken) < TAKEN_LEAST or len(taken) <= FOLD * past[0] / past[1]:
            return surprise
        return max(surprise, binomial(len(new) + older, len(taken), TAKEN))

    def _unknown(self, state: WindowState, end: int) -> bool:
        own: EarlyState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        return own.unknown((end + 1) * self.step_s - self.window_s)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; keep in mind what went round on the first day of all."""
        own: EarlyState = state  # type: ignore[assignment]  # as in `_unknown`
        own.early = own.went_round()
        super().prune(state, watermark)

    def _of_newcomers(self, count: int, older: int, words: int, past: tuple[float, float]) -> float:
        if count <= FOLD * past[0] / past[1]:
            return 0.0
        if words >= TWICE:
            past = past[0], past[1] - self.burstiness / self.usual + self.burstiness / USUAL_TWICE
        few, many = binomial(count + older, count, SHARE), gamma_poisson(count - 1, *past)
        return both(few, many) if min(few, many) >= self.hot_from / 2 else 0.0

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; note those who have but a clause of the text, who are not counted."""
        window = self._window(state, end)
        new, _ = carriers(window)
        if not super()._accuse(state, end, min(count, len(new)), past, surprise):
            return False
        for tally in window:
            for name in tally.members.keys() - new:
                tally.stranger(name, tally.members[name])
        return True

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many others there are, networks, and how many are from new places."""
        new, older = carriers(window := self._window(state, end))
        return older, networks_of(window, new), len(entered(window) & new)
