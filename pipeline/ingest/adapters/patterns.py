"""The adapter for services whose every attempt is one line: the families' tables, tried in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.adapters import (
    databases,
    devices,
    files,
    hosting,
    identity,
    mail,
    media,
    telephony,
    web,
)  # fmt: skip
from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.logins import failures, login
from pipeline.ingest.adapters.pattern import Pattern
from pipeline.ingest.adapters.repeats import bounded
from pipeline.ingest.address import first_of, normal
from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import Draft, Skip, SkippedLineError
from pipeline.ingest.ledger import Ledger
from pipeline.ingest.reasons import reason_of

FAMILIES = (mail, files, web, identity, media, hosting, databases, telephony, devices)
PATTERNS: tuple[Pattern, ...] = tuple(pattern for family in FAMILIES for pattern in family.PATTERNS)


class PatternAdapter(Adapter):
    """Lines of common services by their patterns: `account.login`, failures and successes.

    The user, the address and the reason are what the line gives; a failed line shares the ledger with PAM's.
    Cost: one substring search a pattern for a line that is none of them.
    """

    def __init__(self, clock: LogClock, ledger: Ledger, patterns: Sequence[Pattern] = PATTERNS) -> None:
        self._clock = clock
        self._ledger = ledger
        self._patterns = patterns

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        for pattern in self._patterns:
            if pattern.needle in line and (match := pattern.regex.search(line)):
                return self._drafts(line, pattern, match)
        raise SkippedLineError(Skip.NOT_AUTHENTICATION)

    def _drafts(self, line: str, pattern: Pattern, match: re.Match[str]) -> Sequence[Draft]:
        part = {name: value for name, value in match.groupdict().items() if value}
        ip = first_of(part["chain"]) if part.get("chain") else normal(part.get("ip", ""))
        user, time = part.get("user"), self._clock.read(line)
        if pattern.reason is None:
            return [login(user, ip, time, **_agent(part))]
        connection = self._ledger.connection((pattern.service, ip, user), time)
        new = connection.add("service", bounded(part.get("times", "1")))
        drafts = failures(user, ip, time, new, _reason(pattern, part.get("why", "")))
        for draft in drafts:
            draft.data.update(_agent(part))
        return drafts


def _agent(part: dict[str, str]) -> dict[str, str]:
    return {"user_agent": part["agent"]} if part.get("agent") else {}


def _reason(pattern: Pattern, why: str) -> str:
    """Return the pattern's own reason unless the line's words say one of the known ones, or it has none."""
    found = reason_of(why) if why else ""
    known = found in ("unknown_user", "locked", "mfa_failed", "bad_password")
    return found if known else pattern.reason or found
