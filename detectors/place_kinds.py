"""What is new about the place of a failed attempt: its kind."""

from __future__ import annotations

from detectors.strange import familiar
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_COUNTRY, NEW_DEVICE, Event

UNTOLD = 1  # of a failure's kind: it names neither address nor device, or an account new to us, or is `familiar`
AT_HOME = 64  # of its kind, too: it comes from a country where the account has been
SECOND = 128  # of its kind, too: the password was right, and the second factor was not
KINDS = (0, NEW_COUNTRY, NEW_DEVICE, NEW_COUNTRY | NEW_DEVICE)


def kind_of(event: Event) -> int:
    """Return what is new about an attempt: bits of `KINDS`, or `UNTOLD`."""
    if event.novel & NEW_ACCOUNT or (event.ip is None and event.device is None) or familiar(event):
        return UNTOLD
    at_home = AT_HOME if event.country is not None and not event.novel & NEW_COUNTRY else 0
    second = SECOND if event.reason == "mfa_failed" else 0
    return at_home | second | event.novel & (NEW_COUNTRY | NEW_DEVICE | NEW_AGENT)


def is_away(kind: int) -> bool:
    """Tell whether nothing speaks for the place of a failure of this kind, not even its country."""
    return not kind & (UNTOLD | AT_HOME)
