"""What is said of accounts that tell one thing again and again: how many, to how many, and what they are."""

from __future__ import annotations

from typing import ClassVar

from detectors.base import Finding
from detectors.domain_again_state import AGAIN, STEP_S, STEPS, AgainState
from detectors.domain_alone import SORT, alone_words
from detectors.domain_newly import SORT as NEWLY
from detectors.domain_newly import newly_words
from detectors.domain_reported import SORT as TOLD_OF
from detectors.domain_reported import complaint_words
from detectors.domain_seldom import SORT as UNUSED
from detectors.domain_seldom import TWICE, seldom_words
from detectors.domain_taken import SORT as ENTERED
from detectors.domain_taken import SORT_NEW, few_words
from detectors.domain_turns import SORT as TURNS
from detectors.domain_turns import turns_words
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.novelty import LATELY_S
from detectors.tally import Tally
from schemas.values import Severity

# How many each has told it, at the least, by the alert's sort.
TOLD_TO = {0: AGAIN, NEWLY: 1, TOLD_OF: AGAIN, UNUSED: TWICE, TURNS: AGAIN}
FEW = (ENTERED, SORT_NEW)
COUNTED = (SORT, *FEW)  # each of whom has told it to as many as the alert says


class AgainReport(JudgedSteps[AgainState]):
    """Tells a run by the sort of its fullest window."""

    told: ClassVar[str] = "linked to one domain"
    advice: ClassVar[str] = "Look where the links lead; remove them and hold the accounts if it is spam."

    def explain(self, run: Tally, state: AgainState, key: str) -> Finding:
        """Say how many tell it again, how many tell it at all, and what they are."""
        everybody, taken, new, sort, share, posts = (*run.detail, 0, 0, 0, 0, 0, 0)[:6]
        names, newcomers = in_order(run.members), {"accounts_strange": int(run.peak), "site_share": share / 1000}
        again = {"accounts_again": int(run.peak)}
        if sort == UNUSED:
            again |= {"told_in_all": share}
        if sort == TURNS:
            again |= {"told_in_all": share, "devices": posts}
        if sort == TOLD_OF:
            again |= {"reporters": share, "posts_with_it": posts}
        least = share if sort in COUNTED else TOLD_TO.get(sort, int(run.peak))
        evidence: dict[str, float | int | str] = {
            **(newcomers if sort == NEWLY else again), "accounts_in_all": everybody,
            "from_new_places": taken, "new_here": new, "told_to_at_least": least,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = {
            SORT: alone_words(self.told, share, everybody),
            NEWLY: newly_words(self.told, int(run.peak), taken, everybody, share / 1000),
            **dict.fromkeys(FEW, few_words(self.told, int(run.peak), everybody, share, posts, sort)),
            UNUSED: seldom_words(self.told, int(run.peak), everybody, share),
            TURNS: turns_words(self.told, int(run.peak), everybody, share, posts),
            TOLD_OF: complaint_words(self.told, int(run.peak), everybody, share, posts),
        }.get(sort) or self._words(run, everybody, taken, new)
        severity: Severity = "high" if run.surprise >= 3 * self.hot_from or sort == ENTERED else "medium"
        return Finding(severity, evidence, reason, self.advice, names, run.distinct() if run.level else len(names))

    def _words(self, run: Tally, everybody: int, taken: int, new: int) -> str:
        return (
            f"{run.peak:.0f} of the {everybody} accounts that {self.told} within {STEPS * STEP_S / 86_400:.0f} days "
            f"did so to {AGAIN} or more people or threads each; {taken} of all wrote from where they first were "
            f"within {LATELY_S / 3600:.0f} h, {new} had been here for a day only. Hardly anybody had told it in the "
            "weeks before."
        )
