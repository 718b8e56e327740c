"""List bombing: many accounts' forms are filled in with one victim's address, and the product writes to it for all."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.mailing_sorts import FIRST_WEEK, is_mailed
from detectors.only import only
from detectors.tally import Tally
from detectors.window import WindowDetector
from detectors.wording import within
from schemas.event import FIRST_USE, Event


class ListBombing(WindowDetector):
    """Distinct accounts in whose name the product's own mailer wrote to one target for the first time, within a day.

    Whoever fills in a form or orders gets a receipt (`schemas.mailer`); by hand nobody does so at a score of places in
    a day, and a program that does buries a warning (a payment, a new password) under a thousand confirmations. Fires on
    twenty-one, each of which had never written to it before, at a target that had no such days. Quiet on the letters
    of those whom somebody has read for longer, on one form that goes round (`mass_contact_day`), and in a site's first
    week, when every letter is a first. What the other forms of the product do for the same victim is one campaign.
    Fails on fewer forms (a bomber uses those of many products), and where the mailer's source is not named so. Takes
    who subscribes to a score of letters at one click, from a list that the product recommends, for a victim; that the
    product wrote to a target before is forgotten after its latest 1,024. State: 400 bytes for a target of the day.
    """

    name = "list_bombing"
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    by_site = True  # only there is known who wrote to a target before

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 12,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; all that is remembered is counted."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._counted_only = True

    @only(FIRST_USE)
    @by_event
    def remembers(self, event: Event) -> bool:
        """Note what the product's mailer sends to whom its account has not written before."""
        return event.novel & FIRST_USE != 0 and event.target is not None and is_mailed(event)

    @by_event
    @only(FIRST_USE)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return to whom it is sent, once the site is known."""
        if not event.target or not event.novel & FIRST_USE or not is_mailed(event):
            return ()
        return (event.target,) if event.site is not None and event.site.days >= FIRST_WEEK else ()

    def member(self, event: Event) -> str | None:
        """Count the accounts in whose name it is sent."""
        return event.subject if self.remembers(event) else None

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say in how many accounts' names the product wrote to a target."""
        reason = (
            f"The product's own mailer wrote to {key} in the name of {run.peak:,.0f} accounts within "
            f"{within(self.window_s)}, none of which had written to it before "
            f"({self.usually(run, 'for it', 'for a target')}); {run.n:,} messages in all. Nobody fills in so many "
            "forms by hand: they bury a warning that should not be read, or vex who gets them."
        )
        action = (
            "Send it no more until it has confirmed one, and let the forms ask for a proof of humanity. See who filled "
            "them in, and whether the victim is a customer in whose account something happens meanwhile. The accounts "
            "named are those whose forms were used: none is accused."
        )
        return reason, action
