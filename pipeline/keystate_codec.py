"""Between what is remembered of an entity and bytes."""

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
from pipeline.keystate import KeyState, OpenAlert, Post
from pipeline.sealed import StateRefusedError

FORMAT = 2  # of what `KeyStateCodec` writes


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
