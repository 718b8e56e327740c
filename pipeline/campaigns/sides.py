"""A finding made ready to be compared with many."""

from __future__ import annotations

from math import inf

from msgspec import Struct

from pipeline.campaigns.kinds import BYSTANDERS, lone, site_wide
from schemas.finding import Finding

# 2026-11: a template is used by one new account after the other: what was accused for its text (`text_verdicts.idle_s`)
# is compared for so long with texts that have something in common with it, tell the same telephone number, give a
# model the very same order, or order its verdict of the same thing.
COPIES_S = 2 * 86_400.0
_COPIES = ("contact:", "content:", "like:", "order:", "judged:")
# 2026-11: the same people again within three days, as `report_brigade` looks back: reporters who go from one account to
# the next, accounts that were made yesterday and pay today. An idle hour before, three days after: there are so many
# times more pairs to be wrong about, and the surprise must be more by as much. The settings' `accounts_active` may be
# ten times too high: so at least a quarter of the smaller crowd and a tenth of the larger must come again, which chance
# does not give on any site ten times as large as the crowds.
AGAIN_S = 3 * 86_400.0
AGAIN_LEAST, AGAIN_OF_SMALLER, AGAIN_OF_LARGER = 3, 0.25, 0.1


class Side(Struct, gc=False):
    """A finding made ready to be compared with many."""

    finding: Finding
    crowd: frozenset[int]
    ties: frozenset[str]
    copies: frozenset[str]  # those of them that are pieces of a text
    about: str
    first: float
    last: float
    mode: str
    area: str
    wide: bool  # about the whole site, or a payee whom all pay
    lone: bool  # about one account, and concerns no other
    several: bool  # of enough accounts for them to be seen to come again
    found: float
    until: float  # what is found later is never joined to it
    bystanders: bool  # its accounts did nothing


def side(finding: Finding, until: float = inf) -> Side:
    """Make a finding ready; what is found after `until` is not joined to it."""
    alert = finding.alert
    about = f"{alert.entity.type}:{alert.entity.id}"
    return Side(finding, frozenset(finding.crowd), frozenset((*finding.ties, about)), _copies(finding), about,
                finding.first, finding.last, alert.mode, alert.policy, site_wide(finding), lone(finding),
                len(finding.crowd) >= AGAIN_LEAST, finding.found, until,
                alert.signals[0].detector in BYSTANDERS)  # fmt: skip


def _copies(finding: Finding) -> frozenset[str]:
    return frozenset(name for name in finding.ties if name.startswith(_COPIES))


def apart_s(one: Side, other: Side) -> float:
    """Return for how long nothing happened between two, below 0 where they overlap."""
    after, before = one.first - other.last, other.first - one.last
    return after if after > before else before


def own_devices(one: Side, other: Side) -> bool:
    """Tell whether two are about accounts each of which was seen with devices, but none with one of the other's."""
    mine, theirs = ({tie for tie in side_.finding.ties if tie.startswith("device:")} for side_ in (one, other))
    return one.lone and other.lone and bool(mine) and bool(theirs) and mine.isdisjoint(theirs)
