"""What an account did in a day on devices that came to it days before."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from detectors.ties import places_of
from detectors.went_through import name_of
from schemas.event import ENTERED, LODGED, NEVER_USED, NEW_IP, Event

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
UNUSED = {FACTOR: FACTOR_AWAY, MAIL: MAIL_AWAY}
Told = tuple[float, str]  # an event's time and id


class Lodger(Struct, array_like=True):
    """What an account did in a day on such devices, by sort of event; `on`: on which, by the event's id.

    `payees`: to whom it was paid out; by device `places`: where it was used, and `sums`: what was paid, by currency: an
    account may have another new device, its owner's own.
    """

    done: dict[str, list[Told]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    payees: list[str] = field(default_factory=list)
    sums: dict[str, dict[str, float]] = field(default_factory=dict)
    on: dict[str, str] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Note an event."""
        for sort in sorts_of(event):
            self._keep(sort, event)
            if sort == OUT and event.merchant:
                self.payees = sorted({event.merchant, *self.payees})[:EACH_KEPT]
        device = event.device or ""
        kept = {told[1] for each in self.done.values() for told in each}
        self.on = {name: at for name, at in sorted({**self.on, event.id: device}.items()) if name in kept}
        self.places[device] = sorted({*places_of(event), *self.places.get(device, ())})[:EACH_KEPT]
        if event.type == PAID and (name := name_of(event)):
            sums = self.sums.setdefault(device, {})
            sums[name] = sums.get(name, 0.0) + (event.amount_minor or 0.0)
        if len(self.places) > EACH_KEPT:
            self.places.pop(max(self.places))
            self.sums = {at: sums for at, sums in self.sums.items() if at in self.places}

    def _keep(self, kind: str, event: Event) -> None:
        kept = self.done.setdefault(kind, [])
        if (event.time, event.id) not in kept:
            kept.append((event.time, event.id))
            kept.sort()
            del kept[EACH_KEPT:]


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
