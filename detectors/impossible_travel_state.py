"""What is remembered of an account's logins from named countries."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.habits import DAY_S, Firsts
from detectors.strange import strange
from schemas.event import NEW_COUNTRY, Event

KEPT = 16


class Login(Struct, array_like=True):
    """A successful login. `strange`: its country is new to the account, and no known device speaks for it.

    `named`: the device is told, or at least the browser.
    """

    time: float
    id: str
    country: str
    novel: int
    strange: bool
    named: bool


class TravelState(State, array_like=True):
    """`logins`: the latest. `days`: recent days' habits; `past`: those before."""

    logins: list[Login] = field(default_factory=list)
    days: dict[int, Firsts] = field(default_factory=dict)
    past: Firsts = field(default_factory=Firsts)

    def keep(self, mine: Login) -> None:
        """Add to the latest logins, ordered by time."""
        logins = self.logins
        late = bool(logins) and (mine.time, mine.id) < (logins[-1].time, logins[-1].id)
        logins.append(mine)
        if late:
            logins.sort(key=lambda login: (login.time, login.id))
        if len(logins) > KEPT:
            del logins[:-KEPT]

    def habit(self, time: float) -> Firsts:
        """Return the account's logins of the days that ended a full day before."""
        habit = Firsts(self.past.logins, dict(self.past.new))
        for day in sorted(day for day in self.days if day < time // DAY_S - 1):
            habit.fold(self.days[day])
        return habit


def login_of(event: Event) -> Login:
    """Return the login that a success from a named country is."""
    new = bool(event.novel & NEW_COUNTRY) and strange(event)
    return Login(event.time, event.id, event.country or "", event.novel, new, bool(event.device or event.user_agent))


def pair(one: Login, other: Login) -> tuple[Login, Login]:
    """Return two logins in order of time."""
    return (one, other) if (one.time, one.id) <= (other.time, other.id) else (other, one)


def abroad(state: TravelState, country: str) -> list[Login]:
    """Return the logins from other countries."""
    return [other for other in state.logins if other.country != country]
