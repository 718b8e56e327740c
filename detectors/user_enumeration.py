"""Probing for accounts: one address tries names that do not exist."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.login_fanout import LoginFanout
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import Event

SITTING, SITTINGS_MOST = 0.5, 2.0  # surprise of each further ten minutes with a name: slips come in one sitting


class UserEnumeration(LoginFanout):
    """Distinct unknown user names tried from one address, in a sliding window.

    Fires on a list of names being tried out, slowly too. Quiet on somebody who mistypes a name, on a shared
    address where such slips are usual. Blind where the site does not tell unknown users apart.
    """

    name = "user_enumeration"
    version = 3
    steps = 12
    lasting = False  # one more sitting changes it

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 7200.0, least: float = 4,
                 usual: float = 0.03, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def tries(self, event: Event) -> bool:
        """Look at names that do not exist."""
        return event.outcome is False and event.reason == "unknown_user"

    def member(self, event: Event) -> str | None:
        """Count names that do not exist."""
        return event.subject if self.tries(event) else None

    def remembers(self, event: Event) -> bool:
        """Note successes as well."""
        return event.outcome is not False or self.tries(event)

    def _plain(self, state: WindowState, end: int, count: int, window: Sequence[Tally],
               fresh: str | None) -> tuple[float, tuple[float, float] | None]:  # fmt: skip
        """Weigh the names, and by how many sittings they are spread over."""
        if count < self.least:
            return 0.0, None
        past, sittings = self._past(state, end), sum([bool(tally.members) for tally in window])
        return gamma_poisson(count - 1, *past) + min(SITTINGS_MOST, SITTING * max(0, sittings - 1)), past

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many names, and how many accounts were entered."""
        reason = (
            f"One address tried {counted(run.peak, 'user name')} that do not exist within {self.window_s / 60:.0f} min "
            f"({self.usually(run, 'at this address', 'for such addresses')}); "
            f"{self.meanwhile(run, 'there for the first time')}."
        )
        return reason, "Challenge the address; check the accounts entered from it."
