"""What is written to a product's own desk: nobody but its staff reads it, so that copies there are no campaign."""

from __future__ import annotations

from functools import lru_cache
from re import compile as compiled

from schemas.event import Event

# A target's name is all that tells: a desk's other mail is not kept beside a text, and all who write are new to it.
WORDS = frozenset(
    "support help helpdesk helpcenter helpcentre desk servicedesk customerservice customercare contactus feedback "
    "complaints kundenservice kundendienst hilfe soporte suporte supporto assistenza aide ayuda ajuda".split()
)
LONGEST = 40  # characters of a name
_parts = compiled(r"[^a-z]+")


def to_desk(event: Event) -> bool:
    """Tell whether a message or prompt is to the product's desk. Posts, comments and reviews are read by others.

    >>> def sent(target: str, kind: str = "message") -> bool:
    ...     return to_desk(Event("content.posted", "1", "ann", 0.0, kind=kind, target=target))
    >>> sent("support"), sent("Help-Desk/eu"), sent("support-bot", "prompt"), sent("u17"), sent("support", "comment")
    (True, True, True, False, False)
    """
    return event.kind in ("message", "prompt") and event.target is not None and is_desk(event.target)


@lru_cache(maxsize=4096)
def is_desk(target: str) -> bool:
    """Tell whether a target's name has a word for a desk in it."""
    return len(target) <= LONGEST and not WORDS.isdisjoint(_parts.split(target.lower()))
