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
from schemas.event import CUSTOMARY, ELSEWHERE, SETTLED_REPORTER, YOUNG_REPORTER, Event

LED = "led_by_an_account_of_a_week"  # among a tally's sums
OLDER = "first_led_by_an_account_that_is_older"  # of whom no earlier day is known, nor a sign-up of the week
BEGUN = YOUNG_REPORTER | SETTLED_REPORTER  # what posts of either have
USUAL = 2.0  # strangers beyond the first: geometric, so that nine are one in thirty


def note_begun(event: Event, tally: Tally) -> None:
    """Count a post of `BEGUN`, if it leads somewhere, by how old its account is.

    Of a new account neither what the product mails is counted, nor links that are well known here; of an older one not
    what comes from where it first was within hours: it may have been taken.
    """
    if not (event.domains or event.contacts):
        return
    if event.novel & SETTLED_REPORTER:
        if not event.novel & ELSEWHERE:
            tally.add(OLDER)
    elif event.kind == "message" and not event.novel & CUSTOMARY and not is_mailed(event):
        tally.add(LED)


def first_of_old(run: Tally) -> bool:
    """Tell whether nearly all posts are the first of an account that did not sign up within the week before.

    2026-12: of 33 made-up products' mailings to 150 and more with links, by accounts of no earlier day, two were such,
    both honest (an agency's storm warning, an office's new page); of seven by accounts of a week all were spam.
    """
    return (run.extra or {}).get(OLDER, 0.0) >= NEARLY_ALL * run.n > 0


def led(window: Sequence[Tally]) -> bool:
    """Tell whether nearly all of some posts are."""
    posts = sum([tally.n for tally in window])
    return sum([(tally.extra or {}).get(LED, 0.0) for tally in window]) >= NEARLY_ALL * posts > 0


def of_young(window: Sequence[Tally], count: float) -> float:
    """Return the surprise of so many strangers, if nearly all posts are such; else 0.

    >>> one = Tally(n=35, extra={LED: 35.0})
    >>> round(of_young([one], 35), 1), of_young([Tally(n=35)], 35)
    (6.0, 0.0)
    """
    return gamma_poisson(count - 1, 1.0, 1.0 / USUAL) if led(window) else 0.0


def young_words(run: Tally) -> str:
    """Say to a reviewer which of both nearly all are, for the end of a sentence."""
    if first_of_old(run):
        return ", by an account that did not sign up within the week before"
    if not led([run]):
        return ""
    return (
        ", nearly all with a link, number or name, by an account that had signed up within the week before (hardly any "
        "honest one leads ten strangers somewhere on its first day)"
    )
