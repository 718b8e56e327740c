"""What a reporter's word is worth by what became of the earlier reports: the mean of a beta posterior.

The method is the beta reputation system (Josang and Ismail 2002, 15th Bled Conference): with `upheld` and `rejected`
verdicts and a prior Beta(a, b), the share of somebody's reports that will be upheld is expected to be
(a + upheld) / (a + b + upheld + rejected). A weight is that share over the prior's own, a / (a + b): whoever nothing is
known of weighs 1, and so changes nothing for a detector that counts heads. In place of its forgetting factor, no more
than `WEIGHED` verdicts count, in proportion, and a record ends (`detectors.report_records.LASTS`).

    >>> weight(None), weight(Standing(2, 2)), weight(Standing(12, 0)), weight(Standing(0, 12)), weight(Standing(0, 90))
    (1.0, 1.0, 1.75, 0.25, 0.25)
"""

from __future__ import annotations

from collections.abc import Iterable

from detectors.sampling import exact
from detectors.surprise import binomial
from schemas.beliefs import Standing

REJECTED = 0.5  # of ordinary reports, as platforms tell that publish such figures: half or more
PRIOR = 4.0  # verdicts that everybody begins with, half of them upheld: after four of a kind half of the way is gone
WEIGHED = 12  # verdicts that count at most: somebody who has always been wrong may still be right, for a quarter
PROVEN, PROVEN_SHARE = 3, 0.8  # reports upheld, and their share, from which on somebody is believed
MOST = 5  # verdicts that one reporter counts for in a group: one who is always wrong is no group


def weight(standing: Standing | None) -> float:
    """Return what one report counts for, 1 for a stranger's. Multiples of 1/1024: sums are the same in any order."""
    if standing is None:
        return 1.0
    judged = standing.upheld + standing.rejected
    upheld = standing.upheld * min(1.0, WEIGHED / judged) if judged else 0.0
    prior = PRIOR * (1 - REJECTED)
    return exact((prior + upheld) / (PRIOR + min(judged, WEIGHED)) / (1 - REJECTED))


def proven(standing: Standing | None) -> bool:
    """Tell whether somebody's reports are upheld as a rule."""
    if standing is None:
        return False
    return standing.upheld >= max(PROVEN, PROVEN_SHARE * (standing.upheld + standing.rejected))


def discredited(standing: Standing | None) -> bool:
    """Tell whether most of somebody's reports were rejected."""
    return standing is not None and standing.rejected > standing.upheld


def surprise(standings: Iterable[Standing]) -> float:
    """Return the surprise of so many rejected reports of some people, if theirs were as others' are."""
    judged = rejected = 0
    for standing in standings:
        if (total := standing.upheld + standing.rejected) > 0:
            judged += min(MOST, total)
            rejected += round(standing.rejected * min(MOST, total) / total)
    return binomial(judged, rejected, REJECTED)
