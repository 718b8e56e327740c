"""What an alert on shared payees says of its payouts: how many came after a change, and which are cited."""

from __future__ import annotations

from detectors.pairs import PARTED
from detectors.tally import Tally

CITED = 16  # payouts: of eight payees two each


def deed_name(payee: str, event_id: str) -> str:
    """Return the name under which a payout is kept."""
    return f"{payee}{PARTED}{event_id}"


def cited(run: Tally) -> list[str]:
    """Return payouts to each payee of a run: the first of each, then the second ..."""
    payees: dict[str, list[tuple[float, str]]] = {}
    for name, time in (run.strangers or {}).items():
        payee, _, event_id = name.rpartition(PARTED)
        payees.setdefault(payee, []).append((time, event_id))
    turns = sorted([(i, *one) for told in payees.values() for i, one in enumerate(sorted(told))])
    return [event_id for _, _, event_id in turns[:CITED]]


def changed_of(changed: int, accounts: int) -> str:
    """Say how many of the accounts were changed just before they were paid out."""
    who = "all of them" if changed == accounts else f"{changed} of them"
    return f"{who} within an hour after their mail address or second factor was changed" if changed else (
        "nothing was changed on them within the hour before"
    )  # fmt: skip
