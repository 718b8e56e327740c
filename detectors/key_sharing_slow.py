"""One API key that gains new users week by week: resold, a few more buyers each day."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import field

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, State, by_event
from detectors.first_times import in_order
from detectors.network import provider_of
from detectors.recurrence import DAY_S
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally, forget
from detectors.wording import counted
from schemas.event import Event
from schemas.values import Severity

WEEK = 7  # days: of the window, and at least before it
PROVIDERS_KEPT = 64  # a key on more is spread by nature: an app's, a public project's
COUNTRIES_KEPT = 24
Days = dict[str, tuple[int, int]]  # of each place the two earliest days on which the key was used there
NEVER = 1 << 40  # the second day of what was seen on one
REFUSED = (401, 403)  # a key that is no longer good is not used


class SlowState(State, array_like=True):
    """When the key was first used, its newest day with a new provider, and the earliest providers and countries."""

    born: float = float("inf")
    newest: int = -1
    providers: Days = field(default_factory=dict)
    countries: Days = field(default_factory=dict)


class KeySharingSlow(Detector[SlowState]):
    """Providers new to a key that come again on another day, in a sliding week, against all weeks of the key before.

    Each counts twice if it brings a new country with it, as a colleague seldom does and a buyer mostly. The past begins
    with the key's second day and ends where the window begins, so that what creeps in does not excuse itself. Fires on
    a key that for weeks kept to a few and then gains some two a day. Quiet in its first two weeks, on build runners and
    servers on ever new addresses (they have one provider), on a move to another cloud, a team that grows by a person a
    week (home, telephone, office), on travellers (hotels do not come again), on keys spread from the start. Fails on
    buyers behind one provider, and below some ten a week. Where no provider (`asn`) is told the beginning of the
    address stands for it. Asked about once: a settled product that begins to ship its key to users. Cost: a
    microsecond, once a provider is known; state: up to 1 KB.
    """

    name = "key_sharing_slow"
    keyed_by = "account"
    entity = "key"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = SlowState
    heeds_score = False
    settings = ("least", "usual", "burstiness")

    def __init__(self, alert_at: float = 0.5, *, least: float = 8, usual: float = 0.5, burstiness: float = 1.0) -> None:
        """`usual`: mean of new providers in a key's week; `burstiness`: the gamma shape of its spread over keys."""
        super().__init__(alert_at)
        self.least, self.usual, self.burstiness = least, usual, burstiness
        self.step_s, self.reach_s, self.question_s = DAY_S, WEEK * DAY_S, DAY_S

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the API key that was used."""
        return (event.key,) if event.key and event.ip and event.status not in REFUSED else ()

    def score(self, event: Event, state: SlowState, key: str) -> Signal | None:
        """Return the surprise of the week that ends with the event's day, the event included."""
        day = int(event.time // DAY_S)
        providers, countries, born = dict(state.providers), dict(state.countries), min(state.born, event.time)
        keep(providers, provider(event), day, PROVIDERS_KEPT)
        if event.country:
            keep(countries, event.country, day, COUNTRIES_KEPT)
        surprise = self._weigh(providers, countries, int(born // DAY_S), day)[0]
        return Signal(self.name, self.version, key, to_score(surprise), day - born // DAY_S >= 2 * WEEK - 1, surprise)

    def learn(self, event: Event, state: SlowState, signal: Signal | None) -> bool:
        """Note the provider's first two days; keep what is new to a settled key, and judge the weeks it lies in."""
        day, name = int(event.time // DAY_S), provider(event)
        state.born = min(state.born, event.time)
        days = keep(state.providers, name, day, PROVIDERS_KEPT)
        if event.country:
            keep(state.countries, event.country, day, COUNTRIES_KEPT)
        settled = day - state.born // DAY_S >= WEEK
        if not settled or days is None or day - days[0] >= WEEK:
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

    def _judge(self, state: SlowState, end: int) -> bool:
        """Make the week up to day `end` hot if it is surprising enough."""
        born = int(state.born // DAY_S)
        surprise, count, usual = self._weigh(state.providers, state.countries, born, end)
        if surprise < self.hot_from:
            return False
        since = end - WEEK + 1
        before = sum([first < since for first, _ in state.providers.values()])
        detail = came_again(state.providers, since, end), came_again(state.countries, since, end), before, since - born
        for tally in [tally for day, tally in state.tallies.items() if since <= day <= end]:
            tally.hot = True
            tally.crest(count, usual, surprise, detail)
        return True

    def _weigh(self, providers: Days, countries: Days, born: int, end: int) -> tuple[float, int, float]:
        """Return the surprise of a week, what is new in it and came again, and how much was to be expected."""
        since = end - WEEK + 1
        if since - born < WEEK:
            return 0.0, 0, self.usual
        new = came_again(providers, since, end)
        count = new + min(new, came_again(countries, since, end))
        more = came(providers, born + 1, since)
        shape = self.burstiness + more + min(more, came(countries, born + 1, since))
        rate = self.burstiness / self.usual + (since - born - 1) / WEEK
        surprise = gamma_poisson(count, shape, rate) if count >= self.least else 0.0
        return surprise, count, shape / rate

    def explain(self, run: Tally, state: SlowState, key: str) -> Finding:
        """Say how many providers are new, and how many there were."""
        new, countries, before, days = run.detail
        where = f" ({counted(countries, 'country')} new to it, too)" if countries else ""
        names = in_order(run.accounts or {})
        reason = (
            f"One API key was used on more than one day from {counted(new, 'provider')} new to it{where} within "
            f"{WEEK} days (expected of both by its own past: {run.usual:.1f}); in the {days} days before it had been "
            f"used from {before}."
        )
        # Not how many uses: they go on for weeks, and a reviewer would be sent each of them as news.
        evidence: dict[str, float | int | str] = {
            "count_in_window": int(run.peak), "window_s": self.reach_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "distinct": run.distinct(), "countries": len(run.extra or {}),
        }  # fmt: skip
        severity: Severity = "high" if run.surprise >= 3 * self.hot_from else "medium"
        action = "Ask the owner who uses the key; rotate it if these are not theirs."
        return Finding(severity, evidence, reason, action, names, len(names))

    def prune(self, state: SlowState, watermark: float) -> None:
        """Drop the tallies that no week can reach."""
        forget(int((watermark - LATENESS_MAX_S) // DAY_S) - WEEK, state.tallies)


def provider(event: Event) -> str:
    """Return who an event's address belongs to, as far as is told."""
    return f"as{event.asn}" if event.asn is not None else provider_of(event.ip or "")


def came_again(places: Days, since: int, end: int) -> int:
    """Return how many places were first seen in these days (both included), and again on another of them."""
    return sum([first >= since and again <= end for first, again in places.values()])


def came(places: Days, since: int, before: int) -> int:
    """Return how many places were first seen in these days, `before` not included."""
    return sum([since <= first < before for first, _ in places.values()])


def keep(places: Days, name: str, day: int, most: int) -> tuple[int, int] | None:
    """Note that a place was seen; return its two earliest days, None if it is not among the `most` earliest.

    >>> seen: Days = {}
    >>> [keep(seen, "as1", day, 9) == (5, NEVER) for day in (5, 5)], keep(seen, "as1", 9, 9), keep(seen, "as1", 4, 9)
    ([True, True], (5, 9), (4, 5))
    """
    first, again = known = places.get(name, (NEVER, NEVER))
    if day == first or day >= again:
        return known
    places[name] = days = (day, first) if day < first else (first, day)
    if len(places) > most:
        last = max(places, key=lambda one: (places[one][0], one))
        del places[last]
        return days if last != name else None
    return days
