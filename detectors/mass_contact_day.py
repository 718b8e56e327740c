"""Mass mailing by one account over hours: far more strangers in a day than it ever wrote to."""

from __future__ import annotations

from detectors.mass_contact import MassContact


class MassContactDay(MassContact):
    """The same within a day, for those who spread a mailing over hours.

    Fires on some sixty strangers for an account that has never written to twenty in a day.
    """

    name = "mass_contact_day"
    idle_s = 86_400.0

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 60,
                 usual: float = 15.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
