"""Chains of invitations: how deep one goes, beside how seldom those who were invited invite anybody.

Of those who come by an invitation each brings so many others in turn. Where that is less than one, generations die
out: a tenth of a tenth of a tenth. Somebody who takes what an invitation pays for, account after account, goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from types import MappingProxyType
from typing import NamedTuple

from detectors.recurrence import DAY_S
from detectors.signup_chain_words import code
from detectors.signup_tree import Made
from detectors.tally import Tally
from detectors.wording import counted

LEAST = 6  # generations: a family brings its in-laws, and they a friend
# Believed of those who were invited, as firmly as so many of them say: as many as where a launch pays for it.
BRINGS, FIRMLY = 0.3, 10.0
TOLD = 4  # numbers of the detail of a run that is of a chain: others, what these brought, days, and who began it
HOLD = "Hold the accounts and their invitations until they verify; see what each was given and where it went."


class Chain(NamedTuple):
    """The deepest chain, its first account first: how surprising it is.

    `root`: who invited that; `others`: invited accounts that are not in it; `brought`: those of them by invited ones.
    """

    accounts: Mapping[str, Made] = MappingProxyType({})
    surprise: float = 0.0
    root: str = ""
    others: int = 0
    brought: int = 0


def deepest(lately: list[tuple[str, Made]]) -> Chain:
    """Return the deepest chain among invited accounts, the oldest first; one without any where it is short.

    That so many generations follow the first, by what the others bring, for any of those that were the first of theirs.
    A tree that branches as it grows brings more for each, and says so itself.
    """
    made, depths = dict(lately), dict[str, int]()
    for name, one in lately:
        depths[name] = depths.get(one.inviter, 0) + 1
    last = max(depths, key=lambda name: (depths[name], -made[name].time, name), default="")
    depth = depths.get(last, 0)
    if depth < LEAST:
        return Chain()
    chain = [last]
    while len(chain) < depth:
        chain.append(made[chain[-1]].inviter)
    mine = {name: made[name] for name in reversed(chain)}
    others = [one for name, one in lately if name not in mine]
    brought = sum([one.inviter in depths for one in others])
    each = (brought + BRINGS * FIRMLY) / (len(others) + FIRMLY)
    firsts = sum([number == 1 for number in depths.values()])
    surprise = max(0.0, -(depth - 1) * log10(each) - log10(firsts)) if each < 1.0 else 0.0
    return Chain(mine, surprise, made[chain[-1]].inviter, len(others), brought)


def accuse(tally: Tally, chain: Chain) -> None:
    """Make a step's tally hot, and let it be of a chain."""
    times = [one.time for one in chain.accounts.values()]
    tally.hot, days = True, round((times[-1] - times[0]) / DAY_S)
    tally.crest(len(times), 0.0, chain.surprise, (chain.others, chain.brought, days, code(chain.root)))
    tally.carry(chain.root, times[0])  # told, not named: a member whom the first may have asked for an invitation
    for name, one in chain.accounts.items():
        tally.member(name, one.time)


def is_chain(run: Tally) -> bool:
    """Tell whether the most surprising of a run is a chain."""
    return len(run.detail) == TOLD


def numbers(run: Tally) -> dict[str, float | int | str]:
    """Return the checkable numbers of a chain."""
    others, brought, days, _ = run.detail
    return {"chain": int(run.peak), "days": days, "other_invited": others, "by_invited": brought}


def in_words(run: Tally) -> str:
    """Say how deep a chain is, in what time, and what others bring."""
    others, brought, days, first = run.detail
    root = next((name for name in sorted(run.carried or ()) if code(name) == first), "a member")
    more = f" ({run.distinct():,} with those of other days)" if run.distinct() > run.peak else ""
    return (
        f"{run.peak:,.0f} accounts{more} are one chain of invitations within {counted(days, 'day')}, each brought by "
        f"the one before; the first came by {root}, who is not listed, since a member may just have been asked for it. "
        f"Hardly any chain gets so long: of {others:,} other invited accounts, {brought:,} came by one that had been "
        "invited, too"
    )
