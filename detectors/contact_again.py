"""A telephone number or a messenger's name, new to the site, that a few accounts tell again and again, in any words."""

from __future__ import annotations

from detectors.contact_push import contacts, with_contacts
from detectors.domain_again import DomainAgain
from detectors.domain_again_state import AgainState
from schemas.event import Event


class ContactAgain(DomainAgain):
    """The test of `domain_again`, of contacts (`schemas.contacts`) instead of links.

    Fires on bought or taken accounts that lead people to one messenger, whatever they have written before. Quiet on
    a shop's number, and on members who are mentioned (`@name`) by many, each a few times. Alerts name a hash, evidence
    the posts that tell it. Fails as `domain_again`, and where each account tells another contact.
    """

    name = "contact_again"
    keyed_by = "content"
    keys_of = contacts
    remembers = with_contacts
    told = "told one telephone number or name on a messenger"
    advice = "Read the posts; remove them and hold the accounts if the contact is no service of yours."

    def _note(self, event: Event, state: AgainState) -> None:
        state.add(event, 1.0 if event.site is None else event.site.contacts)
