"""What else of a campaign was seen of logins on the whole site: each is another way in, with an advice of its own."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.campaigns.entered_first import surely
from pipeline.campaigns.kinds import sort_of
from pipeline.campaigns.timing import ENTRIES
from schemas.finding import Finding

SENTENCES_MOST = 4  # of a campaign, these included


def of_site(told: Sequence[Finding], parts: Sequence[Finding]) -> list[Finding]:
    """Return those of `parts`, in their order, that are no longer span of what is told: each detector's once."""
    known, found = {sort_of(part) for part in told}, list[Finding]()
    for part in parts:
        if part.alert.entity.type == "site" and part.alert.policy == ENTRIES and surely(part):
            if sort_of(part) not in known and len(told) + len(found) < SENTENCES_MOST:
                found.append(part)
                known.add(sort_of(part))
    return found
