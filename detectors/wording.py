"""Numbers as sentences for reviewers say them."""

from __future__ import annotations

from detectors.tally import MARKED_KEPT, Tally


def counted(number: float, noun: str = "account") -> str:
    """Return a number with its noun.

    >>> counted(1), counted(3), counted(0, "login")
    ('1 account', '3 accounts', '0 logins')
    """
    return f"{number:.0f} {noun}{'' if round(number) == 1 else 's'}"


def entered(run: Tally) -> str:
    """Return how many accounts a run has marked as entered: no more than `MARKED_KEPT` are told apart."""
    named = len(run.marked or ())
    return f"{'at least ' if named >= MARKED_KEPT else ''}{counted(named)}"
