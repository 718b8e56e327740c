"""How often an account turns up from new places: what is ordinary for one is a theft for another."""

from __future__ import annotations

from math import log10

from msgspec import Struct, field

from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, UNTOLD, Event

PRIOR_LOGINS = 10.0  # an account nobody knows is believed to be like the population, as firmly as ten logins say
SHARES: dict[int, float] = {  # of the population's logins that are the account's first from such a place
    NEW_IP: 0.2, NEW_ASN: 0.08, NEW_COUNTRY: 0.02, NEW_DEVICE: 0.05, NEW_AGENT: 0.1,
}  # fmt: skip
PLACES = sum(SHARES)  # all bits
NETWORK, CLIENT = (NEW_IP, NEW_ASN, NEW_COUNTRY), (NEW_DEVICE, NEW_AGENT)
MEMORY = 0.98  # of a day with logins
# How many times as often as both sides multiplied say an owner comes on a new device from a new address, provider or
# country, after n earlier logins: 1 + one of these / (n + 1)^2. 2026-11: of 174,000 logins on 16 made-up products;
# 14 (13.5), 29 (26) and 5 (4) times after one, 4, 6.5 and 1.3 (4.1, 7.3, 1.8) after three: what he has shows first.
SECOND: dict[int, float] = {NEW_COUNTRY: 12.0, NEW_ASN: 100.0, NEW_IP: 50.0}
DAY_S = 86_400.0


class Firsts(Struct, array_like=True):
    """Logins, and how many were the first from a new address, provider, country, device, agent.

    `folded`: logins of the days taken in, none of them faded: what a reader can check.
    """

    logins: float = 0.0
    new: dict[int, float] = field(default_factory=dict)
    folded: float = 0.0

    def add(self, event: Event) -> None:
        """Count one successful login; what an account tells for the first time is new, which says nothing."""
        self.logins += 1
        novel = event.novel & PLACES
        if not novel or event.novel & NEW_ACCOUNT:  # as most of the time
            return
        novel &= ~(event.novel >> UNTOLD)
        new = self.new
        for bit in SHARES:
            if novel & bit:
                new[bit] = new.get(bit, 0.0) + 1

    def fold(self, day: Firsts) -> None:
        """Take in a closed day."""
        self.logins = MEMORY * self.logins + day.logins
        self.folded += day.logins
        if self.new or day.new:
            self.new = {b: MEMORY * self.new.get(b, 0.0) + day.new.get(b, 0.0) for b in {*self.new, *day.new}}

    def surprise(self, novel: int) -> float:
        """Return how surprising it is for this account to be in such new places at once.

        A new country implies a new provider and address, and a new device a new agent, so the rarest of each side
        speaks; the two sides add up (Freeman et al., NDSS 2016, smooth and multiply likewise).
        """
        found = 0.0
        for side in (NETWORK, CLIENT):
            rarest = 0.0
            for bit in side:
                if novel & bit and (one := self._one(bit)) > rarest:
                    rarest = one
            found += rarest
        return found

    def second(self, novel: int) -> float:
        """Return how much less surprising a new device in a new place is, as the account's second or third.

        >>> [round(Firsts(logins).second(NEW_DEVICE | NEW_IP), 1) for logins in (0, 1, 3, 20)], Firsts().second(NEW_IP)
        ([1.1, 1.1, 0.6, 0.0], 0.0)
        """
        if not novel & NEW_DEVICE:
            return 0.0
        times = next((times for bit, times in SECOND.items() if novel & bit), 0.0)
        return log10(1.0 + times / (max(1.0, self.logins) + 1.0) ** 2)

    def _one(self, bit: int) -> float:
        return -log10((self.new.get(bit, 0.0) + SHARES[bit] * PRIOR_LOGINS) / (self.logins + PRIOR_LOGINS))


def fold_days(past: Firsts, days: dict[int, Firsts], oldest: float) -> None:
    """Fold the days into the past, in order, that ended a day before `oldest`, and drop them."""
    over = [day for day in days if (day + 2) * DAY_S < oldest]
    for day in sorted(over) if len(over) > 1 else over:
        past.fold(days.pop(day))
