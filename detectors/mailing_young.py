"""Messages that lead somewhere, on the first day of posting of an account that signed up within the week before.

Who has just come has hardly anybody here to send a link or a number to. 2026-12: of 33 made-up products' 6,500 honest
accounts that wrote a message on such a day the most led nine strangers somewhere, two on most products (and 45 got the
receipts of one form, by the product's mailer); of 36 attacks with such accounts 20 led 30 strangers or more with each.
"""

from __future__ import annotations

from collections.abc import Sequence

from detectors.mailing_sorts import NEARLY_ALL, is_mailed
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from schemas.event import CUSTOMARY, YOUNG_REPORTER, Event

LED = "led_by_an_account_of_a_week"  # among a tally's sums
USUAL = 2.0  # strangers beyond the first: geometric, so that nine are one in thirty


def leads(event: Event) -> bool:
    """Tell whether a post is such: not what the product mails, nor a link that is well known here."""
    if not event.novel & YOUNG_REPORTER or event.novel & CUSTOMARY or event.kind != "message":
        return False
    return bool(event.domains or event.contacts) and not is_mailed(event)


def led(window: Sequence[Tally]) -> bool:
    """Tell whether nearly all of some posts are."""
    return (
        sum([(tally.extra or {}).get(LED, 0.0) for tally in window])
        >= NEARLY_ALL * sum([tally.n for tally in window])
        > 0
    )


def of_young(window: Sequence[Tally], count: float) -> float:
    """Return the surprise of so many strangers, if nearly all posts are such; else 0.

    >>> one = Tally(n=35, extra={LED: 35.0})
    >>> round(of_young([one], 35), 1), of_young([Tally(n=35)], 35)
    (6.0, 0.0)
    """
    return gamma_poisson(count - 1, 1.0, 1.0 / USUAL) if led(window) else 0.0


def young_words(run: Tally) -> str:
    """Say it to a reviewer, for the end of a sentence."""
    if not led([run]):
        return ""
    return (
        ", nearly all with a link, number or name, by an account that had signed up within the week before (hardly any "
        "honest one leads ten strangers somewhere on its first day)"
    )
