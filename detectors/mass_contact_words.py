"""What a reviewer is told of an account that wrote to many strangers."""

from __future__ import annotations

from detectors.tally import Tally

UNKNOWN = "for an account of which no earlier day is known, as of this one"
REMARKS = "remarks"  # comments that lead nowhere, among a tally's sums
NOT_ASKED = "Read a few of the newest; if nobody asked for them, stop the account and remove them."
OWN_PAGE = (
    "Look where they stand: an owner may answer all reviews of its own place at once. If they are under others' "
    "things, and nobody asked for them, stop the account and remove them."
)
AT_HOME, HOME = (0,), ", all from where it wrote to people on a day before"


def told(run: Tally, window_s: float, usually: str) -> tuple[str, str]:
    """Return the sentence and the action: to how many it wrote, what is usual, and what sort of posts they are."""
    links, answers = (run.extra or {}).get("with_links", 0.0), remarks(run)
    which = f", {answers:.0f} comments with neither a link nor a number" if answers else ""
    reason = (
        f"The account wrote to {run.peak:.0f} people or places within {window_s / 3600:.0f} h that it had "
        f"never written to before that day ({usually}); "
        f"{run.n} such posts in all, {links:.0f} with links{which}{HOME if run.detail == AT_HOME else ''}."
    )
    return reason, OWN_PAGE if 2 * answers > run.n else NOT_ASKED


def remarks(run: Tally) -> float:
    """Return how many of the posts are comments that lead nowhere."""
    return (run.extra or {}).get(REMARKS, 0.0)
