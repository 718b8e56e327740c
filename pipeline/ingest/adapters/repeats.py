"""What syslog daemons fold together, unfolded."""

from __future__ import annotations

import re

from pipeline.ingest.draft import Reject, RejectedLineError

MOST = 10_000  # one line must not become a million events
_WITH_TEXT = re.compile(r"^message repeated (\d{1,9}) times?: \[ ?(.*?) ?\]\s*$")
_WITHOUT_TEXT = re.compile(r"^last message repeated (\d{1,9}) times?\s*$")


def unfold(message: str, before: str | None) -> tuple[int, str]:
    """Return how often which message happened; `before` is the last message of the same host.

    All N get the time of the folding line: when each of them happened the log does not say.

    >>> unfold("message repeated 2 times: [ Failed password for x]", None)
    (2, 'Failed password for x')
    """
    if match := _WITH_TEXT.match(message):
        return bounded(match[1]), match[2]
    if match := _WITHOUT_TEXT.match(message):
        return bounded(match[1]), before or ""
    return 1, message


def bounded(digits: str) -> int:
    """Return the count, refusing what no real log holds. RejectedLineError: too_many."""
    count = int(digits)
    if count > MOST:
        raise RejectedLineError(Reject.TOO_MANY, f"a line that stands for more than {MOST} attempts")
    return count
