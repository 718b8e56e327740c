"""How surprising it is that so many newcomers of a site lead so many strangers away."""

from __future__ import annotations

from collections import Counter
from math import log10

from detectors.leads_newcomers_state import CONTACT, DAY_STEPS, LED, STEP_S, Led, LedState
from detectors.signup_steps import show
from detectors.surprise import binomial
from detectors.tally import Tally

LEAST = 4
Found = tuple[float, int, float, list[str]]
SHARES = 0.02, 0.005  # of newcomers who lead anybody away, those who lead as many as each of `LED`, where nobody knows
WEIGHT, SWING = 50.0, 2.0  # as many are believed so, and no honest window has more than twice that: as `signup_site`
TRIED = log10(2 * len(LED))
ONE_LEAD, ONE_PLACE = 2 / 3, 0.5  # of them with one lead: `domain_again` knows it; at one network: a firm's helpers
SURE_MOST = 12.0  # nobody knows that no fair or launch brought them: no more than a medium alert


def judge(state: LedState, step: int, hot_from: float) -> None:
    """Judge those with links, and those with contacts alone: few frauds have both. Make the step hot where it is."""
    seen, accused = state.within(step), dict[str, Led]()
    today, usual = state.led.get(step, {}), _usual(state, step)
    for linked in (True, False):
        found = max([_found(seen, least, share, linked) for least, share in zip(LED, usual, strict=True)])
        if found[0] >= hot_from and not today.keys().isdisjoint(found[3]):
            heavy = {name: seen[name] for name in found[3]}
            _accuse(state.tallies[step], heavy, len(seen), found)
            accused |= heavy
    if accused:
        show(state.tallies[step], step, STEP_S, [accused])
    began = {name: one for name, one in seen.items() if int(one.time // STEP_S) // DAY_STEPS == step // DAY_STEPS}
    learned = [_learned(began, least, share, bool(accused)) for least, share in zip(LED, usual, strict=True)]
    state.learn(step, learned, len(began))


def _found(seen: dict[str, Led], least: int, usual: float, linked: bool) -> Found:
    """Return how surprising those are who led so many, beside the `usual` share; how many that is, and their names."""
    heavy = {name: one for name, one in seen.items() if one.led(least) and one.linked() == linked}
    return _surprise(heavy, len(seen), usual), least, usual * len(seen), sorted(heavy)


def _learned(began: dict[str, Led], least: int, usual: float, hot: bool) -> int:
    """Return how many led as many; of a day that is told no more than that it may become usual in a week."""
    number = sum([one.led(least) for one in began.values()])
    return min(number, 1 + round(usual * len(began))) if hot else number


def _usual(state: LedState, step: int) -> list[float]:
    """Return the share of newcomers who lead as many as each of `LED`, at most, of those who lead anybody."""
    every, *many = state.past(step)
    return [min(0.9, SWING * (number + share * WEIGHT) / (every + WEIGHT))
            for number, share in zip(many, SHARES, strict=True)]  # fmt: skip


def _surprise(heavy: dict[str, Led], every: int, usual: float) -> float:
    """Return how surprising so many are; 0 for a few, and for those of one page or one place."""
    leads = Counter(lead for one in heavy.values() for lead in one.leads)
    places = Counter(one.network for one in heavy.values() if one.network)
    if len(heavy) < LEAST or max(leads.values()) > ONE_LEAD * len(heavy):
        return 0.0
    if max(places.values(), default=0) > ONE_PLACE * len(heavy):
        return 0.0
    return min(SURE_MOST, max(0.0, binomial(every, len(heavy), usual) - TRIED))


def _accuse(tally: Tally, heavy: dict[str, Led], every: int, found: Found) -> None:
    strangers = {target for one in heavy.values() for target in one.targets}
    leads = {lead for one in heavy.values() for lead in one.leads}
    tally.hot, since = True, min(one.time for one in heavy.values())
    tally.crest(len(heavy), found[2], found[0], (len(strangers), every, len(leads), found[1]))
    for name, one in heavy.items():
        tally.member(name, one.time)
    for lead in sorted(leads):
        tally.tie(f"{'content' if lead.startswith(CONTACT) else 'domain'}:{lead}", since)
