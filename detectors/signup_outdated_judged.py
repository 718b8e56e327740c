"""How surprising it is that a program has newcomers alone, where of all others many have been there before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from math import exp, log, log10

from msgspec import Struct, field

from detectors.program_named import numbers_of
from detectors.signup_groups_judged import most_alike
from detectors.signup_outdated_state import Made, account_of
from detectors.steps import HOUR_S
from detectors.surprise import binomial

LEAST = 12  # sign-ups with a program, and others with its kin: as `signup_agent`
KNOWN_LEAST = 50  # who came with another program and did not sign up in the week: less is no site's usual
FEW = 0.05  # of a group's accounts: so many others leave it alone
NEWER = 0.9  # of what others have of the same product: what is older than so many is outdated
WEIGHT = 10.0  # newcomers of a country that are believed before anybody is known of it: where a launch is, all are new
SWING = 2.0  # others are at least so many times fewer with an honest program than with all: as in `signup_site`
LINES_LEAST, ONE_LINE = 6, 1 / 3  # addresses of a group, and how much of it one has at most: a hall, a shop's tablet
DEVICE_MOST = 0.1  # of a group on one device, and three: a tablet that goes from door to door
ONE_PROVIDER, AT_ONCE_S = 0.5, 3 * HOUR_S  # so much of a group from one provider within so long is a class
ONE_FIRM = 0.8  # of a group with one mail domain that hardly anybody else has
RARE = 0.05


class Week(Struct):
    """A week by program: who signed up with it and stayed with it, and who came with it and had been there before.

    Newcomers and others by country; the programs of all, by product.
    """

    new: dict[int, dict[str, Made]] = field(default_factory=dict)
    known: dict[int, set[str]] = field(default_factory=dict)
    newcomers: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    products: dict[str, Counter[str]] = field(default_factory=dict)


class Group(Struct):
    """The accounts of a program; how many others have it; of all others how many had been there before; the score."""

    made: dict[str, Made]
    known: int = 0
    lines: int = 0
    newcomers: int = 0
    others: int = 0
    surprise: float = 0.0


def week_of(seen: dict[str, Made]) -> Week:
    """Sort what a week saw."""
    week, born = Week(), {name: one for name, one in seen.items() if one.event}
    products = defaultdict[str, Counter[str]](Counter)
    moved = set[str]()
    for name, one in seen.items():
        products[one.program.partition(" ")[0]][one.program] += 1
        account = account_of(name, one)
        if account not in born:
            week.known.setdefault(one.agent, set()).add(account)
            week.others[one.country] += 1
        elif one.agent != born[account].agent:
            moved.add(account)
    for account, one in born.items():
        week.newcomers[one.country] += 1
        if account not in moved:
            week.new.setdefault(one.agent, {})[account] = one
    week.products = products
    return week


def judged(week: Week, agent: int) -> Group:
    """Return a program's group, with its surprise: that of its binomial tail, by how many programs might be the one."""
    made = week.new.get(agent, {})
    found = Group(made, len(week.known.get(agent, ())), len({one.line for one in made.values() if one.line}))
    found.newcomers, found.others = week.newcomers.total() - len(made), week.others.total() - found.known
    if len(made) < LEAST or found.known > FEW * len(made) or found.others < KNOWN_LEAST:
        return found
    if _outdated(week, next(iter(made.values())).program, len(made)) and _apart(week, found):
        number = len(made) + found.known
        found.surprise = max(0.0, binomial(number, len(made), _share(week, made)) - log10(len(week.new)))
    return found


def _outdated(week: Week, program: str, mine: int) -> bool:
    """Tell whether nearly all that others have of the same product is newer."""
    kin, version = week.products.get(program.partition(" ")[0], Counter()), numbers_of(program)
    every = kin.total() - kin[program]
    newer = sum([number for other, number in kin.items() if numbers_of(other) > version])
    return bool(version) and every >= LEAST and newer >= max(NEWER * every, mine)


def _apart(week: Week, group: Group) -> bool:
    """Tell whether a group is from several addresses and devices, is no class and no firm."""
    made, size = group.made, len(group.made)
    if group.lines < LINES_LEAST or most_alike(one.line for one in made.values()) > ONE_LINE * size:
        return False
    if most_alike(one.device for one in made.values()) > max(3.0, DEVICE_MOST * size):
        return False
    return not _is_class(made.values()) and not _is_firm(week, made)


def _is_class(made: Collection[Made]) -> bool:
    """Tell whether half of the accounts are of one provider and of the same hours."""
    name, most = Counter(one.provider for one in made).most_common(1)[0]
    times = sorted(one.time for one in made if one.provider == name)
    least = int(ONE_PROVIDER * len(made)) + 1
    return most >= least and any([b - a <= AT_ONCE_S for a, b in zip(times, times[least - 1 :], strict=False)])


def _is_firm(week: Week, made: dict[str, Made]) -> bool:
    """Tell whether nearly all have one mail domain that hardly any other newcomer has."""
    domain, mine = Counter(one.domain for one in made.values()).most_common(1)[0]
    theirs = sum([one.domain == domain for group in week.new.values() for one in group.values()]) - mine
    others = max(1, week.newcomers.total() - len(made))
    return bool(domain) and mine >= ONE_FIRM * len(made) and theirs <= RARE * others


def _share(week: Week, made: dict[str, Made]) -> float:
    """Return the share of newcomers, at most, that an honest program has: of each account's own country, the mean."""
    mine = Counter(one.country for one in made.values())
    logs = [number * log(_newcomers(week, country, number)) for country, number in sorted(mine.items())]
    return exp(sum(logs) / len(made))


def _newcomers(week: Week, country: str, mine: int) -> float:
    new = week.newcomers[country] - mine + WEIGHT
    return 1 - (1 - new / (new + week.others[country])) / SWING
