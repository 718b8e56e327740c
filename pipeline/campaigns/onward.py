"""Whether an attack on the whole site that was seen to stop is going on: it comes in episodes, and is one alert. Pure.

A patient attacker pauses: he sleeps, his list or his addresses run out, or for some hours he is no more than what
usually fails. Each time his episode ends, and the next has neither accounts nor addresses in common with it. What
speaks for one attack is that there is hardly ever one at all. Attacks that the same detector sees on the whole site
come to most sites less than once in a week or two, while one that has paused is more likely to go on than not: of two
within a day of each other, hardly one in ten is two attackers'. He also keeps to his pace, and what is much louder or
quieter is taken for another's; but not what comes with a program that hardly anybody else has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.campaigns.kinds import same_kind
from pipeline.campaigns.remembered import in_time
from pipeline.campaigns.sides import AGAIN_S, Side, apart_s

PAUSE_S = 86_400.0  # 2026-11: who works by night, or by day, is back within it
# Paces of attacks lie between one account in a second and one in some minutes (`timing.PACE_DECADES`): one within four
# times another's is a third of that range.
PACE_MOST = 4.0
_LEAST_S = 3600.0  # an episode is told over an hour at least: what is shorter is counted as that
BY_PROGRAM = "login_agent"
AREA = "account_security"  # logins: sums over sign-ups look days back themselves


def paused(mine: Side, sides: Mapping[str, Side]) -> Iterator[str]:
    """Yield the findings that are the same attack before or after a pause. Cost: nothing but for one on the site."""
    if not comes_in_waves(mine):
        return
    for name, other in sides.items():
        if other.wide and other is not mine and comes_in_waves(other) and goes_on(mine, other) and in_time(mine, other):
            yield name


def goes_on(one: Side, other: Side) -> bool:
    """Tell whether of two findings on the whole site one is what the other goes on with."""
    if not same_kind(one.finding, other.finding) or one.mode != other.mode:
        return False
    if same_program(one, other):
        return apart_s(one, other) <= AGAIN_S
    return apart_s(one, other) <= PAUSE_S and at_one_pace(one, other)


def same_program(one: Side, other: Side) -> bool:
    """Tell whether both tell the one program that hardly anybody else comes with: the same list, however it goes on."""
    mine, theirs = one.finding.alert.signals[0], other.finding.alert.signals[0]
    if mine.detector != BY_PROGRAM or theirs.detector != BY_PROGRAM or not mine.evidence.get("program"):
        return False
    return mine.evidence["program"] == theirs.evidence.get("program")


def at_one_pace(one: Side, other: Side) -> bool:
    """Tell whether two crowds came at nearly the same pace."""
    paces = sorted((_pace(one), _pace(other)))
    return paces[1] <= PACE_MOST * paces[0]


def comes_in_waves(one: Side) -> bool:
    """Tell whether it is an episode of an attack that may go on after a pause."""
    return one.wide and one.area == AREA and bool(one.crowd)


def _pace(one: Side) -> float:
    """Return accounts an hour."""
    return one.finding.alert.accounts_total * _LEAST_S / max(_LEAST_S, one.last - one.first)
