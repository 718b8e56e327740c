"""What failing logins are ordinary for a whole site: by its past, the hour of the week and its honest traffic.

A count over all addresses means nothing without the level of that hour. Several answers are asked for and the largest
is believed: the peaks of the site's past hours; the peak of this hour in past weeks; what goes with the number of
accounts that fail from their own addresses just now (a Monday morning, an outage of the login: owners fail at home, a
guesser fails where the account has never been); and, on a site not known yet, with the number of logins. What happens
just now can be asked only once it is over (`expect`); before, all that ever tries from new places in an ordinary hour
may be failing (`bear`). Telling the attacker's share by what attackers and owners do differently: Herley and Schechter,
NDSS 2019.
"""

from __future__ import annotations

from msgspec import Struct, field

from detectors.login_traffic import Traffic

FAILS = 0.2  # before anything is learned: one strange failing account for five that log in from a new address ...
OWN = 0.5  # ... and for two accounts failing from their own; 2.5 logins from new addresses for each of these ...
PRIOR_WEIGHT = 10.0  # ... believed like so many
COLD_HOURS = 24.0  # so long every login looks new, and says how busy the site is
SURGE = 3.0  # times as many attempts from new places as in the busiest hour of late, all failing: an outage at a launch
WATCHED_HOURS = 3.0  # so long nothing can be said at once
OUTLIER_WEIGHT = 0.01  # an attacked hour teaches a hundredth of an ordinary one, twice as much for each more in a row
MEMORY = 0.994  # an hour's weight is halved after about five days: a whole week speaks
SHAPE_MOST = 50.0  # even a steady site varies by a seventh from its own forecast
HOUR_S = 3600.0
WEEK_HOURS = 168


class Habit(Struct, array_like=True):
    """Decayed memory over closed hours, taken in order. `streak`: outlying hours in a row. About 2 KB, one a site.

    `bustle` is a decayed maximum of an hour's attempts from new places, whether they succeed or not.
    """

    shape: float = 0.0
    rate: float = 0.0
    streak: int = 0
    season: dict[int, float] = {}  # hour of the week -> decayed mean of (peak - 1)
    past: Traffic = field(default_factory=Traffic)
    bustle: float = 0.0

    def copy(self) -> Habit:
        """Return an independent copy."""
        past = Traffic(self.past.strange, self.past.own, self.past.novel, self.past.strangers)
        return Habit(self.shape, self.rate, self.streak, dict(self.season), past, self.bustle)

    def learn(self, hour: int, peak: float, traffic: Traffic, usual: float, burstiness: float) -> None:
        """Take in one closed hour: its fullest window and its sums. An outlier counts little, and clipped."""
        mean = (burstiness + self.shape) / (burstiness / usual + self.rate)
        before = self.season.get(hour % WEEK_HOURS, 0.0)
        excess, limit = max(0.0, peak - 1), 2 * max(mean, before) + 2
        outlier = excess > limit
        weight = min(1.0, OUTLIER_WEIGHT * 2.0**self.streak) if outlier else 1.0
        self.streak = min(self.streak + 1, 32) if outlier else 0
        keep = MEMORY**weight
        self.shape, self.rate = keep * self.shape + weight * min(excess, limit), keep * self.rate + weight
        self.season[hour % WEEK_HOURS] = before + 0.5 * weight * (min(excess, limit) - before)
        self.past.add(traffic, weight, keep)
        self.bustle = max(keep * self.bustle, weight * (traffic.strange + traffic.novel))

    def bear(self, hour: int, share: float, usual: float, burstiness: float) -> tuple[float, float]:
        """Return the gamma (shape, rate) of what a window (a `share` of an hour) may hold whatever else goes on in it.

        Infinite where the site is not known well enough to say.
        """
        if self.rate < WATCHED_HOURS:
            return 1.0, 0.0
        shape, rate = self._believe(hour, SURGE * share * self.bustle, usual, burstiness)
        return min(shape, 2.0), min(shape, 2.0) * rate / shape  # how far it may go tonight, no past hour tells

    def expect(self, hour: int, now: Traffic, usual: float, burstiness: float) -> tuple[float, float]:
        """Return the gamma (shape, rate) of what this window may hold beyond the first account."""
        past, weight = self.past, PRIOR_WEIGHT
        going = now.own * (past.strange + OWN * weight) / (past.own + weight)
        if self.cold:
            going = max(going, now.novel * (past.strange + FAILS * weight) / (past.novel + weight))
        return self._believe(hour, going, usual, burstiness)

    def _believe(self, hour: int, going: float, usual: float, burstiness: float) -> tuple[float, float]:
        shape, rate = burstiness + self.shape, burstiness / usual + self.rate
        mean = max(shape / rate, self.season.get(hour % WEEK_HOURS, 0.0), going)
        if mean > shape / rate:
            shape = max(shape, 4.0 + self.past.strange)
        shape = min(shape, SHAPE_MOST)
        return shape, shape / mean

    def hourly(self) -> tuple[int, int]:
        """Return how many accounts are entered from new places, and how many of them by strangers, in 1,000 hours."""
        if self.cold:
            return -1, -1
        return round(1000 * self.past.novel / self.rate), round(1000 * self.past.strangers / self.rate)

    @property
    def cold(self) -> bool:
        """Tell whether the site is too new to know which addresses belong to whom."""
        return self.rate < COLD_HOURS

    def intruders(self, now: Traffic) -> float:
        """Return the share, 0 to 1, of the logins from new addresses that honest traffic does not explain."""
        if self.cold:
            return max(0.0, 1.0 - now.novel / (now.strange + 1.0))
        explained = now.own * (self.past.novel + OWN / FAILS * PRIOR_WEIGHT) / (self.past.own + PRIOR_WEIGHT)
        return 1.0 - min(1.0, explained / (now.novel + 1.0))
