"""Whose card it may be that many accounts share: a family's, an agency's, a firm's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detectors.mail_domains import of_a_service, of_an_organisation
from detectors.pairs import PARTED, by_first
from detectors.recurrence import DAY_S
from detectors.tally import Tally
from schemas.event import SIGNED_UP, Event

LASTS_DAYS = 3  # from an account's first payment to its last: trials are paid for once, stolen cards stopped
REFUSED_MOST = 0.1  # of payments, as of anybody's
MOSTLY = 0.5  # of a firm's new accounts signed up of late with its mail: of older ones no domain is known


def note_signed_up(event: Event, tally: Tally) -> None:
    """Note who signed up within the week, and with mail at which domain, where that is told."""
    if event.novel & SIGNED_UP:
        tally.stranger(f"{event.subject}{PARTED}{event.email_domain or ''}", event.time)


def living(window: Sequence[Tally]) -> int:
    """Return how many accounts paid on two days or more, on devices with which no other did.

    Whoever takes trials, or tries a stolen card, makes an account for a payment, and the next on the same telephone.
    """
    carried = [one for tally in window for one in (tally.carried or {}).items() if not one[0].startswith(PARTED)]
    uses = {(*pair.split(PARTED, 1), int(at // DAY_S)) for pair, at in carried}
    owners = Counter([device for device, _ in {(device, name) for device, name, _ in uses}])
    shared = {name for device, name, _ in uses if owners[device] > 1}
    days = Counter([name for name, _ in {(name, day) for _, name, day in uses if name not in shared}])
    return sum([many > 1 for many in days.values()])


def going_on(run: Tally) -> set[str]:
    """Return the accounts whose payments with the card, on whatever device or none, lie days apart."""
    days: dict[str, list[int]] = {}
    for noted in run.carried or ():
        if noted.startswith(PARTED):
            _, day, name = noted.split(PARTED, 2)
            days.setdefault(name, []).append(int(day))
    return {name for name, paid in days.items() if max(paid) - min(paid) >= LASTS_DAYS}


def is_household(run: Tally) -> bool:
    """Tell whether most of the accounts live with the card, and nobody was refused."""
    return len(run.detail) > 5 and not run.detail[1] and 2 * run.detail[5] > run.peak


def is_payer(run: Tally) -> bool:
    """Tell whether most of the accounts go on paying, and hardly anything was refused."""
    return _is_taken(run) and 2 * len(going_on(run)) > run.peak


def staff_of(run: Tally) -> tuple[str, int]:
    """Return the organisation's domain at which most of a card's accounts have their mail, and how many: a firm's.

    All who signed up of late do, or have it at a public service, as some of any firm's people. "" where that is not so,
    or a second organisation's is told; where any device is several accounts', or none is told: whoever makes accounts
    in a row does it on one telephone; and where more was refused than is usual.
    """
    told = Counter(dict([pair.split(PARTED, 1) for pair in run.strangers or ()]).values())
    firms = [domain for domain in told if not of_a_service(domain)]
    if not _is_taken(run) or len(firms) != 1 or told[firms[0]] <= MOSTLY * run.peak:
        return "", 0
    devices = by_first([pair for pair in run.carried or () if not pair.startswith(PARTED)])
    if max(devices.values(), default=2) > 1 or not of_an_organisation(firms[0]):
        return "", 0
    return firms[0], told[firms[0]]


def _is_taken(run: Tally) -> bool:
    every, refused = (*run.detail, 0, 0)[:2]
    return refused <= REFUSED_MOST * every
