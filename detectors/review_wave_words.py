"""What is said of a wave of reviews: who came, who else did, how many were made for it."""

from __future__ import annotations

from detectors.newcomers import others
from detectors.newcomers_site import Evidence, NewcomersOfSite
from detectors.review_wave_room import ADVICE as OF_ROOM
from detectors.review_wave_room import SAID, is_room
from detectors.review_wave_used import ADVICE as OF_USERS
from detectors.review_wave_used import Used
from detectors.tally import Tally
from detectors.wording import counted, within
from schemas.values import Severity


class ReviewWaveWords(NewcomersOfSite):
    """Base of `review_wave`: turns its runs into findings."""

    def evidence(self, run: Tally) -> Evidence:
        """Return the checkable numbers of a run."""
        if not (made := run.detail[1:]) or not made[0]:
            return super().evidence(run)
        return {**super().evidence(run), "made_within_the_week": made[0], "site_share_of_these": made[1] / 1000}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say who came, who else did, and how many were made within the week and had used nothing before."""
        share, made, site_made = (*run.detail, 0, 0, 0)[:3]
        advice = OF_ROOM if is_room(run) else OF_USERS if _used(run).all_have() else self.advice
        reason = (
            f"{counted(run.peak)} {self.deed} within {within(self.window_s)}, {self.how(run)} "
            f"({self.usually(run, 'for it', self.such)})"
        )
        known = others([run])
        older = f"{counted(known) if known else 'nobody'} that had posted for longer reviewed it{', too' * (known > 0)}"
        if not run.detail:
            return f"{reason}; {older}; what is usual here the site's first days do not show.", advice
        reason += f"; {older}. Of all reviews here {share / 10:.0f} % are from a first hour of posting."
        if made:
            here = f"as {site_made / 10:.0f} % of reviewers here have"
            reason += f" Of these {run.peak:,.0f} {made} signed up within the week, {here}."
        return reason + _used(run).said() + SAID * is_room(run), advice

    def severity(self, run: Tally) -> Severity:
        """As in the base, and by whether those made within the week had used anything; low what may be a club."""
        if is_room(run):
            return "low"
        return _used(run).grade(super().severity(run))

    def _shown(self, found: Evidence) -> Evidence:
        """Leave out new places: of reviews they are not looked at."""
        return {name: value for name, value in found.items() if name != "from_new_places"}


def _used(run: Tally) -> Used:
    used, unused, usual = (*run.detail[3:], 0, 0, 0)[:3]
    return Used(used, unused, usual / 1000)
