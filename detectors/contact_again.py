"""A telephone number or a messenger's name, new to the site, that a few accounts tell again and again, in any words."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.domain_again import DomainAgain
from detectors.reshares import reshares
from schemas.event import Event


class ContactAgain(DomainAgain):
    """The test of `domain_again`, of contacts (`schemas.contacts`) instead of links.

    Fires on bought or taken accounts that lead people to one messenger, whatever they have written before. Quiet on
    a shop's number, and on members who are mentioned (`@name`) by many, each a few times. Alerts name a hash, evidence
    the posts that tell it. Fails as `domain_again`, and where each account tells another contact.
    """

    name = "contact_again"
    keyed_by = "content"
    told = "told one telephone number or name on a messenger"
    advice = "Read the posts; remove them and hold the accounts if the contact is no service of yours."

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Look at each contact."""
        return event.contacts

    def remembers(self, event: Event) -> bool:
        """Note posts that tell one, and share nobody else's."""
        return bool(event.contacts) and not reshares(event)
