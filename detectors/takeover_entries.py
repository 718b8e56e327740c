"""The parts of a takeover: entries from strange places, and changes of what protects the account."""

from __future__ import annotations

from bisect import insort
from typing import cast

from msgspec import Struct, field

from detectors.strange import familiar, foreign, news, strange
from detectors.takeover_spending import Currencies, both_of
from schemas.event import NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, Event
from schemas.values import EventType

KEPT = 16  # entries and changes remembered
SPENT_KEPT = 4  # events of an entry that spent: a reviewer looks at a few
CHANGES: dict[EventType, float] = {  # surprise that an owner does so within a day of a login from a strange place
    "account.email_changed": 3.0, "account.mfa_changed": 2.5, "account.api_key_created": 2.0,
    "account.password_reset": 1.5, "account.payment": 1.5,  # only with a card that is new to an account that has others
}  # fmt: skip
SEIZED: tuple[EventType, ...] = (
    "account.email_changed",
    "account.mfa_changed",
    "account.api_key_created",
)  # only who is in can do these


class Entry(Struct, array_like=True):
    """A successful login from a strange place, or a change made there without one. `novel` are its new places.

    `owned`: the device is the account's own, so that the session may be stolen and may be the owner's as well. `near`:
    the provider is one the account has used. `paid`, `used`, `points`: spent from there within the hour
    after, the last paid in no currency that is told. `home`: so is the
    address, and the device alone is new: many share a carrier's, and the owner's is where he unpacks a new phone.
    `spent`: time and id of the first events that did. `alike`: no device is told, and the program is the account's own.
    `passed`: the account's second factor was asked for, and told; `unasked`: it is told that none was. `asn`, `agent`:
    provider and program, to say what several have in common. `products`: on which the units were used.
    """

    time: float
    id: str
    ip: str | None
    novel: int
    device: str | None = None
    login: bool = True
    owned: bool = False
    near: bool = False
    paid: float = 0.0
    used: float = 0.0
    home: bool = False
    spent: list[tuple[float, str]] = field(default_factory=list)
    alike: bool = False
    passed: bool = False
    unasked: bool = False
    asn: int | None = None
    agent: str | None = None
    currencies: Currencies = ()
    products: Currencies = ()
    points: float = 0.0

    def place(self) -> tuple[str | None, str | None]:
        """Return the address and device that what follows may come from: others of a household share its address."""
        return None if self.home else self.ip, self.device

    def spends(self, time: float, name: str, kinds: Currencies = (), *, paid: float = 0.0,
               used: float = 0.0, points: float = 0.0) -> None:  # fmt: skip
        """Take in what an event spent from there: in which currencies it was `paid`, on which products units `used`."""
        self.paid, self.used, self.points = self.paid + paid, self.used + used, self.points + points
        if used:
            self.products = self.products if kinds == self.products else both_of(self.products, kinds)
        elif kinds != self.currencies:
            self.currencies = both_of(self.currencies, kinds)
        if len(self.spent) < SPENT_KEPT or (time, name) < self.spent[-1]:
            insort(self.spent, (time, name))
            del self.spent[SPENT_KEPT:]


class Change(Struct, array_like=True):
    """A change of what protects the account. `away`: made from a strange place; `card`, `payee`: paid with, and to."""

    time: float
    id: str
    ip: str | None
    kind: EventType
    away: bool
    card: str | None = None
    device: str | None = None
    payee: str | None = None


def entry_of(event: Event) -> Entry:
    """Return the entry that a successful login is, or a change in a stolen session."""
    login, away = event.type == "account.login", strange(event)
    owned, near, home = not (login or away), not foreign(event), login and not away
    alike, passed = familiar(event), login and event.mfa is True
    return Entry(event.time, event.id, event.ip, news(event), event.device, login, owned, near, home=home, alike=alike,
                 passed=passed, unasked=login and event.mfa is False,
                 asn=event.asn, agent=event.user_agent)  # fmt: skip


def is_seized(event: Event) -> bool:
    """Tell whether a change is an entry by itself: made from a strange place, in a country new to the account.

    Whoever holds a stolen session need not log in. Where no country is told, provider and device must be new: who
    helps customers changes things for them, too, from where they have never been, but mostly in their country.
    On the account's own device a new provider is enough to be looked at, since its session may be used elsewhere.
    """
    if event.type not in SEIZED:
        return False
    novel = news(event)
    if not strange(event):
        return novel & NEW_IP != 0 and novel & (NEW_ASN | NEW_COUNTRY) != 0
    wanted = NEW_COUNTRY if event.country is not None else NEW_ASN | NEW_DEVICE
    return novel & wanted == wanted


def change_of(event: Event) -> Change:
    """Return the change that an event of one of the `CHANGES` is."""
    kind, away = cast("EventType", event.type), strange(event)
    return Change(event.time, event.id, event.ip, kind, away, event.card, event.device, event.merchant)


def keep(kept: list[Entry] | list[Change], one: Entry | Change) -> None:
    """Add to a list of the latest, ordered by time."""
    late = bool(kept) and (one.time, one.id) < (kept[-1].time, kept[-1].id)
    kept.append(one)  # type: ignore[arg-type]  # each list holds one type
    if late:
        kept.sort(key=lambda item: (item.time, item.id))
    del kept[:-KEPT]
