"""What is said of a flood from one account: how many posts, of what sort, and how many of them came closest."""

from __future__ import annotations

from detectors.link_lists import A_LIST, is_list
from detectors.login_unnamed import UNNAMED
from detectors.mailing_sorts import LINKED, PROMPTS, linked_to, sort_advice, sort_words, wholly
from detectors.tally import Tally
from detectors.ties import devices_of
from detectors.wording import counted, within

CROWD = 10  # devices: hardly anybody has as many; sixteen are kept
A_FEW = 10  # of fewer usual posts a tenth is told, too


def told(run: Tally, key: str, window_s: float) -> tuple[str, str]:
    """Say how many posts in what time, and how many such the fullest window holds beside what is usual; what to do."""
    links = (run.extra or {}).get(LINKED, 0.0)
    whose = "by who named no account, from one address," if key.startswith(UNNAMED) else "of this account"
    lasted = within(max(run.last - run.first, window_s))
    what = "prompt" if wholly(run, PROMPTS) else "post"
    reason = (
        f"{counted(run.n, what)} {whose} in {lasted}, {links:,.0f} with links{linked_to(run)}{sort_words(run)}. "
        f"{_fullest(run, window_s)}"
    )
    if is_list(run):
        reason = f"{reason} {A_LIST}"
    if is_crowd(run, key):
        reason = f"{reason} They came from {counted(devices_of(run), 'device')} or more: a class may sit there."
    return reason, sort_advice(run, "Read the newest posts; slow the account down or stop it.")


def _fullest(run: Tally, window_s: float) -> str:
    """Say how many posts the fullest window holds, of the mean weight of all, and how many such are usual."""
    each = run.total / max(1, run.n) or 1.0
    fullest, usual = min(float(run.n), run.peak / each), run.usual / each
    few = f"{usual:,.0f}" if usual >= A_FEW else f"{usual:.1f}"
    return (
        f"Its fullest {within(window_s)} hold some {fullest:,.0f} of them (usual in its busiest: {few} such; chat "
        "lines, pictures and posts without a link count for less than what has one)."
    )


def is_crowd(run: Tally, key: str) -> bool:
    """Tell whether a run may be of many at one address who named no account: links nowhere, and from many devices.

    A robot may show a new device each time: so it is told.
    """
    links = (run.extra or {}).get(LINKED, 0.0)
    return key.startswith(UNNAMED) and not links and devices_of(run) >= CROWD
