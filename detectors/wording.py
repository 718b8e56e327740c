"""Numbers as sentences for reviewers say them."""

from __future__ import annotations

from detectors.tally import MARKED_KEPT, Tally


def counted(number: float, noun: str = "account") -> str:
    """Return a number with its noun.

    >>> counted(1), counted(3), counted(0, "login"), counted(2, "address")
    ('1 account', '3 accounts', '0 logins', '2 addresses')
    """
    more = "es" if noun.endswith("s") else "s"
    return f"{number:.0f} {noun}{'' if round(number) == 1 else more}"


def entered(run: Tally, named: int | None = None) -> str:
    """Return how many accounts a run has marked as entered, or `named` of them: only `MARKED_KEPT` are told apart."""
    marked = len(run.marked or ())
    if not marked:
        return "no account"
    return f"{'at least ' if marked >= MARKED_KEPT else ''}{counted(marked if named is None else named)}"
