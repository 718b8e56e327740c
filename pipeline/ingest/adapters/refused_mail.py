"""Mail that Exim refuses: a message somebody tried to post, without its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.address import normal
from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import Draft, Skip, SkippedLineError
from pipeline.ingest.reasons import reason_of

_REFUSED = re.compile(
    r" H=[^\[]*\[(?P<ip>[0-9A-Fa-f:.]+)\].*?"
    r"(?P<what>rejected RCPT|rejected after DATA|(?:temporarily )?rejected connection|sender verify fail)"
    r"(?: for)?(?: <(?P<target>[^>]*)>)?"
)
_SENDER = re.compile(r" F=<([^>]*)>")


class RefusedMailAdapter(Adapter):
    """`content.posted` of kind message: subject the envelope's sender, target the recipient, reason what Exim did.

    `content_id` is a hash of the line, since a message that was refused has no id of its own.
    """

    def __init__(self, clock: LogClock) -> None:
        self._clock = clock

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        match = _REFUSED.search(line) if " H=" in line else None
        if match is None:
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        sender, ip = _SENDER.search(line), normal(match["ip"])
        digest = hashlib.sha256(line.encode()).hexdigest()[:32]
        data = {"content_id": f"refused-{digest}", "kind": "message", "reason": reason_of(match["what"])}
        data.update({"ip": ip} if ip else {})
        data.update({"target": match["target"][:512]} if match["target"] else {})
        return [Draft("content.posted", sender[1] if sender else None, self._clock.read(line), data)]
