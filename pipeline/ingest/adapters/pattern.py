"""One kind of line of one service, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ADDRESS = r"[0-9A-Fa-f:.]{1,44}[0-9A-Fa-f]"  # wide on purpose: what it takes is checked afterwards
IP = rf"(?P<ip>{ADDRESS})"
IP_PORT = rf"(?P<ip>\[?{ADDRESS}\]?(?::\d+)?)"


@dataclass(frozen=True)
class Pattern:
    """A login line. `needle` is a literal part of every such line, looked for before `regex` is tried.

    Named groups: `user`, `ip` (or a forwarded-for chain in `chain`), `agent`, `why` (turned into a reason), `times`
    (attempts the line stands for). `reason` counts where `why` is absent or says nothing; None: a success.
    `service` is the PAM service of the same daemon, so that what both tell is counted once.
    """

    service: str
    needle: str
    regex: re.Pattern[str]
    reason: str | None = "bad_password"
    more: Mapping[str, Any] = field(default_factory=dict)


def failed(service: str, needle: str, regex: str, reason: str = "bad_password") -> Pattern:
    """Return the pattern of a failed login."""
    return Pattern(service, needle, re.compile(regex), reason)


def passed(service: str, needle: str, regex: str) -> Pattern:
    """Return the pattern of a successful login."""
    return Pattern(service, needle, re.compile(regex), None)
