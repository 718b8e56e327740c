"""What is said of a ring that links to the same new domains."""

from __future__ import annotations

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.link_ring_state import HOURS, LinkRingState
from detectors.surprise import graded
from detectors.tally import Tally

NAMED = 5


class LinkRingWords(JudgedSteps[LinkRingState]):
    """Base of `link_ring`: turns its runs into findings."""

    def explain(self, run: Tally, state: LinkRingState, key: str) -> Finding:
        """Say how many accounts link to how many domains, and to which."""
        domains, pairs = (*run.detail, 0, 0)[:2]
        total = run.distinct()
        evidence: dict[str, float | int | str] = {
            "accounts_in_ring": int(run.peak), "domains_in_common": domains, "links_of_these_by_the_ring": pairs,
            "expected": round(run.usual, 3), "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        some = sorted(name.partition(":")[2] for name in run.ties or ())[:NAMED]
        which = f"{', '.join(some)}{' and others' if domains > NAMED else ''}"
        reason = (
            f"{run.peak:,.0f} accounts linked to the same {domains} domains within {HOURS // 24} days ({which}), all "
            f"new here: each to three or more of them{_when(run)}, and to hardly anything "
            f"else that is new. Hardly anybody else links to them. Of {run.peak * domains:,.0f} pairs of account and "
            f"domain that could be {pairs} are there; {_usual(run)}."
        )
        action = (
            "Look where the links lead and read two of the accounts side by side; if it is spam, remove the links and "
            "hold the accounts, old ones too: look at when each was last used before."
        )
        names, severity = in_order(run.members), graded(run.surprise, self.hot_from, 2.0) if run.usual else "medium"
        return Finding(severity, evidence, reason, action, names, total if run.level else len(names))


def _when(run: Tally) -> str:
    return ", mostly on other days than the others" if run.usual else ""


def _usual(run: Tally) -> str:
    """Say how many pairs were to be expected; of a list, whose accounts may be most of those who link here, who may."""
    if run.usual:
        return f"{run.usual:.1f} would be, by how often they are linked to"
    return "such a list, or one site after the other, is handed out to one firm's people or a class, too"
