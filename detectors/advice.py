"""What several detectors advise in the same words, so that a campaign of theirs says it once."""

from __future__ import annotations

HOLD_NEW = "Hold the accounts until they verify"  # accounts that were just made, whose owners may be people after all
RESET_ENTERED = "Reset the accounts entered"
OPENINGS = (HOLD_NEW, RESET_ENTERED)  # how an advice begins that goes on after "; "
# Of what may have been written to people: what was sent cannot be removed.
HOLD_AND_WARN = "hold the accounts, remove what is in sight, and warn whoever got it as a message"
CONTACTS = f"Read the posts; if the contact is no service of yours, {HOLD_AND_WARN}."
