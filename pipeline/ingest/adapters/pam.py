"""PAM's own lines, inside whichever service calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.logins import failures
from pipeline.ingest.adapters.repeats import bounded, unfold
from pipeline.ingest.address import normal
from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import Draft, Skip, SkippedLineError
from pipeline.ingest.envelope import open_line
from pipeline.ingest.ledger import Ledger

CHECKED_UNKNOWN = "check pass; user unknown"
_MODULE = re.compile(r"^(?P<module>pam_\w+)\((?P<service>[^):]+):auth\): authentication failure;(?P<fields>.*)$")
_OLD = re.compile(r"^\(?(?P<module>pam_\w+)\)?\[\d+\]: authentication failure;(?P<fields>.*)$")
_MORE = re.compile(r"^PAM (?P<more>\d{1,9}) more authentication failures?;(?P<fields>.*)$")
_RHOST = re.compile(r"(?<!\w)rhost=(\S*)")
_USER = re.compile(r"(?<!\w)user=(.*?)\s*$")


class PamFailure(NamedTuple):
    """What one PAM line tells. `module` is who counts: each module of a stack writes a line for the same attempt."""

    module: str
    service: str
    attempts: int
    user: str | None
    ip: str | None


def pam_failure(message: str) -> PamFailure | None:
    """Return what a PAM failure line tells, None for any other line. RejectedLineError: too_many.

    "PAM N more" belongs to pam_unix, which counts its first failure in a line of its own.
    """
    match = _MODULE.match(message) or _MORE.match(message) or _OLD.match(message)
    if match is None:
        return None
    part = match.groupdict()
    rhost, user = _RHOST.search(part["fields"]), _USER.search(part["fields"])
    ip = normal(rhost[1]) if rhost else None
    return PamFailure(part.get("module") or "pam_unix", part.get("service") or "",
                      bounded(part.get("more") or "1"), (user[1] if user else "") or None, ip)  # fmt: skip


class PamAdapter(Adapter):
    """PAM failures of every service but sshd (login, su, sudo, vsftpd, dovecot, ...): `account.login` failures.

    They share the ledger with the services' own lines, under service, address and user, so that what dovecot and PAM
    both tell is one event. Sessions that are opened are not attempts: cron opens one every minute.
    """

    def __init__(self, clock: LogClock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        envelope = open_line(line) if "authentication failure" in line else None
        times, message = unfold(envelope.message, None) if envelope else (1, "")
        failure = pam_failure(message)
        if envelope is None or failure is None:
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        time = self._clock.read(line)
        service = failure.service or envelope.program
        connection = self._ledger.connection((service, failure.ip, failure.user), time)
        new = connection.add(failure.module, failure.attempts * times)
        return failures(failure.user, failure.ip, time, new, "bad_password")
