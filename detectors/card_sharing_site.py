"""Cards shared at leisure, over the whole site: several that each pay for one new account after the other."""

from __future__ import annotations

from collections import Counter

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.shared_site import THINGS, Shared, SharedSite, most_surprising, over_days, which
from detectors.shared_site_state import WINDOW_DAYS, Names, SharedState, again_of, in_turn, size
from detectors.tally import Tally
from detectors.wording import little
from schemas.event import SIGNED_UP, Event

LEAST = 5  # accounts of a card, as `card_sharing`: a family has three or four


class CardSharingSite(SharedSite):
    """Cards that within four weeks paid for five accounts or more, each in its first week and on a device of its own.

    One such card may be a firm's whose people come one by one, and a week of it shows a family. Several at a time, on a
    site where new accounts else have cards of their own, are one's who takes what new accounts are given. What is usual
    is said by the cards on which two, three or four came (to one in ten another, at least), and by earlier weeks. Quiet
    on families, on a firm or two, on a product where colleagues pay with their firm's card, each on an account, on what
    comes in a day or two (`card_sharing`), on accounts on a device or two (`card_sharing_slow`, `signup_device`), on
    refused payments, on a firm beside a farm that mixes its cards and telephones. Judged once a day is over. Fails on
    fewer than three cards, and on four accounts a card. Takes three firms for a farm that come to a site within the
    weeks where none has. Cost: 4 microseconds a new account's payment; state: 150 bytes for each of them, four weeks
    long.
    """

    name = "card_sharing_site"
    kinds = ("account.payment",)
    area = "payment_fraud"

    def remembers(self, event: Event) -> bool:
        """Note the cards of new accounts that are taken."""
        return event.card is not None and bool(event.novel & SIGNED_UP) and event.outcome is not False

    def _thing(self, event: Event) -> tuple[str, str]:
        return "", event.card or ""

    def _may_count(self, names: Names) -> bool:
        return _shared(names)

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        every = state.every(day, kind)
        again = again_of([size(names) for names in every.values()], LEAST)
        many = {card: (size(names), names) for card, names in every.items() if _shared(names)}
        past = state.usual(day, kind)
        found = most_surprising(_of_one_hand(many), len(every), again, past, self.hot_from)
        return found._replace(many=tuple(many))

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say how many cards, of how many accounts each."""
        names, (cards, least, every, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        evidence: dict[str, float | int | str] = {
            "cards": cards, "accounts_each_at_least": least, "cards_of_new_accounts": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "payments": run.n,
        }  # fmt: skip
        reason = (
            f"{cards} cards{which(run)} each paid for {least} or more accounts within {WINDOW_DAYS} days, "
            f"{run.peak:,.0f} in all, each in its first week and on a device or from an address of its own (usual with "
            f"{every:,} cards of new accounts: {little(run.usual)}).{over_days(run, cards, 'cards')}"
        )
        action = "See whether one person takes what new accounts are given: hold it back on these cards, or stop them."
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def _of_one_hand(many: dict[str, tuple[int, Names]]) -> dict[str, tuple[int, Names]]:
    """Return the cards that paid where another of them did, if these are several; else all.

    Who has some telephones and some cards mixes them. A firm that comes in the same weeks, each of its people on a
    telephone of his own, has nothing in common with him.
    """
    places = Counter([place for _, names in many.values() for place in {came.place for came in names.values()}])
    mixed = {card: one for card, one in many.items() if any([places[came.place] > 1 for came in one[1].values()])}
    return mixed if len(mixed) >= THINGS else many


def _shared(names: Names) -> bool:
    """Tell whether so many came, and day after day."""
    return len(names) >= LEAST and size(names) >= LEAST and in_turn(names)
