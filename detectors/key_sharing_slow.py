"""One API key that gains new users week by week: resold, a few more buyers each day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detectors.base import LATENESS_MAX_S, Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.key_days import keep, provider
from detectors.key_sharing_scattered import Scattered, scattered_in
from detectors.key_sharing_slow_judged import KeySharingSlowJudged
from detectors.key_sharing_slow_nights import note_visit
from detectors.key_sharing_slow_spells import Spells
from detectors.key_sharing_slow_state import LONGEST, WEEK, SlowState, two_weeks
from detectors.key_sharing_slow_words import told
from detectors.only import KEYED, only
from detectors.recurrence import DAY_S
from detectors.statuses import KEY_REFUSED
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from detectors.usage_newcomers_used import put
from schemas.event import Event

MADE: Final = "account.api_key_created"
PROVIDERS_KEPT = 64  # a key on more is spread by nature: an app's, a public project's
COUNTRIES_KEPT = 24


class KeySharingSlow(KeySharingSlowJudged):
    """Providers new to a key that come again on another day, in a week or two, against all weeks of the key before.

    Each counts twice if it brings a new country with it, as a colleague seldom does and a buyer mostly. Of up to two
    weeks those days are told that say most. The past begins with the key's second day and ends where these begin, so
    that what creeps in does not excuse itself. Fires on a key that for weeks kept to a few and then gains some two a
    day, or one and more for longer than a week. In a key's first two weeks, where it was seen to be made, its first day
    is the past: fires from the eighth day on where a third of the new providers bring a country and no day had a
    quarter of them, as the day has on which a product is shipped with the key in it. Fires, too, on three providers new
    in two weeks, more than all before, where hardly any network comes twice (binomial, half of uses from one that was
    used before; without the provider with the most networks); and on five days, each of which brings a network that
    never comes again, at three such providers, for products that the key's other places never used
    (`key_sharing_slow_nights`). Quiet on build runners and servers on ever new addresses
    (they have one provider), on a move to another cloud, a team that grows by a person a week (home, telephone,
    office), on travellers (hotels do not come again), on keys spread from the start. Fails on buyers behind one
    provider, and below some ten a week, unless each use, of twenty besides the largest provider's, comes from another
    network. Where no provider (`asn`) is told the beginning of the address stands for it. Asked about once: a settled
    product that begins to ship its key to users. Cost: a microsecond, once a provider is known; state: up to 1 KB.
    """

    name = "key_sharing_slow"
    version = 4
    keyed_by = "account"
    entity = "key"
    kinds = (MADE, "account.usage")
    area = "api_abuse"
    state_type = SlowState
    heeds_score = False
    settings = ("least", "usual", "burstiness")

    def __init__(self, alert_at: float = 0.5, *, least: float = 8, usual: float = 0.5, burstiness: float = 1.0) -> None:
        """`usual`: mean of new providers in a key's week; `burstiness`: the gamma shape of its spread over keys."""
        super().__init__(alert_at)
        self.least, self.usual, self.burstiness = least, usual, burstiness
        self._spells = Spells(least, usual, burstiness)
        self.step_s, self.reach_s, self.question_s = DAY_S, WEEK * DAY_S, DAY_S

    @by_event
    @only(KEYED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the API key that was made, or used."""
        used = event.type == MADE or (event.ip and event.status not in KEY_REFUSED)
        return (event.key,) if event.key and used else ()

    def score(self, event: Event, state: SlowState, key: str) -> Signal | None:
        """Return the surprise of the week that ends with the event's day, the event included; None as a key is made."""
        if event.type == MADE:
            return None
        day = int(event.time // DAY_S)
        providers, countries, born = dict(state.providers), dict(state.countries), min(state.born, event.time)
        keep(providers, provider(event), day, PROVIDERS_KEPT)
        if event.country:
            keep(countries, event.country, day, COUNTRIES_KEPT)
        young = state.made // DAY_S <= born // DAY_S
        surprise = self._spells.weigh(providers, countries, int(born // DAY_S), day, young=young).surprise
        if state.elsewhere:
            surprise = max(surprise, scattered_in(state.elsewhere, providers, two_weeks(state, day), day)[0])
            surprise = max(surprise, self._nights(state, day).surprise)
        return Signal(self.name, self.version, key, to_score(surprise), day - born // DAY_S >= 2 * WEEK - 1, surprise)

    def learn(self, event: Event, state: SlowState, signal: Signal | None) -> bool:
        """Note the provider's first two days; keep what is new to a settled key, and judge the weeks it lies in."""
        if event.type == MADE:
            state.made = min(state.made, event.time)
            return False
        day, name = int(event.time // DAY_S), provider(event)
        state.born = min(state.born, event.time)
        days = keep(state.providers, name, day, PROVIDERS_KEPT)
        if event.country:
            keep(state.countries, event.country, day, COUNTRIES_KEPT)
        born = state.born // DAY_S
        settled = day - born >= WEEK
        at_home = days is not None and (days[0] - born < WEEK or day - days[0] >= LONGEST)
        if at_home and event.product is not None and event.product not in state.owned:
            put(state.owned, event.product, day)
        if not settled or days is None or day - days[0] >= LONGEST:
            return False
        state.elsewhere.setdefault(name, Scattered()).add(event.ip or "")
        if not at_home:
            note_visit(state.visits, event, name, day)
        if day - days[0] >= WEEK and not self._is_scattered(state, day):
            return False
        self._put(event, state, day, name)
        state.newest = max(state.newest, day)
        return any([self._judge(state, end) for end in range(day, state.newest + 1)]) or state.tallies[day].hot

    def _put(self, event: Event, state: SlowState, day: int, name: str) -> None:
        tally = state.tallies.get(day)
        if tally is None:
            tally = state.tallies[day] = Tally()
        tally.seen(event.time, event.id)
        tally.member(name, event.time)
        tally.account(event.subject, event.time)
        if event.country:
            tally.add(f"uses_from_{event.country}")

    def explain(self, run: Tally, state: SlowState, key: str) -> Finding:
        """Say how many providers are new, and how many there were."""
        reason, spell = told(run)
        names = in_order(run.accounts or {})
        # Not how many uses: they go on for weeks, and a reviewer would be sent each of them as news.
        evidence: dict[str, float | int | str] = {
            "count_in_window": int(run.peak), "window_s": spell * DAY_S, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "distinct": run.distinct(), "countries": len(run.extra or {}),
        }  # fmt: skip
        action = "Ask the owner who uses the key; rotate it if these are not theirs."
        return Finding(graded(run.surprise, self.hot_from), evidence, reason, action, names, len(names))

    def prune(self, state: SlowState, watermark: float) -> None:
        """Drop the tallies that no week can reach, and networks of providers that no two weeks can."""
        over = int((watermark - LATENESS_MAX_S) // DAY_S)
        forget(over - WEEK, state.tallies)
        old = [name for name in state.elsewhere if state.providers.get(name, (0,))[0] <= over - LONGEST]
        for name in old:
            del state.elsewhere[name]
        for name in [name for name, (_, last) in state.visits.items() if last <= over - LONGEST]:
            del state.visits[name]
