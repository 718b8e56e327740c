"""Months of logins of the same kind as the public log, with other users, rates, passwords and attackers.

Written anew after the description of Stefanie Molin's login attempt simulator: owners come in a Poisson process whose
rate depends on the hour, one owner an hour; an attacker who comes some hours goes through all users or some of them;
names are mistyped; three wrong passwords lock an account; attempts are a second apart.
"""

from __future__ import annotations

from random import Random

from msgspec import Struct

from schemas.event import Event
from tests.detection.login_log import Attack, LoginLog

START = 1_541_030_400.0  # Thursday 2018-11-01
HOUR_S = 3600.0
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Site(Struct, frozen=True):
    """What a month is like. `owner` and `attacker`: how likely each try at the password is right."""

    users: int = 133
    days: int = 30
    attacks: float = 0.1  # an hour
    all_users: float = 0.2  # of attacks that go through every user
    owner: tuple[float, ...] = (0.87, 0.93, 0.95)
    attacker: tuple[float, ...] = (0.25, 0.45)
    rate: float = 1.0  # owners' arrivals, times the usual
    accuracy: tuple[float, float] = (1.01, 0.01)  # of the owner's user name: mean, spread
    vary: bool = False  # the attacker takes a new address for each user


class Month:
    """One month: the same seed and site give the same events."""

    def __init__(self, seed: int, site: Site) -> None:
        self._random, self._site = Random(seed), site
        self._homes = {self._name(i): [self._address() for _ in range(self._random.randint(1, 3))]
                       for i in range(site.users)}  # fmt: skip
        self._locked: set[str] = set()
        self._log: list[tuple[Event, int]] = []  # with the attack's number, or -1

    def log(self) -> LoginLog:
        """Return the whole month."""
        hours, attacks = self._site.days * 24, 0
        for hour in range(hours):
            if self._random.random() < self._site.attacks:
                self._attack(START + (hour + self._random.random()) * HOUR_S, attacks)
                attacks += 1
            self._owners(hour)
        return self._labelled()

    def _labelled(self) -> LoginLog:
        rows = sorted(self._log, key=lambda row: row[0].time)
        log = LoginLog([], set(), [])
        attacks: dict[int, list[Event]] = {}
        for number, (event, attack) in enumerate(rows):
            event.id = f"login-{number}"
            log.events.append(event)
            if attack >= 0:
                log.abusive.add(event.id)
                attacks.setdefault(attack, []).append(event)
        for rows_of in attacks.values():
            names, addresses = {e.subject for e in rows_of}, {e.ip for e in rows_of if e.ip}
            log.attacks.append(Attack(rows_of[0].time, rows_of[-1].time, addresses, names))
        return log

    def _name(self, number: int) -> str:
        return "".join(self._random.choice(LETTERS) for _ in range(self._random.randint(4, 10))) + f"{number:x}"

    def _address(self) -> str:
        return ".".join(str(self._random.randint(1, 254)) for _ in range(4))

    def _owners(self, hour: int) -> None:
        """Let one owner come as often as the hour has it."""
        of_day, weekday = hour % 24, (hour // 24 + 3) % 7
        low, high = (1.5, 5.0) if weekday < 5 and 8 <= of_day < 18 else (0.0, 1.0) if of_day < 6 else (1.5, 2.25)
        rate = max(1e-3, self._site.rate * self._random.uniform(low, high))
        name, when = self._random.choice(list(self._homes)), 0.0
        while (when := when + self._random.expovariate(rate)) < 1.0:
            accuracy = self._random.gauss(*self._site.accuracy)
            home = self._random.choice(self._homes[name])
            self._tries(START + (hour + when) * HOUR_S, home, name, accuracy, self._site.owner, -1)

    def _attack(self, when: float, attack: int) -> None:
        names = list(self._homes)
        if self._random.random() >= self._site.all_users:
            names = self._random.sample(names, self._random.randint(1, len(names)))
        self._random.shuffle(names)
        ip = self._address()
        for name in names:
            ip = self._address() if self._site.vary else ip
            when = self._tries(when, ip, name, self._random.gauss(0.35, 0.5), self._site.attacker, attack)

    def _tries(self, when: float, ip: str, meant: str, accuracy: float, right: tuple[float, ...], attack: int) -> float:
        """Try a name until a password is right or patience ends; return the time of the last try."""
        name = meant if self._random.random() <= accuracy else self._mistyped(meant)
        if name in self._locked:
            if self._random.random() >= 0.5:
                self._locked.discard(name)
            return self._note(when + 1, ip, name, "locked", attack)
        for chance in right[:3]:
            when += 1
            if name not in self._homes:
                self._note(when, ip, name, "unknown_user", attack)
                name = meant if self._random.random() <= accuracy else name
            elif self._random.random() <= chance:
                return self._note(when, ip, name, None, attack)
            else:
                self._note(when, ip, name, "bad_password", attack)
        if len(right) >= 3 and name in self._homes:
            self._locked.add(name)
        return when

    def _note(self, when: float, ip: str, name: str, reason: str | None, attack: int) -> float:
        event = Event("account.login", "", name, when, "/logins", ip, outcome=reason is None, reason=reason)
        self._log.append((event, attack))
        return when

    def _mistyped(self, name: str) -> str:
        at = self._random.randrange(len(name))
        return name[:at] + (self._random.choice(["", self._random.choice(LETTERS)])) + name[at + 1 :]


def month(seed: int, site: Site) -> LoginLog:
    """Return the month of a seed."""
    return Month(seed, site).log()


SITES: dict[str, Site] = {
    "as the public one": Site(),
    "few users, weak passwords": Site(users=40, attacker=(0.5, 0.6)),
    "many users, strong passwords": Site(users=600, attacker=(0.02, 0.05), attacks=0.02, rate=3.0),
    "clumsy owners": Site(owner=(0.6, 0.7, 0.8), accuracy=(0.97, 0.03)),
    "stubborn attacker": Site(attacker=(0.1, 0.15, 0.2), attacks=0.05),
    "busy and quiet": Site(users=300, rate=10.0, attacks=0.01),
    "no attacks, clumsy": Site(users=200, owner=(0.6, 0.7, 0.8), accuracy=(0.97, 0.03), rate=4.0, attacks=0.0),
}  # fmt: skip
