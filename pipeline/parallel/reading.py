"""One job's lines, read before their turn: events wait for their stretch, and the parent hears what each line is."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Mapping

from pipeline.own_content import Read
from pipeline.parallel.doubts import Doubts
from pipeline.parallel.messages import ACCOUNT, CONTENT, DECISION, REFUSED, UNKNOWN, Found, Lines
from schemas.event import Decision, Event
from schemas.parse import Refused, Unknown


class Reading:
    """`waiting`: events whose stretch has not come, in order, each with its line and kind.

    `read`: the engine's. `doubts`, by kind of event: asked of each event that is read; who takes one tells them.
    """

    def __init__(self, read: Read, doubts: Mapping[int, Doubts]) -> None:
        self._read, self._doubts = read, doubts
        self.waiting: deque[tuple[int, int, Event]] = deque()

    def take(self, message: Lines) -> Found:
        """Read lines; return what they are."""
        out = Found(message.chunk, b"", b"", [], {}, [], [])
        kinds, times = bytearray(), array("d")
        for at, line in zip(message.at, message.lines, strict=True):
            found = self._read(line)
            if isinstance(found, Event):
                kind = CONTENT if found.type.startswith("content.") else ACCOUNT
                doubt = self._doubts[kind].read(found)
                if doubt is not None:
                    out.doubts[len(kinds)] = doubt
                times.append(found.time)
                out.sources.append(found.source)
                self.waiting.append((at, kind, found))
            else:
                kind = _other(found, out)
            kinds.append(kind)
        out.kinds, out.times = bytes(kinds), times.tobytes()
        return out


def _other(found: Decision | Refused | Unknown, out: Found) -> int:
    """Note what is no event; return what it is."""
    if isinstance(found, Decision):
        out.decisions.append(found)
        return DECISION
    if isinstance(found, Refused):
        out.refused.append((found.reason, found.detail))
        return REFUSED
    return UNKNOWN
