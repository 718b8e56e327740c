"""Drafts of `account.login`, as all log adapters make them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipeline.ingest.adapters.repeats import MOST
from pipeline.ingest.draft import LOGIN, Draft, Reject, RejectedLineError, Skip, SkippedLineError


def login(user: str | None, ip: str | None, time: datetime, reason: str | None = None, **more: Any) -> Draft:
    """Return one attempt: failed for this `reason`, or, without one, successful."""
    data: dict[str, Any] = {"outcome": "failure", "reason": reason} if reason else {"outcome": "success"}
    if ip:
        data["ip"] = ip
    data.update(more)
    return Draft(LOGIN, user or None, time, data)


def failures(user: str | None, ip: str | None, time: datetime, count: int, reason: str) -> Sequence[Draft]:
    """Return `count` failed attempts. SkippedLineError same_attempt for none; RejectedLineError too_many."""
    if not count:
        raise SkippedLineError(Skip.SAME_ATTEMPT)
    if count > MOST:
        raise RejectedLineError(Reject.TOO_MANY, f"a line that stands for more than {MOST} attempts")
    return [login(user, ip, time, reason) for _ in range(count)]
