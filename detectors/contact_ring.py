"""A few accounts that share several new telephone numbers, each told to a few people, in any words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from detectors.base import Finding
from detectors.blocks import Block, Told
from detectors.contact_push import with_contacts
from detectors.contact_ring_state import ContactRingState
from detectors.domain_whence import APART
from detectors.first_times import in_order
from detectors.link_ring import THEIRS, LinkRing
from detectors.link_ring_state import HOURS, LinkRingState
from detectors.review_rings import Ring
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event

# 2026-11: on thirteen made-up products no two honest accounts share two telephone numbers that each told in a post of
# its own, members for years included; a couple or a shop may.
EACH, LEAST = 2, 3  # numbers of each account, accounts
FURTHER, MORE = 2.0, 1.0  # surprise of each account beyond the first; of each number of one beyond two
# Days on which an account tells a number of the ring, and the surprise of each such account beyond the first. 2026-11:
# on seventeen made-up products 70 of 2,549 honest tellers told a number on so many; a firm's
# people more often than others, so one in ten.
DAYS, BACK = 3, 1.0


class ContactRing(LinkRing):
    """Three accounts or more that each told two or more of the same telephone numbers, new here, within two weeks.

    Fires on four accounts, of whatever age, with two numbers each in common, or three with three, or three with two
    that come back with them on three days each, told in posts of different hours from networks of their own, where
    hardly anybody else tells these numbers: romance scams and false hotlines whose owner changes numbers, too few
    tellings of each for `contact_again`. A number is new for two weeks after it was first told, where the site was
    known for a week before. Quiet on people of one office or family in one place, on numbers told together in one post
    (a letterhead), and on what others tell as well. Judged by the hour.
    Fails where each account has numbers of its own, on two accounts, and on names on a messenger, which friends
    mention. Takes a firm's people who each give its new numbers from home: medium. Cost: 4 microseconds for a post with
    a number, nothing for any other; state: as `link_ring`.
    """

    name = "contact_ring"
    state_type = ContactRingState
    ties = ("content",)
    by_site = True
    remembers = with_contacts

    def _note(self, event: Event, state: LinkRingState) -> None:
        own: ContactRingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        own.tell(event)

    def _ring(self, state: LinkRingState, step: int, thing: str, lately: tuple[Told, Told]) -> Ring:
        own: ContactRingState = state  # type: ignore[assignment]  # as in `_note`
        found = shared(thing, *lately, own.whence(step))
        if not found.names:
            return found
        back = sum([len(days) >= DAYS for days in own.days(step, found.names, found.things).values()])
        return found._replace(surprise=found.surprise + BACK * max(0, back - 1), back=back)

    def explain(self, run: Tally, state: LinkRingState, key: str) -> Finding:
        """Say how many accounts share how many numbers."""
        numbers, pairs, back = (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "accounts_in_ring": int(run.peak), "numbers_in_common": numbers, "pairs_of_account_and_number": pairs,
            "accounts_back_on_three_days": back,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        where = f" They can be read in the posts named, first that of event {min(run.examples)[1]}." * bool(
            run.examples
        )
        again = f"; {'all' if back == run.peak else back} told them on {DAYS} days or more each" if back else ""
        reason = (
            f"{counted(run.peak)} told the same {numbers} telephone numbers within {HOURS // 24} days, all new here: "
            f"each two or more of them, at different times and from a network of its own; hardly anybody else tells "
            f"these{again}.{where}"
        )
        action = (
            "Read what they wrote before and after the numbers; warn those they wrote to, and hold the accounts if the "
            "numbers are no service of yours. People of one firm who work from home look the same."
        )
        names = in_order(run.members)
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def shared(number: str, by_number: Told, by_account: Told, networks: Mapping[str, int]) -> Ring:
    """Return the accounts around a number that share several, and how surprising they are; nothing of one place."""
    block = _block(number, by_number, by_account)
    names = block.names
    whence = {networks[name] for name in names if name in networks}
    apart = [len({by_account[name][one] for one in done}) > 1 for name, done in block.of.items()]
    if len(names) < LEAST or len(whence) < APART * len(names) or sum(apart) < THEIRS * len(names):
        return Ring()
    surprise = FURTHER * (len(names) - 1) + MORE * (block.pairs - EACH * len(names))
    return Ring(surprise, names, block.things, 0.0, block.pairs)


def _block(number: str, by_number: Told, by_account: Told) -> Block:
    """Return who shares several of the numbers that those who told one tell, of which two thirds of all are they."""
    left = {one for name in by_number[number] for one in by_account[name]}
    while True:
        count = Counter([name for one in left for name in by_number[one]])
        names = {name for name, several in count.items() if several >= EACH}
        kept = {one for one in left if len(names & by_number[one].keys()) >= max(EACH, THEIRS * len(by_number[one]))}
        if kept == left:
            of = {name: frozenset(left & by_account[name].keys()) for name in sorted(names)}
            return Block(of if number in left else {})
        left = kept
