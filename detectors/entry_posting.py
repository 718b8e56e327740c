"""Accounts known by what they post, entered and changed in one place: telephone numbers taken over, codes asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import Signal, by_event
from detectors.entry_fanout import CHANGING
from detectors.entry_fanout_changes import change_said
from detectors.entry_posting_report import PostingReport
from detectors.entry_posting_state import ASKED, CAME, CHANGED, EntryPostingState, came, changed, told
from detectors.only import only
from detectors.surprise import binomial, both, gamma_poisson
from detectors.takeover_entries import SEIZED
from detectors.tally import Tally
from detectors.ties import tie
from detectors.window import WindowState
from schemas.event import NEW_DEVICE, NEW_TODAY, Event
from schemas.values import KeyedBy


class EntryPosting(PostingReport):
    """Accounts changed at one address where they had never been, that what is posted there links to it, in a day.

    Changed: mail address, second factor or keys, while the place is new to the account, or nothing was known of it: on
    messengers people log in once, and their past is in what they write, which another topic tells. So each needs one of
    two links: within the hour an account that has posted for longer than a day posts from there for the first time, on
    a device new to it; or an account on its first day of posting wrote a message to it from there, the day before the
    change. Fires on three. Quiet on a family's new telephone, on a carrier's address, on accounts that have just signed
    up (a shop that sets telephones up), on a shop's customers of old, each with a second factor on a telephone of his
    own (as `entry_fanout`), on a new office where nobody changes anything.
    Fails where nothing is changed within minutes, and on a place for each account. Takes three colleagues who set their
    second factor up on new computers in a new place, and post, for taken accounts.
    Cost: next to nothing but for newcomers' messages; state: 100 bytes for each of these, of a day.
    """

    name = "entry_posting"
    version = 2
    keyed_by: ClassVar[KeyedBy] = "ip"
    kinds = ("content.posted", *SEIZED)
    area = "account_security"
    state_type: ClassVar[type[WindowState]] = EntryPostingState
    steps = 24
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 3,
                 usual: float = 0.005, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_TODAY | NEW_DEVICE, "content.posted")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of what may count."""
        if event.type == "content.posted":
            return (event.ip,) if event.ip and (told(event) or came(event)) else ()
        return (event.ip,) if event.ip and changed(event) else ()

    def member(self, event: Event) -> str | None:
        """Note accounts that were changed, and those that came and posted; messages: `learn`."""
        if event.type != "content.posted":
            return CHANGED + event.subject if changed(event) else None
        return CAME + event.subject if came(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Tie the alert by where accounts were changed, and note what was."""
        if event.type != "content.posted":
            tie(event, ("device", "ip"), tally)
            tally.carry(change_said(event), event.time)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Hold messages of newcomers; note those to accounts that are changed."""
        own: EntryPostingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        if event.type == "content.posted" and told(event):
            own.hold(event, self.window_s)
            return bool(own.tallies) and self._asked_late(event, own)
        if event.type != "content.posted":
            tally = self.tally(state, int(event.time // self.step_s))
            for time, target, sender in own.held:
                if target == event.subject and time <= event.time:
                    tally.member(f"{ASKED}{target}\0{sender}", time)
        return super().learn(event, state, signal)

    def _asked_late(self, event: Event, state: EntryPostingState) -> bool:
        """Note a message that comes after the change that it led to."""
        hot = False
        for bucket, tally in state.tallies.items():
            if CHANGED + (event.target or "") in tally.members and tally.last >= event.time:
                tally.member(f"{ASKED}{event.target}\0{event.subject}", event.time)
                hot = self.refresh(state, bucket) or hot
        return hot

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Join how many were changed with what share of those that came there and posted, which is independent."""
        window = self._window(state, end)
        posted = sum([one.posted for one in self._linked(window).values()])
        everybody = len({name for tally in window for name in tally.members if name[0] == CAME})
        return both(gamma_poisson(count - 1, *past), binomial(everybody, posted, CHANGING))

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts were changed that something links to the place."""
        mine = {} if member is None or event is None else {member: event.time}
        return len(self._linked(self._window(state, end), mine))

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window so far; None for few accounts."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; forget who was written to long ago."""
        super().prune(state, watermark)
        if isinstance(state, EntryPostingState) and state.held:
            state.drop(watermark - self.window_s)
