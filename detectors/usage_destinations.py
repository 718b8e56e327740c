"""Newcomers who alone have texts or calls sent to one country: pumping, or calls paid with stolen cards."""

from __future__ import annotations

from detectors.base import Finding
from detectors.destinations import DESTINATIONS, destination
from detectors.first_times import in_order
from detectors.judged_groups import JudgedGroups
from detectors.only import DESTINED, only
from detectors.recurrence import DAY_S
from detectors.settled_window import SETTLES_S
from detectors.statuses import is_answered, is_over_limit
from detectors.surprise import graded
from detectors.tally import Tally, forget
from detectors.usage_destinations_found import found_in
from detectors.usage_destinations_state import STEP_S, DestinationState
from detectors.usage_destinations_words import note_group, told_of
from detectors.usage_newcomers_found import show
from schemas.event import Event


class UsageDestinations(JudgedGroups[DestinationState]):
    """Texts or calls to one country (`product` ends with it: `sms/PG`, `call:+675`) of five newcomers and more.

    Newcomers signed up within a week, have at least three sent each, and from as many lines. Surprise: that so many
    of those who have any sent there within a week are newcomers, by the share of newcomers among who use it for
    countries to which mostly known accounts go. A carrier pays for what is sent to its dear numbers, and customers
    hardly have anybody there: whoever earns by it needs new accounts, however little each of them does. Fires on ten
    accounts that have a dozen texts a day each sent to one country, from homes of their own; on calls to one bought
    with stolen cards. Quiet on newcomers who go where customers go, on those who are in that country themselves, on an
    office abroad (one line), on who tries it out, and on a country that known accounts go to as well. Judged every six
    hours, from a site's second week on. Fails where `product` names no country, on accounts that wait for a week, on
    calls spread over many countries, and on those to where customers go; tells two such countries in one row. Takes for
    pumping a campaign among a people abroad to whose country nobody went before. Cost: 4 microseconds for a text or
    call, nothing for other use; state: 200 bytes for each account in a step of the last week.
    """

    name = "usage_destinations"
    keyed_by = "site"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = DestinationState
    step_s = STEP_S
    reach_s = STEP_S + SETTLES_S
    idle_s = 2 * DAY_S

    @only(DESTINED)
    def remembers(self, event: Event) -> bool:
        """Note what is sent to a country, and where a limit stops it."""
        return DESTINATIONS[event.product] != () and (is_answered(event) or is_over_limit(event))

    def _is_warm(self, state: DestinationState) -> bool:
        return len(state.sent) > 1

    def _note(self, event: Event, state: DestinationState) -> None:
        state.add(event, destination(event.product)[1])

    def _judge(self, state: DestinationState, step: int) -> None:
        """Accuse the groups that are there in a step."""
        sent = state.sent.get(step, {})
        accused = self._accused(state, found_in(state, step), sent)
        if accused:
            show(state.tallies[step], {name: sent[name] for one in accused for name in one.names if name in sent})
        for group in accused:
            note_group(state.tallies[step], group)

    def prune(self, state: DestinationState, watermark: float) -> None:
        """Judge what is over; drop what no later step is judged with."""
        self.settle(state, watermark)
        last = int((watermark - self.reach_s) // STEP_S)
        state.forget(last)
        forget(last, state.tallies)

    def explain(self, run: Tally, state: DestinationState, key: str) -> Finding:
        """Say how many newcomers had how much sent where, and who else goes there."""
        evidence, reason, action = told_of(run)
        names = in_order(run.members)
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names,
                       run.distinct() if run.level else len(names))  # fmt: skip
