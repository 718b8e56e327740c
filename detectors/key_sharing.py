"""One API key used from many networks: it leaked, or it is being resold."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.members_window import MembersWindow
from detectors.network import network_of
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import Event


class KeySharing(MembersWindow):
    """Distinct networks (/24, /48) from which one API key is used, in a sliding window, against the key's own past.

    Fires when a key turns up on many networks within hours; stays quiet on a customer whose servers have always been
    spread over as many, and on one whose addresses change inside a network.
    """

    name = "key_sharing"
    keyed_by = "account"
    entity = "key"
    kinds = ("account.usage",)
    area = "api_abuse"
    steps = 24
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 5,
                 usual: float = 0.25, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the API key."""
        return (event.key,) if event.key else ()

    def member(self, event: Event) -> str | None:
        """Count networks."""
        return network_of(event.ip) if event.ip else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count uses by country, for the explanation."""
        if event.country:
            tally.add(f"uses_from_{event.country}")

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say from how many networks the key was used."""
        countries = len(run.extra or {})
        where = f" in {counted(countries, 'country')}" if countries else ""
        reason = (
            f"One API key was used from {run.peak:.0f} networks{where} within "
            f"{self.window_s / 3600:.0f} h ({self.usually(run, 'for this key', 'for keys')} networks)."
        )
        return reason, "Ask the owner; rotate the key if the networks are not theirs."
