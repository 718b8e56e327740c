"""Everything remembered of one entity, fetched once for all detectors that see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from struct import Struct as Packed
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from detectors.base import Detector
from detectors.entity_days import Distinct, Refusals
from detectors.inbox import Inbox
from detectors.key_spent import Spent
from detectors.nothing import NOTHING
from detectors.profile import Profile
from detectors.report_records import Record, Reports
from detectors.well_known import Linkers
from pipeline.sealed import StateRefusedError

FORMAT = 2  # of what `KeyStateCodec` writes
SEEN_MOST = 255


class OpenAlert(Struct, array_like=True, gc=False):
    """An alert that was sent and is not closed. `digest` is that of the content last sent."""

    alert_id: str
    detector: str
    started: float
    version: int = 0
    sent_at: float = float("-inf")
    severity: str = ""
    digest: int = 0
    held: bool = False  # the campaign room sends the first version ...
    again: bool = False  # ... since the entity has alerted before


class Post(Struct, array_like=True):
    """A text that a verdict may still be about; without features, only under which content id it is found.

    `raws`: how each detector scored it; `verdicts`: what each has learned of it, and by what weight where it is not 1.
    """

    content_id: str
    event_id: str
    time: float
    features: bytes = b""
    raws: dict[str, float] = NOTHING
    verdicts: dict[str, bool] = NOTHING
    weights: dict[str, float] = NOTHING


class KeyState(Struct, gc=False):
    """The state of one entity. `recent`: ids of its latest events (`pipeline.recent`), against duplicates."""

    touched: float = float("-inf")
    pruned: float = float("-inf")
    seen: int = 0  # events, up to `SEEN_MOST`
    states: dict[str, Any] = {}  # detector name -> its state
    opened: dict[str, OpenAlert] = NOTHING  # by alert id
    recent: bytes = b""
    profile: Profile | None = None
    post: Post | None = None
    alerted: dict[str, float] = NOTHING  # detector -> event time of the last evidence of its last closed alert
    reports: Reports | None = None  # made of an account, and ...
    record: Record | None = None  # ... what became of a reporter's; both in the site's room
    distinct: Distinct | None = None  # for the site's usual days; in its room
    refusals: Refusals | None = None  # likewise
    spent: Spent | None = None  # likewise, of a network
    inbox: Inbox | None = None  # likewise, of an account: who has written to it, or paid it
    linkers: Linkers | None = None  # likewise, of a domain: who has linked to it
    used: int = -1  # the cache's own: in which of its rounds; not stored

    def open(self, alert: OpenAlert) -> None:
        """Add an alert that is open."""
        self.opened = {**self.opened, alert.alert_id: alert}

    def close(self, alert: OpenAlert, last: float) -> None:
        """Take out an alert that is over; `last`: event time of its last evidence."""
        self.opened = {name: one for name, one in self.opened.items() if one is not alert} or NOTHING
        self.alerted = {**self.alerted, alert.detector: last}


class Head(NamedTuple):
    """What can be read of a stored entity without decoding it."""

    touched: float
    seen: int
    opened: int


class _Stored(Struct, array_like=True):
    pruned: float
    states: dict[str, Raw]  # by name and version: `KeyStateCodec`
    opened: dict[str, OpenAlert]
    recent: bytes
    profile: Profile | None
    post: Post | None
    alerted: dict[str, float]
    reports: Reports | None = None
    record: Record | None = None
    distinct: Distinct | None = None
    refusals: Refusals | None = None
    spent: Spent | None = None
    inbox: Inbox | None = None
    linkers: Linkers | None = None


NONE = (None, None, None, None, None, None, None)
_head = Packed(">BdBB")
_touched = Packed(">d").unpack_from
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Stored).decode


def looking_old(entries: Sequence[tuple[bytes, bytes]], start: int, since: float) -> list[tuple[bytes, bytes]]:
    """Return the stored entries whose payload, from `start` on, does not say that they were touched after `since`.

    It is what the bytes say, unchecked: good enough to leave an entry where it is, and for nothing else.
    """
    at, least = start + 1, start + _head.size
    return [one for one in entries if len(one[1]) < least or not _touched(one[1], at)[0] > since]


@cache
def _decoder_of(state_type: type[Any]) -> Callable[[Raw], Any]:
    """Return what reads a detector's states: all partitions share it."""
    return msgspec.msgpack.Decoder(state_type).decode


class KeyStateCodec:
    """Between `KeyState` and bytes. A detector whose version changed starts cold (`cold` counts them).

    A state is stored under its detector's name and version, `name/2`.

    A detector's state that equals a fresh one is not written: it comes back when it is asked for.
    """

    def __init__(self, detectors: dict[str, Detector[Any]]) -> None:
        self._marks = {n: (f"{n}/{d.version}", d.fresh()) for n, d in detectors.items()}
        self._decoders = {self._marks[n][0]: (n, _decoder_of(d.state_type))  # type: ignore[arg-type]  # classes hash
                          for n, d in detectors.items()}  # fmt: skip
        self.cold: dict[str, int] = {}

    def encode(self, state: KeyState) -> bytes:
        """Return the head and msgpack."""
        marks, states = self._marks, {}
        for name, one in state.states.items():
            mark = marks.get(name)
            if mark is not None and (one.tallies or one != mark[1]):
                states[mark[0]] = one
        head = _head.pack(FORMAT, state.touched, state.seen, min(len(state.opened), 255))
        usual = (state.pruned, states, state.opened, state.recent, state.profile, state.post, state.alerted)
        rest = state.reports, state.record, state.distinct, state.refusals, state.spent, state.inbox, state.linkers
        if rest == NONE:  # as nearly always
            return head + _encode(usual)
        return head + _encode((*usual, *rest))

    def head(self, payload: bytes) -> Head:
        """Return what `encode` put first; raises msgspec.DecodeError or `StateRefusedError`."""
        if len(payload) < _head.size:
            message = "shorter than its head"
            raise msgspec.DecodeError(message)
        version, touched, seen, opened = _head.unpack_from(payload)
        if version != FORMAT:
            message = f"a state entry of format {version}; this version reads {FORMAT}"
            raise StateRefusedError(message, "unknown_version")
        return Head(touched, seen, opened)

    def decode(self, payload: bytes) -> KeyState:
        """Return the state; raises msgspec.DecodeError or `StateRefusedError` for what `encode` did not write."""
        touched, seen, _ = self.head(payload)
        stored = _decode(memoryview(payload)[_head.size :])
        states = {name: state for mark, raw in stored.states.items() for name, state in self._state(mark, raw)}
        return KeyState(touched, stored.pruned, seen, states, stored.opened or NOTHING, stored.recent, stored.profile,
                        stored.post, stored.alerted or NOTHING, stored.reports, stored.record,
                        stored.distinct, stored.refusals, stored.spent, stored.inbox, stored.linkers)  # fmt: skip

    def _state(self, mark: str, raw: Raw) -> Iterator[tuple[str, Any]]:
        """Yield the detector's name and its state; nothing where no detector of this version runs."""
        known = self._decoders.get(mark)
        if known is None:
            name = mark.rpartition("/")[0]
            self.cold[name] = self.cold.get(name, 0) + 1
            return
        name, decode = known
        try:
            yield name, decode(raw)
        except msgspec.DecodeError as error:
            message = f"state of detector {name}: was its shape changed without a new version?"
            raise msgspec.DecodeError(message) from error
