"""One account in many hands: rented out, or its password passed on, and entered from country after country."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.only import only
from detectors.strange import news, strange
from detectors.tally import Tally
from detectors.window import WindowDetector
from schemas.event import NEW_DEVICE, UNTOLD, Event


class AccountSharing(WindowDetector):
    """Distinct countries of an account's logins on devices and from addresses new to it, in a sliding week.

    A person brings his devices along: abroad they are known, at home the address is. What comes with a new device from
    a new address is another person, or one who is new everywhere he goes, and then mostly in one country. Fires on an
    account that is rented out, or that many have the password of, where nothing fails and nothing is changed. Quiet on
    the machines of a cafe or a pool (one address), on browsers that forget their device (at home, on the road in one
    country or three), on a traveller, an account of several homes. Fails where those who share it live in few
    countries, and where events tell no device or no country. Takes one who hides, with a new device and a new exit for
    each visit, for many in his first such week; his own weeks excuse him later, as they do an account shared for long.
    Cost: 0.2 microseconds a login, 3 for one that counts; state: 200 bytes.
    """

    name = "account_sharing"
    version = 2
    keyed_by = "account"
    kinds = ("account.login",)
    area = "account_security"
    steps = 7
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 0.6) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_DEVICE, never=NEW_DEVICE << UNTOLD)  # `news`
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the account of a success on a device and from an address new to it, in a country that is told."""
        if not event.novel & NEW_DEVICE or not event.outcome or event.country is None or event.ip is None:
            return ()
        return (event.subject,) if strange(event) and news(event) & NEW_DEVICE else ()

    def member(self, event: Event) -> str | None:
        """Count countries."""
        return event.country

    def note(self, event: Event, tally: Tally) -> None:
        """Count logins by country, for the explanation."""
        if event.country is not None:  # as `keys_of` has it
            tally.add(f"entered_from_{event.country}")

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many logins, and from how many countries."""
        reason = (
            f"One account was entered {run.n:,} times on devices and from addresses new to it, in one week from at "
            f"least {run.peak:,.0f} countries ({self.usually(run, 'for this account', 'for accounts entered so')})."
        )
        return reason, "Ask the owner whether it is lent or rented out; else end its sessions and reset its password."
