"""What an alert says of its list: who of it was entered (they come first), and that it is cut. Pure."""

from __future__ import annotations

import re

from detectors.wording import few_of
from schemas.finding import Finding

# Each account that these name was entered, if they are right at all.
_OF_ENTERED = frozenset(
    ("takeover", "entry_fanout", "entry_fanout_network", "entry_fanout_system", "entry_fanout_device",
     "entry_fanout_paid", "entry_spending", "payee_fanin")
)  # fmt: skip


# Whom these name as entered came from a new country with a new client, as some travellers do: their sentence says how
# many are usual. Beside accounts that a device or program tells they are no proof, unless something was done there.
_PERHAPS, _DONE = frozenset(("login_site_abroad",)), "taken"


NAMED = 8
_NAMED_FIRST = re.compile(r"the (?:([0-9]+) )?accounts? named first")


def surely(part: Finding) -> bool:
    """Tell whether those whom a finding names as entered got in by what it tells of, travellers aside."""
    signal = part.alert.signals[0]
    return signal.detector not in _PERHAPS or bool(signal.evidence.get(_DONE))


def entered_of(part: Finding) -> int:
    """Return how many of a finding's accounts were entered, those beyond its list included."""
    return entered_by(part.alert.signals[0].detector, part.entered, part.alert.accounts_total)


def entered_by(detector: str, entered: int, total: int) -> int:
    """Return how many of the `total` accounts that a detector names were entered, if it tells of `entered`.

    >>> entered_by("login_site", 2, 40), entered_by("takeover", 0, 1)
    (2, 1)
    """
    return total if detector in _OF_ENTERED else entered


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
        return f" All {listed:,} accounts listed got in, and {entered - listed:,} that are not listed."
    return f" Of the accounts listed the first {f'{entered} ' if entered > 1 else ''}got in."


def cut_short(listed: int, total: int) -> str:
    """Say that an alert lists fewer accounts than it is about.

    >>> cut_short(5, 5), cut_short(24, 37)
    ('', ' Listed are 24 of 37 accounts.')
    """
    return f" Listed are {listed:,} of {total:,} accounts." if 0 < listed < total else ""


def action_alone(part: Finding) -> str:
    """Return what a finding advises, without what it says of the length of its own list."""
    alert = part.alert
    return alert.suggested_action.removesuffix(cut_short(len(alert.accounts), alert.accounts_total))


def action_by_name(part: Finding) -> str:
    """Return it with the names of those whom it calls "named first": in a campaign's list others may come before them.

    The first `NAMED` of them, and how many more there are.
    """
    alert = part.alert
    action, found = action_alone(part), _NAMED_FIRST.search(action_alone(part))
    many = int(found[1] or 1) if found else 0
    if found is None or many > len(alert.accounts):
        return action
    return f"{action[: found.start()]}{few_of(alert.accounts[:many], NAMED)}{action[found.end() :]}"


def unmarked(part: Finding) -> str:
    """Return a finding's reason without what it says of the order of its own list."""
    alert = part.alert
    return alert.reason.removesuffix(listed_first(part.entered, len(alert.accounts), alert.accounts_total))
