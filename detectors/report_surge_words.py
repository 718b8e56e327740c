"""What is said of a surge of reports: how many people, what their record is, and what to look at first."""

from __future__ import annotations

from detectors.report_crowd_noted import crowd_of
from detectors.report_crowd_words import told as crowd_told
from detectors.tally import Tally

UNSAID = "unnamed_reports"
SOME = 0.2  # of a crowd, rejected before: more are no crowd that happens to be angry
LITTLE = 0.5  # what a weight may add to, or take from, a number of people before it is worth saying


def told(run: Tally, span: str, usual: str, key: str, *, alone: bool) -> tuple[str, str]:
    """Return the sentence and what to do; `run.detail` has the heads, who is believed, who is not, and the unnamed.

    `key`: the account reported; `alone`: nothing says that its reporters acted together.
    """
    heads, _, _, unnamed = run.detail or (run.peak, 0, 0, 0)
    reason = (
        f"{_people(run, heads, span, key)} ({usual}); {run.n} reports in all."
        if heads
        else f"{unnamed} reports of {key} within {span} do not say by whom; at a quarter each they weigh as much "
        f"as {run.peak:.1f} strangers ({usual}); {run.n} reports in all."
    ) + crowd_told(crowd_of([run]), run.distinct(), alone=alone)
    if not alone and either(run):
        reason += f" {_differ(run)}"
    if right(run):
        return reason, "Look at what was reported: most of those who reported it have been right before."
    if alone:
        return reason, f"Look at what was reported of {key}: nothing says that those who reported it acted together."
    if not heads:
        return (
            reason,
            f"Look at what was reported of {key}; nobody is named who reported it: it may have been one person.",
        )
    return reason, (
        f"See first whether what was reported of {key} breaks the rules. If it does, act on {key} alone: the others "
        f"only reported it. If not, {key} is the victim of people who report together to have it taken down: reject "
        "the reports, and see what the reporters have in common and what else they reported."
    )


def _differ(run: Tally) -> str:
    return (
        f"They report one content, and give {crowd_of([run]).reasons} reasons: so do customers who all met with one "
        "fault of a day; of people who were sent, most agree on a reason or have just signed up."
    )


def _people(run: Tally, heads: float, span: str, key: str) -> str:
    """Say how many reported within the most surprising span, and before that how many did in all, where these are more.

    A window of fewer may be the more surprising one: of a crowd those count who can have come upon nothing new.
    """
    total = run.distinct()
    if total > heads and not run.detail[3:4] > (0,):
        return f"{total} people reported {key}, {heads:.0f} of them within the {span} that tell most{_weighed(run)}"
    return f"{heads:.0f} people reported {key} within {span}{_weighed(run)}"


def opinion(run: Tally) -> bool:
    """Tell whether it looks as if each had come to it alone: then the account reported is what there is to look at."""
    return crowd_of([run]).opinion(run.distinct())


def either(run: Tally) -> bool:
    """Tell whether it may as well be customers who met with one fault on one day: of long standing, and not agreed."""
    return not _poor(run) and crowd_of([run]).unagreed(run.distinct())


def settled(run: Tally) -> bool:
    """Tell whether people of long standing report one content once each, and hardly one of them was rejected before."""
    return not _poor(run) and crowd_of([run]).settled_apart(run.distinct())


def right(run: Tally) -> bool:
    """Tell whether most reporters' earlier reports were upheld: then it is about the account, not about them."""
    return bool(run.detail) and 2 * run.detail[1] > run.detail[0]


def wrong(run: Tally) -> bool:
    """Tell whether most reporters' earlier reports were rejected: so comes who is sent, or comes to do harm."""
    return bool(run.detail) and 2 * run.detail[2] > run.detail[0]


def _poor(run: Tally) -> bool:
    return bool(run.detail) and run.detail[2] > SOME * run.detail[0]


def _weighed(run: Tally) -> str:
    """Say why people weigh more or less than their number; nothing where they do not."""
    if not run.detail or abs(run.peak - run.detail[0]) < LITTLE:
        return ""
    _, more, less, unnamed = run.detail
    known = " and ".join([f"of {some} mostly {what}" for some, what in ((more, "upheld"), (less, "rejected")) if some])
    others = f", and {unnamed} reports that do not say by whom count a quarter each" if unnamed else ""
    told = f"; earlier reports {known.replace(' mostly', ' of them were mostly', 1)}" if known else ""
    return f"{told}{others}, so that they weigh as much as {run.peak:.1f} strangers"
