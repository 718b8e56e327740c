"""A domain pushed by new accounts: whatever words they use, all of their links lead to one place."""

from __future__ import annotations

from detectors.newcomers import NewcomersSlow, NewcomersWindow, others
from detectors.tally import Tally
from detectors.wording import counted, within


class DomainPush(NewcomersWindow):
    """Distinct accounts that link to a domain within their first hour of posting, against those who do so later.

    Accounts that were entered from somewhere new within hours count as well. Fires where nearly all who push a domain
    have just begun to post, or seven whom nobody joins do so from new places, and the domain's own past does not show
    it. Quiet on a viral link (most who share it have posted before), on popular domains, on a list that always links to
    one.
    A domain is all that has one owner, whatever the host (`schemas.links`); of shortened links it is the shortener.
    Judged once a window is over. Fails where accounts are aged before use, and in the first hour of a site's stream.
    """

    name = "domain_push"
    keyed_by = "domain"
    kinds = ("content.posted",)
    area = "spam"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.3, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, and how many others link there."""
        reason = (
            f"{counted(run.peak)} linked to one domain within {within(self.window_s)}, {self.how(run)} "
            f"(usual for the domain: {run.usual:.1f}); {counted(others([run]), 'other')} "
            f"did so meanwhile."
        )
        return reason, "Look where the links lead; remove them and hold the accounts if it is spam."


class DomainPushSlow(NewcomersSlow, DomainPush):
    """The same within six hours, for those who push it at a patient pace.

    Fires on some twenty accounts with hardly anybody else, unless most of them come within an hour. Judged by the
    quarter of an hour. Fails where accounts are aged before use, and in the first hours of a site's stream; over a
    whole day a mailing list's own page looks the same, since most who write to one write seldom.
    """

    name = "domain_push_slow"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 15,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
