"""Posts that share another's content: told from those in a board, a group or a thread, which have a target, too.

A producer may say so by `kind`. Else a post's target says it, where it is the id of a content: its own id shows what
those look like. Ids that are numbers, or drawn at random, for boards and contents alike leave it open; then it is taken
for sharing, so that nothing that goes round is accused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.event import Event

DRAWN = 3  # changes between letters and digits, large and small, from which on an id looks drawn at random
_CHANGES = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[a-zA-Z])")
_WORD = re.compile(r"[^\W\d_]*")


def reshares(event: Event) -> bool:
    """Tell whether a post shares another's content."""
    if event.kind != "post" or event.target is None:
        return event.kind == "share"
    return _look(event.target) == _look(event.content_id or "")  # ids of one sort, perhaps


@lru_cache(4096)
def _look(name: str) -> str | None:
    """Return the word that an id begins with; None for one that looks drawn.

    >>> _look("board-3"), _look("c9") == _look("c17"), _look("17") == _look("4"), _look("c0a1b2")
    ('board', True, True, None)
    """
    if len(_CHANGES.findall(name)) >= DRAWN:
        return None
    found = _WORD.match(name)
    return found[0].lower() if found else ""
