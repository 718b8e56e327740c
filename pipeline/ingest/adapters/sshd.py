"""OpenSSH's server: from its log to `account.login`, one event an attempt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.logins import failures, login
from pipeline.ingest.adapters.pam import CHECKED_UNKNOWN, PamFailure, pam_failure
from pipeline.ingest.adapters.repeats import unfold
from pipeline.ingest.adapters.sshd_lines import ACCEPTED, FAILED, KINDS, METHOD_REASONS
from pipeline.ingest.address import normal
from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import Draft, Skip, SkippedLineError
from pipeline.ingest.envelope import Envelope, open_line
from pipeline.ingest.ledger import Connection, Ledger

PROGRAMS = frozenset({"sshd", "sshd-session", "sshd-auth"})  # split into several binaries since OpenSSH 9.8
_TAIL = re.compile(r" \[preauth\]$")


class SshdAdapter(Adapter):
    """Lines of sshd (and PAM inside it) in syslog, ISO and RFC 5424 dress; other programs' lines are skipped.

    A connection is told by host and process id. Events: `account.login` with outcome, reason and ip; a session that
    is opened after "Accepted" is the same login. An attempt that ends without any other line counts once, as `aborted`.
    """

    def __init__(self, clock: LogClock, ledger: Ledger | None = None) -> None:
        self._clock = clock
        self._ledger = ledger or Ledger()
        self._before: dict[str, str] = {}  # host -> its last message, for "last message repeated"

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        envelope = open_line(line)
        if envelope is None or not self._ours(envelope):
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        times, message = unfold(envelope.message, self._before.get(envelope.host))
        message = _TAIL.sub("", message)
        if len(self._before) < 1000 or envelope.host in self._before:
            self._before[envelope.host] = message
        return self._attempts(line, envelope, message, times)

    def _ours(self, envelope: Envelope) -> bool:
        """Take sshd's lines; of syslog's own folding lines those that follow one of sshd's on the same host."""
        if envelope.program in PROGRAMS:
            return True
        if envelope.program != "last":
            self._before.pop(envelope.host, None)
        return envelope.host in self._before

    def _attempts(self, line: str, envelope: Envelope, message: str, times: int) -> Sequence[Draft]:
        if match := ACCEPTED.match(message):
            return self._accepted(line, envelope, match, times)
        if match := FAILED.match(message):
            none = match["method"] == "none"  # the client's question which methods there are
            reason = METHOD_REASONS.get(match["method"], "bad_password")
            return self._told(line, envelope, match, "none" if none else "failed", reason, times)
        if (pam := pam_failure(message)) is not None:
            return self._pam(line, envelope, pam, times)
        if CHECKED_UNKNOWN in message:
            self._connection(envelope, self._clock.read(line)).unknown = True
        for kind in KINDS:
            if match := kind.pattern.match(message):
                return self._told(line, envelope, match, kind.hand, kind.reason, 0 if kind.least else times)
        raise SkippedLineError(Skip.NOT_AUTHENTICATION)

    def _accepted(self, line: str, envelope: Envelope, match: re.Match[str], times: int) -> Sequence[Draft]:
        ip, time = normal(match["ip"]), self._clock.read(line)
        self._ledger.close(_key(envelope, ip))
        return [login(match["user"], ip, time) for _ in range(times)]

    def _told(
        self, line: str, envelope: Envelope, match: re.Match[str], hand: str, reason: str, times: int,
    ) -> Sequence[Draft]:  # fmt: skip
        """Count what one of sshd's own lines tells; `times` 0 means: at least one attempt on the connection."""
        parts = match.groupdict()
        connection = self._connection(envelope, self._clock.read(line), normal(parts["ip"]), parts.get("port"),
                                      parts["user"])  # fmt: skip
        connection.unknown = connection.unknown or hand == "invalid" or bool(parts.get("invalid"))
        new = connection.add(hand, times) if times else connection.add(hand, 0 if connection.counts else 1)
        return _failures(connection, new, reason)

    def _pam(self, line: str, envelope: Envelope, pam: PamFailure, times: int) -> Sequence[Draft]:
        connection = self._connection(envelope, self._clock.read(line), pam.ip, None, pam.user)
        new = connection.add(pam.module, pam.attempts * times)
        return _failures(connection, new, "bad_password")

    def _connection(self, envelope: Envelope, now: datetime, ip: str | None = None, port: str | None = None,
                    user: str | None = None) -> Connection:  # fmt: skip
        return self._ledger.connection(_key(envelope, ip), now, ip=ip, port=port, user=user)


def _key(envelope: Envelope, ip: str | None) -> tuple[str, str, str]:
    return "sshd", envelope.host, envelope.pid or f"from {ip}"


def _failures(connection: Connection, new: int, reason: str) -> Sequence[Draft]:
    why = "unknown_user" if connection.unknown else reason
    return failures(connection.user, connection.ip, connection.seen, new, why)
