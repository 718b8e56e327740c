"""What an adapter makes of a line: drafts of events, or one of two ways of saying no."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum, auto
from typing import Any, NamedTuple

LOGIN = "account.login"
NOBODY = "-"  # the subject of an attempt for which the log names neither a user nor an address


class Draft(NamedTuple):
    """One event to be: everything but id and source. `time` is aware; `subject` None means: the log names nobody.

    `given` holds a whole CloudEvent that was read as one; its own id and source are kept.
    """

    type: str
    subject: str | None
    time: datetime
    data: dict[str, Any]
    given: dict[str, Any] | None = None


class Skip(StrEnum):
    """Why a line that is fine makes no event."""

    NOT_AUTHENTICATION = auto()  # it tells of something else
    SAME_ATTEMPT = auto()  # it tells again what another line has told
    CONTINUED = auto()  # its event comes with a later line
    HEADER = auto()
    BLANK = auto()


class Reject(StrEnum):
    """Why a line that should have made an event could not; what the schemas refuse has the schemas' own words."""

    NO_TIME = auto()
    BAD_TIME = auto()
    BAD_NUMBER = auto()
    BAD_OUTCOME = auto()
    TOO_LONG = auto()
    TOO_MANY = auto()
    COLUMNS = auto()
    OPEN_QUOTE = auto()
    CSV = auto()
    NOT_JSON = auto()
    NOT_AN_OBJECT = auto()
    NESTING = auto()
    UNKNOWN_TYPE = auto()


class SkippedLineError(Exception):
    """The line is fine and makes no event."""

    def __init__(self, reason: Skip) -> None:
        super().__init__(reason)
        self.reason = reason


class RejectedLineError(Exception):
    """The line should have made an event and cannot. `detail` names the field and what is wrong, never its value."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = str(reason)
        self.detail = detail


def subject_of(draft: Draft) -> str:
    """Return the account id; for a nameless attempt `unknown:<ip>`, so that strangers do not share one account.

    A common subject for all nameless attempts would look like one account under attack from everywhere, and
    would send them all to one partition. Without an address either it is `-`.
    """
    if draft.subject:
        return draft.subject
    ip = draft.data.get("ip")
    return f"unknown:{ip}" if ip else NOBODY
