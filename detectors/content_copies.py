"""A wave of copies: the same or nearly the same text from many accounts."""

from __future__ import annotations

from detectors import disguise, shared_words
from detectors.base import Signal
from detectors.copies import (
    ASKING,
    DESK,
    FORM_LETTER,
    Copies,
    form_letter,
    from_everywhere,
    from_one_place,
    from_own_places,
    note_place,
)
from detectors.desks import is_desk
from detectors.in_common import linked
from detectors.newcomers import newcomer
from detectors.reshares import reshares
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import READ_ONE
from schemas.event import REGULAR, Event
from schemas.values import Severity

HALF, NEARLY_ALL, HARDLY_ANY = 0.5, 0.8, 0.2  # of a window's copies
AN_OFFICES = 0.75  # where all are posted from one place: a quarter are at home there, so who posts has had it for long
# 2026-11: `usual` of texts without a link, as it is for links of those who have posted them from where they always do.
USUAL_PLAIN = 1.0
# 2026-11: of a window's copies, by who posted on two days before, and from here. On seventeen made-up products none of
# 44 waves that were sent had any who had so on one; of five that went round by themselves 64 to 94 in 100 had, though
# not of the first ten.
REGULARS, BY_REGULARS = 1 / 3, "by_regulars"


IN_ONE_PLACE = " All came from one address, as a class or an office does."


class ContentCopies(Copies):
    """Distinct accounts that post near-copies of one text, in a sliding window, against that text's own past.

    Fires when many accounts post what `detectors.fingerprint` finds to be one text; stays quiet on one account that
    repeats itself, on quoted passages and short phrases (they have no fingerprint), and on what lists and bots have
    repeated for long: the fingerprint's own past shows as many. A post that shares another's content
    (`detectors.reshares`) is not counted. Quiet also where the texts differ but for a few words
    (`detectors.shared_words`), on a dozen old accounts that post from where they always do (a chain's owners who answer
    alike), on as many at one address that is home to a quarter of them (an agency's), on a link that goes round (a
    third or more posted other things on two days before, from where they do, and they are at addresses of their own),
    and on prompts, which nobody reads and many repeat, unless nearly all are by newcomers at many addresses. Medium at
    most where all come from one address, low on what as many accounts each write once to the product's own desk
    (`detectors.desks`): a form letter. Texts without any link are left to `content_copies_plain`. Takes for a wave what
    headquarters have a dozen branches send while it is not known that these mail once a week. Fails where a third of
    the accounts was warmed up for days with other posts.
    """

    name = "content_copies"
    version = 4

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.2, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that post the text as their own."""
        return None if reshares(event) else event.subject

    def note(self, event: Event, tally: Tally) -> None:
        """Count the copies that carry a link, those by newcomers, and prompts."""
        super().note(event, tally)
        if event.domains:
            tally.add("with_links")
        if event.kind in ASKING and event.target is not None and is_desk(event.target):
            tally.add(DESK)
        if newcomer(event):
            tally.add("by_newcomers")
        elif event.novel & REGULAR:
            tally.add(BY_REGULARS)
        if event.kind == "prompt":
            tally.add("prompts")
        note_place(event, tally)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; where a count could be enough, by what else the window shows."""
        found = super().score(event, state, key)
        end = int(event.time // self.step_s)
        if found is None or (count := self._count(state, end, event)) < self.least or not self._window(state, end):
            return found
        surprise = self._weigh(state, end, count, self._past(state, end))
        return Signal(self.name, self.version, key, to_score(surprise), found.warm, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        new, prompts = share(window, "by_newcomers"), share(window, "prompts")
        mere = prompts > HALF and (new < NEARLY_ALL or not from_everywhere(window))
        mere = mere or (share(window, BY_REGULARS) >= REGULARS and from_own_places(window))
        return self._shown(window, int(count), 0.0 if mere else self._of_members(int(count), past, new, window))

    def _of_members(self, count: int, past: tuple[float, float], new: float, window: list[Tally]) -> float:
        if new < (AN_OFFICES if from_one_place(window) else HARDLY_ANY):  # as without a link
            past = past[0], past[1] - self.burstiness / self.usual + 1 / USUAL_PLAIN
        return gamma_poisson(count - 1, *past)

    def severity(self, run: Tally) -> Severity:
        """As in the base; medium at most where all are from one address, as a class; low on a letter to the desk."""
        if form_letter(run):
            return "low"
        found = super().severity(run)
        return "medium" if found == "high" and from_one_place([run]) else found

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts posted the text, and how many is usual for it."""
        hidden = disguise.told(disguise.ways([run]))
        new = (run.extra or {}).get("by_newcomers", 0.0)
        reason = (
            f"{run.peak:,.0f} accounts posted {shared_words.shared([run]).told()} within "
            f"{self.window_s / 60:.0f} min ({self.usually(run, 'for this text', 'for texts')}); "
            f"{run.distinct():,} accounts and {run.n:,} copies of just this text in all, "
            f"{'all' if new >= run.n else f'{new:,.0f}'} by accounts new to posting or from a new place, "
            f"{linked(run)}.{hidden}{IN_ONE_PLACE if from_one_place([run]) else ''}"
            f"{FORM_LETTER if form_letter(run) else ''}"
        )
        return reason, READ_ONE.format("challenge")


def share(window: list[Tally], name: str) -> float:
    """Return the share of a window's copies that are counted under a name."""
    many = sum([tally.n for tally in window])
    return sum([(tally.extra or {}).get(name, 0.0) for tally in window]) / many if many else 0.0
