"""A telephone number or a messenger's name, new to the site, that a few accounts tell again and again, in any words."""

from __future__ import annotations

from detectors.advice import CONTACTS
from detectors.base import Finding
from detectors.contact_push import ANY, by_sort, contacts, with_contacts
from detectors.domain_again import DomainAgain
from detectors.domain_again_state import AgainState
from detectors.tally import Tally
from schemas.event import Event


class ContactAgain(DomainAgain):
    """The test of `domain_again`, of contacts (`schemas.contacts`) instead of links.

    Fires on bought or taken accounts that lead people to one messenger, whatever they have written before, on a few old
    ones whose number is reported, and on some left lying since they were made: five and more that had written here on
    three days at most, and each tell it to others (`domain_seldom`), of telephone numbers on five that come back with
    it within two weeks (`domain_sparsely`), and on five of whatever age at homes of their own, or four that signed up
    within the week wherever they are, that each write it to strangers, whom others hardly tell it (`domain_strangers`).
    Also on one account or a few that give a name on a messenger mostly to people of a week who had not written first
    (`domain_sought`): seven of one account in two weeks; and on five that each tell one number on their first day of
    posting, within four weeks, from homes of their own, and nobody else (`domain_debuts`).
    Quiet on a shop's number, on helpers who answer those who wrote or paid, on members who are mentioned (`@name`) by
    many, each a few times, and on account managers who call new customers: their numbers are not looked at so. Alerts
    name a hash, evidence the posts that tell it. Fails as `domain_again`, where few come back on another day with a
    name on a messenger, and where each account tells another contact to a dozen or fewer: honest newcomers tell their
    number to nine. Takes a firm's people who each write its new number to strangers from home, recruiters say: medium;
    so is a greeter who gives all who come his own name. Fails on who writes to
    newcomers without a name, and where the name is spelled in words.
    """

    name = "contact_again"
    keyed_by = "content"
    keys_of = contacts
    remembers = with_contacts
    of_contacts = True
    told = f"told one {ANY}"
    advice = CONTACTS

    def explain(self, run: Tally, state: AgainState, key: str) -> Finding:
        """As in the base, of what the contact is: a number or a name."""
        return by_sort(super().explain(run, state, key), key, run)

    def share_of(self, event: Event) -> float:
        """Return the site's share of newcomers among posts that tell a contact."""
        return 1.0 if event.site is None else event.site.contacts
