"""The outside of a syslog line: who wrote it, as which process."""

from __future__ import annotations

import re
from typing import NamedTuple

_STAMP = (
    r"(?:(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*(?: [A-Z]{3,5}(?= ))?"
    r"|[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d\S*)"
)
_BSD = re.compile(
    rf"^(?:<\d{{1,3}}>)?(?:{_STAMP} )?(?:(?P<host>[^\s:\[]+) )?"
    r"(?P<program>[A-Za-z_][^\s:\[\]]*)(?:\[(?P<pid>\d+)\])?: (?P<message>.*)$"
)
_RFC5424 = re.compile(
    rf"^(?:<\d{{1,3}}>)?1 {_STAMP} (?P<host>\S+) (?P<program>\S+) (?P<pid>\S+) \S+ "
    r"(?:-|(?:\[[^\]]*\])+) ?(?:\ufeff)?(?P<message>.*)$"
)
_FOLDED = re.compile(
    rf"^(?:<\d{{1,3}}>)?{_STAMP} (?P<host>\S+) (?P<message>(?P<program>last) message repeated \d+ times?(?P<pid>))$"
)


class Envelope(NamedTuple):
    """A syslog line taken apart; `host` and `pid` are '' where the line leaves them out."""

    host: str
    program: str
    pid: str
    message: str


def open_line(line: str) -> Envelope | None:
    """Return the parts of a syslog line (RFC 3164, RFC 5424, journalctl's short forms), None when it is none.

    >>> open_line("Sep 30 10:00:00 web sshd[12]: Invalid user x from 192.0.2.1 port 5").program
    'sshd'
    """
    match = _RFC5424.match(line) or _BSD.match(line) or _FOLDED.match(line)
    if match is None:
        return None
    pid = match["pid"] or ""
    return Envelope(match["host"] or "", match["program"], "" if pid == "-" else pid, match["message"])
