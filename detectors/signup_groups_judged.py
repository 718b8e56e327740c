"""How surprising two kinds of groups among a site's sign-ups are: one new mail domain's, and devices used again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from math import log10

from msgspec import Struct

from detectors.recurrence import FOLD
from detectors.signup_groups_state import DAY_STEPS, STEPS, GroupState, Made
from detectors.signup_steps import ALL
from detectors.slots import slot
from detectors.surprise import binomial

NEW = 2.0  # newness from which on a domain counts among the new: in a site's first days all are
DOMAIN_LEAST = 8  # networks of a domain: a family with its own, a few friends with one
COUNTRY_LEAST = 16  # where nearly all are of one country: staff and students who join from their homes are
ABROAD = 0.5  # of a domain's accounts of one country: of a launch there with the country's provider most are
NEARLY_ALL = 0.8  # of a firm's people are in its country: some travel
ONE_PLACE = 0.25  # of a domain's accounts from one network are an office or a school, whoever joins from elsewhere
ASKED = 30.0  # mail domains that a site's day brings, any of which might be the one
DEVICES_LEAST = 6
AGAIN = 3  # accounts of a device: a couple shares one
REUSED = 0.005  # of devices, by `signup_device`: the mean of (accounts - 1) in a day is 0.05, so 3 in three are as rare
MOVED = 0.0005  # of devices, with each account from another network: a family's tablet is at home, nine times in ten
WEIGHT = 200.0  # devices as many as that is believed like
SWING = 2.0  # an honest window's share is at most so many times the usual one: as in `signup_site`
TWICE = 2.0  # a window with as many twice is in reach of its past: a fair for schools, new terminals


class Group(Struct):
    """Accounts made alike, from how many networks, with the most of earlier days, and the surprise.

    Of a domain: how many are of one `country`, 0 if untold, and `newness`, its surprise whatever is usual of new
    ones. Of devices: of how many that were `seen`; `moved` if each had three networks or more. Of a program: the
    `domains` that others do not have.
    """

    made: dict[str, Made]
    networks: int
    most: int = 0
    surprise: float = 0.0
    known: int = 0
    country: int = 0
    newness: float = 0.0
    devices: int = 0
    seen: int = 0
    moved: bool = False
    domains: tuple[str, ...] = ()

    def count(self) -> int:
        """Return how many devices, or networks where those are fewer: a school's tablets are one place."""
        return min(self.devices, self.networks)


def of_domain(state: GroupState, step: int, domain: str, group: dict[str, Made]) -> Group:
    """Judge a day's sign-ups with one mail domain.

    Had it been in use before as it is now, so many of as many would hardly all have come within the day: counted by
    network, and among those of the same countries, so that an office counts once and a country's own provider is as
    new as the country. And they are more than fivefold what any new domain's day has brought beyond its first.
    """
    networks, known = networks_of(group), state.known(slot("domain", domain), step)
    most = max([day.extra for day in state.before(step, DAY_STEPS)], default=0)
    country = most_alike(one.country for one in group.values())
    found = Group(group, networks, most + 1, 0.0, int(known), country)
    if networks > 1 and FOLD * known <= networks:
        share = 10 ** _today(state, step, group.values(), country)
        found.newness = max(0.0, binomial(networks + int(known), networks, share) - log10(ASKED))
    enough = networks >= (COUNTRY_LEAST if country > NEARLY_ALL * len(group) else DOMAIN_LEAST)
    if (
        enough
        and networks - 1 >= FOLD * most
        and most_alike(one.provider for one in group.values()) <= ONE_PLACE * len(group)
    ):
        found.surprise = found.newness
    return found


def _today(state: GroupState, step: int, group: Collection[Made], country: int) -> float:
    """Return log10 of the share that the day has of all sign-ups known of a group's countries.

    Each of its accounts is as new as its country. Where none has most of them, no country's newness is theirs: a farm
    on rented lines brings countries that nobody comes from, and they are taken together.
    """
    names = Counter(one.country or ALL for one in group)
    if country and country <= ABROAD * len(group):
        return _share_of_day(state, step, sorted(names))
    return sum([number * _share_of_day(state, step, [name]) for name, number in sorted(names.items())]) / len(group)


def _share_of_day(state: GroupState, step: int, names: list[str]) -> float:
    today = max(1.0, sum([state.count(name, step) for name in names]))
    return log10(today / (today + sum([state.known(name, step) for name in names])))


def of_devices(state: GroupState, step: int) -> list[Group]:
    """Judge the devices of three days with several accounts each: those that stayed, and those that moved in between.

    They are compared with the share of such devices in earlier weeks.
    """
    by_device: dict[int, dict[str, Made]] = {}
    for name, one in state.lately(step, STEPS):
        if one.device:
            by_device.setdefault(one.device, {})[name] = one
    again = [made for made in by_device.values() if len(made) >= AGAIN]
    moved = [made for made in again if networks_of(made) >= AGAIN]
    still = [made for made in again if networks_of(made) < AGAIN]
    days = state.before(step, STEPS)
    seen, weeks = len(by_device), sum(day.devices for day in days)
    return [
        _devices(still, seen, _share(REUSED, sum(day.reused for day in days), weeks), [day.reused for day in days]),
        _devices(moved, seen, _share(MOVED, sum(day.moved for day in days), weeks), [day.moved for day in days], True),
    ]


def _devices(used: list[dict[str, Made]], seen: int, share: float, days: list[int], moved: bool = False) -> Group:
    group = {name: one for made in used for name, one in made.items()}
    found = Group(group, networks_of(group), max(days, default=0), devices=len(used), seen=seen, moved=moved)
    if found.count() >= DEVICES_LEAST and found.count() > TWICE * found.most:
        found.surprise = max(0.0, binomial(seen, found.count(), share) - log10(2))
    return found


def _share(usual: float, used: int, devices: int) -> float:
    """Return the most that a share of devices may be; each lies in the windows of three days."""
    windows = STEPS / DAY_STEPS
    return min(0.9, SWING * (used / windows + usual * WEIGHT) / (devices / windows + WEIGHT))


def most_alike(values: Iterable[str | int]) -> int:
    """Return how many are the same, of those told."""
    return max(Counter(value for value in values if value).values(), default=0)


def networks_of(group: dict[str, Made]) -> int:
    """Return from how many networks a group's accounts came."""
    return len({one.provider for one in group.values() if one.provider})
