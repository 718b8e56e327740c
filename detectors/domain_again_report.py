"""What is said of accounts that tell one thing again and again: how many, to how many, and what they are."""

from __future__ import annotations

from typing import ClassVar

from detectors.advice import HOLD_AND_WARN
from detectors.base import Finding
from detectors.domain_again_state import STEP_S, STEPS, AgainState
from detectors.domain_alone import SORT, alone_words
from detectors.domain_debuts import SORT as DEBUTS
from detectors.domain_debuts import debut_words
from detectors.domain_newly import SORT as NEWLY
from detectors.domain_newly import first_day, newly_words
from detectors.domain_reported import SORT as TOLD_OF
from detectors.domain_reported import complaint_words
from detectors.domain_seldom import SORT as UNUSED
from detectors.domain_seldom import TWICE, seldom_words
from detectors.domain_slowly import SORT as SLOWLY
from detectors.domain_slowly import slowly_words
from detectors.domain_sought import LEAST, sought_words
from detectors.domain_sought import SORT as SOUGHT
from detectors.domain_sparsely import SORT as SPARSELY
from detectors.domain_sparsely import sparsely_words
from detectors.domain_strangers import SORT as CALLERS
from detectors.domain_strangers import callers_words
from detectors.domain_taken import SORT as ENTERED
from detectors.domain_taken import SORT_NEW, few_words
from detectors.domain_told import AGAIN
from detectors.domain_turns import SORT as TURNS
from detectors.domain_turns import turns_words
from detectors.domain_waited import SORT as WAITED
from detectors.domain_waited import waited_words
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.novelty import LATELY_S
from detectors.tally import Tally
from schemas.links import TAG
from schemas.values import Severity

# How many each has told it, at the least, by the alert's sort.
TOLD_TO = {
    0: AGAIN,
    NEWLY: 1,
    TOLD_OF: AGAIN,
    UNUSED: TWICE,
    TURNS: AGAIN,
    CALLERS: AGAIN,
    SLOWLY: 1,
    SPARSELY: 1,
    WAITED: 1,
    SOUGHT: LEAST,
    DEBUTS: 1,
}
FEW = (ENTERED, SORT_NEW)
ASK = "Ask the owners; where they know nothing of it end the sessions on those devices and revoke the keys made there."
TALK_ASIDE = (
    "Read what it wrote to them, before and after. If it asks children for their age, a picture or to keep a secret, "
    "stop it at once, keep the messages, and tell those children's guardians; a guide or greeter who gives his own "
    "name is asked to lead nobody away."
)
STRANGE = (NEWLY, SLOWLY)  # of which the site's share of newcomers is told
WITH_TAG = "linked to pages with the affiliate's tag {}"
COUNTED = (SORT, *FEW)  # each of whom has told it to as many as the alert says


class AgainReport(JudgedSteps[AgainState]):
    """Tells a run by the sort of its fullest window."""

    told: ClassVar[str] = "linked to {}"
    advice: ClassVar[str] = f"Look where the links lead; if it is spam, {HOLD_AND_WARN}."

    def explain(self, run: Tally, state: AgainState, key: str) -> Finding:
        """Say how many tell it again, how many tell it at all, and what they are."""
        everybody, taken, new, sort, share, posts, made = (*run.detail, *[0] * 7)[:7]
        told = WITH_TAG.format(key[1:]) if key[:1] == TAG else self.told.format(key)
        names, newcomers = in_order(run.members), {"accounts_strange": int(run.peak), "site_share": share / 1000}
        again = {"accounts_again": int(run.peak), **_more(sort, share, posts)}
        least = share if sort in COUNTED else TOLD_TO.get(sort, int(run.peak))
        evidence: dict[str, float | int | str] = {
            **({**newcomers, **_more(sort, share, posts)} if sort in STRANGE else again), "accounts_in_all": everybody,
            "from_new_places": taken, "new_here": new,
            **({"domains_beside" if sort == SLOWLY else "signed_up_of_late": made} if made else {}),
            "told_to_at_least": least, "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = {
            SORT: alone_words(told, share, everybody, posts, bool(made), run.n),
            NEWLY: newly_words(told, int(run.peak), taken, everybody, share / 1000, posts, made),
            **dict.fromkeys(FEW, few_words(told, int(run.peak), everybody, share, posts, sort, made)),
            UNUSED: seldom_words(told, int(run.peak), everybody, share),
            TURNS: turns_words(told, int(run.peak), everybody, share, posts),
            CALLERS: callers_words(told, int(run.peak), everybody, share, posts),
            TOLD_OF: complaint_words(told, int(run.peak), everybody, share, posts),
            SLOWLY: slowly_words(told, int(run.peak), everybody, posts, share / 1000, made),
            SPARSELY: sparsely_words(told, int(run.peak), everybody, share),
            WAITED: waited_words(told, int(run.peak), everybody),
            DEBUTS: debut_words(told, int(run.peak), everybody, share),
            SOUGHT: sought_words(told, int(run.peak), everybody, share, posts),
        }.get(sort) or self._words(told, run, everybody, taken, new, made)
        severity: Severity = "high" if run.surprise >= 3 * self.hot_from or sort in (ENTERED, WAITED) else "medium"
        severity = "low" if sort == NEWLY and posts == 1 else severity
        # Not the senders' accounts, but those of people who were entered.
        theirs = sort in (ENTERED, WAITED) or (not sort and 2 * taken > everybody)
        advice = TALK_ASIDE if sort == SOUGHT else f"{ASK} {self.advice}" if theirs else self.advice
        return Finding(severity, evidence, reason, advice, names, run.distinct() if run.level else len(names))

    def _words(self, told: str, run: Tally, everybody: int, taken: int, new: int, made: int) -> str:
        return (
            f"{run.peak:,.0f} of the {everybody} accounts that {told} within {STEPS * STEP_S / 86_400:.0f} days "
            f"did so to {AGAIN} or more people or threads each; {taken} of all wrote from where they first were "
            f"within {LATELY_S / 3600:.0f} h, {new} {first_day(made)}. Hardly anybody had told it in the weeks before."
        )


def _more(sort: int, first: int, second: int) -> dict[str, int]:
    """Return what else is told of an alert of a sort."""
    return {
        UNUSED: {"told_in_all": first}, TURNS: {"told_in_all": first, "devices": second}, NEWLY: {"places": second},
        TOLD_OF: {"reporters": first, "posts_with_it": second}, SLOWLY: {"on_days": second},
        SPARSELY: {"came_back": first}, CALLERS: {"told_in_all": first, "strangers": second},
        DEBUTS: {"on_days": first},
        SOUGHT: {"newcomers_told": first, "others_told": second},
    }.get(sort, {})  # fmt: skip
