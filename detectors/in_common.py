"""What one account's posts in changing words have in common: the site they link to, the contact they tell."""

from __future__ import annotations

from zlib import crc32

from detectors.counts import TIES_KEPT
from detectors.tally import Tally
from detectors.ties import sites_of
from schemas.event import Event

CONTACT = "contact"  # with which the names of such counts begin
SITES_NAMED = 3
SLOTS = 128  # contacts are told apart by hash: the memory is bounded


def note_contact(event: Event, tally: Tally) -> None:
    """Count a post of each contact that it tells."""
    for contact in event.contacts:
        tally.add(f"{CONTACT}{crc32(contact.encode()) % SLOTS}")


def common_contact(run: Tally) -> int:
    """Return how many posts tell the contact that most tell, if half of them do: two share a slot once in 128."""
    most = max([number for name, number in (run.extra or {}).items() if name.startswith(CONTACT)], default=0.0)
    return int(most) if 2 * most >= run.n else 0


def common_site(run: Tally) -> str | None:
    """Return the one domain that all posts with links link to; None where there are several, or too many ties to say.

    Where a post links to two, both are noted.
    """
    ties = run.ties or {}
    sites = [name for name in ties if name.startswith("domain:")]
    return sites[0].partition(":")[2] if len(sites) == 1 and len(ties) < TIES_KEPT else None


def in_common(run: Tally) -> str:
    """Say it, for the middle of a sentence.

    >>> in_common(Tally(n=9, extra={"with_links": 9.0}, ties={"domain:pay.example": 1.0}))
    ', 9 with links, all to pay.example'
    >>> in_common(Tally(n=9, extra={"with_links": 9.0}, ties={"domain:b.example": 1.0, "domain:a.example": 1.0}))
    ', 9 with links, to a.example and b.example'
    >>> in_common(Tally(n=9, extra={"contact7": 8.0}))
    ', 0 with links, 8 with one telephone number or name on a messenger'
    """
    contact = common_contact(run)
    told = f", {contact} with one telephone number or name on a messenger" if contact else ""
    return f", {linked(run)}{told}"


def linked(run: Tally) -> str:
    """Say how many posts have links, and to which sites if these are few.

    >>> linked(Tally(n=1, extra={"with_links": 1.0}, ties={"domain:pay.example": 1.0}))
    '1 with links'
    """
    links, site = (run.extra or {}).get("with_links", 0.0), common_site(run)
    sites = sites_of(run, SITES_NAMED) if len(run.ties or ()) < TIES_KEPT else []
    to_some = f", to {', '.join(sites[:-1])} and {sites[-1]}" if len(sites) > 1 else ""
    return f"{links:,.0f} with links{f', all to {site}' if site and links > 1 else to_some}"
