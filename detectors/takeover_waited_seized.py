"""Whether an account was seized by what was done to it on a device that came days before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detectors.entrances import LODGED_S
from detectors.recurrence import DAY_S
from detectors.takeover_waited_lodger import (
    FACTOR,
    FACTOR_AWAY,
    FACTOR_NEW,
    KEY,
    MAIL,
    MAIL_AWAY,
    MAIL_UNUSED,
    OUT,
    OUT_UNUSED,
    PAID,
    PAID_AWAY,
    Told,
)

HOUR_S = 3600.0
TWICE = 2  # payments
LATER_S = 3 * DAY_S


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
