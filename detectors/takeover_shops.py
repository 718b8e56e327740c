"""Accounts taken patiently for what can be bought with them: the second factor first, and then twice in one shop."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.surprise import binomial, to_score
from detectors.takeover_shops_state import WINDOW_DAYS, ShopsState, Spree, share_of, sprees
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import LODGED, Event

# Of accounts that set the second factor on such a device, those that buy twice in one shop within the hour. 2026-11: of
# 37 on thirteen made-up products one.
BUYS = 0.1
SHOP = "shop:"  # of ties


class Spent(NamedTuple):
    """The most surprising shop, what it is, by whom it was bought in, and how many set the second factor so at all."""

    surprise: float = 0.0
    shop: str = ""
    by: Mapping[str, Spree] = MappingProxyType({})
    number: int = 0
    share: float = 1.0


class TakeoverShops(JudgedDays[ShopsState]):
    """Accounts whose second factor was set on a device that came days before and lay, and which then buy in one shop.

    `takeover_waited` asks for a change of mail, `takeover_payees` for payees whom hardly anybody pays; gift cards are
    bought where many buy. An owner who sets the second factor on a telephone that had lain for days may buy something
    next, in any shop. Surprise: a binomial's tail of so many of them that buy twice in one shop within the hour, by how
    many buy there on such devices otherwise, for the number of shops. Fires on four of nine where one in thirty buys in
    the shop. Quiet on a household (one network), on the shop where most buy, on devices in daily use or new that day,
    on who buys once. Judged once a day is over, over two weeks. Fails on three, on who buys elsewhere each time, or
    later than an hour, or changes nothing, where payments name no merchant, and on a site's only shop.
    Cost: next to nothing; state: 200 bytes an account a day.
    """

    name = "takeover_shops"
    kinds = ("account.mfa_changed", "account.payment")
    area = "account_security"
    state_type = ShopsState
    idle_s: ClassVar[float] = 5 * DAY_S  # as `takeover_waited`
    settings = ("least",)

    def __init__(self, alert_at: float = 0.5, *, least: int = 4) -> None:
        """`least`: accounts that buy in one shop so."""
        super().__init__(alert_at)
        self.least = least

    @only(LODGED)
    def remembers(self, event: Event) -> bool:
        """Note second factors and purchases on such devices."""
        if not event.novel & LODGED or event.outcome is False:
            return False
        return event.type != "account.payment" or bool(event.merchant)

    def score(self, event: Event, state: ShopsState, key: str) -> Signal | None:
        """Return the surprise of the two weeks before the event; None for what is on no such device."""
        if not self.remembers(event):
            return None
        surprise = self._spent(state, int(event.time // DAY_S)).surprise
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _note(self, event: Event, state: ShopsState) -> None:
        state.add(event)

    def _spent(self, state: ShopsState, day: int) -> Spent:
        """Return the shop in which it is most surprising that so many bought so in the two weeks."""
        lately = state.lately(day)
        number, found = len([one for one in lately.values() if one.factors]), Spent()
        shops = len({told[2] for one in lately.values() for told in one.bought})
        for shop, by in sorted(sprees(lately).items()):
            if len(by) >= self.least:
                share = share_of(shop, lately, set(by))
                surprise = binomial(number, len(by), BUYS * share) - log10(shops)
                found = max(found, Spent(surprise, shop, by, number, share), key=lambda one: one.surprise)
        return found

    def _judge(self, state: ShopsState, step: int) -> None:
        spent = self._spent(state, step)
        if spent.surprise >= self.hot_from and not spent.by.keys().isdisjoint(state.days.get(step, {})):
            _show(state.tallies[step], spent)

    def explain(self, run: Tally, state: ShopsState, key: str) -> Finding:
        """Say how many bought in which shop so."""
        names, (number, share) = in_order(run.members), (*run.detail, 0, 0)[:2]
        evidence: dict[str, float | int | str] = {
            "accounts": int(run.peak), "second_factors": number, "buy_there_else_per_mille": share,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        shops = sorted([tie.removeprefix(SHOP) for tie in run.ties or () if tie.startswith(SHOP)])
        reason = (
            f"{counted(run.peak)} had the second factor set within {WINDOW_DAYS} days on a device that had come to "
            "them days before, at an address as new, and lain since, and within the hour bought twice or more in one "
            f"shop ({', '.join(shops)}), where {share / 10:g} % of purchases on such devices go otherwise (of {number} "
            "that set it so; expected of owners: less than one)."
        )
        action = (
            "Ask the owners whether the devices and purchases are theirs; where they are not end the sessions there, "
            "set the second factor back, have the shop stop what was bought, gift cards first."
        )
        return Finding("high", evidence, reason, action, names, run.distinct(), len(names))


def _show(tally: Tally, spent: Spent) -> None:
    """Make a day's tally hot, and let it be of the accused: all of these two weeks, and their events."""
    accuse_of(tally, sorted([one for spree in spent.by.values() for one in spree.events]), latest=True)
    tally.first = tally.examples[0][0]
    tally.tie(f"{SHOP}{spent.shop}", tally.last)
    for name, spree in sorted(spent.by.items()):
        tally.member(name, spree.events[0][0])
    usual = spent.number * BUYS * spent.share
    tally.crest(len(spent.by), usual, spent.surprise, (spent.number, round(1000 * spent.share)))
