"""Which group reported a target, and what makes it surprising: what they have in common, their record, or a surge."""

from __future__ import annotations

from collections.abc import Set

from detectors.report_brigade_state import BrigadeState
from detectors.report_groups import LEAST, Accused, group_of, rejection
from detectors.report_rings import ring_of
from detectors.report_weeks import RECENT_HOURS as HOURS
from detectors.standing import discredited
from detectors.surprise import both, gamma_poisson
from schemas.beliefs import Standing

DAY_HOURS = 24
SURGE_USUAL, SURGE_LEAST = 0.15, 6.0  # reporters of an account in a day, and the level: those of `report_surge_day`
TELLING = 3.0  # of a ring beside a surge: one in a thousand surges is by people who met that often before


def group_at(known: dict[str, set[str]], standings: dict[str, Standing], target: str) -> Accused:
    """Return the group that reported the target: by what they have in common within days, or by their record."""
    surprise, group, usual = group_of(known, target)
    if surprise:
        surprise = max(surprise, both(surprise, rejection(standings, group)))
    crowd = {name for name in known.get(target, ()) if discredited(standings.get(name))}
    record = rejection(standings, crowd) if len(crowd) >= LEAST else 0.0
    if record > surprise:
        return Accused(record, crowd, 0.0, {target})
    return Accused(surprise, group, usual, _common(known, group, target) if usual else {target})


def ring_at(
    state: BrigadeState, known: dict[str, set[str]], standings: dict[str, Standing], target: str, hour: int
) -> Accused:
    """Return the group by what they have in common within weeks; to it adds a record of rejected reports, or a surge.

    A surge does that `report_surge_day` would tell by itself if no reader might have come upon what was just posted.
    """
    ring = ring_of(state.weeks, target, known.get(target, set()))
    record = rejection(standings, ring.names) if ring.surprise else 0.0
    found = both(ring.surprise, record)
    if ring.surprise >= TELLING and (surge := _surge(state, target, hour, ring.names)) >= SURGE_LEAST:
        found = max(found, both(ring.surprise, surge))
    return ring._replace(surprise=max(ring.surprise, found))


def _surge(state: BrigadeState, target: str, hour: int, group: Set[str]) -> float:
    """Return the surprise of so many of a group who report an account within a day, where most who did lately are."""
    people = len(state.within(hour, DAY_HOURS, target) & group)
    most = 2 * people >= len(state.within(hour, HOURS, target))
    return gamma_poisson(people - 1, 1.0, 1 / SURGE_USUAL) if most and people >= LEAST else 0.0


def _common(known: dict[str, set[str]], group: set[str], target: str) -> set[str]:
    """Return the accounts that enough of a group reported in the days it is judged by, the newest `target` included."""
    return {target, *[other for other, names in known.items() if len(names & group) >= LEAST]}
