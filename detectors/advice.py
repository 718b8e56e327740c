"""What several detectors advise in the same words, so that a campaign of theirs says it once."""

from __future__ import annotations

HOLD_NEW = "Hold the accounts until they verify"  # accounts that were just made, whose owners may be people after all
RESET_ENTERED = "Reset the accounts entered"
OPENINGS = (HOLD_NEW, RESET_ENTERED)  # how an advice begins that goes on after "; "
