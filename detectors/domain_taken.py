"""A few accounts, all just entered or all new here, each of which tells one new thing to many: a link sent about.

Three of three that have just moved are one in a thousand, and who has just moved hardly links at all: on eight made-up
products none of 1,419 such stays of honest accounts had more than two posts with links (`posting_elsewhere`). Of
newcomers four in ten may be, or as many as the site has, so that two or three must tell it to some eighteen each; four
to six, eight to four, since so many who all do so again and again are no chance; one alone, or beside others who tell
it to fewer, to 21 (`domain_alone`): whoever is new and joins him takes nothing from what he does.
"""

from __future__ import annotations

from detectors.domain_again_state import STEP_S, STEPS
from detectors.domain_alone import USUAL, by_himself, joined
from detectors.domain_newly import begun, usually
from detectors.domain_told import AGAIN, BEGUN, NEW, TAKEN, Said
from detectors.newcomers import NEWCOMERS
from detectors.newcomers import TAKEN as TAKEN_SHARE
from detectors.novelty import LATELY_S
from detectors.surprise import binomial, both

SORT, SORT_NEW = 4, 5  # in an alert's details: that it is about a few taken accounts, a few new ones
# Two colleagues may have moved at once. Of two who have begun, one tells it to a score or both do so: 2026-11: on two
# made-up products no honest contact or domain was told by two newcomers at all, nor by one to more than nine.
FEW = {TAKEN: 3, NEW: 2}
CROWD = 4  # 2026-11: on thirteen made-up products no honest new thing was told by two newcomers to three or more each
CROWD_MOST = 12.0  # nobody knows that they did not agree to tell it: so many are no more than a medium alert
SHARES = {TAKEN: TAKEN_SHARE, NEW: NEWCOMERS}


def few(window: dict[str, Said], what: int) -> dict[str, Said]:
    """Return those that were entered within hours (`TAKEN`), or new here (`NEW`: `BEGUN`), and tell it again and again.

    New programs of the site's own write from no address.
    """
    sort = BEGUN if what == NEW else what
    found = {name: one for name, one in window.items() if one.what & sort and len(one.targets) >= AGAIN}
    return found if what == TAKEN else {name: one for name, one in found.items() if one.network}


def told_least(found: dict[str, Said]) -> int:
    """Return to how many each told it, at the least."""
    return min([len(one.targets) for one in found.values()], default=0)


def told_most(found: dict[str, Said]) -> int:
    """Return to how many the one who told it to most did."""
    return max([len(one.targets) for one in found.values()], default=0)


def of_few(window: dict[str, Said], what: int, apart: bool = True) -> float:
    """Return the surprise that so many were, of all who tell it, and that each tells it to so many (Fisher).

    Of newcomers, of those who tell it to most, however many these are: fewer who are told by another make nobody more
    honest. Nor does anybody who is new or was entered, and tells it once: only known ones are others. 0 where these
    tell it again and again, or more than a few do at all. Where they are not `apart`, newcomers are looked at one by
    one: a firm's helpers begin together, but each of them tells it to fewer than one who spams.
    """
    found = few(window, what)
    if len(found) < FEW[what] or joined(window):
        return 0.0
    told = sorted([len(one.targets) for one in found.values()], reverse=True)
    everybody = len(found) + len([one for one in window.values() if not one.what])
    share = max(SHARES[what], usually(window)) if what == NEW else SHARES[what]
    crowd = CROWD if what == NEW else everybody + 1
    together = [_together(everybody, number, told, share, crowd) for number in range(FEW[what], len(told) + 1) if apart]
    return max(0.0, *together, by_himself(told[0], len(told)) if what == NEW else 0.0)


def _together(everybody: int, number: int, told: list[int], share: float, crowd: int) -> float:
    """Return the surprise that so many of all are such, and that they tell it to so many each (Fisher).

    Of a `crowd` each counts, but no more than `CROWD_MOST` in all; of fewer one does: colleagues tell it alike.
    """
    each = by_himself(told[number - 1])
    if number >= crowd:
        of_all = binomial(len(told), number, (USUAL / (1 + USUAL)) ** (told[number - 1] - 1))
        each = max(each, min(CROWD_MOST, of_all))
    return both(binomial(everybody, number, share), each)


def few_words(told: str, number: int, everybody: int, least: int, most: int, sort: int, made: int = 0) -> str:
    """Say it to a reviewer."""
    hours = f"{LATELY_S / 3600:.0f} h"
    what = f"had been entered within {hours} before, from a device or provider new to them"
    to = f"{least} or more" if most <= least else f"{least} to {most}"
    who = "Both accounts" if number == everybody == FEW[NEW] else f"{number} of the {everybody} accounts"
    return (
        f"{who} that {told} within {STEPS * STEP_S / 86_400:.0f} days "
        f"{what if sort == SORT else begun(made)}, and told it to {to} people or threads each. "
        "Hardly anybody had told it in the weeks before."
    )
