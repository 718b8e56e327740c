"""What accounts did with several cards at one payee, said to a reviewer."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.counts import TIES_KEPT
from detectors.tally import Tally
from detectors.wording import counted

DEVICE = "device:"  # before a device that an accused account paid on, in a tally's ties


def of_new(run: Tally, key: str, days: float) -> str:
    """Say how many new accounts, on how few devices, and what their cards came to."""
    payers, several, cards, refused = (*run.detail, 0, 0, 0, 0)[:4]
    return (
        f"{several} of the {payers} new accounts that paid one payee ({key}), or tried to, within the {days:.0f} days "
        f"that tell most each used two cards or more{_shared(run, several)}, some of them refused (usual: one in ten "
        f"of a payee's new accounts): {cards} cards, {refused} of which were refused"
    )


def of_known(detail: Sequence[int], key: str, days: float) -> str:
    """Say how many accounts, most of them not new, were refused twice."""
    payers, several, _, refused, devices = detail
    return (
        f"Of about {payers} accounts that paid one payee ({key}), or tried to, within the {days:.0f} days that tell "
        f"most, {several}, most of them not new, had two cards or more refused for reasons that may lie in the card "
        f"(usual: one in fifty): {refused} cards on {devices} devices"
    )


def _shared(run: Tally, several: int) -> str:
    """Say on how few devices they are, where they take turns on some, and all of these are kept."""
    devices = sum([tie.startswith(DEVICE) for tie in run.ties or ()])
    return f" on {counted(devices, 'device')}" if 0 < 2 * devices <= several and devices < TIES_KEPT else ""
