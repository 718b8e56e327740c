"""Patient guessing through a carrier: a dozen accounts a day, on addresses that its own customers share, for days."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.login_fanout_network_slow import EACH_MOST, LoginFanoutNetworkSlow
from detectors.login_fanout_system import addresses
from detectors.only import only
from detectors.own_fault import own_fault
from detectors.strange import foreign
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_ACCOUNT, NEW_ASN, Event

STEPS_LEAST = 8  # of 24, some five hours each: what comes within a day is for others to see
STEP_MOST = 0.25  # of the accounts, in the fullest of them: an evening's wave is no patient guesser
ADDRESSES_LEAST = 5


class LoginFanoutSystemSlow(LoginFanoutNetworkSlow):
    """Distinct accounts that failed at a provider where they had never been, day after day, and nearly all only.

    A provider's own customers know it, so that they count for nothing however many they are and however often they
    fail: left are journeys and moves, which mostly get in. Fires on 12 to 18 attempts a day through a carrier's shared
    addresses, with a device each or none. Quiet on carriers from their first day on, on one evening, on an outage that
    says so. Judged once five hours are over, as entries speak against an alert. Fails where the provider has as many
    honest strangers that fail, or changes its number at once, and takes an outage of days without a reason for a
    guesser. Cost: a microsecond for an attempt at a provider new to its account; nothing else is looked at.
    """

    name = "login_fanout_system_slow"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 432_000.0, least: float = 20,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @only(NEW_ASN, never=NEW_ACCOUNT)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the provider of an attempt of an account that has been at others only."""
        away = event.asn and event.ip and not event.novel & NEW_ACCOUNT and foreign(event)
        return (f"AS{event.asn}",) if away and not own_fault(event) else ()

    def _judge(self, state: WindowState, end: int, count: float, window: Sequence[Tally]) -> float:
        """Return the less surprising of: how many failed, against the provider's own past; how few others got in."""
        steps = [len(tally.members) for tally in window if tally.members]
        if len(steps) < STEPS_LEAST or max(steps) > STEP_MOST * sum(steps) or len(addresses(window)) < ADDRESSES_LEAST:
            return 0.0
        tries = sum([min(EACH_MOST, tries) for tally in window for tries in addresses([tally]).values()])
        return self._against(state, end, int(min(count, tries)), window)

    def breached(self, run: Tally) -> bool:
        """Nobody is told as surely entered: who got in may have moved house."""
        return False

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts from how many addresses, and how many got in."""
        reason = (
            f"{counted(run.distinct())} failed to log in from {len(addresses([run]))} addresses of one provider where "
            f"they had never been, day after day; {run.peak:,.0f} of them within {self.window_s / 86_400:.0f} days "
            f"({self.usually(run, 'there', 'for such providers')}); {self.got_in(run)}."
        )
        return reason, self.advice(run, "ask for a second factor there while it lasts")
