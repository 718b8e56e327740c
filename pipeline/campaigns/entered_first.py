"""Who of those that an alert lists was entered: they come first, however many more were only tried. Pure."""

from __future__ import annotations

from schemas.finding import Finding

# Each account that these name was entered, if they are right at all.
_OF_ENTERED = frozenset(
    ("takeover", "entry_fanout", "entry_fanout_network", "entry_fanout_system", "entry_fanout_device",
     "entry_fanout_paid", "payee_fanin")
)  # fmt: skip


def entered_of(part: Finding) -> int:
    """Return how many of a finding's accounts were entered, those beyond its list included."""
    return part.alert.accounts_total if part.alert.signals[0].detector in _OF_ENTERED else part.entered


def listed_first(entered: int, listed: int, total: int) -> str:
    """Say which of the accounts `listed`, of so many in `total`, were entered: the first; and how many more were.

    Nothing where none was, or all: then the list needs no mark.

    >>> listed_first(0, 5, 5), listed_first(1, 5, 5), listed_first(3, 50, 70), listed_first(5, 5, 5)
    ('', ' Of the accounts listed the first got in.', ' Of the accounts listed the first 3 got in.', '')
    >>> listed_first(60, 50, 300)
    ' All 50 accounts listed got in, and 10 that are not listed.'
    """
    if not 0 < entered < total:
        return ""
    if entered > listed:
        return f" All {listed} accounts listed got in, and {entered - listed} that are not listed."
    return f" Of the accounts listed the first {f'{entered} ' if entered > 1 else ''}got in."


def unmarked(part: Finding) -> str:
    """Return a finding's reason without what it says of the order of its own list."""
    alert = part.alert
    return alert.reason.removesuffix(listed_first(part.entered, len(alert.accounts), alert.accounts_total))
