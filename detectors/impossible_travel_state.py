"""What is remembered of an account's logins from named countries."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.habits import DAY_S, Firsts
from detectors.impossible_travel_hands import Seats
from detectors.impossible_travel_paid import counting
from detectors.impossible_travel_turns import REACH_S, Sights, sight, turns
from detectors.strange import news, strange
from detectors.takeover_entries import Change
from schemas.event import NEW_AGENT, NEW_COUNTRY, NEW_DEVICE, UNTOLD, Event

KEPT = 16
SOON_S = 3600.0  # a change after an entry is told of it for so long: who has stolen a session makes use of it at once


class Login(Struct, array_like=True):
    """A successful login. `strange`: its country is new to the account, and no known device speaks for it.

    `named`: the device is told, or at least the browser. `ip`, `device`: the place from which more may come.
    """

    time: float
    id: str
    country: str
    novel: int
    strange: bool
    named: bool
    ip: str | None = None
    device: str | None = None


class TravelState(State, array_like=True):
    """`logins`, `changes`: the latest. `days`: recent days' habits; `past`: those before.

    `seen`: in which networks its devices are at home. `sights`: from where it was used while one of its countries was
    new.
    """

    logins: list[Login] = field(default_factory=list)
    days: dict[int, Firsts] = field(default_factory=dict)
    past: Firsts = field(default_factory=Firsts)
    seen: Seats = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    sights: Sights = field(default_factory=dict)

    def after(self, new: Login, further: Change | None = None) -> list[Change]:
        """Return what was changed within the hour after a login, or paid again, from its own address or device."""
        if not self.changes and further is None:  # as nearly always
            return []
        return counting(self.done(new, further))

    def done(self, new: Login, further: Change | None = None) -> list[Change]:
        """Return the same, and what was paid once."""
        changes = [*self.changes, further] if further is not None else self.changes
        return [one for one in changes if 0 <= one.time - new.time <= SOON_S and _same_place(one, new)]

    def journeys(self, change: Change) -> list[tuple[Login, Login]]:
        """Return the pairs of logins from two countries of which the new one is followed by a change."""
        entered = [login for login in self.logins if login.strange and change in self.after(login, change)]
        return [pair(login, other) for login in entered for other in abroad(self, login.country)]

    def pairs(self, time: float) -> list[tuple[Login, Login]]:
        """Return the pairs of logins from two countries, one of them strange, in whose reach `time` is."""
        entered = [login for login in self.logins if login.strange]
        found = [pair(login, other) for login in entered for other in abroad(self, login.country)]
        return [two for two in found if 0 <= time - two[1].time <= REACH_S]

    def keep(self, mine: Login) -> None:
        """Add to the latest logins, ordered by time."""
        logins = self.logins
        late = bool(logins) and (mine.time, mine.id) < (logins[-1].time, logins[-1].id)
        logins.append(mine)
        if late:
            logins.sort(key=lambda login: (login.time, login.id))
        if len(logins) > KEPT:
            del logins[:-KEPT]

    def sight(self, event: Event) -> bool:
        """Note from where the account is used; tell whether a login in reach may be seen in another light by it."""
        if event.country is None or event.device is None:
            return False
        known = not sight(self.sights, event.country, event.device, event.time)
        return not known and any([login.strange for login in self.logins])

    def turned(self, first: Login, second: Login, possible_s: float) -> int:
        """Return how often, after two logins, the account went over from one of their places to the other too fast.

        Where one device is used in both it is never.
        """
        new, other = (second, first) if second.strange else (first, second)
        if new.device is None or other.device is None or new.device == other.device:
            return 0
        seen: Sights = {step: [*places] for step, places in self.sights.items()}
        for login in self.logins:
            if login.device is not None:
                sight(seen, login.country, login.device, login.time)
        return turns(seen, second.time, (new.country, new.device), other.country, possible_s, begun=second.strange)

    def habit(self, time: float) -> Firsts:
        """Return the account's logins of the days that ended a full day before."""
        habit = Firsts(self.past.logins, dict(self.past.new))
        for day in sorted(day for day in self.days if day < time // DAY_S - 1):
            habit.fold(self.days[day])
        return habit


def login_of(event: Event) -> Login:
    """Return the login that a success from a named country is. A client is named where others of its kind are known."""
    novel, first = news(event), event.novel >> UNTOLD
    new = bool(novel & NEW_COUNTRY) and strange(event)
    named = bool((event.device and not first & NEW_DEVICE) or (event.user_agent and not first & NEW_AGENT))
    return Login(event.time, event.id, event.country or "", novel, new, named, event.ip, event.device)


def _same_place(change: Change, login: Login) -> bool:
    """Tell whether a change was made on the device of a login, or from its address where not both tell one."""
    if change.device is not None and login.device is not None:
        return change.device == login.device
    return change.ip is not None and change.ip == login.ip


def pair(one: Login, other: Login) -> tuple[Login, Login]:
    """Return two logins in order of time."""
    return (one, other) if (one.time, one.id) <= (other.time, other.id) else (other, one)


def abroad(state: TravelState, country: str) -> list[Login]:
    """Return the logins from other countries."""
    return [other for other in state.logins if other.country != country]
