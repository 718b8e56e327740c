"""strongSwan's IKE daemon: attempts whose user and address stand in other lines of the same session."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.adapters.adapter import Adapter
from pipeline.ingest.adapters.logins import login
from pipeline.ingest.address import normal
from pipeline.ingest.clock import LogClock
from pipeline.ingest.draft import Draft, Skip, SkippedLineError

_SESSION = re.compile(r"charon(?:\[\d+\])?.*?\[[A-Z]{3}\] <(?P<session>[^>]*)> (?P<message>.*)$")
_PEER = re.compile(r"^(?:received packet: from|sending packet: from \S+ to) (?P<ip>[0-9A-Fa-f:.]+)\[\d+\]")
_USER = re.compile(r"^(?:EAP(?:-[\w-]+)? username:|received EAP identity) '(?P<user>[^']*)'")
_FAILED = re.compile(
    r"^EAP-MS-CHAPv2 verification failed|^XAuth authentication of '(?P<user>[^']*)' failed"
    r"|^tried \d+ shared keys? for .* - '(?P<peer>[^']*)', but MAC mismatched"
)
_PASSED = re.compile(r"^(?:XAuth )?authentication of '(?P<user>[^']*)' (?:with EAP )?successful")
_MOST = 10_000  # sessions remembered; the one not seen for longest is forgotten first


@dataclass(slots=True)
class _Session:
    ip: str | None = None
    user: str | None = None
    waiting: list[Draft] = field(default_factory=list)  # failures seen before any line with the address


class CharonAdapter(Adapter):
    """Failed and successful EAP, XAuth and pre-shared-key logins; one event each, with the session's address.

    A failure before any packet line of its session waits for one, so that it is not told without its address;
    what still waits at the end of the log is told without.
    """

    def __init__(self, clock: LogClock) -> None:
        self._clock = clock
        self._sessions: OrderedDict[str, _Session] = OrderedDict()

    def read(self, line: str) -> Sequence[Draft]:
        """See Adapter."""
        match = _SESSION.search(line) if "charon" in line else None
        if match is None:
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        session, message = self._session(match["session"]), match["message"]
        if known := _USER.match(message):
            session.user = known["user"] or session.user
        if peer := _PEER.match(message):
            session.ip = normal(peer["ip"]) or session.ip
            drafts = self._released(session)
        else:
            drafts = self._attempt(line, session, message)
        if not drafts:
            raise SkippedLineError(Skip.NOT_AUTHENTICATION)
        return drafts

    def finish(self) -> Sequence[Draft]:
        """See Adapter."""
        return [draft for session in self._sessions.values() for draft in session.waiting]

    def _session(self, text: str) -> _Session:
        key = text.rpartition("|")[2]  # "name|number" once the peer's configuration is chosen, "number" before
        session = self._sessions.pop(key, None) or _Session()
        self._sessions[key] = session
        if len(self._sessions) > _MOST:
            self._sessions.popitem(last=False)
        return session

    def _released(self, session: _Session) -> Sequence[Draft]:
        waiting, session.waiting = session.waiting, []
        return [login(draft.subject, session.ip, draft.time, "bad_password") for draft in waiting]

    def _attempt(self, line: str, session: _Session, message: str) -> Sequence[Draft]:
        if match := _FAILED.match(message):
            user = match["user"] or match["peer"] or session.user
            draft = login(user, session.ip, self._clock.read(line), "bad_password")
            if session.ip:
                return [draft]
            session.waiting.append(draft)
            raise SkippedLineError(Skip.CONTINUED)
        if (match := _PASSED.match(message)) and session.ip:
            return [login(match["user"], session.ip, self._clock.read(line))]
        return []
