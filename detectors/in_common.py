"""What one account's posts in changing words have in common: the site they link to, the contact they tell."""

from __future__ import annotations

from detectors.counts import TIES_KEPT
from detectors.tally import Tally
from detectors.ties import sites_of
from schemas.contacts import sort_of
from schemas.event import Event

CONTACT = "contact-"  # with which the names of such counts begin, as all hashes of contacts do (`schemas.contacts`)
SITES_NAMED = 3
CONTACTS_KEPT = 128  # of a bucket, the first by their hashes: one that half of the posts tell is alone, or among a few


def note_contact(event: Event, tally: Tally) -> None:
    """Count a post of each contact that it tells."""
    for contact in event.contacts:
        tally.add(contact)
    sums = tally.extra or {}
    if len(sums) > CONTACTS_KEPT:  # there are other sums besides: a few fewer are kept
        known = [name for name in sums if name.startswith(CONTACT)]
        for name in sorted(known)[CONTACTS_KEPT:]:
            del sums[name]


def common_contact(run: Tally) -> tuple[int, str]:
    """Return how many posts tell the contact that most tell, and its hash, if half of them do; else 0 and ""."""
    told = [(number, name) for name, number in (run.extra or {}).items() if name.startswith(CONTACT)]
    most, name = max(told, default=(0.0, ""))
    return (int(most), name) if name and 2 * most >= run.n else (0, "")


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
    >>> in_common(Tally(n=9, extra={"contact-number-7f": 8.0}))
    ', 0 with links, 8 with one telephone number (contact-number-7f)'
    """
    number, contact = common_contact(run)
    return f", {linked(run)}{f', {number} with one {sort_of(contact)} ({contact})' if contact else ''}"


def read_in(run: Tally) -> str:
    """Say in which post the contact that nearly all tell can be read: it is personal data, and so not told itself.

    >>> read_in(Tally(n=9, extra={"contact-number-7f": 9.0}, examples=[(2.0, "e2"), (1.0, "e1")]))
    ' The telephone number can be read in the post of event e1.'
    """
    number, contact = common_contact(run)
    if number < run.n or not run.examples:  # else the post at hand may be one of the others
        return ""
    return f" The {sort_of(contact).partition(' on ')[0]} can be read in the post of event {min(run.examples)[1]}."


def linked(run: Tally) -> str:
    """Say how many posts have links, and to which sites if these are few.

    >>> linked(Tally(n=1, extra={"with_links": 1.0}, ties={"domain:pay.example": 1.0}))
    '1 with links'
    """
    links, site = (run.extra or {}).get("with_links", 0.0), common_site(run)
    sites = sites_of(run, SITES_NAMED) if len(run.ties or ()) < TIES_KEPT else []
    to_some = f", to {', '.join(sites[:-1])} and {sites[-1]}" if len(sites) > 1 else ""
    return f"{links:,.0f} with links{f', all to {site}' if site and links > 1 else to_some}"
