"""Web servers' access logs in common or combined form: use of the site, and refused logins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.logins import login
from pipeline.ingest.address import normal
from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import Draft, Skip, SkippedLineError

_LINE = re.compile(
    r"(?:^|\s)(?P<ip>[0-9A-Fa-f:.]{2,45}|[\w.-]+) \S+ (?P<user>\S+|\".*?\") \[[^\]]+\] "
    r"\"(?P<method>[A-Z]{3,10}) (?P<path>\S*)[^\"]*\" (?P<status>\d{3}) (?P<size>\d+|-)"
    r"(?: \"[^\"]*\" \"(?P<agent>[^\"]*)\")?"
)
_SIGN_IN = re.compile(r"(?i)/(?:[\w.-]*login[\w.-]*|sign-?in|auth\w*|session\w*|token)\b|/xmlrpc\.php")
_REFUSED = frozenset({401, 403, 407})


class AccessLogAdapter(Adapter):
    """Refused logins (401, 407; 403 on a sign-in page) are `account.login`, all other requests `account.usage`.

    The subject is the user the server has authenticated, where it has. Paths are not kept: they tell what people
    look for.
    """

    def __init__(self, clock: LogClock) -> None:
        self._clock = clock

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        match = _LINE.search(line) if '" ' in line else None
        if match is None:
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        user = None if match["user"] in ("-", '""', '"-"') else match["user"].strip('"')
        ip, time, status = normal(match["ip"]), self._clock.read(line), int(match["status"])
        more = {"user_agent": match["agent"][:4096]} if match["agent"] else {}
        if status in _REFUSED and (status != 403 or _SIGN_IN.search(match["path"])):
            return [login(user, ip, time, f"http_{status}", **more)]
        data = {"requests": 1, "status": status, **({"ip": ip} if ip else {}), **more}
        return [Draft("account.usage", user, time, data)]
