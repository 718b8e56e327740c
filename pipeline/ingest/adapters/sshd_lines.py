"""What the lines of OpenSSH's server look like, and who counts what in them.

User names come from the attacker, and may hold " from 192.0.2.1 port 22": the patterns are anchored at the end of the
line, where sshd itself writes the address, and never take an earlier one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FROM = r" from (?P<ip>\S+)(?: port (?P<port>\d+))?"
_WHO = r"(?P<invalid>invalid user |illegal user )?(?P<user>.*)"


class Kind(NamedTuple):
    """A kind of line. `hand` names who counts (see the ledger); `least`: the line only says that there was one."""

    hand: str
    reason: str
    pattern: re.Pattern[str]
    least: bool = False


ACCEPTED = re.compile(rf"^Accepted (?P<method>\S+) for (?P<user>.*){_FROM}(?: ssh\d?)?(?:: .*)?$")
FAILED = re.compile(rf"^Failed (?P<method>\S+) for {_WHO}{_FROM}(?: ssh\d?)?(?:: .*)?$")
KINDS = (
    Kind("invalid", "unknown_user", re.compile(rf"^(?:Invalid|Illegal) user (?P<invalid>)(?P<user>.*){_FROM}$")),
    Kind("denied", "not_allowed", re.compile(
        r"^User (?P<user>.*) from (?P<ip>\S+) not allowed because .*$"), least=True),
    Kind("error_pam", "bad_password", re.compile(rf"^(?:error: )?PAM: .* for {_WHO}{_FROM}$")),
    Kind("maximum", "too_many_attempts", re.compile(
        rf"^(?:error: )?maximum authentication attempts exceeded for {_WHO}{_FROM}(?: ssh\d?)?$"), least=True),
    Kind("ended", "aborted", re.compile(
        r"^(?:Connection (?:closed|reset) by|Disconnect(?:ed from|ing)) (?P<invalid>invalid user |(?=authenticating))"
        r"(?:authenticating user )?(?P<user>.*) (?P<ip>\S+) port (?P<port>\d+)(?:: .*)?$"), least=True),
)  # fmt: skip
METHOD_REASONS = {"publickey": "bad_key", "hostbased": "bad_key", "none": "no_credentials"}
