"""When accounts first came to a card: each counts once, in the bucket of its first payment, whatever the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from detectors.by_time import since
from detectors.card_sharing_report import SharingReport, SharingState
from detectors.counts import TIES_KEPT
from detectors.first_times import earliest
from detectors.network import line_of
from detectors.pairs import PARTED, by_first
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

KNOWN_KEPT = 512  # accounts of one card; later ones are not counted: a card of so many has been looked at
PLACE = "ip:"


class SharingKnown(SharingReport):
    """Base of `CardSharing`: knows the accounts of a card, the earliest `KNOWN_KEPT`."""

    def _sure(self, state: WindowState, end: int) -> int:
        """Return the accounts that signed up or were refused: in a stream's first days all others are new as well."""
        return len(
            {name for tally in self._window(state, end) for name in tally.accounts or () if name in tally.members}
        )

    def _came_before(self, event: Event, state: SharingState) -> bool:
        first = state.known.get(event.subject)
        return first is not None and int(first // self.step_s) < int(event.time // self.step_s)

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        own = cast("SharingState", state)
        if self._came_before(event, own) or not self._enters(event, own):
            tally = self.tally(state, bucket := int(event.time // self.step_s))
            tally.seen(event.time, event.id)
            self.note(event, tally)
            return self._review(state, bucket, None)
        return super()._take(event, state, member, None)

    def _enters(self, event: Event, state: SharingState) -> bool:
        """Note when an account first came; return False where very many came before.

        What is late may put an account earlier, or another one out: it then counts no more where it did.
        """
        name, known = event.subject, state.known
        moved, last = known.get(name), next(reversed(known), name)
        last_at = known.get(last, event.time)
        if moved is None or event.time < moved:
            state.known = earliest(known, name, event.time, KNOWN_KEPT) if known else {name: event.time}
        if moved is not None and int(moved // self.step_s) > int(event.time // self.step_s):
            self._leave(state, name, moved)
        if last not in state.known:
            self._leave(state, last, last_at)
        return name in state.known

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was put aside goes with its window."""
        super().prune(state, watermark)
        own = cast("SharingState", state)
        own.aside = since(own.aside, self._oldest(watermark))

    def _leave(self, state: SharingState, name: str, at: float) -> None:
        bucket = int(at // self.step_s)
        if bucket in state.tallies:
            state.tallies[bucket].members.pop(name, None)
        state.crowds.clear()  # to be counted anew


def on_one_device(window: Sequence[Tally]) -> bool:
    """Tell whether all counted accounts paid on one and the same device, and on no other, wherever that was.

    A shop's tablet on a carrier's network has another address every hour.
    """
    counted = set[str]().union(*[tally.members for tally in window])
    pairs = [pair.split(PARTED, 1) for pair in _on_devices(window)]
    mine = [(device, name) for device, name in pairs if name in counted]
    return len({device for device, _ in mine}) == 1 and len({name for _, name in mine}) == len(counted)


def in_one_place(window: Sequence[Tally]) -> bool:
    """Tell whether all counted payments came from one address and, where any device is told, on one.

    Or each account on devices of its own, but for one device that several use: people at work, whose firm's card it is,
    a family, who pay on the father's telephone or on theirs. What more is told can only speak against it, so that no
    order of arrival decides anything.
    """
    ties = [tally.ties or {} for tally in window]
    devices = {name for some in ties for name in some if not name.startswith(PLACE)}
    places = {line_of(name.removeprefix(PLACE)) for some in ties for name in some if name.startswith(PLACE)}
    if len(places) != 1 or max(map(len, ties)) >= TIES_KEPT:
        return False
    return len(devices) <= 1 or sum([many > 1 for many in by_first(_on_devices(window)).values()]) <= 1


def _on_devices(window: Sequence[Tally]) -> set[str]:
    """Return who paid on which device, of the payments that name one."""
    return {pair for tally in window for pair in tally.carried or () if not pair.startswith(PARTED)}
