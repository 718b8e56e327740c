"""Each attempt once, however many lines describe it.

One attempt is written down by several hands: sshd says "Invalid user" and "Failed password", PAM says
"authentication failure", at the end sshd says "maximum authentication attempts exceeded" and PAM sums up what was over.
Each hand counts the same attempts, so what has happened on a connection is the largest of their counts, and a line
makes an event only when it raises that largest count. Whichever lines a log leaves out, nothing is counted twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

GAP = timedelta(minutes=10)  # sshd's LoginGraceTime is 2 minutes by default; after 10 a process id is another process
MOST = 100_000  # connections remembered at once; the one not seen for longest is forgotten first


@dataclass(slots=True)
class Connection:
    """What is known of one connection: who, from where, and what each hand has counted."""

    seen: datetime
    ip: str | None = None
    port: str | None = None
    user: str | None = None
    unknown: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, hand: str, attempts: int) -> int:
        """Count `attempts` more by this hand; return how many of them nobody had told before."""
        told = max(self.counts.values(), default=0)
        self.counts[hand] = self.counts.get(hand, 0) + attempts
        return max(0, self.counts[hand] - told)

    def differs(self, ip: str | None, port: str | None, user: str | None, now: datetime) -> bool:
        """Say whether a line with these facts must belong to another connection."""
        pairs = ((self.ip, ip), (self.port, port), (self.user, user))
        return abs(now - self.seen) > GAP or any(a and b and a != b for a, b in pairs)


class Ledger:
    """Connections by whatever tells them apart (host and process id, or service and address and user)."""

    def __init__(self) -> None:
        self._open: OrderedDict[Hashable, Connection] = OrderedDict()

    def connection(self, key: Hashable, now: datetime, *, ip: str | None = None, port: str | None = None,
                   user: str | None = None) -> Connection:  # fmt: skip
        """Return the connection this line belongs to, a new one when the facts say it cannot be the old one."""
        found = self._open.pop(key, None)
        if found is None or found.differs(ip, port, user, now):
            found = Connection(now)
        found.seen, found.ip = now, ip or found.ip
        found.port, found.user = port or found.port, user or found.user
        self._open[key] = found
        if len(self._open) > MOST:
            self._open.popitem(last=False)
        return found

    def close(self, key: Hashable) -> None:
        """Forget a connection that has ended or succeeded."""
        self._open.pop(key, None)
