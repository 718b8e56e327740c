"""What was done to an account on a device that came days before, and whether it was seized by that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from msgspec import Struct, field

from detectors.entrances import LODGED_S
from detectors.recurrence import DAY_S
from detectors.ties import places_of
from detectors.went_through import name_of
from schemas.event import ENTERED, LODGED, NEVER_USED, NEW_IP, Event

HOUR_S = 3600.0
TWICE = 2  # payments
EACH_KEPT = 8  # events of a sort of an account in a day, the earliest
MAIL: Final = "account.email_changed"
FACTOR: Final = "account.mfa_changed"
PAID: Final = "account.payment"
KEY: Final = "account.api_key_created"
OUT = "paid out"  # beside `PAID`: with no card, to a payee, so out of what the account holds
# Beside `FACTOR` and `MAIL`, of a device not used since it came, and `PAID`: at an address that the account never had.
FACTOR_AWAY, MAIL_AWAY, PAID_AWAY = "factor away", "mail away", "paid away"
# Beside `MAIL` and `OUT`, on a device not used since it came, and `FACTOR`, on one that has just come, at an address as
# new. The last two with the device behind them.
MAIL_UNUSED, OUT_UNUSED, FACTOR_NEW = "mail unused", "paid out unused ", "factor new "
LATER_S = 3 * DAY_S
UNUSED = {FACTOR: FACTOR_AWAY, MAIL: MAIL_AWAY}
Told = tuple[float, str]  # an event's time and id


class Lodger(Struct, array_like=True):
    """What an account did in a day on such a device, by sort of event; `places`: that device and address.

    `payees`: to whom it was paid out; `sums`: what was paid, by currency.
    """

    done: dict[str, list[Told]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    payees: list[str] = field(default_factory=list)
    sums: dict[str, float] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Note an event."""
        for sort in sorts_of(event):
            self._keep(sort, event)
            if sort == OUT and event.merchant:
                self.payees = sorted({event.merchant, *self.payees})[:EACH_KEPT]
        self.places = sorted({*places_of(event), *self.places})[:EACH_KEPT]
        if event.type == PAID and (name := name_of(event)):
            self.sums[name] = self.sums.get(name, 0.0) + (event.amount_minor or 0.0)

    def _keep(self, kind: str, event: Event) -> None:
        kept = self.done.setdefault(kind, [])
        if (event.time, event.id) not in kept:
            kept.append((event.time, event.id))
            kept.sort()
            del kept[EACH_KEPT:]


class Seized(NamedTuple):
    """An account of which the mail address was changed, and within the hour the second factor, or paid from twice.

    Or, if neither, paid out of within the day (`out`); or the second factor alone, and paid from days later elsewhere
    (`later`). `events`: those that say so.
    """

    factor: bool
    paid: int
    events: list[Told]
    out: bool = False
    later: bool = False


def sorts_of(event: Event) -> list[str]:
    """Return as what an event on such a device is kept."""
    found, away = [event.type], event.novel & NEW_IP
    if event.type == PAID and event.card is None and event.merchant:
        found.append(OUT)
    if event.type == PAID and away:
        found.append(PAID_AWAY)
    if event.novel & LODGED and event.novel & NEVER_USED:
        found += _unused(event)
    elif event.type == FACTOR and event.novel & ENTERED:
        found.append(f"{FACTOR_NEW}{event.device}")
    return found


def _unused(event: Event) -> list[str]:
    """Return as what else an event is kept on a device that had not been used since it came."""
    found = [UNUSED[event.type]] if event.type in UNUSED and event.novel & NEW_IP else []
    if event.type == MAIL:
        found.append(MAIL_UNUSED)
    elif event.type == PAID and event.card is None and event.merchant:
        found.append(f"{OUT_UNUSED}{event.device}")
    return found


def gather(found: dict[str, list[Told]], done: dict[str, list[Told]]) -> None:
    """Add to what was found, by sort of event, what was done."""
    for kind, told in done.items():
        found.setdefault(kind, []).extend(told)


def seized_by(done: dict[str, list[Told]]) -> Seized | None:
    """Return whether an account was seized, by what was done there."""
    mails = sorted(done.get(MAIL, ()))
    for mail in mails:
        factors = [told for told in done.get(FACTOR, ()) if abs(told[0] - mail[0]) <= HOUR_S]
        payments = _after(mail, done.get(PAID, ()), HOUR_S)
        if factors or len(payments) >= TWICE:
            return Seized(bool(factors), len(payments), sorted({mail, *factors, *payments}))
    for mail in mails:
        if paid := _after(mail, done.get(OUT, ()), DAY_S):
            return Seized(False, len(paid), sorted({mail, *paid}), out=True)
    return None


def later_by(done: dict[str, list[Told]]) -> Seized | None:
    """Return whether an account got a second factor on an unused device, and was paid from there days later.

    Either at an address of its own: who lets hours pass between the two, and comes from elsewhere each time.
    """
    for factor in sorted(done.get(FACTOR_AWAY, ())):
        payments = [told for told in done.get(PAID_AWAY, ()) if HOUR_S < told[0] - factor[0] <= LATER_S]
        if payments:
            return Seized(True, len(payments), sorted({factor, *payments}), later=True)
    return None


def keyed_by(done: dict[str, list[Told]]) -> Seized | None:
    """Return whether an account's mail address was changed on an unused device, and a key made within the hour."""
    for mail in sorted(done.get(MAIL_AWAY, ())):
        if keys := [told for told in done.get(KEY, ()) if abs(told[0] - mail[0]) <= HOUR_S]:
            return Seized(False, 0, sorted({mail, *keys}))
    return None


def alone_by(done: dict[str, list[Told]]) -> Seized | None:
    """Return whether an account's mail address was changed on an unused device, whatever else was done."""
    mails = sorted(done.get(MAIL_UNUSED, ()))
    return Seized(False, 0, mails[:1]) if mails else None


def emptied_by(done: dict[str, list[Told]]) -> Seized | None:
    """Return whether an account's mail address was changed on an unused device, and it was paid out of in the hour."""
    for mail in sorted(done.get(MAIL_UNUSED, ())):
        if paid := _after(mail, done.get(OUT, ()), HOUR_S):
            return Seized(False, len(paid), sorted({mail, *paid}), out=True)
    return None


def waited_by(done: dict[str, list[Told]]) -> Seized | None:
    """Return whether an account got a second factor on a device just come, and was paid out of there days later.

    Where that device had not been used in between.
    """
    for sort in sorted([sort for sort in done if sort.startswith(FACTOR_NEW)]):
        factor, paid = min(done[sort]), done.get(f"{OUT_UNUSED}{sort.removeprefix(FACTOR_NEW)}", ())
        if paid := _after(factor, paid, LODGED_S):
            return Seized(True, len(paid), sorted({factor, *paid}), out=True)
    return None


def _after(mail: Told, events: Iterable[Told], within_s: float) -> list[Told]:
    return [told for told in events if 0.0 <= told[0] - mail[0] <= within_s]
