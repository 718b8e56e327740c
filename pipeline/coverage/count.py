"""Counts, by event type, how many events have each field; what no type knows; and what would be a dead letter."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

import msgspec
from msgspec import Struct, field

from schemas import wire
from schemas.parse import UNDECODABLE, Refused, Unknown, parse

NAMES_KEPT = 256  # unknown fields of a type: somebody may name them after accounts


class _Data(Struct):
    """Just enough of a record to see what it tells."""

    type: str
    data: dict[str, Any] = {}


class OfType(Struct):
    """What the events of one type had. `told`: events by field; `unknown`: by a name that the type does not know."""

    events: int = 0
    told: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)


def fields() -> dict[str, tuple[str, ...]]:
    """Return, for each event type, the fields of its `data`."""
    return {str(one.__struct_config__.tag): _names(one) for one in get_args(wire.Wire)}


def _names(record: type[Struct]) -> tuple[str, ...]:
    (data,) = [one.type for one in msgspec.structs.fields(record) if one.name == "data"]
    return tuple(one.encode_name for one in msgspec.structs.fields(data))


class Coverage:
    """What was found in a stream. Cost: 10 microseconds a record."""

    def __init__(self) -> None:
        self.types = {kind: OfType() for kind in fields()}
        self.refused = Counter[str]()  # dead letters, by reason
        self.skipped = Counter[str]()  # by a type that this version does not know
        self.places: dict[str, str] = {}  # of a reason or an unknown type, its first line
        self.first, self.last = float("inf"), float("-inf")
        self._known = {kind: frozenset(names) for kind, names in fields().items()}
        self._decode = msgspec.json.Decoder(_Data).decode

    def take(self, file: str, number: int, line: bytes) -> None:
        """Count one record, which is a file's line of this number."""
        found = parse(line)
        if isinstance(found, Unknown):
            self._put(self.skipped, found.type, file, number)
            return
        if isinstance(found, Refused):
            reason = f"{found.reason}: {found.detail}" if found.detail else found.reason
            self._put(self.refused, reason, file, number)
        else:
            self.first, self.last = min(self.first, found.time), max(self.last, found.time)
        self._look(line, good=not isinstance(found, Refused))

    def _put(self, counts: Counter[str], name: str, file: str, number: int) -> None:
        counts[name] += 1
        if counts[name] == 1:
            self.places[name] = f"{file}, line {number}"

    def _look(self, line: bytes, *, good: bool) -> None:
        """Count the fields of a record; of a dead letter those that nobody reads, as one may be what it lacks."""
        try:
            record = self._decode(line)
        except UNDECODABLE:
            return
        if (kind := self.types.get(record.type)) is None:
            return
        names = [name for name, value in record.data.items() if value is not None]
        known = self._known[record.type]
        if good:
            kind.events += 1
            kind.told.update([name for name in names if name in known])
        for name in names:
            if name not in known and (name in kind.unknown or len(kind.unknown) < NAMES_KEPT):
                kind.unknown[name] += 1
