"""What a reviewer is told of an account that wrote to many strangers."""

from __future__ import annotations

from detectors.mailing_desk import ADVICE, from_desk, whence_words
from detectors.mailing_sorts import LINKED, linked_to, sort_advice, sort_words
from detectors.mailing_young import young_words
from detectors.tally import Tally
from detectors.wording import READ_SOME

UNKNOWN = "for an account of which no earlier day is known, as of this one"
REMARKS = "remarks"  # comments that lead nowhere, among a tally's sums
PLACED = "posts_and_uploads"  # which stand at a place: a message goes to people, a comment is for whoever is there
OWN_PAGE = (
    "Look where they stand: an owner may answer all reviews of its own place at once. If they are under others' "
    "things, and nobody asked for them, stop the account and remove them."
)
WORK = (
    "Look where they stand, and read a few: an editor may work on many pages, a firm publish many packages at once. "
    "If it is nothing of the kind, stop the account and remove them."
)


def told(run: Tally, window_s: float, usually: str) -> tuple[str, str]:
    """Return the sentence and the action: to how many it wrote, what is usual, and what sort of posts they are."""
    links, answers = (run.extra or {}).get(LINKED, 0.0), remarks(run)
    which = f", {answers:,.0f} comments with neither a link nor a number" if answers else ""
    placed = 2 * (run.extra or {}).get(PLACED, 0.0) > run.n
    did = f"posted at {run.peak:,.0f} places" if placed else f"wrote to {run.peak:,.0f} people or places"
    reason = (
        f"The account {did} within {window_s / 3600:.0f} h that it had never written to before that day ({usually}); "
        f"{run.n:,} such posts in all, {links:,.0f} with links{linked_to(run)}{which}{sort_words(run)}"
        f"{whence_words(run)}{young_words(run)}."
    )
    read = ADVICE if from_desk(run) else READ_SOME
    return reason, sort_advice(run, WORK if placed else OWN_PAGE if 2 * answers > run.n else read)


def remarks(run: Tally) -> float:
    """Return how many of the posts are comments that lead nowhere."""
    return (run.extra or {}).get(REMARKS, 0.0)
