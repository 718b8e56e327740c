"""What is said of newcomers who tell a few contacts between them."""

from __future__ import annotations

from detectors.advice import CONTACTS
from detectors.base import Finding
from detectors.contact_groups_state import WINDOW_DAYS, GroupsState
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.wording import about


class ContactGroupsWords(JudgedSteps[GroupsState]):
    """Base of `contact_groups`: turns its runs into findings."""

    def explain(self, run: Tally, state: GroupsState, key: str) -> Finding:
        """Say how many accounts tell how many contacts, and how many would by what is usual here."""
        names = in_order(run.members)
        contacts, newcomers = (*run.detail, 0, 0)[:2]
        evidence: dict[str, float | int | str] = {
            "accounts_in_groups": int(run.peak), "contacts": contacts, "newcomers_with_contacts": newcomers,
            "usual_with_anothers": round(run.usual, 3), "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        more = f" ({len(names)} with those of other days)" if len(names) > run.peak else ""
        reason = (
            f"{run.peak:,.0f} accounts{more} told {_what(contacts, run.detail[2:])} within {WINDOW_DAYS} days, each in "
            "its first hour of posting or from a device or provider new to it, and from networks of their own, three "
            f"or more to a number; hardly anybody else told the same. Of all {newcomers} such accounts that told any, "
            f"{about(run.usual)} would be usual here to tell what another of them told."
        )
        severity = graded(run.surprise, self.hot_from)
        return Finding(severity, evidence, reason, CONTACTS, names, run.distinct() if run.level else len(names))


def _what(contacts: int, sizes: tuple[int, ...]) -> str:
    """Say what is told, and by how many each of what no account joins.

    >>> _what(1, (9,)), _what(2, (9,))[-13:], _what(2, (5, 4))[-40:]
    ('one telephone number or name on a messenger', ' between them', ', which no account joins (told by 5, 4),')
    """
    if contacts == 1:
        return "one telephone number or name on a messenger"
    apart = f", which no account joins (told by {', '.join(map(str, sizes))})," if len(sizes) > 1 else " between them"
    return f"{contacts} telephone numbers or names on a messenger{apart}"
