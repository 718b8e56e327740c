"""What a day's tally is made to say of who is accused of guessing codes: whom, at which products, and who got in."""

from __future__ import annotations

from detectors.code_guessing_guessers import Guessers
from detectors.code_guessing_roaming import detail_of
from detectors.code_guessing_slow_state import DaysState
from detectors.counts import EXAMPLES_KEPT
from detectors.tally import Tally


def accuse(state: DaysState, day: int, accused: list[Guessers], least: int) -> None:
    """Make a day's tally hot, and let it be of the accused alone; `least`: days on which each has tried hard."""
    _show(state.tallies[day], day, accused, least)
    _name(state, day, accused)
    _mark_given(state, day, accused)


def _name(state: DaysState, day: int, accused: list[Guessers]) -> None:
    """Keep the names of the products that refused them."""
    for found in accused:
        if name := state.doors.get(day, {}).get(found.slot):
            state.tallies[day].carry(name, state.tallies[day].first)


def _mark_given(state: DaysState, day: int, accused: list[Guessers]) -> None:
    """Mark who of the accused was answered after refusals."""
    for found in accused:
        for name in sorted(found.names):
            if (time := state.given_to(name, day, found.slot)) is not None:
                state.tallies[day].mark(name, time)


def _show(tally: Tally, day: int, accused: list[Guessers], least: int) -> None:
    """Make a tally hot, and let it be of the accused alone: of their accounts, and of the day's events."""
    mine = {(name, one.days[day].first): one.days[day] for found in accused for name, one in found.names.items()}
    tally.hot, tally.n = True, sum([tried.number for tried in mine.values()])
    firsts = sorted([tried.first for tried in mine.values()])[:EXAMPLES_KEPT]
    more = sorted({event for tried in mine.values() for event in tried.events} - set(firsts))
    tally.examples = sorted([*firsts, *more[: EXAMPLES_KEPT - len(firsts)]])
    tally.first, tally.last = tally.examples[0][0], max([tried.last for tried in mine.values()])
    for name, (time, _) in sorted(mine):
        tally.member(name, time)
    for found in accused:
        tally.crest(len(found.names), 0.0, found.surprise(least), detail_of(found, least))
